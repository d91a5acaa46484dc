// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes
import KubernetesClient

/// Reads several kinds of objects, and goes on without those that the account may not read.
struct Reading: Sendable {
    let client: ClusterClient
    /// Kinds that could not be read, and that the answer is therefore poorer by.
    private(set) var denied: [GroupVersionKind] = []
    /// How the first of them was refused.
    private var refusal: ClusterError?
    private var refusals: [GroupVersionKind: ClusterError] = [:]
    private var hasRead = false

    init(client: ClusterClient) {
        self.client = client
    }

    /// All objects of some kinds; kinds that the server does not serve have none.
    ///
    /// Of those of the kinds `metadataOnly` what they hold, such as the values of Secrets, is not read.
    mutating func list(
        _ types: Set<GroupVersionKind>,
        namespace: String,
        labelSelector: String?,
        metadataOnly: Set<GroupVersionKind> = []
    ) async throws(DeployError) -> [KubernetesObject] {
        let client = client
        let lists = try await ConcurrentRequests.map(types.sorted()) { (type) async throws(DeployError) in
            do throws(ClusterError) {
                let selection = ObjectSelection(type, namespace: namespace, labelSelector: labelSelector)
                let list = try await client.list(selection, metadataOnly: metadataOnly.contains(type))
                return Answer(type: type, objects: list.items)
            } catch {
                switch error.code {
                case .notFound: return Answer(type: type)
                case .forbidden: return Answer(type: type, refusal: error)
                default: throw DeployError(error)
                }
            }
        }
        for answer in lists { take(answer) }
        return lists.flatMap(\.objects)
    }

    /// Does a piece of reading about one kind; `nil` if the account may not.
    mutating func attempt<Output: Sendable>(
        _ type: GroupVersionKind,
        _ read: @Sendable () async throws(DeployError) -> Output
    ) async throws(DeployError) -> Output? {
        do throws(DeployError) {
            let output = try await read()
            hasRead = true
            return output
        } catch {
            guard case .cluster(let refusal) = error, refusal.code == .forbidden else { throw error }
            take(Answer(type: type, refusal: refusal))
            return nil
        }
    }

    /// Throws if nothing at all could be read: then there is no answer, not even a poor one.
    func check() throws(DeployError) {
        if !hasRead, let refusal { throw DeployError(refusal) }
    }

    /// Throws if the account may not read a kind without which there is no answer.
    func require(_ type: GroupVersionKind) throws(DeployError) {
        if let refusal = refusals[type] { throw DeployError(refusal) }
    }

    /// What the answer is poorer by, for people: `may not read Secrets: no revisions`.
    var notes: [String] {
        denied.map { type in
            let what =
                switch type.kind {
                case "Secret": "which revisions there are"
                case "Event": "what happened"
                case "Pod", "ReplicaSet": "why something is not ready"
                case _ where !Deployer.runningKinds.contains(type): "which of them are there"
                default: "how they are doing"
                }
            return "\(type.kind) objects may not be read with this account, so nothing is known of \(what)"
        }
    }

    private struct Answer: Sendable {
        var type: GroupVersionKind
        var objects: [KubernetesObject] = []
        var refusal: ClusterError?
    }

    private mutating func take(_ answer: Answer) {
        guard let refusal = answer.refusal else {
            hasRead = true
            return
        }
        if !denied.contains(answer.type) { denied.append(answer.type) }
        refusals[answer.type] = refusal
        self.refusal = self.refusal ?? refusal
    }
}
