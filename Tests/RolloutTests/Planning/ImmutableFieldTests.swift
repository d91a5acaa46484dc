// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import KubernetesClient
import Testing

@testable import Rollout

/// What cannot be changed is named with its line and the way out.
@Suite struct ImmutableFieldTests {
    /// A cluster with a Deployment `cart` that has another selector.
    private func made(by manager: String, labels: JSONObject?) async throws -> Rig {
        let rig = Rig()
        _ = try await rig.client.apply(Fixture.namespace.object, options: ApplyOptions())
        let desired = Fixture.service("cart").objects.first { $0.object.kind == "Deployment" }
        var object = try #require(desired).object
        object[metadata: "labels"] = labels.map(JSONValue.object)
        var spec = object["spec"]?.object ?? [:]
        spec["selector"] = ["matchLabels": ["app": "cart"]]
        spec["template"] = [
            "metadata": ["labels": ["app": "cart"]],
            "spec": ["containers": [["name": "cart", "image": "registry.example/cart:0"]]],
        ]
        object["spec"] = .object(spec)
        _ = try await rig.client.create(object, options: WriteOptions(fieldManager: manager))
        return rig
    }

    private func reason(_ rig: Rig) async throws -> String {
        var options = Rig.options
        options.takesOver = true
        let report = try await rig.deploy([Fixture.service("cart")], options: options)
        #expect(report.outcome == .preflightRefused)
        return report.services.first?.notes.joined(separator: "\n") ?? ""
    }

    @Test func ofAnObjectOfOursSaysHowItIsMadeAnew() async throws {
        let text = try await reason(try await made(by: "msctl", labels: Fixture.labels("cart")))
        #expect(text.contains("spec.selector (msctl.yaml:4): a Deployment never changes that."), "\(text)")
        #expect(text.contains("`kubectl delete deployment cart -n shop` with its pods;"), "\(text)")
    }

    @Test func ofAnObjectOfAnotherSaysWhoseItIs() async throws {
        let text = try await reason(try await made(by: "kubectl-create", labels: nil))
        #expect(text.contains("It was made by `kubectl-create`: give the service another name"), "\(text)")
    }
}
