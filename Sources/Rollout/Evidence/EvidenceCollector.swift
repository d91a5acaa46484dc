// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import KubernetesClient

/// Collects what can be seen of a failed service while it still can be seen.
struct EvidenceCollector: Sendable {
    /// Pods beyond this many show the same again.
    static let podLimit = 5
    static let logLines = 500
    static let logBytes = 262_144

    let context: DeployContext
    let service: String
    /// What the service holds that must not be written down.
    let mask: SecretMask

    /// The bundle; what could not be read is said in a file of its own.
    func collect(_ desired: [KubernetesObject], report: ServiceReport) async -> EvidenceBundle {
        var gathered = Gathered(mask: mask)
        let types = Set(desired.map(\.type) + [GroupVersionKind.replicaSet, GroupVersionKind.pod])
            .filter { $0.kind != "Secret" }
            .sorted()
        var objects: [KubernetesObject] = []
        for type in types {
            objects +=
                await gathered.trying("\(type.kind) objects") { () async throws(ClusterError) in
                    try await context.client.list(
                        type,
                        namespace: context.scope.namespace,
                        labelSelector: "\(Label.service)=\(service)"
                    ).items
                } ?? []
        }
        let own = Set(objects.compactMap(\.uid))
        // Where much fails, each service would read the events of all; the observer has them already.
        var events = await context.observer.events(about: own)
        let areWatched = events != nil
        if !areWatched {
            events = await gathered.trying("events") { () async throws(ClusterError) in
                try await context.client.list(GroupVersionKind.event, namespace: context.scope.namespace)
                    .items
            }
        }
        gathered.objects = objects
        // Pods of another version may get other Secrets than the one that is being deployed.
        gathered.mask.take(objects)
        gathered.mask = await context.secrets.filling(gathered.mask)
        if let withholding = gathered.mask.withholding {
            gathered.leave("the logs of pods: \(withholding)")
        } else if context.logs.admits(report.cause, of: service) {
            for pod in pods(objects) { await addLogs(of: pod, to: &gathered) }
        } else {
            gathered.leave(
                "the logs of pods: other services of this deploy failed the same way, and theirs are kept"
            )
        }
        let related = (events ?? []).map(EventEntry.init).filter { own.contains($0.uid) }.sorted()
            .map(gathered.mask.clean)
        if !related.isEmpty {
            let lines = related.map(\.description) + (areWatched ? [Self.unkept] : [])
            gathered.files["events.txt"] = lines.joined(separator: "\n") + "\n"
        }
        gathered.files["summary.txt"] = summary(report)
        return gathered.bundle
    }

    private static let unkept =
        "# without the steps by which pods came to be ready, and without what controllers make and delete as they should"

    /// Those that are not ready first.
    private func pods(_ objects: [KubernetesObject]) -> [KubernetesObject] {
        let pods = objects.filter { $0.kind == "Pod" }
        let sorted = pods.filter { !$0.isPodReady } + pods.filter(\.isPodReady)
        return Array(sorted.prefix(Self.podLimit))
    }

    private func addLogs(of pod: KubernetesObject, to gathered: inout Gathered) async {
        for status in pod.containerStatuses {
            guard let container = status["name"]?.string else { continue }
            let hasRun = status["state"]?["waiting"] == nil || status["lastState"]?["terminated"] != nil
            guard hasRun else { continue }
            let hasRestarted = (status["restartCount"]?.integer ?? 0) > 0
            for isPrevious in hasRestarted ? [false, true] : [false] {
                let suffix = isPrevious ? ".previous" : ""
                let options = LogOptions(
                    container: container,
                    isPrevious: isPrevious,
                    tailLines: Self.logLines,
                    limitBytes: Self.logBytes
                )
                let text = await gathered.trying(
                    "the\(isPrevious ? " previous" : "") log of \(pod.name)/\(container)"
                ) { () async throws(ClusterError) in
                    try await context.client.logs(of: pod.reference, options: options)
                }
                guard let text = text?.wholeLines(ofAtMost: Self.logBytes), !text.isEmpty else { continue }
                gathered.files["logs/\(pod.name)-\(container)\(suffix).log"] = text
            }
        }
    }

    private func summary(_ report: ServiceReport) -> String {
        var lines = ["service    \(service)"]
        if let revision = report.revision { lines.append("revision   r\(revision)") }
        lines.append("system     \(context.scope.system), \(context.scope.environment)")
        lines.append("namespace  \(context.scope.namespace)")
        lines.append("collected  \(context.time.now())")
        if let ready = report.ready { lines.append("ready      \(ready)") }
        if let cause = report.cause {
            lines.append("cause      \(cause.code.rawValue): \(cause.headline)")
            lines += cause.chain.map { "           → \($0)" }
            if let detail = cause.detail { lines.append("detail     \(detail)") }
            if let span = cause.span { lines.append("source     \(span)") }
            lines += cause.logTail.map { "log        \($0)" }
        }
        lines += report.notes.map { "note       \($0)" }
        return lines.joined(separator: "\n") + "\n"
    }

    /// What has been read so far.
    private struct Gathered {
        var files: [String: String] = [:]
        var objects: [KubernetesObject] = []
        var mask: SecretMask
        private var unread: [String] = []

        init(mask: SecretMask) {
            self.mask = mask
        }

        mutating func trying<Output: Sendable>(
            _ what: String,
            _ read: @Sendable () async throws(ClusterError) -> Output
        ) async -> Output? {
            do throws(ClusterError) {
                return try await read()
            } catch {
                unread.append("\(what): \(error.headline)")
                return nil
            }
        }

        /// Notes what was left out on purpose, and why.
        mutating func leave(_ what: String) { unread.append(what) }

        var bundle: EvidenceBundle {
            var files = files
            if !unread.isEmpty {
                files["unread.txt"] = unread.joined(separator: "\n") + "\n"
            }
            files = files.mapValues(mask.clean(text:))
            for object in objects {
                let folder = object.kind == "Pod" ? "pods/" : "objects/\(object.kind.lowercased())-"
                var mask = mask
                // Text by text, because YAML writes a long one in a way of its own.
                let clean = mask.clean(texts: mask.clean(object.without(mask.withholding)))
                files["\(folder)\(object.name).yaml"] = YAMLWriter.write(clean)
            }
            return EvidenceBundle(files: files.map { EvidenceBundle.File(path: $0.key, text: $0.value) })
        }
    }
}

extension KubernetesObject {
    /// The object with a note in the place of what its containers have said, where these words are withheld: at their end,
    /// and in hooks that failed, which the kubelet repeats as what it waits for.
    func without(_ withholding: String?) -> KubernetesObject {
        guard let withholding, kind == "Pod", let status = self["status"]?.object else { return self }
        var object = self
        var changed = status
        for list in ["initContainerStatuses", "containerStatuses", "ephemeralContainerStatuses"] {
            guard let entries = status[list]?.array else { continue }
            changed[list] = .array(entries.map { Self.silenced($0, withholding) })
        }
        object["status"] = .object(changed)
        return object
    }

    private static func silenced(_ container: JSONValue, _ withholding: String) -> JSONValue {
        guard var entry = container.object else { return container }
        for member in ["state", "lastState"] {
            guard let state = entry[member]?.object else { continue }
            var silent = state
            for kind in state {
                guard var words = kind.value.object, words["message"] != nil else { continue }
                words["message"] = .string(withholding)
                silent[kind.key] = .object(words)
            }
            entry[member] = .object(silent)
        }
        return .object(entry)
    }
}
