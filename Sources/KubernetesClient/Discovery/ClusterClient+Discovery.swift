// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import HTTP
import HTTPTypes
package import Kubernetes
import NIOConcurrencyHelpers

/// The types that a server was asked about in this run, beyond the ones that msctl knows.
final class DiscoveredResources: Sendable {
    private let types = NIOLockedValueBox<[GroupVersionKind: ResourceType]>([:])

    /// What is known so far.
    subscript(type: GroupVersionKind) -> ResourceType? { types.withLockedValue { $0[type] } }

    /// Remembers what a server serves.
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
        let root = type.group.isEmpty ? "/api" : "/apis"
        let kept = options.discoveryCache?.entry(root, of: address)
        if let kept, options.discoveryCache?.isFresh(kept) == true, let found = kept.types[type] {
            discovered.remember(kept.types.resources)
            return found
        }
        // Not kept, or kept too long, or gone since: the server is asked, about everything it serves at once.
        let served = try await served(root, kept, doing: doing)
        discovered.remember(served?.resources ?? [])
        if let found = discovered[type] { return found }
        // A server behind the server that does not answer hides its own group only.
        guard let served, !served.stale.contains(type.apiVersion) else {
            return try await listed(type, doing: doing)
        }
        throw unknownType(type, doing: doing)
    }

    /// The kinds of one group and version that the server serves now; `nil` if it does not say.
    ///
    /// Asked anew each time: what msctl knows a kind by says nothing about whether this server has it.
    package func servedKinds(_ apiVersion: String) async throws(ClusterError) -> Set<String>? {
        let path = apiVersion.contains("/") ? "/apis/\(apiVersion)" : "/api/\(apiVersion)"
        let request = ClusterRequest(.get, path, doing: "asking what the cluster serves of \(apiVersion)")
        let type = GroupVersionKind(apiVersion: apiVersion, kind: "")
        do throws(ClusterError) {
            return Set(ServedTypes(list: try await json(request), of: type).resources.map(\.type.kind))
        } catch {
            switch error.code {
            case .notFound: return []
            case .forbidden, .unsupported, .serverFailure, .malformedReply: return nil
            default: throw error
            }
        }
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

    /// The path of an object that is to be applied: a definition that was made a moment ago is served a moment later (C1.9).
    func path(
        applying reference: ObjectReference,
        subresource: String?,
        doing: String
    ) async throws(ClusterError) -> String {
        let start = Stopwatch(options.clock)
        let patience =
            options.maximumRetries > 0
            ? min(RetryStateMachine.definition, repetitionLimit ?? RetryStateMachine.definition) : .zero
        while true {
            do throws(ClusterError) {
                return try await path(reference, subresource: subresource, doing: doing)
            } catch {
                // With a status, the server speaks of something else.
                guard error.code == .notFound, error.httpStatus == nil, start.elapsed < patience else {
                    throw error
                }
            }
            let request = ClusterRequest(.patch, "/", doing: doing, object: reference)
            try await pause(
                RetryStateMachine.definitionGlance,
                reason: RetryStateMachine.unknownType,
                request
            )
        }
    }

    /// Asks for everything below a root; `nil` where the server knows the older form only or may not be asked.
    private func served(
        _ root: String,
        _ kept: DiscoveryCache.Entry?,
        doing: String
    ) async throws(ClusterError) -> ServedTypes? {
        var request = ClusterRequest(.get, root, doing: doing)
        request.accept =
            ["v2", "v2beta1"]
            .map { "application/json;g=apidiscovery.k8s.io;v=\($0);as=APIGroupDiscoveryList," }
            .joined() + "application/json"
        request.validator = kept?.validator
        do throws(ClusterError) {
            let reply = try await send(request)
            let validator = reply.head.headerFields[.eTag]
            if reply.head.status == .notModified, let kept {
                options.discoveryCache?.keep(kept.types, validator: kept.validator, root, of: address)
                return kept.types
            }
            guard let types = ServedTypes(aggregated: try decode(reply.body, request)) else { return nil }
            options.discoveryCache?.keep(types, validator: validator, root, of: address)
            return types
        } catch {
            switch error.code {
            case .forbidden, .notFound, .unsupported, .serverFailure, .malformedReply: return nil
            default: throw error
            }
        }
    }

    /// Asks about one group version, as every server since the first understands.
    private func listed(_ type: GroupVersionKind, doing: String) async throws(ClusterError) -> ResourceType {
        let path = type.group.isEmpty ? "/api/\(type.version)" : "/apis/\(type.apiVersion)"
        let request = ClusterRequest(.get, path, doing: doing)
        do throws(ClusterError) {
            discovered.remember(ServedTypes(list: try await json(request), of: type).resources)
        } catch {
            throw error.code == .notFound ? unknownType(type, doing: doing) : error
        }
        guard let found = discovered[type] else { throw unknownType(type, doing: doing) }
        return found
    }

    private func unknownType(_ type: GroupVersionKind, doing: String) -> ClusterError {
        ClusterError(
            .notFound,
            doing: doing,
            hint:
                "the server does not serve `\(type.apiVersion)` `\(type.kind)`: is its definition installed?"
        )
    }
}
