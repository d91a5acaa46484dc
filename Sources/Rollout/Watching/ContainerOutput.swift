// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes
import KubernetesClient

/// Reads the last lines that a container wrote before it ended.
struct ContainerOutput: Sendable {
    let client: ClusterClient
    let scope: SystemScope
    private static let limit = 16_384

    /// At most 20 lines; none if there is no log, as there is none of a pod that is gone.
    func lastLines(of source: RolloutStateMachine.LogSource) async -> [String] {
        // Right after a restart the previous run may not be readable yet, and the other way round.
        for isPrevious in [source.isPrevious, !source.isPrevious] {
            let lines = await lines(source, isPrevious: isPrevious)
            if !lines.isEmpty { return lines }
        }
        return []
    }

    private func lines(_ source: RolloutStateMachine.LogSource, isPrevious: Bool) async -> [String] {
        let pod = ObjectReference(type: GroupVersionKind.pod, namespace: scope.namespace, name: source.pod)
        let options = LogOptions(
            container: source.container,
            isPrevious: isPrevious,
            tailLines: 20,
            limitBytes: Self.limit
        )
        do throws(ClusterError) {
            return try await client.logs(of: pod, options: options).wholeLines(ofAtMost: Self.limit)
                .split(whereSeparator: \.isNewline)
                .map(String.init)
        } catch {
            // A log that cannot be read is no reason to say nothing about the rest.
            return []
        }
    }
}

extension String {
    /// The text without a last line that was cut off at a limit in bytes: what is left of a secret is not known for one.
    func wholeLines(ofAtMost limit: Int) -> String {
        guard utf8.count >= limit, utf8.last != UInt8(ascii: "\n") else { return self }
        return String(self[..<(lastIndex(where: \.isNewline) ?? startIndex)])
    }
}
