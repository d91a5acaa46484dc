// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Testing

@testable import Kubernetes

@Suite struct FieldTableTests {
    private let deployment = GroupVersionKind(apiVersion: "apps/v1", kind: "Deployment")

    private func type(_ pointer: String) throws -> FieldType? {
        FieldTable.builtIn.type(at: try #require(JSONPointer(text: pointer)), of: deployment)
    }

    @Test func knowsTypesAtEveryDepth() throws {
        #expect(try type("/spec/replicas") == .integer)
        #expect(try type("/spec/strategy/rollingUpdate/maxSurge") == .intOrString)
        #expect(try type("/spec/template/spec/containers/0/image") == .string)
        #expect(try type("/spec/template/spec/containers/0/resources/limits/memory") == .quantity)
        #expect(try type("/metadata/creationTimestamp") == .time)
        #expect(try type("/metadata/labels/app") == .string)
        #expect(try type("/metadata/managedFields/0/fieldsV1/f:spec/anything") == .any)
        #expect(try type("/spec/strategy/type") == .enumeration(["Recreate", "RollingUpdate"]))
        #expect(try type("/spec/noSuchField") == nil)
        #expect(try type("/spec/replicas/0") == nil)
    }

    @Test func knowsMergeKeys() throws {
        let pod = "/spec/template/spec"
        #expect(
            try type("\(pod)/containers") == .list(of: .object("core.v1.Container"), .map(keys: ["name"]))
        )
        #expect(
            try type("\(pod)/containers/0/ports")
                == .list(of: .object("core.v1.ContainerPort"), .map(keys: ["containerPort", "protocol"]))
        )
        #expect(try type("\(pod)/containers/0/args") == .list(of: .string, .atomic))
        #expect(try type("/metadata/finalizers") == .list(of: .string, .set))
        #expect(try type("\(pod)/nodeSelector") == .map(of: .string, isAtomic: true))
        let containers = try #require(FieldTable.builtIn.shape(named: "core.v1.PodSpec")?.fields["volumes"])
        #expect(containers.patchStrategies == ["merge", "retainKeys"])
        #expect(containers.patchMergeKey == "name")
    }

    @Test func knowsDefaultsRequiredFieldsAndAtomicObjects() throws {
        let port = try #require(FieldTable.builtIn.shape(named: "core.v1.ContainerPort"))
        #expect(port.fields["protocol"]?.defaultText == "TCP")
        #expect(port.fields["protocol"]?.type == .enumeration(["SCTP", "TCP", "UDP"]))
        #expect(port.required == ["containerPort"])
        #expect(FieldTable.builtIn.shape(named: "apis.meta.v1.LabelSelector")?.isAtomic == true)
        #expect(FieldTable.builtIn.shape(named: "core.v1.PodSpec")?.isAtomic == false)
        #expect(
            FieldTable.builtIn.shape(named: "core.v1.ISCSIVolumeSource")?.fields["iscsiInterface"]?.type
                == .string
        )
    }

    @Test func knowsEveryTypeItSpeaksOf() {
        let table = FieldTable.builtIn
        #expect(table.types.count > 35)
        for type in table.types { #expect(table.shape(of: type) != nil, "\(type)") }
        let names = [FieldTable.kubernetes, FieldTable.gateway].flatMap { text in
            text.split(separator: ">").dropFirst().map {
                String($0.prefix { $0.isLetter || $0.isNumber || $0 == "." })
            }
        }
        for name in Set(names) { #expect(table.shape(named: name) != nil, "\(name)") }
    }

    @Test func knowsTheFieldsOfEveryKnownKindButDefinitionsAndReviewsOfOthers() {
        let unknown = ResourceType.all.filter { FieldTable.builtIn.shape(of: $0.type) == nil }
        #expect(
            unknown.map(\.type.kind) == [
                "CustomResourceDefinition", "SubjectAccessReview", "LocalSubjectAccessReview",
            ]
        )
    }
}
