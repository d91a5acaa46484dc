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
    /// The lengths at which a kubelet cuts what a container says of its end, in bytes: 4096 from the end of its file
    /// (`MaxContainerTerminationMessageLength`), 2048 from that of its log (`MaxContainerTerminationMessageLogLength`).
    private static let terminationLimits = [2048, 4096]

    /// What a container says of its end, without lines that were cut off: what is left of a secret is not known for one.
    ///
    /// It begins in the middle where it was too long, and ends there where a pod of several containers shares the space.
    /// The empty text where there is no line that is known to be whole.
    var withoutCutLines: String {
        // Letters that were cut in two arrive as signs of three bytes.
        let isCut = Self.terminationLimits.contains { ($0...$0 + 6).contains(utf8.count) }
        guard isCut else { return self }
        guard let first = firstIndex(where: \.isNewline) else { return "" }
        let rest = self[index(after: first)...]
        if rest.last?.isNewline == true { return String(rest) }
        return String(rest[..<(rest.lastIndex(where: \.isNewline) ?? rest.startIndex)])
    }

    /// The text without a last line that was cut off at a limit in bytes: what is left of a secret is not known for one.
    func wholeLines(ofAtMost limit: Int) -> String {
        guard utf8.count >= limit, utf8.last != UInt8(ascii: "\n") else { return self }
        return String(self[..<(lastIndex(where: \.isNewline) ?? startIndex)])
    }
}
