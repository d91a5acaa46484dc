// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// The defaults of a pod's specification, in pods and in templates.
enum PodDefaulting {
    static func apply(to spec: inout JSONValue) {
        let isHostNetwork = spec["hostNetwork"]?.bool ?? false
        for list in ["containers", "initContainers"] {
            spec.update(list) { containers in
                containers = .array(
                    containers.elements.map { container in
                        var container = container
                        self.container(&container, isHostNetwork: isHostNetwork)
                        return container
                    }
                )
            }
        }
        spec.update("volumes") { volumes in
            volumes = .array(
                volumes.elements.map { volume in
                    var volume = volume
                    self.volume(&volume)
                    return volume
                }
            )
        }
        spec.fillText("restartPolicy", "Always")
        spec.fill("terminationGracePeriodSeconds", 30)
        spec.fillText("dnsPolicy", "ClusterFirst")
        if spec["serviceAccountName"] == nil { spec["serviceAccountName"] = spec["serviceAccount"] }
        if let account = spec["serviceAccountName"] { spec["serviceAccount"] = account }
        spec.fill("securityContext", [:])
        spec.fillText("schedulerName", "default-scheduler")
    }

    /// What admission adds to a real pod, but not to a template.
    static func admit(_ spec: inout JSONValue) {
        spec.fill("serviceAccountName", "default")
        if let account = spec["serviceAccountName"] { spec["serviceAccount"] = account }
        spec.fill("priority", 0)
        spec.fill("enableServiceLinks", true)
        spec.fill("preemptionPolicy", "PreemptLowerPriority")
        for list in ["containers", "initContainers"] {
            spec.update(list) { containers in
                containers = .array(containers.elements.map(requestingItsLimits))
            }
        }
        var tolerations = spec["tolerations"]?.elements ?? []
        for key in ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"]
        where !tolerations.contains(where: { $0["key"]?.string == key }) {
            tolerations.append([
                "key": .string(key), "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 300,
            ])
        }
        spec["tolerations"] = .array(tolerations)
    }

    /// In a pod, a limit without a request is the request as well.
    private static func requestingItsLimits(_ container: JSONValue) -> JSONValue {
        guard let limits = container[path: "resources", "limits"]?.object else { return container }
        var requests = container[path: "resources", "requests"] ?? [:]
        for limit in limits { requests.fill(limit.key, limit.value) }
        var container = container
        if !requests.members.isEmpty { container["resources"]?["requests"] = requests }
        return container
    }

    private static func container(_ container: inout JSONValue, isHostNetwork: Bool) {
        container.update("ports") { ports in
            ports = .array(
                ports.elements.map { port in
                    var port = port
                    port.fillText("protocol", "TCP")
                    if isHostNetwork, let number = port["containerPort"] { port.fill("hostPort", number) }
                    return port
                }
            )
        }
        container.update("env") { variables in
            variables = .array(variables.elements.map(variable))
        }
        container.fill("resources", [:])
        for probe in ["livenessProbe", "readinessProbe", "startupProbe"] {
            container.update(probe, Self.probe)
        }
        container.fillText("terminationMessagePath", "/dev/termination-log")
        container.fillText("terminationMessagePolicy", "File")
        let image = container["image"]?.string ?? ""
        container.fillText("imagePullPolicy", isLatest(image) ? "Always" : "IfNotPresent")
    }

    private static func variable(_ variable: JSONValue) -> JSONValue {
        var variable = variable
        // An empty value is absence for Go's encoder.
        if variable["value"]?.string?.isEmpty ?? false { variable["value"] = nil }
        if variable[path: "valueFrom", "fieldRef"] != nil {
            variable["valueFrom"]?["fieldRef"]?.fill("apiVersion", "v1")
        }
        if variable[path: "valueFrom", "resourceFieldRef"] != nil {
            variable["valueFrom"]?["resourceFieldRef"]?.fill("divisor", "0")
        }
        return variable
    }

    private static func probe(_ probe: inout JSONValue) {
        probe.fill("timeoutSeconds", 1)
        probe.fill("periodSeconds", 10)
        probe.fill("successThreshold", 1)
        probe.fill("failureThreshold", 3)
        probe.update("httpGet") { get in
            get.fillText("path", "/")
            get.fillText("scheme", "HTTP")
        }
        probe.update("grpc") { $0.fill("service", "") }
        if probe["initialDelaySeconds"]?.integer == 0 { probe["initialDelaySeconds"] = nil }
    }

    private static func volume(_ volume: inout JSONValue) {
        for name in ["secret", "configMap", "downwardAPI", "projected"] {
            volume.update(name) { $0.fill("defaultMode", 420) }
        }
        volume.update("projected") { projected in
            projected.update("sources") { sources in
                sources = .array(
                    sources.elements.map { source in
                        var source = source
                        source.update("serviceAccountToken") { $0.fill("expirationSeconds", 3607) }
                        return source
                    }
                )
            }
        }
        volume.update("hostPath") { $0.fill("type", "") }
        if volume.members.count == 1 { volume["emptyDir"] = [:] }
    }

    /// Whether an image reference means the tag `latest`.
    static func isLatest(_ image: String) -> Bool {
        if image.contains("@") { return false }
        let last = image.split(separator: "/").last ?? ""
        guard let colon = last.lastIndex(of: ":") else { return true }
        return last[last.index(after: colon)...] == "latest"
    }
}
