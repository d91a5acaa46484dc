// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Says who we are, anew for every request.
package protocol CredentialSource: Sendable {
    /// The credentials for the next request.
    func current() async throws(CredentialError) -> Credentials

    /// Hears that the server refused these credentials (401), so that the next ones are fetched afresh.
    func rejected(_ credentials: Credentials) async
}

/// What goes into the header fields of a request, and the certificate that goes with that if it is renewed with it.
package struct Credentials: Sendable, Hashable {
    /// How the server is to know us.
    package enum Identity: Sendable, Hashable {
        /// Nobody, or whom the client certificate names.
        case none
        /// `Authorization: Bearer …`.
        case bearer(Redacted<String>)
        /// `Authorization: Basic …`.
        case basic(user: String, password: Redacted<String>)
    }

    /// Those of the request that is being sent, for a transport that has to show the certificate among them (C5.4).
    ///
    /// Bound to the task: the seam carries HTTP, which has no place for certificates, and to ask for them a second time
    /// could mean another run of a program, whose certificate does not belong to the token in the header.
    @TaskLocal static var ofRequest: Credentials?

    /// How the server is to know us.
    package var identity: Identity
    /// Whom we act as; `nil` for ourselves.
    package var impersonation: Impersonation?
    /// The certificate that came with them; the transport shows it, and here it tells these from later ones.
    package var certificate: ClientIdentity?

    /// Makes credentials.
    package init(
        _ identity: Identity,
        impersonation: Impersonation? = nil,
        certificate: ClientIdentity? = nil
    ) {
        self.identity = identity
        self.impersonation = impersonation
        self.certificate = certificate
    }
}

/// Whom a request acts as (C4.8).
package struct Impersonation: Sendable, Hashable {
    /// The name of the user, which a server demands with everything else.
    package var user: String
    /// The user's id; `nil` sends none.
    package var uid: String?
    /// The groups; a server adds those that everybody has.
    package var groups: [String]
    /// Further facts about the user, sorted by name.
    package var extra: [Extra]

    /// One further fact.
    package struct Extra: Sendable, Hashable {
        /// The name, in lower case, not yet escaped.
        package var key: String
        /// Its values, in the order sent.
        package var values: [String]

        /// Makes a fact.
        package init(key: String, values: [String]) {
            self.key = key
            self.values = values
        }
    }

    /// Makes an impersonation.
    package init(user: String, uid: String? = nil, groups: [String] = [], extra: [Extra] = []) {
        self.user = user
        self.uid = uid
        self.groups = groups
        self.extra = extra
    }
}

/// Why no credentials could be had.
package struct CredentialError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What went wrong, without secrets.
    package var message: String
    /// What to try, an imperative; `nil` where nothing is certain to help.
    package var hint: String?

    /// Makes an error.
    package init(_ message: String, hint: String? = nil) {
        self.message = message
        self.hint = hint
    }

    /// The message.
    package var description: String { message }
}

/// Credentials that never change.
package struct FixedCredentials: CredentialSource {
    private let credentials: Credentials

    /// Always answers the same.
    package init(_ credentials: Credentials) {
        self.credentials = credentials
    }

    /// The same as always.
    package func current() -> Credentials { credentials }
    /// Nothing can be done about it.
    package func rejected(_ credentials: Credentials) {}
}

extension CredentialSource where Self == FixedCredentials {
    /// No credentials: for the sandbox, and for client certificates.
    package static var anonymous: FixedCredentials { FixedCredentials(Credentials(.none)) }
}
