// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import KubernetesClient
import Testing

@testable import Rollout

@Suite struct RevisionTests {
    private func revision(_ number: Int, activation: Int, isProven: Bool) -> Revision {
        Revision(
            service: "web",
            number: number,
            contentHash: "h\(number)",
            recordedAt: Timestamp(seconds: 1000),
            provenAt: isProven ? Timestamp(seconds: 2000) : nil,
            activation: activation,
            initiator: "ci",
            images: ["a:1", "b:2"],
            objects: [
                ObjectReference(
                    type: GroupVersionKind(apiVersion: "v1", kind: "ConfigMap"),
                    namespace: "shop",
                    name: "c"
                )
            ],
            failure: nil,
            endedAt: nil,
            chunks: 1
        )
    }

    private func history(_ revisions: Revision...) -> RevisionHistory {
        RevisionHistory(service: "web", revisions: revisions)
    }

    @Test func goesBackToWhatWasProvenLastNotToTheNumberBefore() {
        // C8
        let history = history(
            revision(1, activation: 1, isProven: true),
            revision(2, activation: 2, isProven: true),
            revision(3, activation: 3, isProven: false),
            revision(4, activation: 4, isProven: false)
        )
        #expect(history.lastProven(besides: 4)?.number == 2)
        #expect(history.lastProven(besides: 2)?.number == 1)
        #expect(history.current?.number == 4)
    }

    @Test func aReturnMakesAnOldRevisionCurrent() {
        let history = history(
            revision(1, activation: 3, isProven: true),
            revision(2, activation: 2, isProven: true)
        )
        #expect(history.current?.number == 1)
        #expect(history.latest?.number == 2)
        #expect(history.nextActivation == 4)
    }

    @Test func forgetsTheOldestButNeverWhatIsNeeded() {
        // C8
        let history = history(
            revision(1, activation: 1, isProven: false),
            revision(2, activation: 2, isProven: true),
            revision(3, activation: 3, isProven: false),
            revision(4, activation: 4, isProven: false)
        )
        #expect(history.expired(keeping: 2).map(\.number) == [1])
        #expect(history.expired(keeping: 10).isEmpty)
    }

    private func restored(_ number: Int, activation: Int, from: Int) -> Revision {
        var result = revision(number, activation: activation, isProven: true)
        result.restoration = Revision.Restoration(from: from, at: nil, initiator: "")
        return result
    }

    @Test func goingBackTwiceGoesFurtherBack() {
        let once = history(
            revision(1, activation: 1, isProven: true),
            restored(2, activation: 4, from: 3),
            revision(3, activation: 3, isProven: true)
        )
        #expect(once.wayBack?.number == 1)
        #expect(once.leftFor(once.revisions[2])?.number == 2)
        let twice = history(
            restored(1, activation: 5, from: 2),
            restored(2, activation: 4, from: 3),
            revision(3, activation: 3, isProven: true)
        )
        #expect(twice.wayBack == nil)
        // To leave r2 as well changes nothing about r3.
        #expect(twice.leftFor(twice.revisions[2])?.number == 2)
        #expect(twice.leftFor(twice.revisions[1])?.number == 1)
        // The way back from a deploy that failed takes the place of the note that it was put back from r3.
        let failed = history(
            revision(1, activation: 1, isProven: true),
            restored(2, activation: 6, from: 4),
            revision(3, activation: 3, isProven: true),
            revision(4, activation: 5, isProven: false)
        )
        #expect(failed.wayBack?.number == 1)
        // Nobody can tell any more what took the place of r3; that it was left is known.
        var forth = twice
        forth.revisions[1] = restored(2, activation: 6, from: 1)
        #expect(forth.leftFor(forth.revisions[2]) == nil)
        #expect(forth.isLeft(forth.revisions[2]))
        // A mended one has come since: what was in place before it is what to go back to.
        var mended = twice
        mended.revisions.append(revision(4, activation: 6, isProven: true))
        #expect(mended.wayBack?.number == 1)
    }

    @Test func goingForthAgainSaysNothingAgainstTheOlder() {
        let history = history(
            revision(1, activation: 1, isProven: true),
            restored(2, activation: 4, from: 3),
            restored(3, activation: 5, from: 2)
        )
        #expect(!history.isLeft(history.revisions[1]))
        #expect(!history.isLeft(history.revisions[2]))
        #expect(history.wayBack?.number == 2)
    }

    @Test func failedTriesDoNotPushOutWhatCanBeReturnedTo() {
        // C8
        var history = history(
            revision(1, activation: 1, isProven: true),
            revision(2, activation: 2, isProven: true)
        )
        for number in 3...8 {
            history.revisions.append(revision(number, activation: number, isProven: false))
        }
        history.revisions.append(revision(9, activation: 9, isProven: true))
        #expect(history.expired(keeping: 3).map(\.number) == [3, 4, 5])
        #expect(history.lastProven(besides: 9)?.number == 2)
    }

    @Test func keepsWhatWasPutBackEarlierAlthoughNewerOnesAreProven() {
        let history = history(
            revision(1, activation: 5, isProven: true),
            revision(2, activation: 2, isProven: true),
            revision(3, activation: 3, isProven: true),
            revision(4, activation: 6, isProven: false),
            revision(5, activation: 7, isProven: true)
        )
        #expect(history.expired(keeping: 2).map(\.number) == [2])
        // Nothing but the one in place was asked for.
        #expect(history.expired(keeping: 1).map(\.number) == [1, 2, 3])
    }

