// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import KubernetesClient

/// Writes the changed objects of one service, step by step, each step in parallel.
struct ObjectApplier: Sendable {
    /// One object that was written.
    struct Applied: Sendable {
        var item: Intention.Item
        /// The object as the server returned it.
        var object: KubernetesObject
    }

    /// How far it went.
    struct Outcome: Sendable {
        var applied: [Applied] = []
        /// What stopped it, and at which object.
        var failure: (item: Intention.Item, error: DeployError)?
    }

    let context: DeployContext
    let service: String?
    /// The revision that the objects are stamped with; `nil` for shared objects.
    let revision: Int?

    /// Writes what needs writing; stops after the step in which something went wrong.
    func apply(_ items: [Intention.Item]) async -> Outcome {
        let changed = items.filter(\.change.isWrite)
        var outcome = Outcome()
        for step in Set(changed.map { ApplyOrder.step(of: $0.desired.object.kind) }).sorted() {
            let group = changed.filter { ApplyOrder.step(of: $0.desired.object.kind) == step }
            for (item, result) in zip(group, await write(group)) {
                switch result {
                case .success(let object): outcome.applied.append(Applied(item: item, object: object))
                case .failure(let error):
                    if outcome.failure == nil { outcome.failure = (item, error) }
                }
            }
            if outcome.failure != nil { break }
        }
        return outcome
    }

    private func write(_ items: [Intention.Item]) async -> [Result<KubernetesObject, DeployError>] {
        await withTaskGroup(of: (Int, Result<KubernetesObject, DeployError>).self) { group in
            for (index, item) in items.enumerated() {
                group.addTask {
                    do throws(DeployError) {
                        return (index, .success(try await write(item)))
                    } catch {
                        return (index, .failure(error))
                    }
                }
            }
            var results: [(index: Int, result: Result<KubernetesObject, DeployError>)] = []
            for await (index, result) in group { results.append((index, result)) }
            return results.sorted { $0.index < $1.index }.map(\.result)
        }
    }

    private func write(_ item: Intention.Item) async throws(DeployError) -> KubernetesObject {
        try context.checkWriting()
        var item = item
        item.stamp(Label.applied, AppliedStamp.of(item))
        if let revision { item.stamp(Label.revision, String(revision)) }
        let object = item.desired.object
        let options = ApplyOptions(force: item.force)
        let client = context.client
        let written = try await Parallel.shielded { () async throws(DeployError) in
            do throws(ClusterError) {
                return try await client.apply(object, options: options)
            } catch {
                throw DeployError(error)
            }
        }
        context.emit(service, .applied(object.reference, item.live == nil ? .created : .updated))
        for field in item.yielded {
            context.emit(service, .yielded(object.reference, field: field.field, manager: field.manager))
        }
        return written
    }
}
