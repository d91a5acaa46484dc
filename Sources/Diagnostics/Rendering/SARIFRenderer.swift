// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// SARIF 2.1.0 (OASIS standard), in the subset that code scanning services read.
struct SARIFRenderer {
    private let report: DiagnosticReport
    /// The rules passed in, then ids that spoke without being a rule.
    private let rules: [RuleInfo]
    private let ruleIndices: [String: Int]

    init(_ report: DiagnosticReport) {
        self.report = report
        var rules = report.rules
        var indices: [String: Int] = [:]
        for (index, rule) in rules.enumerated() { indices[rule.id] = index }
        for diagnostic in report.diagnostics where indices[diagnostic.id] == nil && diagnostic.primary != nil
        {
            indices[diagnostic.id] = rules.count
            rules.append(RuleInfo(id: diagnostic.id, severity: diagnostic.severity, summary: diagnostic.id))
        }
        self.rules = rules
        ruleIndices = indices
    }

    func render() -> String {
        let driver: [(String, JSONText?)] = [
            ("name", .string("msctl")),
            ("version", report.toolVersion.isEmpty ? nil : .string(report.toolVersion)),
            ("rules", .array(rules.map(rule))),
        ]
        let run: [(String, JSONText?)] = [
            ("tool", .object([("driver", .object(driver))])),
            ("invocations", hasNotifications ? .array([invocation]) : nil),
            ("columnKind", .string("unicodeCodePoints")),
            ("results", .array(results())),
        ]
        return JSONText.object([
            ("$schema", .string("https://json.schemastore.org/sarif-2.1.0.json")),
            ("version", .string("2.1.0")),
            ("runs", .array([.object(run)])),
        ]).document
    }

    /// What stopped msctl from looking, rather than what it saw.
    ///
    /// A result needs a location, or code scanning services refuse the whole file; a file that could not be read has none.
    private var notifications: [Diagnostic] { report.diagnostics.filter { $0.primary == nil } }

    private var hasNotifications: Bool {
        !notifications.isEmpty || !report.unjudged.isEmpty || !report.unreadable.isEmpty
    }

    private var invocation: JSONText {
        .object([
            ("executionSuccessful", .boolean(!notifications.contains { $0.severity == .error })),
            (
                "toolExecutionNotifications",
                .array(
                    notifications.map { diagnostic in
                        .object([
                            ("descriptor", .object([("id", .string(diagnostic.id))])),
                            ("level", .string(level(diagnostic.severity))),
                            ("message", message(diagnostic.prose)),
                        ])
                    } + report.unjudged.flatMap(silences) + report.unreadable.map(passedOver)
                )
            ),
        ])
    }

    /// A notification per rule that was silent about what depends on a value.
    private func silences(_ value: UnjudgedValue) -> [JSONText] {
        let owner = [value.kind, value.name.map { "`\($0)`" }].compactMap(\.self).joined(separator: " ")
        let place = value.pointer.isEmpty ? owner : "\(value.pointer) of \(owner)"
        return value.rules.map { rule in
            .object([
                (
                    "associatedRule",
                    .object([("id", .string(rule)), ("index", ruleIndices[rule].map { .integer($0) })])
                ),
                ("level", .string("note")),
                ("message", message("not judged, because \(place) could not be read")),
            ])
        }
    }

    private func passedOver(_ place: SourceSpan) -> JSONText {
        .object([
            ("level", .string("note")),
            ("message", message("passed over, because it is no readable YAML: \(place)")),
        ])
    }

    private func rule(_ rule: RuleInfo) -> JSONText {
        .object([
            ("id", .string(rule.id)),
            ("shortDescription", message(rule.summary)),
            ("fullDescription", rule.rationale.isEmpty ? nil : message(rule.rationale)),
            ("defaultConfiguration", .object([("level", .string(level(rule.severity)))])),
        ])
    }

    private func results() -> [JSONText] {
        let located = report.diagnostics.filter { $0.primary != nil }
        return zip(located, Diagnostic.fingerprints(of: located)).map { result($0, fingerprint: $1) }
    }

    private func result(_ diagnostic: Diagnostic, fingerprint: String) -> JSONText {
        let related = diagnostic.secondary.enumerated().map { index, label in
            JSONText.object([
                ("id", .integer(index)),
                ("physicalLocation", physicalLocation(label.span)),
                ("message", label.text.isEmpty ? nil : message(label.text)),
            ])
        }
        return .object([
            ("ruleId", .string(diagnostic.id)),
            ("ruleIndex", ruleIndices[diagnostic.id].map { .integer($0) }),
            ("level", .string(level(diagnostic.severity))),
            ("message", message(diagnostic.prose)),
            (
                "locations",
                diagnostic.primary.map {
                    .array([.object([("physicalLocation", physicalLocation($0.span))])])
                }
            ),
            ("relatedLocations", related.isEmpty ? nil : .array(related)),
            ("partialFingerprints", .object([("msctl/v2", .string(fingerprint))])),
            ("fixes", diagnostic.fix.map { .array([fix($0)]) }),
        ])
    }

    private func fix(_ fix: Diagnostic.Fix) -> JSONText {
        var files: [SourceFile] = []
        for edit in fix.edits where !files.contains(edit.span.file) { files.append(edit.span.file) }
        let changes = files.map { file in
            JSONText.object([
                ("artifactLocation", artifact(file)),
                (
                    "replacements",
                    .array(
                        fix.edits.filter { $0.span.file == file }.map {
                            .object([
                                ("deletedRegion", region($0.span)),
                                ("insertedContent", message($0.replacement)),
                            ])
                        }
                    )
                ),
            ])
        }
        return .object([("description", message(fix.title)), ("artifactChanges", .array(changes))])
    }

    private func physicalLocation(_ span: SourceSpan) -> JSONText {
        .object([("artifactLocation", artifact(span.file)), ("region", region(span))])
    }

    private func artifact(_ file: SourceFile) -> JSONText {
        .object([("uri", .string(Self.uri(file.path)))])
    }

    private func region(_ span: SourceSpan) -> JSONText {
        let start = span.start
        let end = span.end
        return .object([
            ("startLine", .integer(start.line)), ("startColumn", .integer(start.column)),
            ("endLine", .integer(end.line)), ("endColumn", .integer(end.column)),
        ])
    }

    private func message(_ text: String) -> JSONText { .object([("text", .string(text))]) }

    private func level(_ severity: Diagnostic.Severity) -> String {
        switch severity {
        case .error: "error"
        case .warning: "warning"
        case .info: "note"
        }
    }

    /// A relative reference, or a `file:` URI for an absolute path; everything but unreserved characters escaped.
    private static func uri(_ path: String) -> String {
        let path = path.hasPrefix("./") ? String(path.dropFirst(2)) : path
        let digits = Array("0123456789ABCDEF")
        var result = path.hasPrefix("/") ? "file://" : ""
        for byte in path.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"),
                UInt8(ascii: "~"), UInt8(ascii: "/"):
                result.unicodeScalars.append(Unicode.Scalar(byte))
            default: result += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
            }
        }
        return result
    }
}
