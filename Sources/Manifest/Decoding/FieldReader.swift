// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents

/// Reads the fields of one mapping by name and reports the names that nobody asked for.
///
/// The same calls also describe the fields when there is no mapping, so that the reference can never differ from the
/// reader. For that reason a part reads all of its fields before it gives up.
struct FieldReader {
    /// The text of the mapping.
    let span: SourceSpan
    /// Where the mapping stands, as a JSON pointer.
    let pointer: String
    /// The name of the mapping for messages.
    let name: String
    private let anchor: SourceSpan?
    private let entries: [YAMLEntry]
    /// The text of each key: every field is looked for, and short texts compare without a look at the tree.
    private let keys: [String?]
    private let sink: DiagnosticSink
    private var names: [String] = []
    private var missing: [(name: String, summary: String)] = []
    private var isDescribing = false
    private var described: [FieldDescription] = []

    /// Reads a mapping.
    init(_ field: FieldValue, entries: [YAMLEntry]) {
        span = field.node.span
        pointer = field.pointer
        name = field.name
        anchor = field.anchor
        self.entries = entries
        keys = entries.map { $0.key.scalar?.text }
        sink = field.sink
        names.reserveCapacity(16)
    }

    private init() {
        span = SourceSpan(file: SourceFile(path: "", bytes: []), range: 0..<0)
        pointer = ""
        name = ""
        anchor = nil
        entries = []
        keys = []
        sink = DiagnosticSink()
        isDescribing = true
    }

    /// The fields that `body` asks for.
    static func describe(_ body: (inout FieldReader) -> Void) -> [FieldDescription] {
        var reader = FieldReader()
        body(&reader)
        return reader.described
    }

    /// Reads a field that may be absent.
    ///
    /// Its format is made only when the field is there: most fields of most manifests are absent.
    mutating func optional<Value>(
        _ name: String,
        _ format: @autoclosure () -> FieldFormat<Value>,
        _ summary: String
    ) -> Located<Value>? {
        field(name, format, summary, isRequired: false)
    }

    /// Reads a field and reports its absence.
    mutating func required<Value>(
        _ name: String,
        _ format: @autoclosure () -> FieldFormat<Value>,
        _ summary: String
    ) -> Located<Value>? {
        let value = field(name, format, summary, isRequired: true)
        if !isWritten(name) { missing.append((name, summary)) }
        return value
    }

    /// Reads a list of values; empty when absent.
    mutating func list<Value>(
        _ name: String,
        of format: @autoclosure () -> FieldFormat<Value>,
        _ summary: String
    ) -> [Located<Value>] {
        field(name, { .list(of: format()) }, summary, isRequired: false)?.value ?? []
    }

    /// Reads a list of parts, which know their own place; empty when absent.
    mutating func parts<Value>(
        _ name: String,
        of format: @autoclosure () -> FieldFormat<Value>,
        _ summary: String
    ) -> [Value] {
        list(name, of: format(), summary).map(\.value)
    }

    /// Reads a mapping with free names; empty when absent.
    mutating func map<Value>(
        _ name: String,
        of format: @autoclosure () -> FieldFormat<Value>,
        names: @autoclosure () -> FieldFormat<String>? = nil,
        _ summary: String
    ) -> [NamedValue<Value>] {
        field(name, { .map(of: format(), names: names()) }, summary, isRequired: false)?.value ?? []
    }

    /// Names a field that belongs elsewhere, so that it is reported with a reason.
    mutating func misplaced(_ name: String, because reason: String) {
        guard let entry = entry(name) else { return }
        names.append(name)
        report(
            .conflictingFields("`\(self.name)` cannot have `\(name)`", at: entry.key.span, reason: reason),
            name
        )
    }

    /// Whether a field is written.
    func isWritten(_ name: String) -> Bool { keys.contains(name) }

    /// The text of a field's name.
    func keySpan(_ name: String) -> SourceSpan? { entry(name)?.key.span }

    /// The tree under a field that takes anything.
    mutating func tree(_ name: String, _ summary: String) -> YAMLNode? {
        describe(name, summary, isRequired: true, shape: { .any })
        names.append(name)
        if !isDescribing, !isWritten(name) { reportMissing(name, summary) }
        return entry(name)?.value
    }

    /// Takes a diagnostic about a field.
    func report(_ diagnostic: Diagnostic, _ name: String? = nil) {
        guard !isDescribing else { return }
        var diagnostic = diagnostic
        if diagnostic.pointer == nil {
            diagnostic.pointer = name.map { "\(pointer)/\(JSONPointer.escaped($0))" } ?? pointer
        }
        sink.report(diagnostic)
    }

    /// Reports the absence of a field at the name of the mapping.
    func reportMissing(_ field: String, _ summary: String) {
        guard let anchor else { return }
        report(.missingRequired(field, in: name, at: anchor, summary: summary), field)
    }

    /// Reports the names that nobody asked for, and those that are missing.
    ///
    /// Names in `elsewhere` are fields of the service itself, which an Environment may not change.
    func finish(elsewhere: Set<String> = []) {
        var missing = missing
        for entry in entries {
            guard let key = entry.key.scalar?.text else {
                sink.report(.keyIsNotText(entry.key.span, pointer: pointer))
                continue
            }
            guard !names.contains(key) else { continue }
            let free = names.filter { !isWritten($0) }
            // What is only misspelt is not missing as well.
            if let meant = Spelling.suggestion(for: key, among: free) {
                missing.removeAll { $0.name == meant }
            }
            report(
                elsewhere.contains(key)
                    ? .environmentParity(key, in: name, at: entry.key.span, allowed: names)
                    : .unknownField(
                        key,
                        in: name,
                        at: entry.key.span,
                        known: names,
                        free: free,
                        home: ManifestSchema.home(of: key, besides: names)
                    ),
                key
            )
        }
        for field in missing { reportMissing(field.name, field.summary) }
    }

    private func entry(_ name: String) -> YAMLEntry? {
        keys.firstIndex(of: name).map { entries[$0] }
    }

    private mutating func describe(
        _ name: String,
        _ summary: String,
        isRequired: Bool,
        shape: () -> FieldShape
    ) {
        guard isDescribing else { return }
        described.append(
            FieldDescription(name: name, isRequired: isRequired, summary: summary, shape: shape())
        )
    }

    private mutating func field<Value>(
        _ name: String,
        _ format: () -> FieldFormat<Value>,
        _ summary: String,
        isRequired: Bool
    ) -> Located<Value>? {
        guard let field = look(for: name, summary, isRequired: isRequired, shape: { format().shape() }) else {
            return nil
        }
        return format().read(field).map { Located($0, at: field.node.span) }
    }

    /// What does not depend on the type of the value, and is not to be compiled anew for each.
    @inline(never)
    private mutating func look(
        for name: String,
        _ summary: String,
        isRequired: Bool,
        shape: () -> FieldShape
    ) -> FieldValue? {
        describe(name, summary, isRequired: isRequired, shape: shape)
        names.append(name)
        guard let entry = entry(name) else { return nil }
        return FieldValue(
            name: name,
            place: .field(name, in: pointer),
            node: entry.value,
            anchor: entry.key.span,
            sink: sink
        )
    }
}
