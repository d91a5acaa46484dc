// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Sandbox
import Testing

@Suite struct PodRefusalTests {
    private static func pod(_ container: JSONObject, _ causes: Refusal.Cause...) -> Refusal {
        var refusal = Refusal("pods", Made.pod(container))
        refusal.causes = causes
        return refusal
    }

    private static func whole(_ spec: JSONObject, _ causes: Refusal.Cause...) -> Refusal {
        var refusal = Refusal("pods", Made.pod([:], spec))
        refusal.causes = causes
        return refusal
    }

    private static let first = "spec.containers[0]"

    @Test(arguments: containers)
    func aContainerIsRefusedAsByAServer(refusal: Refusal) async throws { try await refusal.check() }

    private static let containers: [Refusal] = [
        pod(["name": "A"], .invalid("\(first).name", "A", Made.labelRule)),
        pod(["name": "a.b"], .invalid("\(first).name", "a.b", "must not contain dots")),
        pod(
            ["image": " x:1"],
            .invalid("\(first).image", " x:1", "must not have leading or trailing whitespace")
        ),
        pod(["image": ""], .required("\(first).image")),
        pod(["ports": [["containerPort": 0]]], .required("\(first).ports[0].containerPort")),
        pod(
            ["ports": [["containerPort": 70_000]]],
            .invalid("\(first).ports[0].containerPort", 70_000, Made.portRule)
        ),
        pod(
            ["ports": [["containerPort": 1, "name": "http"], ["containerPort": 2, "name": "http"]]],
            .duplicate("\(first).ports[1].name", "\"http\"")
        ),
        pod(
            ["ports": [["containerPort": 1, "name": "a-port-that-is-long"]]],
            .invalid("\(first).ports[0].name", "a-port-that-is-long", "must be no more than 15 characters")
        ),
        pod(
            ["ports": [["containerPort": 1, "name": "80"]]],
            .invalid("\(first).ports[0].name", "80", "must contain at least one letter (a-z)")
        ),
        pod(
            ["ports": [["containerPort": 1, "hostPort": 9], ["containerPort": 2, "hostPort": 9]]],
            .duplicate("\(first).ports[1].hostPort", "\"TCP//9\"")
        ),
        pod(
            ["env": [["name": "A", "valueFrom": [:]]]],
            .invalid(
                "\(first).env[0].valueFrom",
                "",
                "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or "
                    + "`fileKeyRef`"
            )
        ),
        pod(
            ["env": [["name": "A=", "value": "1"]]],
            .invalid(
                "\(first).env[0].name",
                "A=",
                "a valid environment variable name must consist only of printable ASCII characters other than '='"
            )
        ),
        pod(
            ["env": [["name": "A", "valueFrom": ["fieldRef": ["fieldPath": "status.nope"]]]]],
            .invalid(
                "\(first).env[0].valueFrom.fieldRef.fieldPath",
                "status.nope",
                "error converting fieldPath: field label not supported: status.nope"
            )
        ),
        pod(
            ["env": [["name": "A", "valueFrom": ["secretKeyRef": ["name": "s"]]]]],
            .required("\(first).env[0].valueFrom.secretKeyRef.key")
        ),
        pod(
            ["envFrom": [["prefix": "A_"]]],
            .invalid("\(first).envFrom", "", "must specify one of: `configMapRef` or `secretRef`")
        ),
        pod(
            ["resources": ["requests": ["cpu": "-1"]]],
            .invalid("\(first).resources.requests[cpu]", "-1", "must be greater than or equal to 0")
        ),
        pod(
            ["resources": ["requests": ["memory": "2Gi"], "limits": ["memory": "1024Mi"]]],
            .invalid(
                "\(first).resources.requests",
                "2Gi",
                "must be less than or equal to memory limit of 1Gi"
            )
        ),
        pod(
            ["resources": ["limits": ["gpu": "1"], "requests": ["gpu": "1"]]],
            .invalid(
                "\(first).resources.limits[gpu]",
                "gpu",
                "must be a standard resource type or fully qualified"
            ),
            .invalid("\(first).resources.limits[gpu]", "gpu", "must be a standard resource for containers"),
            .invalid(
                "\(first).resources.requests[gpu]",
                "gpu",
                "must be a standard resource type or fully qualified"
            ),
            .invalid("\(first).resources.requests[gpu]", "gpu", "must be a standard resource for containers")
        ),
        pod(
            ["securityContext": ["runAsUser": .integer(-1)]],
            .invalid(
                "\(first).securityContext.runAsUser",
                .integer(-1),
                "must be between 0 and 2147483647, inclusive"
            )
        ),
    ]

