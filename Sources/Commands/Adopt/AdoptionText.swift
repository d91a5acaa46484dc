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
        let advice = isRehearsal ? [] : releases.map(helm) + next(results)
        return told + [summary(results)] + others(results) + advice
    }

    private func line(_ result: AdoptionResult) -> String? {
        let name = paint(.strong, "\(result.object.type.kind) \(result.object.name)")
        switch result.outcome {
        case .adopted:
            let managers = result.managers.map { "`\($0)`" }.joined(separator: ", ")
            let fields = "\(result.fields) field\(result.fields == 1 ? "" : "s")"
            return "  \(paint(.good, "+")) \(name)  \(fields) from \(managers)"
        case .refused(let reason): return "  \(paint(.bad, "!")) \(name)  \(reason)"
        case .ours where !result.others.isEmpty:
            let others = Self.list(result.others)
            return "  \(paint(.caution, "·")) \(name)  \(others) goes on owning fields of it"
        case .ours, .absent: return nil
        }
    }

    /// How to take over from those who go on writing.
    private func others(_ results: [AdoptionResult]) -> [String] {
        let names = Set(results.flatMap(\.others)).sorted()
        guard !names.isEmpty else { return [] }
        let flags = names.map { "--from \($0)" }.joined(separator: " ")
        return ["a deploy may change what \(Self.list(names)) owns: stop it, then take over with `\(flags)`"]
    }

    private static func list(_ names: [String]) -> String {
        names.map { "`\($0)`" }.joined(separator: ", ")
    }

    private func summary(_ results: [AdoptionResult]) -> String {
        let counts = [
            ("adopted", isRehearsal ? "to adopt" : "adopted"), ("ours", "already ours"),
            ("shared", "with another owner"), ("absent", "not there yet"), ("refused", "refused"),
        ]
        let parts = counts.compactMap { word, text -> String? in
            let count = results.count { Self.word(of: $0) == word }
            return count == 0 ? nil : "\(count) \(text)"
        }
        let objects = "\(results.count) object\(results.count == 1 ? "" : "s")"
        return parts.isEmpty ? objects : "\(objects): \(parts.joined(separator: ", "))"
    }

    private static func word(of result: AdoptionResult) -> String {
        result.outcome == .ours && !result.others.isEmpty ? "shared" : result.outcome.word
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
