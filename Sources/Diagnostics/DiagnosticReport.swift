// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// What machine formats and `explain` say about a rule.
package struct RuleInfo: Sendable, Hashable {
    /// The public id.
    package var id: String
    /// How serious its diagnostics are by default.
    package var severity: Diagnostic.Severity
    /// One line.
    package var summary: String
    /// Why it matters; may be empty.
    package var rationale: String

    /// Describes a rule.
    package init(id: String, severity: Diagnostic.Severity, summary: String, rationale: String = "") {
        self.id = id
        self.severity = severity
        self.summary = summary
        self.rationale = rationale
    }
}

/// Everything that a run has to say, ready to be rendered in any format.
package struct DiagnosticReport: Sendable {
    /// The diagnostics, sorted and without exact duplicates.
    package private(set) var diagnostics: [Diagnostic]
    /// How many documents were read.
    ///
    /// `nil` when the diagnostics are only what stands in the way of something else.
    package var documents: Int?
    /// How many services they describe; `nil` when that was not asked.
    package var services: Int?
    /// How many Kubernetes objects were looked at besides.
    package var objects = 0
    /// How many Dockerfiles were looked at besides.
    package var dockerfiles = 0
    /// How long it took; `nil` keeps the output the same from run to run.
    package var duration: Duration?
    /// What else there is to say about the run: clauses that follow the summary.
    package var remarks: [String] = []
    /// The values that could not be read, and the rules that were silent for that.
    package var unjudged: [UnjudgedValue] = []
    /// Where files cease to be YAML that were passed over for it, one place each.
    package var unreadable: [SourceSpan] = []
    /// All rules that could have spoken: only their ids are offered to `msctl explain`.
    package var rules: [RuleInfo]
    /// The version of msctl, for machine formats.
    package var toolVersion: String

    /// Sorts the diagnostics of a run and drops duplicates.
    package init(
        _ diagnostics: some Sequence<Diagnostic>,
        documents: Int? = 0,
        services: Int? = nil,
        rules: [RuleInfo] = [],
        toolVersion: String = ""
    ) {
        self.diagnostics = Diagnostic.ordered(diagnostics)
        self.documents = documents
        self.services = services
        self.rules = rules
        self.toolVersion = toolVersion
    }

    /// The same report about some of its diagnostics.
    package func filtered(_ isShown: (Diagnostic) -> Bool) -> DiagnosticReport {
        var report = self
        report.diagnostics = diagnostics.filter(isShown)
        return report
    }

    /// How many diagnostics have a severity.
    package func count(_ severity: Diagnostic.Severity) -> Int {
        diagnostics.count { $0.severity == severity }
    }

    /// The last line of the human format, without a line break: `1 error, 2 warnings in 7 documents, 5 services (4 ms)`.
    package var summary: String {
        let counts = [
            Self.counted(count(.error), "error"), Self.counted(count(.warning), "warning"),
            count(.info) > 0 ? "\(count(.info)) info" : nil,
        ]
        let problems = counts.compactMap { $0 }
        var text = problems.isEmpty ? "no problems" : problems.joined(separator: ", ")
        if documents != nil { text += " in " + looked.joined(separator: ", ") }
        if let duration { text += " (\(Self.text(duration)))" }
        return ([text] + remarks).joined(separator: "; ")
    }

    /// What was looked at: `9 documents, 5 services, 31 Kubernetes objects, 5 Dockerfiles`.
    private var looked: [String] {
        let others = [
            Self.counted(objects, "Kubernetes object"), Self.counted(dockerfiles, "Dockerfile"),
        ].compactMap { $0 }
        if documents == 0, !others.isEmpty { return others }
        let manifests = [
            Self.counted(documents ?? 0, "document") ?? "0 documents",
            services.map { Self.counted($0, "service") ?? "0 services" },
        ]
        return manifests.compactMap { $0 } + others
    }

    private static func counted(_ count: Int, _ noun: String) -> String? {
        count == 0 ? nil : "\(count) \(noun)\(count == 1 ? "" : "s")"
    }

    private static func text(_ duration: Duration) -> String {
        let milliseconds = duration / .milliseconds(1)
        if milliseconds < 1000 { return "\(Int(milliseconds.rounded())) ms" }
        let tenths = Int((milliseconds / 100).rounded())
        return "\(tenths / 10).\(tenths % 10) s"
    }
}
