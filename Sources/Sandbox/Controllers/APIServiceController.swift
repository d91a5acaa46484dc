// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes

/// Puts the Service `kubernetes` back, as an API server does.
enum APIServiceController: Controller {
    /// How often an API server looks after its Service.
    static let period = Duration.seconds(10)

    static func observe(_ change: Change, in cluster: inout Cluster) {
        guard change.kind == .deleted, change.key.resource == .services,
            change.key.namespace == "default", change.key.name == "kubernetes"
        else { return }
        cluster.enqueue(Self.self, change.key, after: period)
    }

    static func reconcile(_ key: ObjectKey, in cluster: inout Cluster) {
        if cluster.store[key] == nil { cluster.makeAPIService() }
    }
}
