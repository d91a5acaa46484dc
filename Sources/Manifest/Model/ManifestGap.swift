// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// A value that nobody knows: it is written and cannot be read, or it is required and absent.
///
/// The model has nothing in its place, which looks like a value that was left to its default. Whoever concludes anything from
/// what is absent asks here first.
package struct ManifestGap: Sendable, Hashable {
    /// What the value is about.
    package enum Subject: Sendable, Hashable {
        /// The service of a name, also where an Environment says something else about it.
        case service(String)
        case system
        /// The Environment of a name.
        case environment(String)
    }

    /// What the value is about.
    package var subject: Subject
    /// Where the value belongs, as a JSON pointer; empty for everything about the subject.
    package var pointer: String

    /// A value at a JSON pointer.
    package init(_ subject: Subject, _ pointer: String) {
        self.subject = subject
        self.pointer = pointer
    }

    /// Whether the value is, holds, or lies in what a pattern names: a JSON pointer in which `*` is any one part.
    package func touches(_ pattern: String) -> Bool {
        Self.touches(pointer.split(separator: "/"), pattern.split(separator: "/"))
    }

    /// The same for the parts of a pointer and of a pattern, for those who ask about many.
    package static func touches(_ pointer: [Substring], _ pattern: [Substring]) -> Bool {
        zip(pointer, pattern).allSatisfy { $0 == $1 || $1 == "*" }
    }
}

extension ManifestSet {
    /// Everything that is unknown, down to a System or Environments that may be in files that could not be read that far.
    package var everyGap: [ManifestGap] {
        guard unidentified > 0 else { return gaps }
        var gaps = gaps
        if systems.isEmpty { gaps.append(ManifestGap(.system, "")) }
        if environments.isEmpty { gaps.append(ManifestGap(.environment(""), "")) }
        return gaps
    }
}
