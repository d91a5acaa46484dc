// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Foundation
import Kubernetes
import Support
import Testing

@testable import Rollout

/// A rollout of a workload `web`, step by step, as a file of `Tests/Traces` tells it.
///
/// The files hold statuses as the server writes them; names, owners and generations, which are always the same, are
/// added here; `made`, `written` and `recorded` are times of the server's clock, `reported` one of another. Without `of`, a pod
/// belongs to the ReplicaSet `web-2`, or to the workload where there are none.
struct RolloutTrace: Sendable, CustomTestStringConvertible, CustomStringConvertible {
    struct Step: Sendable {
        /// Seconds since the write.
        var at: Int
        var inputs: [RolloutStateMachine.Input]
        var expect: String
    }

    var name: String
    var about: String
    var target: RolloutTarget
    var steps: [Step]

    var testDescription: String { name }
    var description: String { "\(name): \(about)" }

    static func all() throws -> [RolloutTrace] {
        let folder = "\(repositoryRoot)/Tests/Traces"
        return try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
            .filter { $0.hasSuffix(".yaml") }
            .map { name in
                let bytes = try Data(contentsOf: URL(filePath: "\(folder)/\(name)"))
                let reading = YAMLReader.read(SourceFile(path: name, bytes: Array(bytes)))
                #expect(reading.diagnostics.map(\.headline) == [], "\(name)")
                let root = try #require(reading.documents.first?.root, "\(name) is empty")
                return try RolloutTrace(String(name.dropLast(5)), JSONValue(root))
            }
    }

    private init(_ name: String, _ json: JSONValue) throws {
        self.name = name
        about = try #require(json["about"]?.string)
        let builder = TraceObjects(desired: json["desired"])
        let accepted =
            json["accepted"] ?? ["generation": 2, "revision": "1", "status": ["observedGeneration": 1]]
        let workload = RolloutTarget.Workload(
            desired: builder.desired,
            accepted: builder.workload(accepted),
            wasWritten: json["options"]?["wasWritten"]?.bool ?? true,
            leastReplicas: Int(json["options"]?["leastReplicas"]?.integer ?? 0)
        )
        target = RolloutTarget(service: "web", workloads: [workload], options: DeployOptions())
        steps = try (json["steps"]?.array ?? []).map { step in
            Step(
                at: Int(try #require(step["at"]?.integer)),
                inputs: try (step["see"]?.array ?? []).map(builder.input),
                expect: try #require(step["expect"]?.string)
            )
        }
        #expect(!steps.isEmpty, "\(name) has no steps")
    }
}

/// Makes objects out of the entries of a trace.
private struct TraceObjects {
    let desired: DesiredObject
    private var kind: String { desired.object.kind }

    init(desired json: JSONValue?) {
        desired = Seen.desired(
            json?["container"]?.object ?? [:],
            spec: json?["spec"]?.object ?? [:],
            kind: json?["kind"]?.string ?? "Deployment"
        )
    }

    func input(_ entry: JSONValue) throws -> RolloutStateMachine.Input {
        if let gone = entry["gone"] { return .gone(try object(gone)) }
        return .observed(try object(entry).onlyWhatIsWatched)
    }

    private func object(_ entry: JSONValue) throws -> KubernetesObject {
        if let name = entry["pod"]?.string { return pod(name, entry) }
        if let name = entry["replicaSet"]?.string { return replicaSet(name, entry) }
        if let name = entry["event"]?.string { return try event(name, entry) }
        let isWorkload = ["deployment", "statefulSet", "daemonSet", "job"].contains { entry[$0] != nil }
        try #require(isWorkload, "an entry of no kind: \(entry.text())")
        return workload(entry)
    }

    func workload(_ entry: JSONValue) -> KubernetesObject {
        var spec = desired.object["spec"]?.object ?? [:]
        for member in entry["spec"]?.object ?? [:] { spec[member.key] = member.value }
        return KubernetesObject(
            type: desired.object.type,
            metadata: [
                "name": "web", "namespace": "shop", "uid": entry["uid"] ?? "uid-web",
                "generation": kind == "Job" ? nil : entry["generation"] ?? 2,
                "labels": ["msctl.dev/service": "web"],
                "annotations": ["deployment.kubernetes.io/revision": entry["revision"] ?? "2"],
                "managedFields": Self.recorded(entry["written"], by: "msctl")
                    ?? entry["pausedBy"].map {
                        [["manager": $0, "operation": "Update", "fieldsV1": ["f:spec": ["f:paused": [:]]]]]
                    },
                "deletionTimestamp": entry["deleted"] == true ? "2027-01-15T08:00:00Z" : nil,
                "finalizers": entry["finalizers"],
            ],
            members: ["spec": .object(spec), "status": entry["status"] ?? [:]]
        )
    }

    /// The record of a write at a time of the server's clock.
    private static func recorded(_ time: JSONValue?, by manager: String) -> JSONValue? {
        time.map { [["manager": .string(manager), "operation": "Apply", "time": $0]] }
    }

    private func replicaSet(_ name: String, _ entry: JSONValue) -> KubernetesObject {
        KubernetesObject(
            type: GroupVersionKind(apiVersion: "apps/v1", kind: "ReplicaSet"),
            metadata: [
                "name": .string(name), "namespace": "shop", "uid": .string("uid-\(name)"),
                "annotations": ["deployment.kubernetes.io/revision": entry["revision"]],
                "ownerReferences": [["uid": "uid-web", "controller": true]],
            ],
            members: ["spec": entry["spec"], "status": entry["status"] ?? [:]]
        )
    }

    private func pod(_ name: String, _ entry: JSONValue) -> KubernetesObject {
        let owner = entry["of"]?.string ?? (kind == "Deployment" ? "web-2" : "web")
        return KubernetesObject(
            type: GroupVersionKind(apiVersion: "v1", kind: "Pod"),
            metadata: [
                "name": .string(name), "namespace": "shop", "uid": .string("uid-\(name)"),
                "labels": entry["labels"],
                "creationTimestamp": entry["made"],
                "deletionTimestamp": entry["deleted"] == true ? "2027-01-15T08:00:00Z" : nil,
                "ownerReferences": [["uid": .string("uid-\(owner)"), "controller": true]],
            ],
            members: ["status": entry["status"] ?? [:]]
        )
    }

    private func event(_ name: String, _ entry: JSONValue) throws -> KubernetesObject {
        let about = try #require(entry["about"]?.string)
        let subject = about.split(separator: "/").last.map(String.init) ?? ""
        return KubernetesObject(
            type: GroupVersionKind(apiVersion: "v1", kind: "Event"),
            metadata: [
                "name": .string(name), "namespace": "shop", "uid": .string("uid-event-\(name)"),
                "managedFields": Self.recorded(entry["recorded"], by: "kube-controller-manager"),
            ],
            members: [
                "reason": entry["reason"], "type": entry["type"], "message": entry["message"],
                "count": entry["count"], "lastTimestamp": entry["reported"],
                "involvedObject": ["uid": .string("uid-\(subject)")],
            ]
        )
    }
}
