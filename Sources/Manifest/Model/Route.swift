// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Diagnostics

/// A path of a gateway and the API that answers it.
package struct Route: Sendable, Hashable {
    /// The whole entry.
    package var span: SourceSpan
    /// Where it is declared, as a JSON pointer.
    package var pointer: String
    /// The path prefix.
    package var path: Located<String>
    /// The API that answers.
    package var to: Located<APIReference>
    /// How long one try may take.
    package var timeout: Located<Duration>?
    /// What happens after a try without an answer.
    package var retries: Located<Retries>?
    /// The highest expected traffic.
    package var peak: Located<Rate>?
    /// The methods accepted; all when empty.
    package var methods: [Located<HTTPMethod>]
    /// How traffic moves from an old system to the new service.
    package var strangler: Located<Strangler>?

    /// How many tries there are at most; 1 without retries.
    package var attempts: Int { (retries?.value.max?.value ?? 0) + 1 }
}

/// How traffic moves from an old system to a new service.
package struct Strangler: Sendable, Hashable {
    /// The old system: a name of the System's `external`.
    package var legacy: Located<String>
    /// The share of traffic on the new service, in percent.
    package var weight: Located<Int>
    /// Which callers always get the new service.
    package var pin: Located<Pin>?
    /// When the move must be finished.
    package var until: Located<CalendarDate>?

    /// Which callers always get the new service.
    package struct Pin: Sendable, Hashable {
        /// Those who send this header.
        package var header: Located<String>?
        /// Those who hold this cookie.
        package var cookie: Located<String>?
    }
}

/// How a service is reached from outside the cluster.
package struct Exposure: Sendable, Hashable {
    /// The host name.
    package var host: Located<String>?
    /// Whether only TLS is served.
    package var tls: Located<Bool>?
    /// The path prefixes; all when empty.
    package var paths: [Located<String>]
    /// Why it does not go through the gateway.
    package var bypass: Located<String>?
}