    @Test func whatWasLeftNeverCountsAsAWayBackAgain() {
        // C8: r2, r3 and r4 were proven, then left for r1.
        let history = history(
            restored(1, activation: 7, from: 4),
            revision(2, activation: 2, isProven: true),
            revision(3, activation: 4, isProven: true),
            revision(4, activation: 6, isProven: true),
            revision(5, activation: 8, isProven: true),
            revision(6, activation: 9, isProven: true),
            revision(7, activation: 10, isProven: true)
        )
        // They take no place of what can be gone back to, and r1, which tells of them, stays with them.
        #expect(history.expired(keeping: 2).map(\.number) == [2, 5])
        var rest = history
        let gone = history.expired(keeping: 2).map(\.number)
        rest.revisions.removeAll { gone.contains($0.number) }
        #expect(rest.revisions.filter { rest.isLeft($0) }.map(\.number) == [3, 4])
        #expect(rest.wayBack?.number == 6)
    }

    @Test func readsBackWhatItStores() throws {
        let original = revision(7, activation: 9, isProven: true)
        let scope = SystemScope(system: "shop", environment: "dev", namespace: "shop")
        let secrets = RevisionSecret.objects(original, payload: [1, 2, 3], scope: scope)
        let secret = try #require(secrets.first)
        #expect(secret.name == "msctl.web.r7")
        #expect(secret["type"] == "msctl.dev/revision")
        #expect(RevisionSecret.revision(secret) == original)
    }

    @Test func cutsLargeRevisionsIntoPieces() {
        var large = revision(1, activation: 1, isProven: false)
        large.chunks = 2
        let scope = SystemScope(system: "shop", environment: "dev", namespace: "shop")
        let payload = [UInt8](repeating: 7, count: RevisionSecret.chunkSize + 1)
        let secrets = RevisionSecret.objects(large, payload: payload, scope: scope)
        #expect(secrets.map(\.name) == ["msctl.web.r1", "msctl.web.r1.c1"])
        #expect(secrets.allSatisfy { ($0["data"]?["objects"]?.string?.utf8.count ?? 0) < 900 * 1024 })
        #expect(secrets.compactMap(RevisionSecret.revision).count == 1)
        #expect(secrets.allSatisfy { $0[metadata: "annotations"]?.isNull != true })
    }

    private func names(_ rig: Rig) async throws -> [String] {
        try await rig.list("Secret").map(\.name).sorted()
    }

    /// A rig that holds a revision in some pieces.
    private func rig(chunks: Int) async throws -> Rig {
        let rig = Rig()
        _ = try await rig.client.create(Fixture.namespace.object)
        var stored = revision(1, activation: 1, isProven: true)
        stored.chunks = chunks
        let size = (chunks - 1) * RevisionSecret.chunkSize + 1
        let payload = [UInt8](repeating: 7, count: size)
        for secret in RevisionSecret.objects(stored, payload: payload, scope: rig.scope) {
            _ = try await rig.client.create(secret)
        }
        return rig
    }

    @Test(arguments: [1, 2])
    func forgetsAllPieces(chunks: Int) async throws {
        let rig = try await rig(chunks: chunks)
        #expect(try await names(rig).count == chunks)
        let store = RevisionStore(client: rig.client, scope: rig.scope)
        let read = try #require(try await store.histories()["web"]?.current)
        try await store.delete(read)
        #expect(try await names(rig) == [])
        // Somebody else has been faster.
        try await store.delete(read)
    }

    /// A backup that is restored meanwhile makes Secrets of the same names.
    @Test func forgetsNothingThatWasMadeAnewSinceItWasRead() async throws {
        // C10
        let rig = try await rig(chunks: 1)
        let store = RevisionStore(client: rig.client, scope: rig.scope)
        let read = try #require(try await store.histories()["web"]?.current)
        let secret = try #require(try await rig.list("Secret").first)
        try await rig.client.delete(secret.reference, options: DeleteOptions(uid: nil))
        let again = RevisionSecret.objects(read, payload: [7], scope: rig.scope)
        for secret in again { _ = try await rig.client.create(secret) }
        await #expect(throws: DeployError.self) { try await store.delete(read) }
        #expect(try await names(rig) == ["msctl.web.r1"])
    }

    @Test func neverStoresValuesOfSecrets() throws {
        let secret = KubernetesObject(
            type: GroupVersionKind(apiVersion: "v1", kind: "Secret"),
            metadata: ["name": "keys"],
            members: ["data": ["password": "aHVudGVyMg=="]]
        )
        let content = RevisionContent([DesiredObject(secret, service: "web")])
        #expect(!String(decoding: content.payload, as: UTF8.self).contains("aHVudGVyMg"))
        let back = try RevisionContent(payload: content.payload)
        #expect(back.objects.first?.isWithheld == true)
    }

    @Test func hashesContentWhateverTheOrder() {
        let one = Seen.desired()
        let other = DesiredObject(
            KubernetesObject(
                type: GroupVersionKind(apiVersion: "v1", kind: "ConfigMap"),
                metadata: ["name": "c"]
            ),
            service: "web"
        )
        #expect(RevisionContent([one, other]).hash == RevisionContent([other, one]).hash)
        #expect(RevisionContent([one]).hash != RevisionContent([other]).hash)
    }
}
