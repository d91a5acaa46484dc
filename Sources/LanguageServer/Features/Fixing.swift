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
            if let fix = finding.fix, let edit = edit(fix.edits) {
                actions.append([
                    "title": .string(fix.applicability == .safe ? fix.title : "\(fix.title) (look at it)"),
                    "kind": "quickfix", "diagnostics": [shown],
                    "isPreferred": fix.applicability == .safe ? true : nil, "edit": edit,
                ])
            }
            if let rule = Rule.named(finding.id), rule.isSuppressible,
                let edit = edit([suppression(of: rule.id, at: span)])
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
        if wants("source.fixAll"), only != nil || safe.count > 1, let edit = edit(Self.compatible(safe)) {
            actions.append([
                "title": .string("make all \(safe.count) safe fixes"), "kind": "source.fixAll", "edit": edit,
            ])
        }
        return .array(actions)
    }

    /// Edits as the editor takes them; `nil` when one of them lies in a text that has changed meanwhile.
    private func edit(_ edits: [Diagnostic.Edit]) -> JSONValue? {
        guard !edits.isEmpty else { return nil }
        var byFile: [(path: String, edits: [JSONValue])] = []
        for edit in edits {
            guard let path = absolutePath(of: edit.span.file) else { return nil }
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

    private func absolutePath(of file: SourceFile) -> String? {
        folders.values.first { $0.files[file.path]?.file == file }?.absolute(file.path)
    }

    /// A comment above the line of a finding, with its indentation.
    private func suppression(of rule: String, at span: SourceSpan) -> Diagnostic.Edit {
        let file = span.file
        let line = file.lineIndex(at: span.range.lowerBound)
        let start = file.lineStarts[line]
        let indent = file.line(line).prefix { $0 == 0x20 }.count
        return Diagnostic.Edit(
            SourceSpan(file: file, range: start..<start),
            String(repeating: " ", count: indent) + "# msctl:ignore \(rule) -- say why this is accepted\n"
        )
    }

    /// The edits of as many fixes as can be made together.
    private static func compatible(_ fixes: [Diagnostic.Fix]) -> [Diagnostic.Edit] {
        var taken: [Diagnostic.Edit] = []
        for fix in fixes {
            let isFree = fix.edits.allSatisfy { edit in
                !taken.contains { other in
                    other.span.file == edit.span.file
                        && other.span.range.lowerBound <= edit.span.range.upperBound
                        && edit.span.range.lowerBound <= other.span.range.upperBound
                }
            }
            if isFree { taken += fix.edits }
        }
        return taken
    }
}
