// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// One thing that msctl has to say about the user's text.
package struct Diagnostic: Sendable, Hashable {
    /// The public name of the kind of diagnostic: kebab-case, names the bad thing.
    package var id: String
    /// How bad it is.
    package var severity: Severity
    /// What is wrong: stands alone, lower case, no full stop.
    package var headline: String
    /// The text that shows the problem; `nil` only for ids in ``unlocatedIDs``.
    package var primary: Label?
    /// Other texts that explain it, such as "first declared here".
    package var secondary: [Label]
    /// Facts that help to understand; no cures.
    package var notes: [String]
    /// The cure; the only place where one is suggested.
    package var help: String?
    /// An edit that msctl can make.
    package var fix: Fix?
    /// The service concerned, or the Kubernetes object as `Deployment/web`, for grouping and stable fingerprints.
    package var service: String?
    /// Where in the document, as a JSON pointer; together with id and service it outlives line shifts.
    package var pointer: String?
    /// What the finding is about, in words that stay when lines and elements of lists move, with the other service of a pair; for
    /// fingerprints only.
    package var identity: String?
    /// Texts that must not be shown, such as the value of a secret; see ``redactions(of:)``.
    package var redacted: [SourceSpan]

    /// Makes a diagnostic; everything but id, severity and headline is optional.
    package init(
        id: String,
        severity: Severity,
        headline: String,
        primary: Label? = nil,
        secondary: [Label] = [],
        notes: [String] = [],
        help: String? = nil,
        fix: Fix? = nil,
        service: String? = nil,
        pointer: String? = nil
    ) {
        self.id = id
        self.severity = severity
        self.headline = headline
        self.primary = primary
        self.secondary = secondary
        self.notes = notes
        self.help = help
        self.fix = fix
        self.service = service
        self.pointer = pointer
        redacted = []
    }

    /// The texts that no code frame of a report may show, whichever of its diagnostics brings them to light.
    package static func redactions(of diagnostics: some Sequence<Diagnostic>) -> [SourceSpan] {
        diagnostics.flatMap(\.redacted)
    }

    /// The ids that may stand without a primary label, because they are about something that is not a text.
    package static let unlocatedIDs: Set<String> = ["no-manifest", "unreadable-file"]
}

extension Diagnostic {
    /// How bad a diagnostic is; the order is from harmless to serious.
    package enum Severity: String, Sendable, Hashable, Comparable, CaseIterable {
        case info
        case warning
        case error

        /// Orders by seriousness.
        package static func < (left: Severity, right: Severity) -> Bool {
            left.rank < right.rank
        }

        private var rank: Int {
            switch self {
            case .info: 0
            case .warning: 1
            case .error: 2
            }
        }
    }

    /// A span with a short text that may rely on the code being visible.
    package struct Label: Sendable, Hashable {
        /// The text pointed at.
        package var span: SourceSpan
        /// What to say beside the markers; may be empty.
        package var text: String

        /// Points at a span.
        package init(_ span: SourceSpan, _ text: String = "") {
            self.span = span
            self.text = text
        }
    }

    /// An edit that cures a diagnostic.
    package struct Fix: Sendable, Hashable {
        /// Whether the edit may be made without a human looking.
        package enum Applicability: String, Sendable, Hashable {
            /// Never changes meaning.
            case safe
            /// Plausible, wants a look.
            case needsReview = "needs-review"
        }

        /// What the edit does, as an imperative.
        package var title: String
        /// Whether a human should look first.
        package var applicability: Applicability
        /// The replacements to make.
        package var edits: [Edit]

        /// Makes a fix out of edits.
        package init(title: String, applicability: Applicability, edits: [Edit]) {
            self.title = title
            self.applicability = applicability
            self.edits = edits
        }
    }

    /// Replaces a span by other text.
    package struct Edit: Sendable, Hashable {
        /// What is replaced; an empty range inserts.
        package var span: SourceSpan
        /// What stands there afterwards.
        package var replacement: String

        /// Replaces `span` with `replacement`.
        package init(_ span: SourceSpan, _ replacement: String) {
            self.span = span
            self.replacement = replacement
        }
    }
}

extension Diagnostic {
    /// The order in which diagnostics are shown: path, offset, id, headline; unlocated ones first.
    package static func precedes(_ left: Diagnostic, _ right: Diagnostic) -> Bool {
        let leftKey = (left.primary?.span.file.path ?? "", left.primary?.span.range.lowerBound ?? -1)
        let rightKey = (right.primary?.span.file.path ?? "", right.primary?.span.range.lowerBound ?? -1)
        if leftKey != rightKey { return leftKey < rightKey }
        return (left.id, left.headline) < (right.id, right.headline)
    }

    /// Sorts for display and drops exact duplicates.
    package static func ordered(_ diagnostics: some Sequence<Diagnostic>) -> [Diagnostic] {
        var seen: Set<Diagnostic> = []
        return diagnostics.filter { seen.insert($0).inserted }.sorted(by: precedes)
    }
}
