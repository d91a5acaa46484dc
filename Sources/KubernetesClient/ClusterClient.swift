// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import HTTP

/// Talks to one API server: typed requests over any transport, with retries, warnings and errors that say what to do.
package struct ClusterClient: Sendable {
    /// The server that all requests go to.
    package let address: ServerAddress
    /// What carries the requests.
    package private(set) var transport: any HTTPTransport
    /// How long it waits, how often it repeats, and who hears of it.
    package let options: ClientOptions
    /// The namespace of the context, for callers that were told none.
    package let defaultNamespace: String

    let credentials: any CredentialSource
    private(set) var gate = RequestGate()
    let warnings = ServerWarnings()
    let discovered = DiscoveredResources()
    let uptime: Stopwatch
    let contact = ServerContact()
    private(set) var admission: WriteAdmission?
    private(set) var repetitionLimit: Duration?
    private(set) var longestWait = ServerBackoff.longest

    /// Makes a client; nothing is sent yet.
    package init(
        transport: any HTTPTransport,
        address: ServerAddress = ServerAddress(scheme: "http", authority: "sandbox"),
        credentials: any CredentialSource = .anonymous,
        defaultNamespace: String = "default",
        options: ClientOptions = ClientOptions()
    ) {
        self.transport = transport
        self.address = address
        self.credentials = credentials
        self.defaultNamespace = defaultNamespace
        self.options = options
        uptime = Stopwatch(options.clock)
    }

    /// The same client past the queue of its other requests, for the few that must not wait for them; where the server has asked
    /// those to leave it alone, these do so too (C1.1).
    package var aside: ClusterClient {
        var copy = self
        copy.gate = RequestGate(minding: gate)
        return copy
    }

    /// The same client past the queue and the pauses of its other requests, which asks the server again after so long, however
    /// long that wants to be left alone: for a lock, which is lost by waiting.
    package func urgent(waitingAtMost limit: Duration) -> ClusterClient {
        var copy = self
        copy.gate = RequestGate(longestWait: limit)
        copy.longestWait = limit
        return copy
    }

    /// The same client over another transport, such as one that looks on.
    package func carried(by transport: any HTTPTransport) -> ClusterClient {
        var copy = self
        copy.transport = transport
        return copy
    }

    /// The same client, which makes no request again that would begin later than so long after it was first made: for whoever
    /// hears of trouble and waits for its end by themselves.
    package func repeating(within limit: Duration) -> ClusterClient {
        var copy = self
        copy.repetitionLimit = limit
        return copy
    }

    /// The same client, asking before every attempt at a request that may write, dry runs too, whether it may be sent, and
    /// while it is under way whether it may go on.
    ///
    /// Asked when everything else is ready, its turn come and credentials fetched, and again before each repetition: what
    /// was checked when it was made may hold no more minutes later.
    package func admitting(_ admission: WriteAdmission) -> ClusterClient {
        var copy = self
        copy.admission = admission
        return copy
    }
}
