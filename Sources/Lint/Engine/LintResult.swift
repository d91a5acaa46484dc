// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Diagnostics
package import Manifest

/// What the linter found.
package struct LintResult: Sendable, Hashable {
    /// A finding that a team accepts.
    package struct Accepted: Sendable, Hashable {
        /// What was found, as it would have been shown.
        package var finding: Diagnostic
        /// Why it is accepted.
        package var reason: String
        /// The comment or entry that accepts it.
        package var suppression: SourceSpan
    }

    /// A value that could not be read, and the rules that need it.
    package struct Undecided: Sendable, Hashable {
        /// The value.
        package var gap: ManifestGap
        /// The rules that were silent about it, in the order of the catalogue.
        package var rules: [String]
    }

    /// The findings to show, in display order.
    package var findings: [Diagnostic]
    /// The findings that suppressions silence, in display order.
    package var accepted: [Accepted]
    /// The values that nobody knows, and what was not judged for that.
    package var undecided: [Undecided] = []
    /// How many documents, services and rules were looked at.
    package var looked: Looked

    /// How much was looked at.
    package struct Looked: Sendable, Hashable {
        /// The manifests of all kinds.
        package var documents: Int
        /// The services among them.
        package var services: Int
        /// The Kubernetes objects.
        package var objects: Int
        /// The Dockerfiles.
        package var dockerfiles: Int
        /// The documents and Dockerfiles that the settings leave alone.
        package var skipped: Int
        /// How many objects are of a kind that no schema is known of, by kind.
        package var withoutSchema: [String: Int]
        /// What in rules of custom kinds is not read here, and how many rules were not run for it.
        package var leftRules: [String: Int] = [:]
        /// The objects that were not checked to their end, because their definitions ask for too much.
        package var unfinished = 0
        /// Where files cease to be YAML that are meant neither for msctl nor for Kubernetes, one place each.
        package var unreadable: [SourceSpan] = []
        /// The documents that are patches of a kustomization, and therefore no whole objects.
        package var patches: Int
        /// The rules that ran.
        package var rules: Int
    }

    /// How many findings have a severity.
    package func count(of severity: Diagnostic.Severity) -> Int {
        findings.reduce(0) { $0 + ($1.severity == severity ? 1 : 0) }
    }

    /// Whether any finding is at or above a threshold.
    package func reaches(_ threshold: LintThreshold) -> Bool {
        findings.contains { threshold.isReached(by: $0.severity) }
    }
}
