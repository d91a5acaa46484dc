// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Kubernetes
import KubernetesClient
import Rollout

/// A service as a generator would render it: labels on everything, configuration named by its content.
struct SampleService: Sendable {
    /// What is wrong with a service, in terms that every stage understands.
    enum Fault: String, Sendable {
        case imageNotFound = "image-not-found"
        case crashLoop = "crash-loop"
    }

    var name: String
    /// Shows in the pod template, so that another version rolls the pods.
    var version = "1"
    var setting = "a"
    var replicas: Int64? = 2
    var fault: Fault?
    /// Members that are added to the container.
    var container: JSONObject = [:]
    var autoscaler: ClosedRange<Int64>?
    /// The class of an Ingress in front of it, if it has one.
    var ingressClass: String?
    var kind = "Deployment"
    var dependencies: [String] = []

    init(_ name: String, _ change: (inout SampleService) -> Void = { _ in }) {
        self.name = name
        change(&self)
    }

    /// A manifest of two lines, each of which is the origin of a field.
    private static let manifest = SourceFile(path: "msctl.yaml", text: "image\nrest\n")

    private static let origins = [
        "": SourceSpan(file: manifest, range: 6..<10),
        "/spec/template/spec/containers/0/image": SourceSpan(file: manifest, range: 0..<5),
    ]

    /// The image: the sandbox goes by an annotation, and where pods really start the name has to do it.
    ///
    /// On a cluster that runs containers, `MSCTL_TEST_CRASH_IMAGE` names an image that exits.
    private var image: String {
        let variables = SystemAccess.live.environment
        switch fault {
        case nil: return variables["MSCTL_TEST_IMAGE"] ?? "registry.k8s.io/pause:3.10"
        case .imageNotFound: return "registry.k8s.io/pause:broken"
        case .crashLoop: return variables["MSCTL_TEST_CRASH_IMAGE"] ?? "registry.k8s.io/pause:crash"
        }
    }

    func desired(in namespace: String) -> DesiredService {
        var objects = [
            object("v1", "ServiceAccount", name, namespace),
            object("v1", "ConfigMap", "\(name)-\(setting)", namespace, ["data": ["S": .string(setting)]]),
            object("apps/v1", kind, name, namespace, ["spec": .object(workload)]),
            object(
                "v1",
                "Service",
                name,
                namespace,
                ["spec": ["selector": ["app.kubernetes.io/name": .string(name)], "ports": [["port": 80]]]]
            ),
        ]
        if let autoscaler {
            objects.append(
                object(
                    "autoscaling/v2",
                    "HorizontalPodAutoscaler",
                    name,
                    namespace,
                    [
                        "spec": [
                            "scaleTargetRef": [
                                "apiVersion": "apps/v1", "kind": .string(kind), "name": .string(name),
                            ],
                            "minReplicas": .integer(autoscaler.lowerBound),
                            "maxReplicas": .integer(autoscaler.upperBound),
                        ]
                    ]
                )
            )
        }
        if let ingressClass {
            let spec: JSONObject = [
                "ingressClassName": .string(ingressClass),
                "defaultBackend": ["service": ["name": .string(name), "port": ["number": 80]]],
            ]
            let ingress = object("networking.k8s.io/v1", "Ingress", name, namespace, ["spec": .object(spec)])
            objects.append(ingress)
        }
        return DesiredService(
            name: name,
            dependencies: dependencies,
            objects: objects.map { DesiredObject($0, service: name, origins: Self.origins) }
        )
    }

    private var labels: JSONObject {
        [
            "app.kubernetes.io/name": .string(name),
            "app.kubernetes.io/part-of": "shop",
            "app.kubernetes.io/managed-by": "msctl",
            "msctl.dev/service": .string(name),
        ]
    }

    private func object(
        _ apiVersion: String,
        _ kind: String,
        _ name: String,
        _ namespace: String,
        _ members: JSONObject = [:]
    ) -> KubernetesObject {
        KubernetesObject(
            type: GroupVersionKind(apiVersion: apiVersion, kind: kind),
            metadata: [
                "name": .string(name), "namespace": .string(namespace), "labels": .object(labels),
            ],
            members: members
        )
    }

    private var workload: JSONObject {
        var container: JSONObject = [
            "name": .string(name),
            "image": .string(image),
            "env": [["name": "VERSION", "value": .string(version)]],
            "envFrom": [["configMapRef": ["name": .string("\(name)-\(setting)")]]],
            "resources": ["requests": ["cpu": "10m", "memory": "16Mi"]],
        ]
        for member in self.container { container[member.key] = member.value }
        let annotations: JSONValue? = fault.map { ["sandbox.msctl.dev/fail": .string($0.rawValue)] }
        var spec: JSONObject = [
            "replicas": autoscaler == nil ? replicas.map(JSONValue.integer) : nil,
            "selector": ["matchLabels": ["app.kubernetes.io/name": .string(name)]],
            "template": [
                "metadata": ["labels": .object(labels), "annotations": annotations],
                "spec": ["serviceAccountName": .string(name), "containers": [.object(container)]],
            ],
        ]
        if kind == "StatefulSet" { spec["serviceName"] = .string(name) }
        return spec
    }
}
