// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// The gaps of a set by what they are about, because references ask for them one by one.
struct GapIndex {
    /// The parts of the pointers.
    private var bySubject: [ManifestGap.Subject: [[Substring]]] = [:]
    /// The parts of the pointers in any service; many services can have the same mistake.
    private var ofServices: Set<[Substring]> = []
    /// Whether a file that could not be read that far may be the System.
    private let mayHideSystem: Bool

    init(_ set: ManifestSet) {
        mayHideSystem = set.systems.isEmpty && set.unidentified > 0
        for gap in set.gaps {
            let parts = gap.pointer.split(separator: "/")
            bySubject[gap.subject, default: []].append(parts)
            if case .service = gap.subject { ofServices.insert(parts) }
        }
    }

    /// Whether a value at a pattern is unknown in the System, which may as well be a file that could not be read that far.
    func lacksInSystem(_ pattern: String) -> Bool { mayHideSystem || isHeld(by: .system, pattern) }

    /// Whether a value at a pattern is unknown in a service.
    func lacks(_ pattern: String, in service: String) -> Bool {
        isHeld(by: .service(service), pattern)
    }

    /// Whether a value at a pattern is unknown in any service.
    func lacks(_ pattern: String) -> Bool { Self.holds(ofServices, pattern) }

    private func isHeld(by subject: ManifestGap.Subject, _ pattern: String) -> Bool {
        bySubject[subject].map { Self.holds($0, pattern) } ?? false
    }

    private static func holds(_ pointers: some Sequence<[Substring]>, _ pattern: String) -> Bool {
        let pattern = pattern.split(separator: "/")
        return pointers.contains { ManifestGap.touches($0, pattern) }
    }
}
