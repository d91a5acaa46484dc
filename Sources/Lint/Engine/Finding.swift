// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Manifest

/// What a check has found: what is wrong, where, and what helps.
///
/// Whose finding it is, and how bad that is, the rule says; the linter adds both.
struct Finding: Sendable {
    /// What is wrong: stands alone, lower case, no full stop.
    var headline: String
    /// The text that shows the problem.
    var primary: Diagnostic.Label
    /// How bad it is, where that depends on more than the rule.
    var severity: Diagnostic.Severity?
    /// Other texts that explain it.
    var secondary: [Diagnostic.Label]
    /// Facts that help to understand; no cures.
    var notes: [String]
    /// The cure.
    var help: String?
    /// An edit that cures it.
    var fix: Diagnostic.Fix?
    /// The service or the object that it is about.
    var service: String?
    /// Where in the document, as a JSON pointer.
    var pointer: String?
    /// What it is about, for fingerprints; see ``Diagnostic/identity``.
    private(set) var identity: String?
    /// Texts that no report may show.
    var redacted: [SourceSpan] = []
    /// Its name in hadolint, where that is another than the rule's first one.
    var code: String?

    /// Says what is wrong with the text at `span`; a Kubernetes object that it is about stands for service and pointer.
    init(
        _ headline: String,
        at span: SourceSpan,
        _ label: String = "",
        severity: Diagnostic.Severity? = nil,
        secondary: [Diagnostic.Label] = [],
        notes: [String] = [],
        help: String? = nil,
        fix: Diagnostic.Fix? = nil,
        service: String? = nil,
        pointer: String? = nil,
        object: LintedObject? = nil
    ) {
        self.headline = headline
        primary = .init(span, label)
        self.severity = severity
        self.secondary = secondary
        self.notes = notes
        self.help = help
        self.fix = fix
        self.service = service
        self.pointer = pointer
        guard let object else { return }
        let root = object.source.document.root
        self.service = object.title
        self.pointer = FieldSearch.pointer(at: span.range.lowerBound, in: root)
        identity = FieldSearch.identity(at: span.range.lowerBound, in: root)
    }

    /// Passes on what reading a file has found; `nil` for what is about no text.
    init?(_ read: Diagnostic) {
        guard let place = read.primary else { return nil }
        self.init(
            read.headline,
            at: place.span,
            place.text,
            severity: read.severity,
            secondary: read.secondary,
            notes: read.notes,
            help: read.help,
            fix: read.fix,
            service: read.service,
            pointer: read.pointer
        )
        identity = read.identity
        redacted = read.redacted
    }

    /// The finding as it is shown: by the name of its rule, as serious as somebody asks for, as it says itself, or as the rule is.
    func diagnostic(of rule: Rule, severity asked: Diagnostic.Severity? = nil) -> Diagnostic {
        var diagnostic = Diagnostic(
            id: rule.id,
            severity: asked ?? severity ?? rule.severity,
            headline: headline,
            primary: primary,
            secondary: secondary,
            notes: notes,
            help: help,
            fix: fix,
            service: service,
            pointer: pointer
        )
        diagnostic.identity = identity
        diagnostic.redacted = redacted
        return diagnostic
    }
}
