// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// One JSON object with a version: members may be added within a version, never changed or removed.
enum JSONRenderer {
    private static let version = 1

    static func render(_ report: DiagnosticReport) -> String {
        JSONText.object([
            ("version", .integer(version)),
            ("tool", .object([("name", .string("msctl")), ("version", .string(report.toolVersion))])),
            (
                "summary",
                .object([
                    ("errors", .integer(report.count(.error))),
                    ("warnings", .integer(report.count(.warning))),
                    ("infos", .integer(report.count(.info))),
                    ("documents", .integer(report.documents ?? 0)),
                    ("services", report.services.map { .integer($0) }),
                    ("objects", report.objects > 0 ? .integer(report.objects) : nil),
                    ("dockerfiles", report.dockerfiles > 0 ? .integer(report.dockerfiles) : nil),
                    ("unreadable", list(report.unreadable.map(json))),
                ])
            ),
            ("unjudged", list(report.unjudged.map(json))),
            ("diagnostics", .array(report.diagnostics.map(json))),
        ]).document
    }

    private static func json(_ diagnostic: Diagnostic) -> JSONText {
        .object([
            ("id", .string(diagnostic.id)),
            ("severity", .string(diagnostic.severity.rawValue)),
            ("headline", .string(diagnostic.headline)),
            ("service", diagnostic.service.map { .string($0) }),
            ("pointer", diagnostic.pointer.map { .string($0) }),
            ("primary", diagnostic.primary.map(json)),
            ("secondary", list(diagnostic.secondary.map(json))),
            ("notes", list(diagnostic.notes.map { .string($0) })),
            ("help", diagnostic.help.map { .string($0) }),
            ("fix", diagnostic.fix.map(json)),
        ])
    }

    /// A file that is no YAML, and where it ceases to be some.
    private static func json(_ place: SourceSpan) -> JSONText {
        .object([
            ("path", .string(place.file.path)), ("line", .integer(place.start.line)),
            ("column", .integer(place.start.column)),
        ])
    }

    private static func json(_ value: UnjudgedValue) -> JSONText {
        .object([
            ("kind", .string(value.kind)),
            ("name", value.name.map { .string($0) }),
            ("pointer", .string(value.pointer)),
            ("rules", .array(value.rules.map { .string($0) })),
        ])
    }

    private static func list(_ elements: [JSONText]) -> JSONText? {
        elements.isEmpty ? nil : .array(elements)
    }

    private static func json(_ label: Diagnostic.Label) -> JSONText {
        .object(place(label.span) + [("text", label.text.isEmpty ? nil : .string(label.text))])
    }

    private static func json(_ fix: Diagnostic.Fix) -> JSONText {
        .object([
            ("title", .string(fix.title)),
            ("applicability", .string(fix.applicability.rawValue)),
            (
                "edits",
                .array(fix.edits.map { .object(place($0.span) + [("replacement", .string($0.replacement))]) })
            ),
        ])
    }

    /// Lines and columns count from 1, columns in Unicode scalars; offsets count bytes from 0; ends are exclusive.
    private static func place(_ span: SourceSpan) -> [(String, JSONText?)] {
        [
            ("path", .string(span.file.path)),
            ("start", position(span.start, span.range.lowerBound)),
            ("end", position(span.end, span.range.upperBound)),
        ]
    }

    private static func position(_ location: SourceFile.Location, _ offset: Int) -> JSONText {
        .object([
            ("line", .integer(location.line)), ("column", .integer(location.column)),
            ("offset", .integer(offset)),
        ])
    }
}
