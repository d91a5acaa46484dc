// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// One service on the board of a deploy: a line, and what is said below it.
struct BoardRow: Sendable, Hashable {
    /// What the first column shows.
    enum Mark: Sendable, Hashable {
        case done
        case failed
        case unchanged
        case skipped
        case interrupted
        case rollingBack
        case running
        case waiting
    }

    var mark: Mark
    var service: String
    var revision = ""
    var ready = ""
    var duration = ""
    var text = ""
    var details: [String] = []
}

/// Lays the rows out under each other.
struct BoardLayout {
    let paint: Paint
    /// The columns that there are; a log takes lines of any length.
    let width: Int

    private static let spinner = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"]

    /// The lines of all rows, broken between words or cut; `frame` turns the spinner of what is running.
    func lines(_ rows: [BoardRow], frame: Int = 0, isCut: Bool = false) -> [String] {
        let service = rows.map { TextWidth.of($0.service) }.max() ?? 0
        let revision = rows.map { TextWidth.of($0.revision) }.max() ?? 0
        let ready = rows.map { TextWidth.of($0.ready) }.max() ?? 0
        let duration = rows.map { TextWidth.of($0.duration) }.max() ?? 0
        return rows.flatMap { row in
            var plain = TextWidth.pad(row.service, to: service)
            plain += "  " + TextWidth.pad(row.revision, to: revision)
            let isShort = row.ready.isEmpty && row.duration.isEmpty
            if !isShort {
                plain += "  " + TextWidth.pad(row.ready, to: ready)
                plain +=
                    "  " + String(repeating: " ", count: duration - TextWidth.of(row.duration)) + row.duration
            }
            if isCut { plain = TextWidth.cut(plain, to: max(1, width - 4)) }
            let used = 4 + TextWidth.of(plain) + (isShort ? 2 : 3)
            // What a server says goes over several lines.
            let said = LongText.shortened(row.text).split(separator: "\n").map { line in
                String(line.drop { $0 == " " })
            }
            let first = said.first ?? ""
            let text =
                isCut ? cut(first, to: width - used) : TextWidth.hanging(first, behind: used, in: width)
            var line = "  \(mark(row.mark, frame)) \(plain)"
            if !text.isEmpty {
                let isBelow = text.first == "\n"
                if isBelow { while line.last == " " { line.removeLast() } }
                line += (isBelow ? "" : isShort ? "  " : "   ") + colour(text, row.mark)
            }
            while line.last == " " { line.removeLast() }
            let details = (isCut ? [] : said.dropFirst()) + row.details
            return line.split(separator: "\n").map(String.init) + details.flatMap { detail($0, isCut) }
        }
    }

    /// A line below a row; what goes on in another one stands below the text behind the label, if it has one.
    func detail(_ text: String, _ isCut: Bool = false) -> [String] {
        let margin = "      "
        let text = LongText.shortened(text)
        let lines = text.split(separator: "\n")
        if let first = lines.first, lines.count > 1 {
            let rest = isCut ? [] : lines.dropFirst().map { "  \($0.drop { $0 == " " })" }
            return ([String(first)] + rest).flatMap { detail($0, isCut) }
        }
        if isCut { return [margin + cut(text, to: width - margin.count)] }
        guard width < .max, TextWidth.of(text) > width - margin.count else { return [margin + text] }
        let label = text.firstRange(of: "  ").map { String(text[..<$0.lowerBound]) } ?? ""
        let gap = text.dropFirst(label.count).prefix { $0 == " " }.count
        let indent = label.count <= 12 ? label.count + gap : 0
        let start = margin + text.prefix(indent)
        let whole = start + TextWidth.hanging(String(text.dropFirst(indent)), behind: start.count, in: width)
        return whole.split(separator: "\n").filter { !$0.allSatisfy { $0 == " " } }.map(String.init)
    }

    /// A text below the board; what goes on in another line stands further to the right.
    func remark(_ text: String) -> [String] {
        LongText.shortened(text).split(separator: "\n").enumerated().map { index, line in
            let margin = index == 0 ? "  " : "      "
            let words = String(line.drop { $0 == " " })
            return margin + TextWidth.hanging(words, behind: margin.count, in: width)
        }
    }

    /// What is redrawn in place must not be longer than a line of the terminal; a few letters say nothing.
    private func cut(_ text: String, to room: Int) -> String {
        room < 8 ? "" : TextWidth.cut(text, to: room)
    }

    private func mark(_ mark: BoardRow.Mark, _ frame: Int) -> String {
        switch mark {
        case .done: paint(.good, "✔")
        case .failed: paint(.bad, "✖")
        case .unchanged: paint(.faint, "·")
        case .skipped: paint(.caution, "–")
        case .interrupted: paint(.caution, "!")
        case .rollingBack: paint(.caution, "↺")
        case .running: paint(.location, Self.spinner[frame % Self.spinner.count])
        case .waiting: paint(.faint, "…")
        }
    }

    private func colour(_ text: String, _ mark: BoardRow.Mark) -> String {
        switch mark {
        case .failed: paint(.bad, text)
        case .unchanged, .waiting: paint(.faint, text)
        case .skipped, .interrupted, .rollingBack: paint(.caution, text)
        case .done, .running: text
        }
    }
}
