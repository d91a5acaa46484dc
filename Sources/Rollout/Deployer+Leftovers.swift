// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes

extension Deployer {
    /// What a run that was killed has begun of services that this run was not asked for.
    struct Leftovers: Sendable {
        /// As their records say they should be; deploying them again finishes them.
        var services: [DesiredService] = []
        /// Services whose records do not hold everything that was deployed, such as the values of Secrets.
        var lost: [String] = []
    }

    /// Finds the services whose revision in place has never come to an end, other than those of a request.
    func leftovers(besides request: DeployRequest) async throws(DeployError) -> Leftovers {
        let store = RevisionStore(client: client, scope: request.scope)
        let selected = Set(request.services.map(\.name))
        var result = Leftovers()
        for (service, history) in try await store.histories().sorted(by: { $0.key < $1.key }) {
            guard !selected.contains(service), let current = history.current, current.isUnfinished else {
                continue
            }
            let content = try await store.content(of: current)
            // Without its Secrets' values it is not what was deployed.
            guard content.hash == current.contentHash, current == history.latest else {
                result.lost.append(service)
                continue
            }
            let objects = content.objects.map { DesiredObject($0, service: service) }
            result.services.append(DesiredService(name: service, objects: objects))
        }
        return result
    }
}
