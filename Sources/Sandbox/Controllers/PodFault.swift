// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

/// What a pod's annotation asks to go wrong.
enum PodFault: String, Sendable, Hashable, CaseIterable {
    case imageNotFound = "image-not-found"
    case imagePullTimeout = "image-pull-timeout"
    case crashLoop = "crash-loop"
    case outOfMemory = "oom"
    case neverReady = "never-ready"
    case configError = "config-error"
    case unschedulable

    static let annotation = "sandbox.msctl.dev/fail"
    static let logsAnnotation = "sandbox.msctl.dev/logs"
    static let readyAnnotation = "sandbox.msctl.dev/ready-after"
    static let runAnnotation = "sandbox.msctl.dev/run-for"
    static let exitCodeAnnotation = "sandbox.msctl.dev/exit-code"

    init?(_ pod: StoredObject) {
        guard let text = pod.annotations[Self.annotation] else { return nil }
        self.init(rawValue: text)
    }

    /// Why a pod that asks for a failure that there is not goes nowhere: a rehearsal of nothing would look like success.
    static func refusal(of pod: StoredObject) -> String? {
        guard let text = pod.annotations[annotation], PodFault(rawValue: text) == nil else { return nil }
        let known = allCases.map(\.rawValue).joined(separator: ", ")
        return "the sandbox has no failure `\(text)`; `\(annotation)` takes \(known)"
    }

    /// What the container printed before it failed.
    func output(container: String) -> [String] {
        switch self {
        case .crashLoop: ["\(container) started", "fatal: \(container) could not start"]
        case .outOfMemory: ["\(container) started", "allocating"]
        default: ["\(container) started"]
        }
    }

    /// Reads a duration such as `300ms`, `3s` or `2m`.
    static func duration(_ text: String?) -> Duration? {
        guard let text else { return nil }
        for (unit, milliseconds) in [("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000)]
        where text.hasSuffix(unit) {
            if let number = Double(text.dropLast(unit.count)), number >= 0, number < 1e9 {
                return .milliseconds(Int64(number * Double(milliseconds)))
            }
        }
        return nil
    }
}
