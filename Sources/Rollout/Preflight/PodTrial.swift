// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import KubernetesClient

/// Tries the pod of a workload in a dry run, because quotas, PodSecurity and webhooks judge pods, not templates.
struct PodTrial: Sendable {
    let client: ClusterClient
    let namespace: String

    /// Why the pod of a workload would be refused; `nil` if it would not, or if there is no telling.
    func refusal(
        of item: ResolvedPlan.Item,
        accounts: Set<String>
    ) async throws(DeployError) -> RootCause? {
        guard let pod = Self.pod(of: item.desired.object, namespace: namespace, accounts: accounts) else {
            return nil
        }
        do throws(ClusterError) {
            _ = try await client.create(pod, options: WriteOptions(dryRun: true))
            return nil
        } catch {
            guard let message = error.status?.message, Self.isTelling(error, message) else {
                // Not about the pod: no right to make one, no namespace yet, trouble with the server.
                guard error.code != .cancelled else { throw .interrupted }
                return nil
            }
            return Self.cause(message, item)
        }
    }

    /// The pod that a controller would make; without its account if that is yet to be made.
    static func pod(of workload: KubernetesObject, namespace: String, accounts: Set<String>)
        -> KubernetesObject?
    {
        guard RolloutTarget.workloadKinds.contains(workload.kind),
            let template = workload["spec"]?["template"]?.object, var spec = template["spec"]?.object
        else { return nil }
        if let account = spec["serviceAccountName"]?.string, !accounts.contains(account) {
            spec["serviceAccountName"] = nil
            spec["automountServiceAccountToken"] = false
        }
        if spec["restartPolicy"] == nil { spec["restartPolicy"] = "Always" }
        if let volumes = claimedVolumes(of: workload) {
            let names = Set(volumes.compactMap { $0["name"]?.string })
            let others = (spec["volumes"]?.array ?? []).filter { !names.contains($0["name"]?.string ?? "") }
            spec["volumes"] = .array(others + volumes)
        }
        var metadata: JSONObject = [
            "name": .string("\(workload.name.prefix(40))-msctl-trial"), "namespace": .string(namespace),
        ]
        for key in ["labels", "annotations"] { metadata[key] = template["metadata"]?[key] }
        return KubernetesObject(
            type: GroupVersionKind.pod,
            metadata: metadata,
            members: ["spec": .object(spec)]
        )
    }

    /// The volumes that a StatefulSet's controller adds for its claims, in place of those of the same names; `nil` for none.
    private static func claimedVolumes(of workload: KubernetesObject) -> [JSONValue]? {
        workload["spec"]?["volumeClaimTemplates"]?.array?.compactMap { claim in
            claim["metadata"]?["name"]?.string.map { name in
                [
                    "name": .string(name),
                    "persistentVolumeClaim": ["claimName": .string("\(name)-\(workload.name)-0")],
                ]
            }
        }
    }

    private static func isTelling(_ error: ClusterError, _ message: String) -> Bool {
        switch error.code {
        // The server's own access control says ` cannot create `; accounts and webhooks without dry run are no refusal.
        case .forbidden:
            !message.contains(" cannot ") && !message.contains("service account")
                && !message.contains("serviceaccount")
        case .invalid: true
        default: message.contains("denied the request")
        }
    }

    private static func cause(_ message: String, _ item: ResolvedPlan.Item) -> RootCause? {
        guard !message.contains(ClusterError.withoutDryRun) else { return nil }
        let workload = ObservedWorkload(
            RolloutTarget.Workload(
                desired: item.desired,
                accepted: item.live ?? item.desired.object,
                wasWritten: false
            )
        )
        var cause = RefusedPods(message).cause(of: workload)
        cause.chain = [
            "\(item.desired.object.kind) \(item.desired.object.name)", "dry run of its pod: \(message)",
        ]
        guard cause.code == .quotaExceeded else { return cause }
        // The pods of what has to go first leave their share before the new ones are made.
        if item.predecessor != nil { return nil }
        guard let live = item.live else { return cause }
        // What runs already has its share of the quota; only a rollout that needs one pod more is sure to be stuck.
        return needsRoom(item.desired.object, live: live) ? cause : nil
    }

    private static func needsRoom(_ workload: KubernetesObject, live: KubernetesObject) -> Bool {
        guard workload.kind == "Deployment", live["spec"]?["replicas"]?.integer != 0 else { return false }
        let strategy = workload["spec"]?["strategy"]
        if strategy?["type"]?.string == "Recreate" { return false }
        let unavailable = strategy?["rollingUpdate"]?["maxUnavailable"].flatMap(IntOrString.init) ?? "25%"
        let replicas = Int(live["spec"]?["replicas"]?.integer ?? 1)
        // With room for unavailable pods, the old ones go first and leave their share.
        return (unavailable.scaled(to: replicas, roundingUp: false) ?? 0) == 0
    }
}

extension ClusterError {
    /// What a server says of a webhook that it may not ask in a dry run (`NewDryRunUnsupportedErr`).
    static let withoutDryRun = "does not support dry run"

    /// Whether it tells that something cannot be tried, and nothing of what would come of it.
    var isOfDryRun: Bool { status?.message.contains(Self.withoutDryRun) ?? false }
}
