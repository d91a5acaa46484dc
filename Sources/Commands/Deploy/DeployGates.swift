// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

/// What an Environment demands before anything is deployed to it, as far as its document alone tells.
struct DeployGates {
    let environment: EnvironmentManifest
    let answers: GateAnswers

    /// Why a deploy may not begin on a day; empty when it may.
    func refusals(on day: CalendarDate) -> [CommandFailure] {
        [freeze(on: day), approvals].compactMap(\.self)
    }

    /// All that stands in the way on a day, at once: nobody wants to be refused three times for three reasons.
    func refusal(on day: CalendarDate) -> CommandFailure? {
        let refusals = refusals(on: day)
        guard var all = refusals.first else { return nil }
        for other in refusals.dropFirst() {
            all.notes += ["also: \(other.headline)"] + other.notes
            all.hint = [all.hint, other.hint].compactMap(\.self).joined(separator: "; ")
        }
        return all
    }

    private func freeze(on day: CalendarDate) -> CommandFailure? {
        guard answers.duringFreeze == nil,
            let window = environment.freeze.first(where: { $0.from.value <= day && day <= $0.until.value })
        else { return nil }
        let reason = window.reason.map { ": \($0.value)" } ?? ""
        return CommandFailure(
            .preflight,
            "`\(environment.name)` takes no deploys until the end of \(window.until.value) (UTC)\(reason)",
            notes: ["declared at \(place(window.from.span))"],
            hint:
                "wait, or deploy all the same with `--during-freeze REASON`; `rollback` and `scale` are free"
        )
    }

    private var approvals: CommandFailure? {
        guard let wanted = environment.requires?.value.approvals else { return nil }
        let given = answers.approvers
        guard given.count < wanted.value else { return nil }
        let people = wanted.value == 1 ? "1 person has" : "\(wanted.value) people have"
        let named = given.isEmpty ? "nobody is named" : "named: \(given.joined(separator: ", "))"
        return CommandFailure(
            .preflight,
            "\(people) to agree to a deploy to `\(environment.name)`",
            notes: [named, "declared at \(place(wanted.span))"],
            hint: "name each with `--approved-by NAME`"
        )
    }
}

extension DeployGates {
    /// `envs/prod.msctl.yaml:12:5`.
    func place(_ span: SourceSpan) -> String {
        "\(span.file.path):\(span.start.line):\(span.start.column)"
    }
}
