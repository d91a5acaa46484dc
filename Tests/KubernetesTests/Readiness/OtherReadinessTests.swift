// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes
import Testing

@Suite struct OtherReadinessTests {
    private let metadata = #""metadata":{"name":"x","generation":2}"#

    @Test(arguments: [
        "v1 ConfigMap", "v1 Secret", "batch/v1 CronJob", "policy/v1 PodDisruptionBudget", "v1 Namespace",
    ])
    func countsExistenceAsReady(head: String) throws {
        #expect(try readiness(head, metadata) == .ready)
    }

    @Test func waitsForWhatIsBeingDeleted() throws {
        let text = #""metadata":{"name":"x","deletionTimestamp":"2026-11-21T03:00:00Z"}"#
        #expect(try readiness("v1 ConfigMap", text) == .progressing("is being deleted"))
    }

    @Test(
        arguments: [
            (#""spec":{}"#, .ready),
            (#""spec":{"type":"LoadBalancer"}"#, .progressing("the load balancer has no address yet")),
            (
                #""spec":{"type":"LoadBalancer"},"status":{"loadBalancer":{"ingress":[{"ip":"192.0.2.1"}]}}"#,
                .ready
            ),
            (
                #""spec":{"type":"LoadBalancer"},"status":{"loadBalancer":{"ingress":[{"hostname":"lb.example"}]}}"#,
                .ready
            ),
        ] as [(String, Readiness)]
    )
    func waitsForTheAddressOfALoadBalancer(members: String, expected: Readiness) throws {
        // C7 (g)
        #expect(try readiness("v1 Service", "\(metadata),\(members)") == expected)
    }

    @Test func neverWaitsForAClaimToBeBound() throws {
        // C7 (g)
        func state(_ phase: String) throws -> Readiness {
            try readiness("v1 PersistentVolumeClaim", #"\#(metadata),"status":{"phase":"\#(phase)"}"#)
        }
        #expect(try state("Bound") == .ready)
        #expect(try state("Pending").isReady)
        #expect(try !state("Lost").isReady)
    }

    @Test(
        arguments: [
            ("", .progressing("no metrics yet")),
            (#"{"type":"ScalingActive","status":"True"}"#, .ready),
            (
                #"{"type":"ScalingActive","status":"False","reason":"FailedGetResourceMetric","message":"no metrics API"}"#,
                .progressing("no metrics: no metrics API")
            ),
            (
                #"{"type":"ScalingActive","status":"False","reason":"ScalingDisabled"}"#,
                .assumed("scaled to zero, which pauses it")
            ),
            (
                #"{"type":"AbleToScale","status":"False","reason":"FailedGetScale","message":"not found"}"#,
                .progressing("cannot scale: not found")
            ),
        ] as [(String, Readiness)]
    )
    func judgesAutoscalers(conditions: String, expected: Readiness) throws {
        // C7 (g)
        let text = #"\#(metadata),"status":{"conditions":[\#(conditions)]}"#
        #expect(try readiness("autoscaling/v2 HorizontalPodAutoscaler", text) == expected)
    }

    @Test(
        arguments: [
            (#""spec":{"parentRefs":[{"name":"edge"}]}"#, .progressing("no gateway has taken it up yet")),
            (
                #""status":{"parents":[{"conditions":[{"type":"Accepted","status":"True","observedGeneration":1}]}]}"#,
                .progressing("not accepted by a gateway yet")
            ),
            (
                #""status":{"parents":[{"conditions":[{"type":"Accepted","status":"True","observedGeneration":2}]}]}"#,
                .ready
            ),
            (
                #""status":{"parents":[{"conditions":[{"type":"Accepted","status":"False","reason":"NoMatchingListenerHostname"}]}]}"#,
                .failed(.init(reason: "NoMatchingListenerHostname", message: "NoMatchingListenerHostname"))
            ),
            (
                #""status":{"parents":[{"conditions":[{"type":"Accepted","status":"True"},"#
                    + #"{"type":"ResolvedRefs","status":"False","message":"Service gone"}]}]}"#,
                .progressing("a backend is missing: Service gone")
            ),
        ] as [(String, Readiness)]
    )
    func judgesRoutes(members: String, expected: Readiness) throws {
        // C7 (g)
        #expect(try readiness("gateway.networking.k8s.io/v1 HTTPRoute", "\(metadata),\(members)") == expected)
    }

    @Test func waitsForAGatewayToBeProgrammed() throws {
        // C7 (g)
        func state(_ programmed: String) throws -> Readiness {
            try readiness(
                "gateway.networking.k8s.io/v1 Gateway",
                #"\#(metadata),"status":{"conditions":[{"type":"Accepted","status":"True"},"#
                    + #"{"type":"Programmed","status":"\#(programmed)","message":"no address"}]}"#
            )
        }
        #expect(try state("True") == .ready)
        #expect(try state("False") == .progressing("not programmed: no address"))
        #expect(try state("Unknown") == .progressing("not programmed yet"))
    }

    @Test func waitsForACustomKindToBeServed() throws {
        // C7 (g)
        func state(_ conditions: String) throws -> Readiness {
            try readiness(
                "apiextensions.k8s.io/v1 CustomResourceDefinition",
                #"\#(metadata),"status":{"conditions":[\#(conditions)]}"#
            )
        }
        #expect(try state("") == .progressing("not served yet"))
        let accepted = #"{"type":"NamesAccepted","status":"True"}"#
        #expect(try state(accepted) == .progressing("not served yet"))
        #expect(try state(accepted + #",{"type":"Established","status":"True"}"#) == .ready)
        #expect(
            try state(
                #"{"type":"NamesAccepted","status":"False","reason":"ListKindConflict","message":"taken"}"#
            )
                == .failed(.init(reason: "ListKindConflict", message: "taken"))
        )
    }

    @Test(
        arguments: [
            ("", .assumed("has no readiness signal")),
            (#""observedGeneration":1"#, .progressing("the controller has not seen the change yet")),
            (
                #""conditions":[{"type":"Stalled","status":"True","reason":"Broken","message":"no"},{"type":"Ready","status":"True"}]"#,
                .failed(.init(reason: "Broken", message: "no"))
            ),
            (
                #""conditions":[{"type":"Reconciling","status":"True","message":"half way"}]"#,
                .progressing("half way")
            ),
            (#""conditions":[{"type":"Ready","status":"True"}]"#, .ready),
            (
                #""conditions":[{"type":"Ready","status":"Unknown","reason":"Waiting"}]"#,
                .progressing("not ready: Waiting")
            ),
        ] as [(String, Readiness)]
    )
    func judgesCustomResourcesByConvention(status: String, expected: Readiness) throws {
        // C7 (h)
        #expect(try readiness("example.com/v1 Gadget", #"\#(metadata),"status":{\#(status)}"#) == expected)
    }
}
