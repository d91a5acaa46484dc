// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// How a container of a Job has failed.
struct JobEnd: Sendable, Hashable {
    let pod: String
    let container: String
    /// In words: `exited 1`.
    let how: String
    let log: RolloutStateMachine.LogSource
    private let time: String

    /// The last failure among some pods; `nil` where none shows one, such as after they were cleaned up.
    static func last(of pods: [KubernetesObject]) -> JobEnd? {
        pods.flatMap { pod in pod.containerStatuses.compactMap { JobEnd(pod, $0) } }
            .max { ($0.time, $0.pod) < ($1.time, $1.pod) }
    }

    private init?(_ pod: KubernetesObject, _ status: JSONValue) {
        let now = status["state"]?["terminated"]
        guard let name = status["name"]?.string, let end = now ?? status["lastState"]?["terminated"],
            let code = end["exitCode"]?.integer, code != 0
        else { return nil }
        self.pod = pod.name
        container = name
        let reason = end["reason"]?.string ?? "Error"
        how = reason == "Error" ? "exited \(code)" : "exited \(code) (\(reason))"
        time = end["finishedAt"]?.string ?? ""
        log = RolloutStateMachine.LogSource(pod: pod.name, container: name, isPrevious: now == nil)
    }
}
