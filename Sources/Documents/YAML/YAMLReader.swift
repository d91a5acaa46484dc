// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Diagnostics

/// What could be read from a file, and what there is to say about it.
package struct YAMLReading: Sendable, Hashable {
    /// The documents in order; after a syntax error only those before it.
    package var documents: [YAMLDocument]
    /// What is wrong; the ids are `yaml-syntax` (cannot be read) and `yaml-invalid` (read, but not accepted).
    package var diagnostics: [Diagnostic]

    /// Pairs documents with diagnostics.
    package init(documents: [YAMLDocument], diagnostics: [Diagnostic]) {
        self.documents = documents
        self.diagnostics = diagnostics
    }
}

/// Reads YAML 1.2 (core schema) through libyaml into trees with byte spans.
package enum YAMLReader {
    /// Reads all documents of a file; never throws, and never reads more than the limits allow.
    package static func read(_ file: SourceFile, limits: YAMLLimits = .standard) -> YAMLReading {
        if let refusal = YAMLTextCheck.refusal(of: file, limits: limits) {
            return YAMLReading(documents: [], diagnostics: [refusal])
        }
        return file.bytes.withUnsafeBufferPointer { bytes in
            let start =
                bytes.starts(with: YAMLTextCheck.byteOrderMark) ? YAMLTextCheck.byteOrderMark.count : 0
            let events = YAMLEventStream(.init(rebasing: bytes[start...]), base: start)
            var composer = YAMLComposer(file: file, limits: limits)
            return composer.compose(events)
        }
    }
}
