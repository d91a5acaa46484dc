// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes
import KubernetesClient

extension ObjectApplier {
    /// How often an object is looked at that is to go.
    private static let period = Duration.seconds(1)

    /// Waits until an object is gone, and sends it on its way if nobody has yet.
    ///
    /// What is written to an object that is being deleted goes with it.
    func outlive(_ object: KubernetesObject) async throws(DeployError) {
        let start = context.time.elapsed()
        if !object.isBeingDeleted {
            _ = try await ObjectPruner.request(object, context: context)
        }
        var isSaid = false
        while true {
            let found = try await context.client.live(object.reference)
            guard let found, found.uid == object.uid else {
                if !object.isBeingDeleted { context.emit(service, .pruned(object.reference)) }
                return
            }
            // Whoever may not write any more has nothing to wait for.
            try context.checkWriting()
            guard context.time.elapsed() - start < context.options.deadline else {
                throw .lingering(object.reference, found.departure)
            }
            if !isSaid {
                let what = "waits until `\(object.reference)` is gone: \(found.departure)"
                context.emit(service, .waiting(what))
                isSaid = true
            }
            do {
                try await context.time.sleep(Self.period)
            } catch {
                throw .interrupted
            }
        }
    }
}
