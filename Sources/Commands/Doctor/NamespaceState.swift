// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes
import KubernetesClient
import Rollout

/// Whether there is a namespace to deploy into.
enum NamespaceState: Hashable {
    case present
    case absent
    /// It is being deleted, and takes nothing new.
    case leaving
    /// It may not be read, which a deploy need not do.
    case unknown

    /// Judges what a look has shown.
    init(_ found: KubernetesObject?) {
        guard let found else {
            self = .absent
            return
        }
        self = found[metadata: "deletionTimestamp"] == nil ? .present : .leaving
    }

    /// Looks for the namespace of a run.
    static func find(_ run: ClusterRun) async throws(ClusterError) -> NamespaceState {
        let type = ResourceType.namespaces.type
        let reference = ObjectReference(type: type, namespace: nil, name: run.scope.namespace)
        do throws(ClusterError) {
            return NamespaceState(try await run.session.client.find(reference))
        } catch {
            guard error.code == .forbidden else { throw error }
            return .unknown
        }
    }

    /// What there is to say; `isMade` is whether a deploy makes a namespace that is not there.
    func line(_ name: String, isMade: Bool, _ paint: Paint) -> String? {
        switch self {
        case .present, .unknown: nil
        case .absent where isMade:
            "  \(paint(.faint, "·")) the namespace `\(name)` does not exist yet: a deploy makes it"
        case .absent: "  \(paint(.bad, "✖")) the namespace `\(name)` does not exist"
        case .leaving:
            "  \(paint(.bad, "✖")) the namespace `\(name)` is being deleted: nothing can be made in it until it is gone"
        }
    }
}
