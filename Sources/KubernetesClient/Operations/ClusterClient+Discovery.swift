// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import HTTPTypes
package import Kubernetes
import NIOConcurrencyHelpers

/// The types that a server was asked about, beyond the ones that msctl knows.
final class DiscoveredResources: Sendable {
    private let types = NIOLockedValueBox<[GroupVersionKind: ResourceType]>([:])

    /// What is known so far.
    subscript(type: GroupVersionKind) -> ResourceType? { types.withLockedValue { $0[type] } }

    /// Remembers what a group version serves.
    func remember(_ resources: [ResourceType]) {
        types.withLockedValue { types in for resource in resources { types[resource.type] = resource } }
    }
}

extension ClusterClient {
    /// How the server calls a type: from the built-in table, else from discovery, once (C9).
    ///
    /// An error with the code `notFound` means that the server does not serve the type.
    package func resource(_ type: GroupVersionKind, doing: String) async throws(ClusterError) -> ResourceType
    {
        if let known = ResourceType.named(type) ?? discovered[type] { return known }
        let path = type.group.isEmpty ? "/api/\(type.version)" : "/apis/\(type.apiVersion)"
        let value: JSONValue
        do throws(ClusterError) {
            value = try await json(ClusterRequest(.get, path, doing: doing))
        } catch {
            throw error.code == .notFound ? unknownType(type, doing: doing) : error
        }
        discovered.remember((value["resources"]?.array ?? []).compactMap { Self.resource($0, in: type) })
        guard let found = discovered[type] else { throw unknownType(type, doing: doing) }
        return found
    }

    func path(
        _ reference: ObjectReference,
        subresource: String? = nil,
        doing: String
    ) async throws(ClusterError) -> String {
        let resource = try await resource(reference.type, doing: doing)
        return ResourcePath(
            resource,
            namespace: reference.namespace,
            name: reference.name,
            subresource: subresource
        ).text
    }

    private func unknownType(_ type: GroupVersionKind, doing: String) -> ClusterError {
        ClusterError(
            .notFound,
            doing: doing,
            hint:
                "the server does not serve `\(type.apiVersion)` `\(type.kind)`: is its definition installed?"
        )
    }

    private static func resource(_ entry: JSONValue, in type: GroupVersionKind) -> ResourceType? {
        guard let plural = entry["name"]?.string, !plural.contains("/"), let kind = entry["kind"]?.string
        else {
            return nil
        }
        return ResourceType(
            GroupVersionKind(group: type.group, version: type.version, kind: kind),
            plural: plural,
            isNamespaced: entry["namespaced"]?.bool ?? true
        )
    }
}
