// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Kubernetes

@testable import Rollout

/// Services as a generator would render them: labels on everything, configuration named by its content.
enum Fixture {
    static let namespace = DesiredObject(
        KubernetesObject(
            type: GroupVersionKind(apiVersion: "v1", kind: "Namespace"),
            metadata: [
                "name": "shop",
                "labels": ["app.kubernetes.io/managed-by": "msctl", "app.kubernetes.io/part-of": "shop"],
            ]
        ),
        service: nil
    )

    /// What can be varied about a service.
    struct Variant: Sendable {
        var version = "1"
        var replicas: Int64? = 2
        /// A value of `sandbox.msctl.dev/fail`.
        var fault: String?
        var log: String?
        /// A value of `sandbox.msctl.dev/ready-after`.
        var readyAfter: String?
        var container: JSONObject = [:]
        var setting = "a"
        var dependencies: [String] = []
        var autoscaler: (least: Int64, most: Int64)?
        var kind = "Deployment"
        var system = "shop"
    }

    /// A first revision, proven.
    static func revision(_ service: String, images: [String] = [], objects: [ObjectReference]) -> Revision {
        Revision(
            service: service,
            number: 1,
            contentHash: "a",
            recordedAt: nil,
            provenAt: Timestamp(seconds: 1_800_000_000),
            activation: 1,
            initiator: "",
            images: images,
            objects: objects,
            failure: nil,
            endedAt: nil,
            chunks: 1,
            storedAt: nil
        )
    }

    /// The second version of a service, which does not work; `fault` is a value of `sandbox.msctl.dev/fail`.
    static func broken(_ name: String, _ fault: String) -> DesiredService {
        service(name) {
            $0.version = "2"
            $0.fault = fault
        }
    }

    static func service(_ name: String, _ change: (inout Variant) -> Void = { _ in }) -> DesiredService {
        var variant = Variant()
        change(&variant)
        let system = variant.system
        var objects = [
            object("v1", "ServiceAccount", name, service: name, system: system),
            object(
                "v1",
                "ConfigMap",
                "\(name)-\(variant.setting)",
                service: name,
                system: system,
                [
                    "data": ["setting": .string(variant.setting)]
                ]
            ),
            object(
                "apps/v1",
                variant.kind,
                name,
                service: name,
                system: system,
                ["spec": .object(workload(name, variant))]
            ),
            object(
                "v1",
                "Service",
                name,
                service: name,
                system: system,
                [
                    "spec": ["selector": ["app.kubernetes.io/name": .string(name)], "ports": [["port": 80]]]
                ]
            ),
        ]
        if let bounds = variant.autoscaler {
            let spec: JSONObject = [
                "scaleTargetRef": [
                    "apiVersion": "apps/v1", "kind": .string(variant.kind), "name": .string(name),
                ],
                "minReplicas": .integer(bounds.least),
                "maxReplicas": .integer(bounds.most),
            ]
            objects.append(
                object(
                    "autoscaling/v2",
                    "HorizontalPodAutoscaler",
                    name,
                    service: name,
                    system: system,
                    ["spec": .object(spec)]
                )
            )
        }
        let desired = objects.map { DesiredObject($0, service: name, origins: origins) }
        return DesiredService(name: name, dependencies: variant.dependencies, objects: desired)
    }

    /// A manifest of four lines, each of which is the origin of a field.
    static let manifest = SourceFile(path: "msctl.yaml", text: "image\nenv\nready\nrest\n")

    private static let origins: [String: SourceSpan] = [
        "": SourceSpan(file: manifest, range: 16..<20),
        "/spec/template/spec/containers/0/image": SourceSpan(file: manifest, range: 0..<5),
        "/spec/template/spec/containers/0/env": SourceSpan(file: manifest, range: 6..<9),
        "/spec/template/spec/containers/0/readinessProbe": SourceSpan(file: manifest, range: 10..<15),
    ]

    static func labels(_ service: String, system: String = "shop") -> JSONObject {
        [
            "app.kubernetes.io/name": .string(service),
            "app.kubernetes.io/part-of": .string(system),
            "app.kubernetes.io/managed-by": "msctl",
            "msctl.dev/service": .string(service),
        ]
    }

    private static func object(
        _ apiVersion: String,
        _ kind: String,
        _ name: String,
        service: String,
        system: String,
        _ members: JSONObject = [:]
    ) -> KubernetesObject {
        KubernetesObject(
            type: GroupVersionKind(apiVersion: apiVersion, kind: kind),
            metadata: [
                "name": .string(name), "namespace": "shop",
                "labels": .object(labels(service, system: system)),
            ],
            members: members
        )
    }

    private static func workload(_ name: String, _ variant: Variant) -> JSONObject {
        var container: JSONObject = [
            "name": .string(name),
            "image": .string("registry.example/\(name):\(variant.version)"),
            "env": [["name": "DATABASE_URL", "value": "postgres://db"]],
            "envFrom": [["configMapRef": ["name": .string("\(name)-\(variant.setting)")]]],
            "readinessProbe": ["httpGet": ["path": "/readyz", "port": 8080], "periodSeconds": 5],
        ]
        for member in variant.container { container[member.key] = member.value }
        let annotations: JSONObject = [
            "sandbox.msctl.dev/fail": variant.fault.map(JSONValue.string),
            "sandbox.msctl.dev/logs": variant.log.map(JSONValue.string),
            "sandbox.msctl.dev/ready-after": variant.readyAfter.map(JSONValue.string),
        ]
        var spec: JSONObject = [
            "replicas": variant.replicas.map(JSONValue.integer),
            "selector": ["matchLabels": ["app.kubernetes.io/name": .string(name)]],
            "template": [
                "metadata": [
                    "labels": .object(labels(name, system: variant.system)),
                    "annotations": annotations.isEmpty ? JSONValue?.none : .object(annotations),
                ],
                "spec": ["serviceAccountName": .string(name), "containers": [.object(container)]],
            ],
        ]
        if variant.kind == "StatefulSet" { spec["serviceName"] = .string(name) }
        return spec
    }
}
