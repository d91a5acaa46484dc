// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes
import Rollout

/// What has been adopted, as people read it.
struct AdoptionText {
    let paint: Paint
    /// Whether nothing was kept.
    let isRehearsal: Bool

    /// The objects that changed hands or could not, and what to do next.
    func lines(_ results: [AdoptionResult]) -> [String] {
        let told = results.compactMap(line)
        let releases = Set(results.filter { $0.outcome == .adopted }.compactMap(\.helmRelease)).sorted()
        return told + [summary(results)] + (isRehearsal ? [] : releases.map(helm) + next(results))
    }

    private func line(_ result: AdoptionResult) -> String? {
        let name = paint(.strong, "\(result.object.type.kind) \(result.object.name)")
        switch result.outcome {
        case .adopted:
            let managers = result.managers.map { "`\($0)`" }.joined(separator: ", ")
            let fields = "\(result.fields) field\(result.fields == 1 ? "" : "s")"
            return "  \(paint(.good, "+")) \(name)  \(fields) from \(managers)"
        case .refused(let reason): return "  \(paint(.bad, "!")) \(name)  \(reason)"
        case .ours, .absent: return nil
        }
    }

    private func summary(_ results: [AdoptionResult]) -> String {
        let counts = [
            ("adopted", isRehearsal ? "to adopt" : "adopted"), ("ours", "already ours"),
            ("absent", "not there yet"), ("refused", "refused"),
        ]
        let parts = counts.compactMap { word, text -> String? in
            let count = results.count { $0.outcome.word == word }
            return count == 0 ? nil : "\(count) \(text)"
        }
        let objects = "\(results.count) object\(results.count == 1 ? "" : "s")"
        return parts.isEmpty ? objects : "\(objects): \(parts.joined(separator: ", "))"
    }

    private func helm(_ release: String) -> String {
        """
        the Helm release `\(release)` still lists them: forget it with `kubectl delete secret -l owner=helm,name=\(release)`; \
        `helm uninstall` would delete the objects
        """
    }

    private func next(_ results: [AdoptionResult]) -> [String] {
        guard results.contains(where: { $0.outcome == .adopted }) else { return [] }
        return ["nothing was changed; `msctl plan` shows what a deploy would change now"]
    }
}
