// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Generation
import Kubernetes
import Testing

@Suite struct PatchTests {
    private func render(_ patch: String) throws -> RenderedSystem {
        try RenderedSystem.text(
            serviceText("web", "provides: [{ api: web, version: v1, http: 8080 }]\npatches:\n  - " + patch)
        )
    }

    @Test func mergesIntoTheObject() throws {
        let rendered = try render(
            "{ target: Deployment, op: merge, value: { spec: { paused: true, strategy: null } }, reason: test }"
        )
        let deployment = try rendered.only("Deployment")
        #expect(try deployment.value("/spec/paused") == true)
        #expect(try deployment.value("/spec/strategy") == nil)
        #expect(deployment.origin(of: "/spec/paused")?.text.contains("target: Deployment") == true)
        #expect(rendered.output.diagnostics.isEmpty)
    }

    @Test func whatAPatchSetsAsAWholeLeadsToThePatch() throws {
        let rendered = try render(
            "{ target: Deployment, op: merge, reason: test, value: { spec: { template: { spec: { containers: "
                + "[{ name: web, image: other }] } } } } }"
        )
        let deployment = try rendered.only("Deployment")
        let image = deployment.origin(of: "/spec/template/spec/containers/0/image")
        #expect(image?.text.contains("target: Deployment") == true)
    }

    @Test func originsMoveWithTheElementsOfAList() throws {
        let put = "{ op: add, path: /spec/template/spec/containers/0, value: { name: first, image: a } }"
        let rendered = try render("{ target: Deployment, op: json6902, reason: test, value: [\(put)] }")
        let deployment = try rendered.only("Deployment")
        #expect(try deployment.pod("/containers/1/name") == "web")
        let mine = deployment.origin(of: "/spec/template/spec/containers/1/ports/0")
        #expect(mine?.text == "8080")
        let patched = deployment.origin(of: "/spec/template/spec/containers/0/ports/0")
        #expect(patched?.text.contains("op: json6902") == true)
    }

    @Test func originsOfRemovedElementsGo() throws {
        let add = "{ op: add, path: /spec/template/spec/containers/-, value: { name: last, image: a } }"
        let remove = "{ op: remove, path: /spec/template/spec/containers/0 }"
        let rendered = try render(
            "{ target: Deployment, op: json6902, reason: test, value: [\(add), \(remove)] }"
        )
        let deployment = try rendered.only("Deployment")
        #expect(try deployment.pod("/containers/0/name") == "last")
        let origin = deployment.origin(of: "/spec/template/spec/containers/0/image")
        #expect(origin?.text.contains("op: json6902") == true)
    }

    @Test func appliesTheStepsOfAJSONPatch() throws {
        let steps =
            "[{ op: replace, path: /spec/template/spec/containers/0/name, value: main }, "
            + "{ op: add, path: /spec/template/spec/volumes/-, value: { name: x, emptyDir: {} } }, "
            + "{ op: remove, path: /spec/minReadySeconds }]"
        let text = "{ target: Deployment/web, op: json6902, value: \(steps), reason: test }"
        let rendered = try RenderedSystem.text(
            serviceText("web", "provides: [{ api: web, version: v1, http: 8080 }]\npatches:\n  - " + text)
                + environmentText("test", "class: staging"),
            environment: "test"
        )
        let deployment = try rendered.only("Deployment")
        #expect(try deployment.pod("/containers/0/name") == "main")
        #expect(try deployment.pod("/volumes/1/name") == "x")
        #expect(try deployment.value("/spec/minReadySeconds") == nil)
    }

    @Test(
        arguments: [
            (
                "{ target: DaemonSet, op: merge, value: { a: 1 }, reason: t }", "patch-without-target",
                "DaemonSet"
            ),
            (
                "{ target: Deployment, op: merge, value: { spec: { paussed: true } }, reason: t }",
                "patch-does-not-fit", "{ spec: { paussed: true } }"
            ),
            (
                "{ target: Deployment, op: merge, value: { metadata: { name: x } }, reason: t }",
                "patch-does-not-apply", "{ metadata: { name: x } }"
            ),
            (
                "{ target: Deployment, op: json6902, value: [{ op: remove, path: /spec/nope }], reason: t }",
                "patch-does-not-apply", "[{ op: remove, path: /spec/nope }]"
            ),
        ]
    )
    func saysWhyAPatchDoesNotWork(patch: String, id: String, span: String) throws {
        let diagnostics = try render(patch).output.diagnostics
        #expect(diagnostics.map(\.id) == [id])
        #expect(diagnostics.first?.primary?.span.text == span)
    }
}
