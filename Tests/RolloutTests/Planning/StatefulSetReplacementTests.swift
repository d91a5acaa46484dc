// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Kubernetes
import KubernetesClient
import Testing

@testable import Rollout

@Suite struct StatefulSetReplacementTests {
    /// A service with a StatefulSet that claims these sizes, each from the second line of the manifest.
    private func service(sizes: [String]) -> DesiredService {
        var service = Fixture.service("words") { $0.kind = "StatefulSet" }
        for position in service.objects.indices where service.objects[position].object.kind == "StatefulSet" {
            let claims = sizes.enumerated().map { index, size -> JSONValue in
                [
                    "metadata": ["name": .string("data-\(index)")],
                    "spec": [
                        "accessModes": ["ReadWriteOnce"],
                        "resources": ["requests": ["storage": .string(size)]],
                    ],
                ]
            }
            var spec = service.objects[position].object["spec"]?.object ?? [:]
            spec["volumeClaimTemplates"] = .array(claims)
            service.objects[position].object["spec"] = .object(spec)
            let span = SourceSpan(file: Fixture.manifest, range: 6..<9)
            service.objects[position].origins["/spec/volumeClaimTemplates"] = span
        }
        return service
    }

    /// What a plan says of the StatefulSet where one that claims 1 GiB is there.
    private func change(to sizes: [String]) async throws -> PlannedChange? {
        let rig = Rig()
        for desired in [Fixture.namespace] + service(sizes: ["1Gi"]).objects {
            _ = try await rig.client.apply(desired.object, options: ApplyOptions())
        }
        let plan = try await rig.deployer.plan(rig.request([service(sizes: sizes)]))
        return plan.entries.first { $0.object.type.kind == "StatefulSet" }?.change
    }

    @Test func namesTheFieldTheLineAndTheWayOut() async throws {
        guard case .replaceNeeded(let reason)? = try await change(to: ["2Gi"]) else {
            Issue.record("nothing has to be replaced")
            return
        }
        let field = "spec.volumeClaimTemplates[0].spec.resources.requests.storage"
        let change = "\(field) \"1Gi\" → \"2Gi\" (msctl.yaml:2)"
        #expect(reason.hasPrefix("\(change): a StatefulSet never changes that."), "\(reason)")
        #expect(reason.contains("`kubectl delete statefulset words -n shop --cascade=orphan`"))
        #expect(!reason.contains("updates to statefulset spec"))
    }

    @Test func namesAClaimThatComesByItsListOnly() async throws {
        guard case .replaceNeeded(let reason)? = try await change(to: ["1Gi", "1Gi"]) else {
            Issue.record("nothing has to be replaced")
            return
        }
        let list = "spec.volumeClaimTemplates (msctl.yaml:2)"
        #expect(reason.hasPrefix("\(list): a StatefulSet never changes that."), "\(reason)")
    }

    @Test func theSameSizeInOtherWordsIsNoChange() throws {
        let old = try #require(service(sizes: ["1Gi"]).objects.first { $0.object.kind == "StatefulSet" })
        let new = try #require(service(sizes: ["1024Mi"]).objects.first { $0.object.kind == "StatefulSet" })
        #expect(StatefulSetReplacement.reason(new, live: old.object) == nil)
        #expect(StatefulSetReplacement.reason(new, live: nil) == nil)
    }
}
