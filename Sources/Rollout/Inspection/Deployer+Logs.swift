// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Kubernetes
import KubernetesClient

/// Which part of the logs of a service is meant.
package struct ServiceLogOptions: Sendable, Hashable {
    /// Only this container; `nil` for all.
    package var container: String?
    /// Whether the runs before the current ones are meant, of containers that were started again.
    package var isPrevious = false
    /// At most so many lines from the end of each container's log; `nil` for all.
    package var tailLines: Int?
    /// Only lines of the last so many seconds; `nil` for all.
    package var sinceSeconds: Int?
    /// Whether each line starts with its time.
    package var hasTimestamps = false

    /// All lines of all current containers.
    package init() {}

    func request(_ container: String) -> LogOptions {
        LogOptions(
            container: container,
            isPrevious: isPrevious,
            tailLines: tailLines,
            sinceSeconds: sinceSeconds,
            hasTimestamps: hasTimestamps
        )
    }
}

/// One line that a container of a service wrote.
package struct ServiceLogLine: Sendable, Hashable {
    /// The name of the pod.
    package var pod: String
    /// The name of the container.
    package var container: String
    /// The line without its end.
    package var text: String
}

extension Deployer {
    /// The lines of all pods of a service, pod by pod; throws for a name that nothing has, and where nothing can be read.
    package func logs(
        of service: String,
        in scope: SystemScope,
        options: ServiceLogOptions = ServiceLogOptions()
    ) async throws(DeployError) -> [ServiceLogLine] {
        let pods = try await readable(service, scope).objects.filter { $0.kind == "Pod" }
        if let absence = ContainerLog.absence(in: pods, options) {
            throw .noLogs(service: service, reason: absence)
        }
        let sources = pods.sorted { $0.name < $1.name }.flatMap { ContainerLog.readable(of: $0, options) }
        let answers = try await ConcurrentRequests.map(sources) { (source) async throws(DeployError) in
            do throws(ClusterError) {
                let lines = try await client.logs(
                    of: source.pod,
                    options: options.request(source.container)
                )
                return Answer(lines: lines.textLines.filter { !$0.isEmpty }.map { source.line(String($0)) })
            } catch {
                // The container has no such run, or the pod has just gone: others still have something to say.
                guard [.invalid, .notFound].contains(error.code) else { throw DeployError(error) }
                return Answer(refusal: error.status?.message ?? error.headline)
            }
        }
        if let refusal = answers.first?.refusal, answers.allSatisfy({ $0.refusal != nil }) {
            throw .noLogs(service: service, reason: refusal)
        }
        return answers.flatMap(\.lines)
    }

    /// What came of reading one log.
    private struct Answer: Sendable {
        var lines: [ServiceLogLine] = []
        var refusal: String?
    }

    /// What belongs to a service, its pods included; throws where the account may not read those.
    private func readable(
        _ service: String,
        _ scope: SystemScope
    ) async throws(DeployError) -> (objects: [KubernetesObject], isOurs: Bool) {
        var reading = Reading(client: client)
        let found = try await objects(of: service, in: scope, &reading)
        try reading.check()
        try reading.require(GroupVersionKind.pod)
        guard !found.objects.isEmpty else { throw .unknownService(service) }
        return found
    }

    /// Throws if what is to be followed is not there in pods that are, or may not be read.
    ///
    /// A log that may not be followed would else be waited for in silence.
    private func requireLogs(
        of pods: [KubernetesObject],
        _ service: String,
        _ options: ServiceLogOptions
    ) async throws(DeployError) {
        if let absence = ContainerLog.strangeContainer(in: pods, options) {
            throw .noLogs(service: service, reason: absence)
        }
        guard let source = pods.lazy.flatMap({ ContainerLog.readable(of: $0, options) }).first else { return }
        var request = options.request(source.container)
        request.tailLines = 1
        do throws(ClusterError) {
            _ = try await client.logs(of: source.pod, options: request)
        } catch {
            guard [.invalid, .notFound].contains(error.code) else { throw DeployError(error) }
        }
    }

