// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import Rollout

/// The diagnosis of a service as people read it.
struct WhyText {
    let run: ClusterRun

    func show(_ diagnosis: ServiceDiagnosis) {
        let context = run.context
        let paint = run.presentation.paint(.output, in: context)
        context.output(run.heading)
        let revision = diagnosis.revision.map { "  \($0.label)" } ?? ""
        let mark = diagnosis.isReady ? paint(.good, "✔") : paint(.bad, "✖")
        let head = "\(diagnosis.service)\(revision)  \(diagnosis.ready) ready"
        let width = context.tableWidth
        let text = TextWidth.hanging(summary(diagnosis), behind: 6 + TextWidth.of(head), in: width)
        context.output("  \(mark) \(head)\(text.first == "\n" ? "" : "  ")\(text)")
        let layout = BoardLayout(paint: paint, width: width)
        for remark in diagnosis.remarks {
            for line in layout.detail("note       \(remark)") { context.output(line) }
        }
        guard let cause = diagnosis.cause else { return warn(diagnosis) }
        let lines =
            FailureText.details(of: cause) + FailureText.others(diagnosis.deviations, besides: cause)
        for line in lines.flatMap({ layout.detail($0) }) { context.output(line) }
        for (depth, step) in FailureText.steps(to: cause).enumerated() {
            let start = "      \(String(repeating: "  ", count: depth))→ "
            context.output(start + TextWidth.hanging(step, behind: TextWidth.of(start), in: width))
        }
        for line in cause.logTail.suffix(5) { context.output("      | \(line)") }
    }

    private func summary(_ diagnosis: ServiceDiagnosis) -> String {
        if let cause = diagnosis.cause { return LongText.shortened(cause.headline) }
        if diagnosis.isReady { return "nothing is wrong" }
        if diagnosis.workloads.isEmpty { return "nothing of it runs" }
        return "not ready yet, and nothing speaks against it"
    }

    private func warn(_ diagnosis: ServiceDiagnosis) {
        for warning in diagnosis.warnings { run.context.output("      \(warning)") }
    }
}
