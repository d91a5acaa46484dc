// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Diagnostics

/// An API that a service offers.
package struct ProvidedAPI: Sendable, Hashable {
    /// The whole entry.
    package var span: SourceSpan
    /// Where it is declared, as a JSON pointer.
    package var pointer: String
    /// The name; the service's own by default.
    package var api: Located<String>
    /// The major version; `unversioned-api` reports its absence.
    package var version: Located<APIVersion>?
    /// How it speaks, located at the key.
    package var wireProtocol: Located<WireProtocol>
    /// The port of the container.
    package var port: Located<Int>
    /// The path that its operations start with.
    package var path: Located<String>?
    /// The contract file, relative to the folder of the manifest.
    package var spec: Located<String>?
    /// Who may call it.
    package var visibility: Located<Visibility>?
    /// How callers prove who they are.
    package var auth: Located<Authentication>?
    /// How often one caller may call.
    package var rateLimit: Located<Rate>?
    /// The header that makes unsafe calls repeatable.
    package var idempotencyKey: Located<String>?
    /// How the version is chosen when not by path: the name of a header.
    package var versioning: Located<String>?
    /// That and when it goes away.
    package var deprecated: Located<Deprecation>?

    /// What consumers write to reach it, such as `catalog/v1`; without a version the bare name.
    package var reference: String { version.map { "\(api.value)/\($0.value)" } ?? api.value }
    /// Who may call it, `system` by default.
    package var effectiveVisibility: Visibility { visibility?.value ?? .system }
}

/// How callers of an API prove who they are.
package struct Authentication: Sendable, Hashable {
    /// The method.
    package var method: Located<AuthenticationMethod>
    /// Why none is needed.
    package var reason: Located<String>?
    /// Who issues the tokens.
    package var issuer: Located<String>?
}

/// That an API version goes away.
package struct Deprecation: Sendable, Hashable {
    /// Since when it is discouraged.
    package var since: Located<CalendarDate>?
    /// When it stops.
    package var sunset: Located<CalendarDate>?
    /// What to use instead.
    package var use: Located<APIReference>?
}
