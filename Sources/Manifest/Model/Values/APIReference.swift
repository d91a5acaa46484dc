// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// What a call goes to: an API of a service of this system, or a system that is not deployed by it.
package enum APIReference: Sendable, Hashable, CustomStringConvertible {
    /// An API by name and version, written `catalog/v1`.
    case api(name: String, version: APIVersion)
    /// An entry of the System's `external`, written `external/acquirer`.
    case external(String)

    /// Accepts `name/vN` and `external/name`; `nil` otherwise.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let label = DNSLabel(String(parts[0])) else { return nil }
        if label.text == "external" {
            guard let name = DNSLabel(String(parts[1])) else { return nil }
            self = .external(name.text)
        } else {
            guard let version = APIVersion(String(parts[1])) else { return nil }
            self = .api(name: label.text, version: version)
        }
    }

    /// The name before the version, or of the external system.
    package var name: String {
        switch self {
        case .api(let name, _): name
        case .external(let name): name
        }
    }

    /// The version; `nil` for an external system.
    package var version: APIVersion? { if case .api(_, let version) = self { version } else { nil } }

    /// Whether the callee is not deployed by this system.
    package var isExternal: Bool { if case .external = self { true } else { false } }

    /// The reference as written.
    package var description: String {
        switch self {
        case .api(let name, let version): "\(name)/\(version)"
        case .external(let name): "external/\(name)"
        }
    }
}
