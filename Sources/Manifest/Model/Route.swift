// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Diagnostics

/// A path of a gateway and the API that answers it.
package struct Route: Sendable, Hashable {
    /// The text of the whole entry.
    package var span: SourceSpan
    /// Where it is declared, as a JSON pointer.
    package var pointer: String
    /// The path prefix, matched by whole segments: `/cart` is no prefix of `/carts`.
    package var path: Located<String>
    /// The API that answers.
    package var to: Located<APIReference>
    /// How long one try may take; `nil` sets no limit where traffic enters.
    package var timeout: Located<Duration>?
    /// What follows a try without an answer; `nil` means that nothing does.
    package var retries: Located<Retries>?
    /// The highest expected traffic, from which the load of every service behind it is computed.
    package var peak: Located<Rate>?
    /// The methods accepted; all when empty.
    package var methods: [Located<HTTPMethod>]
    /// How traffic moves from an old system to the new service; `nil` when all of it goes to ``to``.
    package var strangler: Located<Strangler>?

    /// How many tries there are at most; 1 without retries.
    package var attempts: Int { (retries?.value.max?.value ?? 0) + 1 }
}

/// How traffic moves from an old system to a new service.
package struct Strangler: Sendable, Hashable {
    /// The old system, a name of the System's `external`, which gets the rest of the traffic.
    package var legacy: Located<String>
    /// The share of traffic on the new service, in percent from 0 to 100.
    package var weight: Located<Int>
    /// Which callers always get the new service, whatever the weight; `nil` means none.
    package var pin: Located<Pin>?
    /// The last day on which the move may be unfinished; `nil` means that it has no end.
    package var until: Located<CalendarDate>?

    /// Which callers always get the new service.
    package struct Pin: Sendable, Hashable {
        /// The header of those who get the new service, with any value.
        package var header: Located<String>?
        /// The cookie of those who get the new service, with any value.
        package var cookie: Located<String>?
    }
}

/// How a service is reached from outside the cluster.
package struct Exposure: Sendable, Hashable {
    /// The host name; without one, here and in the Environment, nothing from outside is let in.
    package var host: Located<String>?
    /// Whether only TLS is served; `nil` means true.
    package var tls: Located<Bool>?
    /// The path prefixes; all when empty.
    package var paths: [Located<String>]
    /// Why it does not go through the gateway; `gateway-bypass` asks for it.
    package var bypass: Located<String>?
}