    private static let get: JSONValue = ["path": "/", "port": 80]

    @Test(arguments: probes)
    func aProbeIsRefusedAsByAServer(refusal: Refusal) async throws { try await refusal.check() }

    private static let probes: [Refusal] = [
        pod(
            ["readinessProbe": ["httpGet": ["path": "/", "port": 0]]],
            .invalid("\(first).readinessProbe.httpGet.port", 0, Made.portRule)
        ),
        pod(
            ["livenessProbe": ["httpGet": get, "successThreshold": 2]],
            .invalid("\(first).livenessProbe.successThreshold", 2, "must be 1")
        ),
        pod(
            ["livenessProbe": ["httpGet": get, "tcpSocket": ["port": 80]]],
            .forbidden("\(first).livenessProbe.tcpSocket", "may not specify more than 1 handler type")
        ),
        pod(
            ["startupProbe": ["periodSeconds": 5]],
            .required("\(first).startupProbe", "must specify a handler type")
        ),
        pod(
            ["livenessProbe": ["exec": ["command": ["true"]], "failureThreshold": .integer(-1)]],
            .invalid(
                "\(first).livenessProbe.failureThreshold",
                .integer(-1),
                "must be greater than or equal to 0"
            )
        ),
        pod(
            ["readinessProbe": ["httpGet": get, "terminationGracePeriodSeconds": 5]],
            .invalid(
                "\(first).readinessProbe.terminationGracePeriodSeconds",
                5,
                "must not be set for readinessProbes"
            )
        ),
        pod(
            ["lifecycle": ["preStop": ["sleep": ["seconds": 31]]]],
            .invalid(
                "\(first).lifecycle.preStop.sleep",
                31,
                "must be non-negative and less than terminationGracePeriodSeconds (30)"
            )
        ),
        whole(
            ["initContainers": [["name": "i", "image": "i:1", "readinessProbe": ["httpGet": get]]]],
            .forbidden(
                "spec.initContainers[0].readinessProbe",
                "may not be set for init containers without restartPolicy=Always"
            )
        ),
    ]

    @Test(arguments: mounts)
    func aVolumeIsRefusedAsByAServer(refusal: Refusal) async throws { try await refusal.check() }

    private static func mounting(_ mounts: JSONValue, _ volumes: JSONValue, _ causes: Refusal.Cause...)
        -> Refusal
    {
        var refusal = Refusal("pods", Made.pod(["volumeMounts": mounts], ["volumes": volumes]))
        refusal.causes = causes
        return refusal
    }

    private static let mounts: [Refusal] = [
        whole(
            ["volumes": [["name": "v", "emptyDir": [:]], ["name": "v", "emptyDir": [:]]]],
            .duplicate("spec.volumes[1].name", "\"v\"")
        ),
        whole(["volumes": [["name": "V"]]], .invalid("spec.volumes[0].name", "V", Made.labelRule)),
        whole(["volumes": [["name": "v", "secret": [:]]]], .required("spec.volumes[0].secret.secretName")),
        whole(
            ["volumes": [["name": "v", "configMap": ["name": "c", "defaultMode": 1000]]]],
            .invalid(
                "spec.volumes[0].configMap.defaultMode",
                1000,
                "must be a number between 0 and 0777 (octal), both inclusive"
            )
        ),
        whole(
            [
                "volumes": [
                    ["name": "v", "configMap": ["name": "c", "items": [["key": "k", "path": "/k"]]]]
                ]
            ],
            .invalid("spec.volumes[0].configMap.items[0].path", "/k", "must be a relative path")
        ),
        mounting(
            [["name": "w", "mountPath": "/w"]],
            [["name": "v", "emptyDir": [:]]],
            .notFound("\(first).volumeMounts[0].name", "w")
        ),
        mounting(
            [["name": "v", "mountPath": ""]],
            [["name": "v", "emptyDir": [:]]],
            .required("\(first).volumeMounts[0].mountPath")
        ),
        mounting(
            [["name": "v", "mountPath": "/v"], ["name": "v", "mountPath": "/v"]],
            [["name": "v", "emptyDir": [:]]],
            .invalid("\(first).volumeMounts[1].mountPath", "/v", "must be unique")
        ),
        mounting(
            [["name": "v", "mountPath": "/v", "subPath": "../x"]],
            [["name": "v", "emptyDir": [:]]],
            .invalid("\(first).volumeMounts.subPath", "../x", "must not contain '..'")
        ),
    ]

