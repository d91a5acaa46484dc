// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import KubernetesClient

/// What has the name of an object that a revision lacks.
enum NameHolder: Sendable, Hashable {
    /// What we have made, without the labels by which it is ours.
    case unlabelled
    /// What bears the name of another system.
    case ofSystem(String)
    /// What `maker` has made; with `isReplaceable` false it has a selector that cannot become ours.
    case foreign(maker: String, isReplaceable: Bool)
    /// What has been deleted and is still there, in the words of ``KubernetesObject/departure``.
    case leaving(String)

    /// Says it in place of what there would be to say of an object that is simply not there.
    func tell(of object: ObjectReference, in cause: inout RootCause) {
        switch self {
        case .unlabelled:
            // What is applied again has them.
            cause.headline = "`\(object)` is there without the labels by which it is ours"
            cause.remedy =
                "deploy the service again, which puts them back; with `--take-over` where somebody has set others"
        case .ofSystem(let owner):
            cause.headline = "`\(object)` is there and belongs to system `\(owner)`"
            cause.remedy = "rename one of the services, or deploy with `--take-over` to make it ours"
        case .foreign(let maker, let isReplaceable):
            cause.headline = "`\(object)` is there and not ours: it was made by `\(maker)`"
            cause.remedy =
                isReplaceable
                ? "delete it and deploy again, or deploy with `--take-over` to make it ours"
                : "its selector is another one, which never changes: delete it, or rename the service, and deploy again"
        case .leaving(let departure):
            cause.headline = "`\(object)` is \(departure)"
            // Nobody knows here whether a manifest wants it.
            cause.remedy =
                "see why its deletion does not end; once it is gone, deploy again if a manifest still wants it"
        }
    }
}

extension Deployer {
    /// What has the names of objects that revisions lack: ours without its labels, others', and what is being deleted.
    func holders(
        in revisions: [Revision],
        of scope: SystemScope,
        found: FoundObjects,
        _ denied: [GroupVersionKind]
    ) async throws(DeployError) -> [ObjectReference: NameHolder] {
        var lacking: [ObjectReference: Revision] = [:]
        for revision in revisions {
            for object in RevisionDeviation.missing(of: revision, found: found, unread: Set(denied)) {
                lacking[object] = revision
            }
        }
        var result: [ObjectReference: NameHolder] = [:]
        for object in try await named(lacking.keys.sorted(), in: scope) {
            guard let revision = lacking[object.reference] else { continue }
            if object.isBeingDeleted {
                result[object.reference] = .leaving(object.departure)
            } else if let owner = object.otherSystem(than: scope.system) {
                result[object.reference] = .ofSystem(owner)
            } else if !object.bearsLabels(of: scope.system) {
                result[object.reference] =
                    object.maker == FieldManager.msctl
                    ? .unlabelled
                    : .foreign(
                        maker: object.maker ?? "somebody else",
                        isReplaceable: try await isReplaceable(object, by: revision, in: scope)
                    )
            }
        }
        return result
    }

    /// What there is of some names, whoever has made it; of many of a kind only the metadata.
    private func named(
        _ names: [ObjectReference],
        in scope: SystemScope
    ) async throws(DeployError) -> [KubernetesObject] {
        let requests = Dictionary(grouping: names, by: \.type).sorted { $0.key < $1.key }
            .flatMap { type, names in
                // One list costs less than to ask for each of many.
                names.count > Self.fewNames ? [NameRequest.all(type)] : names.map(NameRequest.one)
            }
        let client = client
        return try await ConcurrentRequests.map(requests) { (request) async throws(DeployError) in
            do throws(ClusterError) {
                switch request {
                case .one(let object): return try await client.find(object).map { [$0] } ?? []
                case .all(let type):
                    let selection = ObjectSelection(type, namespace: scope.namespace)
                    return try await client.list(selection, metadataOnly: true).items
                }
            } catch {
                // Without an answer it is only known that ours is not there.
                guard error.code == .forbidden || error.code == .notFound else { throw DeployError(error) }
                return []
            }
        }.flatMap { $0 }
    }

    /// Whether the selector of what somebody else has made is that of a revision, or is not known to be another.
    private func isReplaceable(
        _ object: KubernetesObject,
        by revision: Revision,
        in scope: SystemScope
    ) async throws(DeployError) -> Bool {
        guard GroupVersionKind.podSelectors.contains(object.type), object["spec"] != nil else { return true }
        do throws(DeployError) {
            let content = try await RevisionStore(client: client, scope: scope).content(of: revision)
            let own = content.objects.first { $0.reference == object.reference }
            return own.map { !ImmutableField.hasOtherSelector(object, than: $0) } ?? true
        } catch {
            switch error {
            case .damagedRevision: return true
            case .cluster(let refusal) where [.forbidden, .notFound].contains(refusal.code): return true
            default: throw error
            }
        }
    }

    /// What is asked about names that are missing.
    private enum NameRequest: Sendable {
        case one(ObjectReference)
        case all(GroupVersionKind)
    }

    /// How many names of a kind are asked for one by one.
    private static let fewNames = 3
}
