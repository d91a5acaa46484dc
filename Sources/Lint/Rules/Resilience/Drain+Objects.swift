// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Manifest

/// Pods that are killed while their preStop hook still runs.
enum ShortGraces {
    static func findings(in context: ObjectContext) -> [Finding] {
        context.pods.filter { $0.work != .foreign }.flatMap { pod in
            pod.containers.compactMap { container in
                let hook = container.node.at("lifecycle", "preStop")
                guard let pause = hook?.at("sleep", "seconds") ?? hook.flatMap(sleep),
                    let seconds = pauseSeconds(pause)
                else { return nil }
                let grace = pod.spec.at("terminationGracePeriodSeconds")
                let allowed = grace?.integer ?? 30
                guard allowed <= seconds else { return nil }
                return Finding(
                    "\(container.phrase) of \(pod.owner.phrase) is killed before it is told to stop",
                    at: grace?.span ?? pause.span,
                    "after \(allowed) s",
                    secondary: grace == nil ? [] : [.init(pause.span.firstLine, "waits \(seconds) s first")],
                    notes: [
                        "`terminationGracePeriodSeconds` (30 unless it is set) counts from before the hook"
                    ],
                    help: "set `terminationGracePeriodSeconds` to \(seconds.addingSaturated(25)) or more",
                    object: pod.owner
                )
            }
        }
    }

    /// The text of an `exec` hook that only waits: `["sleep", "5"]`, `["/bin/sh", "-c", "sleep 5"]`.
    private static func sleep(_ hook: YAMLNode) -> YAMLNode? {
        let words = hook.at("exec", "command")?.elements ?? []
        return words.last { pauseSeconds($0) != nil }.flatMap { last in
            words.contains { ($0.text ?? "").contains("sleep") } ? last : nil
        }
    }

    private static func pauseSeconds(_ node: YAMLNode) -> Int? {
        guard let text = node.text else { return nil }
        if let number = Int(text) { return number }
        let words = text.split { $0 == " " || $0 == ";" }
        guard let index = words.firstIndex(of: "sleep"), index + 1 < words.count else { return nil }
        let digits = words[index + 1].hasSuffix("s") ? words[index + 1].dropLast() : words[index + 1]
        return Int(digits)
    }
}
