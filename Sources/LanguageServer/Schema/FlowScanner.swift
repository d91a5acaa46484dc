// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// What is open between brackets and braces on one line, up to the cursor: `{ owner: team-sales, ret`.
struct FlowScanner {
    /// The way from the outermost bracket to the cursor.
    private(set) var steps: [FieldStep] = []
    /// The word that is being written.
    private(set) var word = ""
    /// Whether it is a name, or a value.
    private(set) var isKey = false
    /// The names beside it.
    private(set) var siblings: Set<String> = []

    private struct Frame {
        var isMapping: Bool
        var key: String?
        var names: Set<String> = []
    }

    /// Looks at a value up to the cursor; `nil` when no bracket is open there.
    init?(_ text: String) {
        guard let first = text.first, first == "{" || first == "[" else { return nil }
        var frames: [Frame] = []
        var quote: Character?
        for character in text {
            if let open = quote {
                if character == open { quote = nil } else { word.append(character) }
                continue
            }
            switch character {
            case "{", "[":
                frames.append(Frame(isMapping: character == "{"))
                word = ""
            case "}", "]":
                if frames.popLast() == nil { return nil }
                word = ""
            case ",":
                if let key = frames.last?.key { frames[frames.count - 1].names.insert(key) }
                if !frames.isEmpty { frames[frames.count - 1].key = nil }
                word = ""
            case ":":
                if frames.last?.isMapping == true, frames.last?.key == nil {
                    frames[frames.count - 1].key = word
                    word = ""
                } else {
                    word.append(character)
                }
            case "\"", "'":
                if word.isEmpty { quote = character } else { word.append(character) }
            case " ":
                if !word.isEmpty { word.append(character) }
            default: word.append(character)
            }
        }
        guard let last = frames.last else { return nil }
        for frame in frames {
            if !frame.isMapping {
                steps.append(.element(0))
            } else if let key = frame.key {
                steps.append(.key(key))
            }
        }
        isKey = last.isMapping && last.key == nil
        siblings = last.names
    }
}
