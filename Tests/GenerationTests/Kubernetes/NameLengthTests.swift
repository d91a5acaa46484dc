// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Generation
import Kubernetes
import Testing

/// What is derived from the longest names that a manifest takes still fits into what Kubernetes takes.
@Suite struct NameLengthTests {
    private let service = "s" + String(repeating: "x", count: 51)
    private let store = "d" + String(repeating: "y", count: 62)

    private static let specs = [
        "provides: [{ api: web, version: v1, http: 8080 }]\nexpose: { host: shop.example.com }\nscale: { min: 2, max: 5 }",
        "role: cron\nschedule: '0 3 * * *'", "role: job",
    ]

    @Test(arguments: specs)
    func namesAndLabelsFit(spec: String) throws {
        let objects = try RenderedSystem.text(serviceText(service, spec)).objects.map(\.object)
        #expect(!objects.isEmpty)
        for object in objects {
            let isLabel = ["Service", "Job", "Namespace"].contains(object.kind)
            #expect(object.name.utf8.count <= (isLabel ? 63 : 253), "\(object.reference)")
            // The controller names each run after it, with a number of ten digits.
            #expect(object.kind != "CronJob" || object.name.utf8.count <= 52)
            let isFitting = object.labels.values.allSatisfy { LabelSyntax.isValue($0) }
            #expect(isFitting, "\(object.reference)")
        }
    }

    @Test func aStatefulSetOfTheLongestNamesFits() throws {
        let stores = [store, store.dropLast() + "z"].map { "{ name: \($0), engine: sqlite }" }
        let spec = "data: [\(stores.joined(separator: ", "))]"
        let rendered = try RenderedSystem.text(serviceText(service, spec))
        let set = try rendered.only("StatefulSet")
        // A label of each pod is the name of its revision, which has a hash of ten characters.
        #expect(set.object.name.utf8.count + 11 <= 63)
        let claims = try set.value("/spec/volumeClaimTemplates")?.array ?? []
        let names = claims.compactMap { $0["metadata"]?["name"]?.string }
        #expect(Set(names).count == 2)
        let fitting = names.filter { DNSName.isLabel($0) }
        #expect(fitting == names)
        let mounts = try set.pod("/containers/0/volumeMounts")?.array ?? []
        let mounted = Set(mounts.compactMap { $0["name"]?.string })
        #expect(mounted.isSuperset(of: names))
    }
}
