// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import Rollout

extension DeployEvent {
    /// The event as one line of `--format jsonl`.
    var json: JSONObject {
        var members: JSONObject = ["at": .string(at.description), "service": service.map(JSONValue.string)]
        let (name, facts) = what.facts
        members["event"] = .string(name)
        for fact in facts { members[fact.key] = fact.value }
        return members
    }
}

extension DeployEvent.What {
    /// The stable name of the event, and what it carries.
    fileprivate var facts: (String, JSONObject) {
        switch self {
        case .planned(let plan): ("planned", ["plan": plan.json])
        case .lockAcquired: ("lock-acquired", [:])
        case .lockHeld(let holder, let since, let until):
            (
                "lock-held",
                [
                    "by": .string(holder), "since": since.map { .string($0.description) },
                    "until": until.map { .string($0.description) },
                ]
            )
        case .foundInterrupted(let what): ("found-interrupted", ["note": .string(what)])
        case .started(let revision): ("started", ["revision": .integer(Int64(revision))])
        case .unchanged(let revision): ("unchanged", ["revision": revision.map { .integer(Int64($0)) }])
        case .applied(let object, let change):
            ("applied", ["object": .string(object.description), "change": .string(change.rawValue)])
        case .yielded(let object, let field, let manager):
            (
                "yielded",
                [
                    "object": .string(object.description), "field": .string(field),
                    "manager": .string(manager),
                ]
            )
        case .progressed(let count): ("progressed", count.json)
        case .troubled(let cause): ("troubled", ["cause": .object(cause.json)])
        case .ready(let count, _): ("ready", count.json)
        case .proven(let revision): ("proven", ["revision": .integer(Int64(revision))])
        case .failed(let cause): ("failed", ["cause": .object(cause.json)])
        case .witnessed(let bundle, _):
            ("witnessed", ["files": .array(bundle.files.map { .string($0.path) })])
        case .rollingBack(let revision): ("rolling-back", ["to": .integer(Int64(revision))])
        case .rolledBack(let result): ("rolled-back", ["to": .integer(Int64(result.revision))])
        case .rollbackFailed(let reason): ("rollback-failed", ["reason": .string(reason)])
        case .skipped(let reason): ("skipped", ["reason": .string(reason)])
        case .pruned(let object): ("pruned", ["object": .string(object.description)])
        case .waiting(let what): ("waiting", ["note": .string(what)])
        case .noted(let note): ("noted", ["note": .string(note)])
        case .finished(let report): ("finished", report.json)
        }
    }
}

extension ReadyCount {
    var json: JSONObject { ["ready": .integer(Int64(ready)), "desired": .integer(Int64(desired))] }
}

extension ServiceReport {
    /// The report as machine output shows it.
    var json: JSONObject {
        [
            "outcome": .string(outcome.rawValue),
            "revision": revision.map { .integer(Int64($0)) },
            "ready": ready.map { .object($0.json) },
            "milliseconds": .integer(DurationText.milliseconds(duration)),
            "cause": cause.map { .object($0.json) },
            "rolledBackTo": rollback.map { .integer(Int64($0.revision)) },
            "rollbackFailure": rollbackFailure.map(JSONValue.string),
            "applied": .array(applied.map { .string($0.description) }),
            "conflicts": conflicts.isEmpty ? nil : .array(conflicts.map(\.json)),
            "notes": notes.isEmpty ? nil : .array(notes.map(JSONValue.string)),
            "evidence": evidence.map(JSONValue.string),
        ]
    }
}

extension DeployReport {
    /// The summary as machine output shows it.
    var json: JSONObject {
        [
            "event": "report",
            "outcome": .string(outcome.rawValue),
            "stopped": stopped.map(JSONValue.string),
            "services": .array(
                services.map { report in
                    var members: JSONObject = ["service": .string(report.service)]
                    for member in report.json { members[member.key] = member.value }
                    return .object(members)
                }
            ),
            "written": written.isEmpty ? nil : .array(written.map { .string($0.description) }),
            "pruned": .array(pruned.map { .string($0.description) }),
            "notes": .array(notes.map(JSONValue.string)),
            "milliseconds": .integer(DurationText.milliseconds(duration)),
        ]
    }
}
