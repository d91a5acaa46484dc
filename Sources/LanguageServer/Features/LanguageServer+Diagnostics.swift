// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Lint

extension LanguageServer {
    /// Checks the systems of a folder, and tells the editor what is different from before.
    mutating func check(_ path: String) -> [ServerAction] {
        guard var folder = folders[path] else { return [] }
        var found: [String: [Diagnostic]] = [:]
        for group in folder.groups() {
            for finding in folder.findings(of: group, today: today, environment: environment) {
                guard let file = finding.primary?.span.file.path else { continue }
                found[file, default: []].append(finding)
            }
        }
        folders[path] = folder
        var actions: [ServerAction] = []
        let known = published.keys.filter { self.folder(of: $0) == path }
        // A file of a folder inside this one is looked at there.
        let own = found.keys.map(folder.absolute).filter { self.folder(of: $0) == path }
        for file in Set(own).union(known).sorted() {
            let findings = folder.relative(file).flatMap { found[$0] } ?? []
            let shown = findings.map { diagnostic($0, in: folder) }
            guard published[file]?.shown ?? [] != shown else {
                published[file]?.findings = findings
                continue
            }
            actions.append(publish(findings, of: file, shown))
        }
        return actions
    }

    /// Tells the editor everything about one file.
    mutating func publish(_ findings: [Diagnostic], of file: String, _ shown: [JSONValue] = [])
        -> ServerAction
    {
        published[file] = shown.isEmpty ? nil : Published(shown: shown, findings: findings)
        let params: JSONValue = [
            "uri": .string(uri(of: file)),
            "version": documents[file].map { .integer($0.version) },
            "diagnostics": .array(shown),
        ]
        return .send(OutgoingMessage.notification("textDocument/publishDiagnostics", params))
    }

    private func diagnostic(_ finding: Diagnostic, in folder: WorkspaceFolder) -> JSONValue {
        var message = finding.headline
        if let label = finding.primary?.text, !label.isEmpty { message += "\n\(label)" }
        for note in finding.notes { message += "\n\(note)" }
        if let help = finding.help { message += "\nhelp: \(help)" }
        let related = finding.secondary.map { label -> JSONValue in
            [
                "location": location(of: label.span, in: folder),
                "message": .string(label.text.isEmpty ? "see here" : label.text),
            ]
        }
        let span = finding.primary?.span
        return [
            "range": span.map { encoding.range(of: $0.range, in: $0.file) },
            "severity": .integer(finding.severity.number),
            "code": .string(finding.id),
            "source": "msctl",
            "message": .string(message),
            "relatedInformation": capabilities.hasRelatedInformation && !related.isEmpty
                ? .array(related) : nil,
        ]
    }

    /// A piece of text in some file of a folder.
    func location(of span: SourceSpan, in folder: WorkspaceFolder) -> JSONValue {
        [
            "uri": .string(uri(of: folder.absolute(span.file.path))),
            "range": encoding.range(of: span.range, in: span.file),
        ]
    }
}

extension Diagnostic.Severity {
    /// The number in the protocol.
    fileprivate var number: Int64 {
        switch self {
        case .error: 1
        case .warning: 2
        case .info: 3
        }
    }
}