    /// Tells every line of all pods of a service as it is written, pods that come later included.
    ///
    /// Goes on until the task is cancelled; lines of several containers come as they happen. `onNote` hears why there may be
    /// none for now.
    package func followLogs(
        of service: String,
        in scope: SystemScope,
        options: ServiceLogOptions = ServiceLogOptions(),
        onNote: @escaping @Sendable (String) -> Void = { _ in },
        onLine: @escaping @Sendable (ServiceLogLine) -> Void
    ) async throws(DeployError) {
        let found = try await readable(service, scope)
        let present = found.objects.filter { $0.kind == "Pod" }
        try await requireLogs(of: present, service, options)
        if let absence = ContainerLog.absence(in: present, options) { onNote("\(absence); waiting for one") }
        guard let followed = FollowedPods(of: found, service, scope) else { throw .unknownService(service) }
        let result = await withTaskGroup(of: Void.self) { group -> Result<Void, DeployError> in
            var begun: Set<ContainerLog> = []
            var pods = followed
            do throws(ClusterError) {
                for try await observation in client.observe(pods.selection) {
                    for pod in await pods.meant(in: observation, client, onNote: onNote) {
                        for source in ContainerLog.readable(of: pod, options)
                        where begun.insert(source).inserted {
                            let follower = LogFollower(
                                client: client,
                                time: time,
                                source: source,
                                options: options,
                                onNote: onNote,
                                onLine: onLine
                            )
                            group.addTask { await follower.run() }
                        }
                    }
                }
            } catch {
                group.cancelAll()
                return error.code == .cancelled ? .success(()) : .failure(DeployError(error))
            }
            group.cancelAll()
            return .success(())
        }
        try result.get()
    }
}

/// One run of one container, whose output can be read.
struct ContainerLog: Sendable, Hashable {
    var pod: ObjectReference
    var uid: String
    var container: String
    var run: Int

    func line(_ text: String) -> ServiceLogLine {
        ServiceLogLine(pod: pod.name, container: container, text: text)
    }

    /// Why there is nothing to read in some pods; `nil` if there is.
    static func absence(in pods: [KubernetesObject], _ options: ServiceLogOptions) -> String? {
        if pods.isEmpty { return "it has no pods" }
        if let stranger = strangeContainer(in: pods, options) { return stranger }
        guard pods.allSatisfy({ readable(of: $0, options).isEmpty }) else { return nil }
        return options.isPrevious
            ? "none of its containers has restarted, so that there is no run before the current one"
            : "none of its containers has begun"
    }

    /// That none of some pods has the container that is asked for.
    static func strangeContainer(in pods: [KubernetesObject], _ options: ServiceLogOptions) -> String? {
        guard let wanted = options.container, !pods.isEmpty else { return nil }
        let names = Set(pods.flatMap(Self.containers))
        guard !names.contains(wanted) else { return nil }
        let present = names.sorted().map { "`\($0)`" }.joined(separator: ", ")
        let verb = names.count == 1 ? "is" : "are"
        return "none of its pods has a container `\(wanted)`; there \(verb) \(present)"
    }

    private static func containers(of pod: KubernetesObject) -> [String] {
        let declared = ["initContainers", "containers", "ephemeralContainers"].flatMap {
            pod["spec"]?[$0]?.array ?? []
        }
        return (declared + pod.containerStatuses).compactMap { $0["name"]?.string }
    }

    /// The containers of a pod that have written something, or could have.
    static func readable(of pod: KubernetesObject, _ options: ServiceLogOptions) -> [ContainerLog] {
        pod.containerStatuses.compactMap { status in
            guard let name = status["name"]?.string, options.container.map({ $0 == name }) ?? true else {
                return nil
            }
            let run = Int(status["restartCount"]?.integer ?? 0)
            let hasBegun =
                status["state"]?["running"] != nil || status["state"]?["terminated"] != nil || run > 0
            guard hasBegun, !options.isPrevious || run > 0 else { return nil }
            return ContainerLog(pod: pod.reference, uid: pod.uid ?? "", container: name, run: run)
        }
    }
}
