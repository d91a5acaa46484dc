// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Lint

extension LanguageServer {
    /// The cures of the findings in a range, and the comments that accept them.
    func codeActions(in document: OpenDocument, over range: Range<Int>, only: [String]?) -> JSONValue {
        func wants(_ kind: String) -> Bool {
            only?.contains { kind == $0 || kind.hasPrefix($0 + ".") || $0.isEmpty } ?? true
        }
        guard let folder = folder(of: document.path).flatMap({ folders[$0] }) else { return [] }
        let published = self.published[document.path]
        let pairs = zip(published?.findings ?? [], published?.shown ?? []).filter {
            // Edits of an older text would hit the wrong place.
            $0.0.primary?.span.file == document.file
        }
        var actions: [JSONValue] = []
        for (finding, shown) in pairs where wants("quickfix") {
            guard let span = finding.primary?.span, span.range.lowerBound <= range.upperBound,
                range.lowerBound <= span.range.upperBound
            else { continue }
            if let fix = finding.fix, let edit = edit(fix.edits, in: folder) {
                actions.append([
                    "title": .string(fix.applicability == .safe ? fix.title : "\(fix.title) (look at it)"),
                    "kind": "quickfix", "diagnostics": [shown],
                    "isPreferred": fix.applicability == .safe ? true : nil, "edit": edit,
                ])
            }
            if let rule = Rule.named(finding.id), rule.isSuppressible,
                let edit = edit([suppression(of: rule.id, at: span, in: document)], in: folder)
            {
                actions.append([
                    "title": .string("accept `\(rule.id)` here, with a reason"),
                    "kind": "quickfix", "diagnostics": [shown], "edit": edit,
                ])
            }
        }
        let safe = pairs.compactMap { pair in
            pair.0.fix.flatMap { $0.applicability == .safe ? $0 : nil }
        }
        if wants("source.fixAll"), only != nil || safe.count > 1,
            let edit = edit(Diagnostic.Fix.compatible(safe).flatMap(\.edits), in: folder)
        {
            actions.append([
                "title": .string("make all \(safe.count) safe fixes"), "kind": "source.fixAll", "edit": edit,
            ])
        }
        return .array(actions)
    }

    /// Edits of the files of a folder as the editor takes them; `nil` when one of them lies in a text that has changed meanwhile.
    private func edit(_ edits: [Diagnostic.Edit], in folder: WorkspaceFolder) -> JSONValue? {
        guard !edits.isEmpty else { return nil }
        var byFile: [(path: String, edits: [JSONValue])] = []
        for edit in edits {
            guard folder.has(edit.span.file) else { return nil }
            let path = folder.absolute(edit.span.file.path)
            if let document = documents[path], document.file != edit.span.file { return nil }
            let json: JSONValue = [
                "range": encoding.range(of: edit.span.range, in: edit.span.file),
                "newText": .string(edit.replacement),
            ]
            if let index = byFile.firstIndex(where: { $0.path == path }) {
                byFile[index].edits.append(json)
            } else {
                byFile.append((path, [json]))
            }
        }
        guard capabilities.hasDocumentChanges else {
            return ["changes": .object(JSONObject(byFile.map { (uri(of: $0.path), .array($0.edits)) }))]
        }
        let changes = byFile.map { file -> JSONValue in
            let version = documents[file.path].map { JSONValue.integer($0.version) } ?? .null
            return [
                "textDocument": ["uri": .string(uri(of: file.path)), "version": version],
                "edits": .array(file.edits),
            ]
        }
        return ["documentChanges": .array(changes)]
    }

    /// A comment above the line of a finding, with its indentation; in a Dockerfile above the instruction, which may have many lines.
    private func suppression(
        of rule: String,
        at span: SourceSpan,
        in document: OpenDocument
    ) -> Diagnostic.Edit {
        let file = span.file
        var place = span.range.lowerBound
        if document.isDockerfile {
            let instructions = DockerfileDocument(file).instructions
            place = instructions.last { $0.span.range.lowerBound <= place }?.span.range.lowerBound ?? place
        }
        let line = file.lineIndex(at: place)
        let start = file.lineStarts[line]
        let indent = file.line(line).prefix { $0 == 0x20 }.count
        return Diagnostic.Edit(
            SourceSpan(file: file, range: start..<start),
            String(repeating: " ", count: indent) + "# msctl:ignore \(rule) -- say why this is accepted\n"
        )
    }
}
