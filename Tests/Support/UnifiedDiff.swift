// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// The difference between two texts line by line, with three lines of context; empty when they are equal.
package func unifiedDiff(from old: String, to new: String) -> String {
    let edits = lineEdits(from: diffLines(old), to: diffLines(new))
    var shown = Set<Int>()
    for (index, edit) in edits.enumerated() where edit.kind != " " {
        shown.formUnion(max(0, index - 3)...min(edits.count - 1, index + 3))
    }
    var result = ""
    var oldLine = 1
    var newLine = 1
    for (index, edit) in edits.enumerated() {
        if shown.contains(index) {
            if !shown.contains(index - 1) { result += "@@ -\(oldLine) +\(newLine) @@\n" }
            result += "\(edit.kind)\(edit.text)\n"
        }
        if edit.kind != "+" { oldLine += 1 }
        if edit.kind != "-" { newLine += 1 }
    }
    return result
}

private struct LineEdit {
    let kind: Character
    let text: String
}

/// Lines, with a missing line break at the end made visible.
private func diffLines(_ text: String) -> [String] {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() } else { lines[lines.count - 1] += "␄" }
    return lines
}

private func lineEdits(from old: [String], to new: [String]) -> [LineEdit] {
    var removed: Set<Int> = []
    var inserted: Set<Int> = []
    for change in new.difference(from: old) {
        switch change {
        case .remove(let offset, _, _): removed.insert(offset)
        case .insert(let offset, _, _): inserted.insert(offset)
        }
    }
    var edits: [LineEdit] = []
    var oldIndex = 0
    var newIndex = 0
    while oldIndex < old.count || newIndex < new.count {
        if removed.contains(oldIndex) {
            edits.append(LineEdit(kind: "-", text: old[oldIndex]))
            oldIndex += 1
        } else if inserted.contains(newIndex) {
            edits.append(LineEdit(kind: "+", text: new[newIndex]))
            newIndex += 1
        } else {
            edits.append(LineEdit(kind: " ", text: new[newIndex]))
            oldIndex += 1
            newIndex += 1
        }
    }
    return edits
}
