// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import ArgumentParser

/// What a person answers to the demands of an Environment; every answer is recorded in the history.
struct GateFlags: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Who agreed to this deploy; repeatable, counted against the Environment's `requires.approvals`.",
            valueName: "name"
        )
    )
    var approvedBy: [String] = []

    @Option(
        help: ArgumentHelp(
            "Deploy although the Environment takes no deploys today, and why.",
            valueName: "reason"
        )
    )
    var duringFreeze: String?

    @Option(
        help: ArgumentHelp(
            "Deploy versions that have not run long enough in the Environment before, and why.",
            valueName: "reason"
        )
    )
    var withoutSoak: String?

    mutating func validate() throws {
        for (flag, text) in [("--during-freeze", duringFreeze), ("--without-soak", withoutSoak)] {
            if text?.allSatisfy(\.isWhitespace) == true {
                throw ValidationError("`\(flag)` needs a reason, which the history will show")
            }
        }
        if approvedBy.contains(where: { $0.allSatisfy(\.isWhitespace) }) {
            throw ValidationError("`--approved-by` needs a name")
        }
    }

    /// What was answered.
    var answers: GateAnswers {
        var seen: Set<String> = []
        return GateAnswers(
            // One person is one approval, however often and in whatever letters the name is given.
            approvers: approvedBy.map(\.trimmed).filter { seen.insert($0.lowercased()).inserted },
            duringFreeze: duringFreeze,
            withoutSoak: withoutSoak
        )
    }
}

extension String {
    /// Without blanks at either end.
    fileprivate var trimmed: String {
        let tail = drop(while: \.isWhitespace)
        return String(tail.reversed().drop(while: \.isWhitespace).reversed())
    }
}

/// What a person has said to the demands of an Environment; nothing, unless told otherwise.
struct GateAnswers: Sendable {
    /// Those who agreed, each once.
    var approvers: [String] = []
    /// Why not to wait for the end of a freeze.
    var duringFreeze: String?
    /// Why not to wait until a version has run elsewhere.
    var withoutSoak: String?

    /// Who deploys, and with whose word.
    func initiator(_ name: String) -> String {
        var words = [name]
        if !approvers.isEmpty { words.append("approved by \(approvers.joined(separator: ", "))") }
        if let duringFreeze { words.append("during a freeze: \(duringFreeze)") }
        if let withoutSoak { words.append("without soak: \(withoutSoak)") }
        return words.joined(separator: "; ")
    }
}
