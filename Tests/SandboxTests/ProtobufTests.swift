// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import HTTP
import HTTPTypes
import Kubernetes
import Sandbox
import Testing

/// Objects in the binary form in which `kubectl create` sends them.
@Suite struct ProtobufTests {
    /// A field of bytes: its tag, length and content.
    private func field(_ number: UInt8, _ content: [UInt8]) -> [UInt8] {
        [number << 3 | 2, UInt8(content.count)] + content
    }

    private func field(_ number: UInt8, _ text: String) -> [UInt8] { field(number, Array(text.utf8)) }

    private func object(_ apiVersion: String, _ kind: String, _ message: [UInt8]) -> [UInt8] {
        [0x6B, 0x38, 0x73, 0] + field(1, field(1, apiVersion) + field(2, kind)) + field(2, message)
    }

    private func post(_ path: String, _ body: [UInt8]) async throws -> (status: Int, body: JSONValue) {
        let client = SandboxClient()
        var request = HTTPRequest(method: .post, scheme: "http", authority: "sandbox", path: path)
        request.headerFields[.contentType] = "application/vnd.kubernetes.protobuf"
        request.headerFields[.accept] = "application/vnd.kubernetes.protobuf,application/json"
        let reply = try await InProcessTransport(client.server).send(request, body: body)
        return (reply.head.status.code, try JSONReader.read(reply.body))
    }

    @Test func createsAConfigMap() async throws {
        let metadata = field(1, field(1, "c") + field(2, "") + field(11, field(1, "team") + field(2, "a")))
        let data = field(2, field(1, "k") + field(2, "v"))
        let answer = try await post(
            "/api/v1/namespaces/default/configmaps",
            object("v1", "ConfigMap", metadata + data)
        )
        #expect(answer.status == 201)
        #expect(answer.body["data"] == ["k": "v"])
        #expect(answer.body[path: "metadata", "labels"] == ["team": "a"])
    }

    @Test func keepsAZeroThatWasMeant() async throws {
        let labels = field(1, field(1, "app") + field(2, "a"))
        let container = field(1, "c") + field(2, "img:1")
        let template = field(1, field(11, field(1, "app") + field(2, "a"))) + field(2, field(2, container))
        let spec = [UInt8(1 << 3), 0] + field(2, labels) + field(3, template)
        let answer = try await post(
            "/apis/apps/v1/namespaces/default/deployments",
            object("apps/v1", "Deployment", field(1, field(1, "d")) + field(2, spec))
        )
        #expect(answer.status == 201)
        #expect(answer.body[path: "spec", "replicas"] == 0)
        #expect(
            answer.body[path: "spec", "template", "spec", "containers"]?.array?.first?["image"] == "img:1"
        )
    }

    @Test func keepsAFalseThatWasMeant() async throws {
        // 20 is the number of `allocateLoadBalancerNodePorts`, in a tag of two bytes.
        let port = field(1, "http") + field(2, "TCP") + [3 << 3, 80]
        let spec = field(1, port) + field(4, "LoadBalancer") + [0xA0, 0x01, 0]
        let answer = try await post(
            "/api/v1/namespaces/default/services",
            object("v1", "Service", field(1, field(1, "s")) + field(2, spec))
        )
        #expect(answer.status == 201, "\(answer.body)")
        #expect(answer.body[path: "spec", "allocateLoadBalancerNodePorts"] == false)
    }

    @Test func createsAnIngressWhoseRulesAreEmbedded() async throws {
        let port = field(2, [2 << 3, 80])
        let backend = field(4, field(1, "web") + port)
        let path = field(1, "/") + field(3, "Exact") + field(2, backend)
        let rule = field(1, "example.com") + field(2, field(1, field(1, path)))
        let answer = try await post(
            "/apis/networking.k8s.io/v1/namespaces/default/ingresses?fieldValidation=Strict",
            object("networking.k8s.io/v1", "Ingress", field(1, field(1, "i")) + field(2, field(3, rule)))
        )
        #expect(answer.status == 201)
        let stored = answer.body[path: "spec", "rules"]?.array?.first
        #expect(stored?["host"] == "example.com")
        #expect(
            stored?[path: "http", "paths"] == [
                [
                    "backend": ["service": ["name": "web", "port": ["number": 80]]], "path": "/",
                    "pathType": "Exact",
                ]
            ]
        )
    }

    @Test func createsAnAutoscaler() async throws {
        let reference = field(1, "Deployment") + field(2, "web") + field(3, "apps/v1")
        let target = field(1, "Utilization") + [4 << 3, 80]
        let metric = field(1, "Resource") + field(4, field(1, "cpu") + field(2, target))
        let spec = field(1, reference) + [2 << 3, 1, 3 << 3, 5] + field(4, metric)
        let answer = try await post(
            "/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers?fieldValidation=Strict",
            object("autoscaling/v2", "HorizontalPodAutoscaler", field(1, field(1, "h")) + field(2, spec))
        )
        #expect(answer.status == 201)
        #expect(answer.body[path: "spec", "scaleTargetRef", "name"] == "web")
        #expect(answer.body[path: "spec", "maxReplicas"] == 5)
        let stored = answer.body[path: "spec", "metrics"]?.array?.first
        #expect(stored?[path: "resource", "target"] == ["averageUtilization": 80, "type": "Utilization"])
    }

    /// `kubectl autoscale` before 1.34 sends this version.
    @Test func createsAnAutoscalerOfTheOlderVersion() async throws {
        let reference = field(1, "Deployment") + field(2, "web") + field(3, "apps/v1")
        let spec = field(1, reference) + [2 << 3, 1, 3 << 3, 5, 4 << 3, 70]
        let status = field(3, [3 << 3, 0, 4 << 3, 0])
        let answer = try await post(
            "/apis/autoscaling/v1/namespaces/default/horizontalpodautoscalers?fieldValidation=Strict",
            object(
                "autoscaling/v1",
                "HorizontalPodAutoscaler",
                field(1, field(1, "h")) + field(2, spec) + status
            )
        )
        #expect(answer.status == 201)
        #expect(answer.body["apiVersion"] == "autoscaling/v1")
        #expect(answer.body[path: "spec", "targetCPUUtilizationPercentage"] == 70)
        #expect(answer.body[path: "spec", "scaleTargetRef", "name"] == "web")
    }

    @Test func saysWhatItCannotRead() async throws {
        let unknown = try await post("/api/v1/nodes", object("v1", "Node", []))
        #expect(unknown.status == 415)
        #expect(unknown.body["message"]?.string?.contains("the object provided is unrecognized") == false)
        let torn = try await post(
            "/api/v1/namespaces",
            Array(object("v1", "Namespace", field(1, "x")).dropLast())
        )
        #expect(torn.status == 415)
        let text = try await post("/api/v1/namespaces", Array("{}".utf8))
        #expect(text.status == 415)
    }
}
