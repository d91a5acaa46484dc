// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Diagnostics

/// Where a value of a resolved service comes from.
package enum Origin: Sendable, Hashable {
    /// The service's own manifest.
    case manifest(SourceSpan)
    /// The override of an Environment.
    case environmentOverride(SourceSpan)
    /// The Environment itself.
    case environment(SourceSpan)
    /// The defaults of the System.
    case system(SourceSpan)
    /// The tier of the service.
    case tier(Tier)
    /// The runtime of the service.
    case runtime(String)
    /// The manifest format.
    case schema

    /// The text that the value comes from; `nil` for defaults of msctl.
    package var span: SourceSpan? {
        switch self {
        case .manifest(let span), .environmentOverride(let span), .environment(let span), .system(let span):
            span
        case .tier, .runtime, .schema: nil
        }
    }

    /// The origin in words, such as `tier high` or `services/orders/msctl.yaml:12:7`.
    package var description: String {
        switch self {
        case .manifest(let span): span.description
        case .environmentOverride(let span): "override, \(span.description)"
        case .environment(let span): "environment, \(span.description)"
        case .system(let span): "system, \(span.description)"
        case .tier(let tier): "tier \(tier.rawValue)"
        case .runtime(let name): "runtime \(name)"
        case .schema: "default"
        }
    }
}

/// A value and where it comes from.
package struct Resolved<Value: Sendable & Hashable>: Sendable, Hashable {
    /// The value that holds in the end.
    package var value: Value
    /// What decided it, for explanations and for the text that a finding points at.
    package var origin: Origin

    /// Pairs a value with its origin.
    package init(_ value: Value, _ origin: Origin) {
        self.value = value
        self.origin = origin
    }

    /// A value that is written in the service's manifest.
    init(_ located: Located<Value>) {
        self.init(located.value, .manifest(located.span))
    }
}
