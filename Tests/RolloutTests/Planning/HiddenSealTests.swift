// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import KubernetesClient
import Testing

@testable import Rollout

/// A plan shows no secrets, and holds them all the same.
@Suite struct HiddenSealTests {
    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// RFC 4231, test cases 2 and 6, and FIPS 180-4.
    @Test func theDigestIsTheOneOfTheStandard() {
        #expect(
            Self.hexadecimal(SHA256.hash(Array("abc".utf8)))
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        )
        let short = SHA256.authenticate(
            Array("what do ya want for nothing?".utf8),
            key: Array("Jefe".utf8)
        )
        #expect(
            Self.hexadecimal(short) == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        )
        let long = SHA256.authenticate(
            Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
            key: [UInt8](repeating: 0xaa, count: 131)
        )
        #expect(
            Self.hexadecimal(long) == "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        )
    }

    /// A service with a Secret of its own, and with a literal under a telling name.
    private func service(_ password: String, token: String = "t-1") -> DesiredService {
        var service = Fixture.service("cart") {
            $0.container = ["env": [["name": "API_TOKEN", "value": .string(token)]]]
        }
        let secret = KubernetesObject(
            type: .secret,
            metadata: [
                "name": "cart-db", "namespace": "shop", "labels": .object(Fixture.labels("cart")),
            ],
            members: ["data": ["password": .string(password)]]
        )
        service.objects.append(DesiredObject(secret, service: "cart"))
        return service
    }

    /// A rig with the service, and the plan of a change as it comes out of a file.
    private func planned(_ next: DesiredService) async throws -> (Rig, DeployPlan) {
        let rig = Rig()
        #expect(try await rig.deploy([service("YQ==")]).outcome == .succeeded)
        let request = rig.request([next])
        let plan = try await rig.whileTimePasses { try await rig.deployer.plan(request) }
        return (rig, try DeployPlan(json: JSONReader.read(plan.json.text())))
    }

    /// What keeps a deploy by the plan from being begun; `nil` if nothing does.
    private func objection(_ rig: Rig, _ plan: DeployPlan, to service: DesiredService) async throws -> String?
    {
        let request = rig.request([service])
        rig.transport.forget()
        do {
            let report = try await rig.whileTimePasses {
                try await rig.deployer.deploy(request, expecting: plan)
            }
            #expect(report.outcome == .succeeded)
            return nil
        } catch let error as DeployError {
            #expect(rig.transport.writes == [])
            return error.description
        }
    }

    private let words = "a value that is not shown is another one now than in the plan"

    @Test func aPlanHoldsWhereNothingHasMoved() async throws {
        let next = service("Yg==", token: "t-2")
        let (rig, plan) = try await planned(next)
        #expect(try await objection(rig, plan, to: next) == nil)
    }

    @Test func noticesAnotherValueInTheManifest() async throws {
        let (rig, plan) = try await planned(service("Yg==", token: "t-2"))
        let secret = try #require(try await objection(rig, plan, to: service("Yw==", token: "t-2")))
        #expect(secret.hasSuffix("Secret shop/cart-db `data.password`: \(words)"), "\(secret)")
        let literal = try #require(try await objection(rig, plan, to: service("Yg==", token: "t-3")))
        #expect(literal.contains("Deployment shop/cart"), "\(literal)")
        #expect(literal.hasSuffix(words), "\(literal)")
    }

    @Test func noticesAnotherValueInTheCluster() async throws {
        let next = service("Yg==")
        let (rig, plan) = try await planned(next)
        let secret = try #require(next.objects.last?.object.reference)
        _ = try await rig.client.patch(
            secret,
            .merge(["data": ["password": "Yw=="]]),
            options: WriteOptions(fieldManager: "msctl")
        )
        let objection = try #require(try await objection(rig, plan, to: next))
        #expect(objection.hasSuffix("Secret shop/cart-db `data.password`: \(words)"), "\(objection)")
    }

    /// Two objects with the same values have other seals, and so have two fields of one.
    @Test func aSealTellsNothingOfOtherSeals() {
        let seal = HiddenSeal.of("a", "b", at: "/data/x", key: "uid-1")
        #expect(seal == HiddenSeal.of("a", "b", at: "/data/x", key: "uid-1"))
        let others = [
            HiddenSeal.of("a", "b", at: "/data/x", key: "uid-2"),
            HiddenSeal.of("a", "b", at: "/data/y", key: "uid-1"),
            HiddenSeal.of("a", "c", at: "/data/x", key: "uid-1"),
            HiddenSeal.of("c", "b", at: "/data/x", key: "uid-1"),
            HiddenSeal.of("a", nil, at: "/data/x", key: "uid-1"),
        ]
        #expect(Set(others + [seal]).count == 6)
        #expect(seal.utf8.count == 32)
    }

    /// What is shown has no seal, so that a plan of ordinary fields is as short as before.
    @Test func onlyWhatIsHiddenIsSealed() throws {
        func map(_ value: String) -> KubernetesObject {
            KubernetesObject(
                type: GroupVersionKind(apiVersion: "v1", kind: "ConfigMap"),
                metadata: ["name": "x", "uid": "u"],
                members: ["data": ["level": .string(value), "api-token": .string(value)]]
            )
        }
        let changes = FieldDiff.changes(from: map("a"), to: map("b"))
        #expect(changes.map { $0.seal != nil } == [false, true])
    }

    /// A plan says of a new object only that it is made; it holds what is made all the same.
    @Test func noticesThatANewObjectIsMadeOtherwise() async throws {
        let rig = Rig()
        let first = rig.request([Fixture.service("cart")])
        let plan = try await rig.deployer.plan(first)
        let other = Fixture.service("cart") { $0.version = "2" }
        let objection = try #require(try await objection(rig, plan, to: other))
        #expect(
            objection.hasSuffix("Deployment shop/cart is made otherwise now than in the plan"),
            "\(objection)"
        )
        #expect(try await self.objection(rig, plan, to: Fixture.service("cart")) == nil)
    }

    /// The fingerprint of what is made says nothing of what a plan does not show.
    @Test func whatIsMadeIsComparedWithoutItsSecrets() {
        let (left, right) = (service("YQ=="), service("Yg==", token: "t-2"))
        let contents = { (service: DesiredService) in service.objects.map(\.object.shownContent) }
        #expect(contents(left) == contents(right))
    }
}
