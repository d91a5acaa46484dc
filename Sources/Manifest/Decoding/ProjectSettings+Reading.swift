// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Diagnostics
import Documents

extension ProjectSettings {
    /// Reads `.msctl.yaml`, collecting everything there is to say about it; `nil` when nothing can be used.
    package static func read(_ file: SourceFile) -> (ProjectSettings?, [Diagnostic]) {
        let reading = YAMLReader.read(file)
        guard let document = reading.documents.first, document.root.scalar?.isNull != true else {
            return (nil, reading.diagnostics)
        }
        let sink = DiagnosticSink()
        let root = document.root
        let anchor = root.mapping?.first?.key.span ?? root.span
        let field = FieldValue(name: "the settings", place: .root, node: root, anchor: anchor, sink: sink)
        let settings = FieldFormat.part(Settings.self).read(field)
        let merges = document.mergeKeys.map { Diagnostic.mergeKey(at: $0) }
        return (settings?.lint, reading.diagnostics + merges + sink.diagnostics)
    }
}

/// The whole file.
private struct Settings: ManifestPart {
    var lint: ProjectSettings?

    static func read(_ fields: inout FieldReader) -> Settings? {
        Settings(
            lint: fields.optional("lint", .part(ProjectSettings.self), "how manifests are checked")?.value
        )
    }
}

extension ProjectSettings: ManifestPart {
    static func read(_ fields: inout FieldReader) -> ProjectSettings? {
        ProjectSettings(
            failOn: fields.optional("failOn", .choice("a severity"), "from which severity on a run fails"),
            rules: fields.map("rules", of: .choice("a severity"), "other severities, by rule"),
            skips: fields.list(
                "skip",
                of: .text("a path", "vendored/**"),
                "Kubernetes YAML and Dockerfiles that are left alone"
            ),
            ignores: fields.parts("ignore", of: .part(ScopedIgnore.self), "findings that are accepted")
        )
    }
}

extension ProjectSettings.ScopedIgnore: ManifestPart {
    static func read(_ fields: inout FieldReader) -> ProjectSettings.ScopedIgnore? {
        let rule = fields.required("rule", .text("the id of a rule"), "the id of the rule")
        let paths = fields.list("paths", of: .text("a path", "legacy/**"), "the files; all when absent")
        let services = fields.list("services", of: .text("a service"), "the services; all when absent")
        let reason = fields.optional("reason", .text("a reason"), "why it is accepted")
        let until = fields.optional("until", .date, "until when it is accepted")
        guard let rule else { return nil }
        return ProjectSettings.ScopedIgnore(
            span: fields.span,
            rule: rule,
            paths: paths,
            services: services,
            reason: reason,
            until: until,
            pointer: fields.pointer
        )
    }
}
