// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents

/// How a program that reads standard output wants to be told of an error.
///
/// Read from the words of the command line and not from the parsed command: wrong usage is an error too, and nothing has been
/// parsed then.
enum MachineForm {
    /// With `--format json`.
    case object
    /// With `--format jsonl`: one event more.
    case event

    /// What the last `--format` for standard output asks for; `nil` for a format that people or other tools read.
    init?(_ arguments: [String]) {
        let words = arguments.prefix { $0 != "--" }
        let values = words.indices.compactMap { index -> String? in
            if words[index] == "--format" { return index + 1 < words.endIndex ? words[index + 1] : nil }
            return words[index].hasPrefix("--format=") ? String(words[index].dropFirst(9)) : nil
        }
        // `json=report.json` goes to a file.
        switch values.last(where: { !$0.contains("=") }) {
        case "json": self = .object
        case "jsonl": self = .event
        default: return nil
        }
    }

    /// The failure in one line: members may be added within a version, never changed or removed.
    func line(_ failure: CommandFailure) -> String {
        let error: JSONObject = [
            "kind": .string(failure.status.kind),
            "exitStatus": .integer(Int64(failure.status.code)),
            "message": .string(failure.headline),
            "notes": failure.notes.isEmpty ? nil : .array(failure.notes.map(JSONValue.string)),
            "help": failure.hint.map(JSONValue.string),
            "diagnostics": failure.diagnostics.isEmpty ? nil : Self.json(failure.diagnostics),
        ]
        var members: JSONObject = self == .event ? ["event": "error"] : [:]
        members["version"] = .integer(1)
        members["error"] = .object(error)
        return JSONValue.object(members).text()
    }

    /// As `msctl lint --format json` lists them.
    private static func json(_ diagnostics: [Diagnostic]) -> JSONValue? {
        let text = DiagnosticReport(diagnostics).render(.json)
        return (try? JSONReader.read(Array(text.utf8)))?["diagnostics"]
    }
}
