// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import Rollout

/// The services of an Environment as a board.
struct StatusText {
    let run: ClusterRun
    /// Services that are deployed and that no manifest of the whole system declares.
    let departed: Set<String>
    /// Services that were named and have no manifest among those that were read.
    let undeclared: Set<String>
    /// Services that were asked for and are not there, where others are.
    let missing: [String]
    /// That there is not even a namespace.
    let absence: String?

    func show(_ services: [ServiceStatus]) {
        run.context.output(run.heading)
        guard !services.isEmpty || !missing.isEmpty else {
            run.context.output("  nothing is deployed here\(absence.map { ": \($0)" } ?? "")")
            return
        }
        let layout = BoardLayout(
            paint: run.presentation.paint(.output, in: run.context),
            width: run.context.tableWidth
        )
        for line in layout.lines(services.map(row)) { run.context.output(line) }
        if !missing.isEmpty { run.context.output("  not deployed: \(LoadedSystem.few(missing))") }
    }

    private func row(_ status: ServiceStatus) -> BoardRow {
        // Not ready and no cause is a change under way, such as an autoscaler's: that is not a failure.
        let unready = status.cause == nil ? BoardRow.Mark.running : .failed
        var row = BoardRow(mark: status.isReady ? .done : unready, service: status.service)
        row.revision = status.revision?.label ?? "–"
        row.ready = "\(status.ready) ready"
        row.text = status.cause?.headline ?? age(status.revision)
        row.details = status.cause.map(FailureText.details) ?? []
        row.details += FailureText.others(status.deviations, besides: status.cause)
        if departed.contains(status.service) {
            row.details.append("deployed, and no manifest declares it")
        } else if undeclared.contains(status.service) {
            row.details.append("deployed, and none of the manifests that were read declares it")
        }
        if let restoration = status.revision?.restoration {
            row.details.append(rollback(restoration, because: status.replacedFailure))
        }
        row.details += status.remarks.map { "note       \($0)" }
        if let scale = status.scaleOverride { row.details.append("scaled by hand to \(scale)") }
        if run.presentation.verbose { row.details += status.images.map { "image      \($0)" } }
        return row
    }

    private func rollback(_ restoration: Revision.Restoration, because failure: String?) -> String {
        var text = "↺ rolled back from r\(restoration.from)"
        if let at = restoration.at {
            text += " \(DurationText.age(seconds: run.context.now() - at.seconds))"
        }
        if !restoration.initiator.isEmpty { text += " by \(restoration.initiator)" }
        return failure.map { "\(text): \($0)" } ?? text
    }

    private func age(_ revision: Revision?) -> String {
        guard let revision, let recorded = revision.recordedAt else { return "" }
        let age = DurationText.age(seconds: run.context.now() - recorded.seconds)
        return revision.isProven ? "deployed \(age)" : "deployed \(age), not proven"
    }
}

extension ServiceStatus {
    /// The status as machine output shows it.
    var json: JSONObject {
        [
            "service": .string(service),
            "revision": revision.map { .object($0.json) },
            "ready": .integer(Int64(ready.ready)),
            "desired": .integer(Int64(ready.desired)),
            "isReady": .bool(isReady),
            "cause": cause.map { .object($0.json) },
            "deviations": deviations.isEmpty ? nil : .array(deviations.map(JSONValue.string)),
            "remarks": remarks.isEmpty ? nil : .array(remarks.map(JSONValue.string)),
            "workloads": .array(workloads.map { .string($0.description) }),
            "images": .array(images.map(JSONValue.string)),
            "scaleOverride": scaleOverride.map(JSONValue.string),
            "replacedFailure": replacedFailure.map(JSONValue.string),
        ]
    }
}