    @Test(arguments: pods)
    func aPodIsRefusedAsByAServer(refusal: Refusal) async throws { try await refusal.check() }

    private static let pods: [Refusal] = [
        whole(
            ["initContainers": [["name": "c", "image": "i:1"]]],
            .duplicate("spec.initContainers[0].name", "\"c\"")
        ),
        whole(["nodeSelector": ["a": "b c"]], .invalid("spec.nodeSelector", "b c", Made.labelValueRule)),
        whole(
            ["activeDeadlineSeconds": 0],
            .invalid("spec.activeDeadlineSeconds", 0, "must be between 1 and 2147483647, inclusive")
        ),
        whole(["hostname": "A"], .invalid("spec.hostname", "A", Made.labelRule)),
        whole(
            ["tolerations": [["key": "a", "operator": "Exists", "value": "b"]]],
            .invalid("spec.tolerations[0].operator", "b", "value must be empty when `operator` is 'Exists'")
        ),
        whole(
            [
                "topologySpreadConstraints": [
                    ["maxSkew": 0, "topologyKey": "zone", "whenUnsatisfiable": "Never"]
                ]
            ],
            .invalid("spec.topologySpreadConstraints[0].maxSkew", 0, "must be greater than zero"),
            .unsupported(
                "spec.topologySpreadConstraints[0].whenUnsatisfiable",
                "Never",
                "\"DoNotSchedule\", \"ScheduleAnyway\""
            )
        ),
    ]

    /// What looks like a mistake and is none for a server, or only a warning.
    @Test(arguments: tolerated)
    func whatAServerTakesIsTaken(resource: String, body: JSONValue) async throws {
        let answer = try await SandboxClient().send("POST", Refusal.path(resource), body)
        #expect(answer.status == 201, "\(answer.text)")
    }

    private static let tolerated: [(String, JSONValue)] = [
        ("pods", Made.pod(["env": [["name": "A", "value": "1"], ["name": "A", "value": "2"]]])),
        ("pods", Made.pod(["env": [["name": "2 A-b", "value": "1"]]])),
        ("pods", Made.pod([:], ["terminationGracePeriodSeconds": .integer(-1)])),
        ("pods", Made.pod(["livenessProbe": ["httpGet": get, "successThreshold": 0]])),
        ("pods", Made.pod(["ports": [["containerPort": 80], ["containerPort": 80]]])),
        (
            "pods",
            Made.pod([
                "resources": ["limits": ["example.com/gpu": "1"], "requests": ["example.com/gpu": "1"]]
            ])
        ),
        ("pods", Made.pod(["resources": ["requests": ["cpu": " 1 "]]])),
        ("deployments", Made.workload(pod: Made.podSpec(["image": " c:1"]))),
        (
            "deployments",
            Made.workload(["minReadySeconds": 0, "strategy": ["rollingUpdate": ["maxSurge": "200%"]]])
        ),
        ("services", Made.object(["ports": [["port": 80]]], name: "1web")),
        (
            "services",
            Made.service(
                [:],
                ports: [["port": 53, "name": "a"], ["port": 53, "name": "b", "protocol": "UDP"]]
            )
        ),
        ("services", Made.service(["type": "ExternalName", "externalName": "example.com."], ports: [])),
        ("statefulsets", Made.workload(["revisionHistoryLimit": .integer(-1)])),
    ]
}
