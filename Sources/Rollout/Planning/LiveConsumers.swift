// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Kubernetes

/// Who would call in vain when Services are deleted.
struct LiveConsumers: Sendable {
    /// One service that calls another.
    struct Consumer: Sendable, Hashable, CustomStringConvertible {
        var service: String
        /// What of it holds the address.
        var object: ObjectReference
        /// The user's text behind the address, if it is known.
        var span: SourceSpan?

        /// `` `cart` (services/cart/msctl.yaml:12:5)``, or the object where there is no manifest at hand.
        var description: String { "`\(service)` (\(span?.description ?? object.description))" }
    }

    /// Kinds that hold addresses and are worth reading for it.
    static let kinds: [GroupVersionKind] = [
        GroupVersionKind.configMap,
        GroupVersionKind.deployment,
        GroupVersionKind.statefulSet,
        GroupVersionKind.daemonSet,
        GroupVersionKind.cronJob,
        GroupVersionKind.job,
        GroupVersionKind.httpRoute,
        GroupVersionKind.ingress,
    ]

    private var found: [ObjectReference: [Consumer]] = [:]

    /// Nobody calls anything.
    init() {}

    /// Looks through what is about to be applied, and through what runs of services that are not deployed now.
    ///
    /// - Parameters:
    ///   - candidates: what may go; only Services can be called.
    ///   - going: what does go, so that it calls nothing any more.
    ///   - desired: everything that the deploy applies.
    ///   - others: how the manifests describe services that are not deployed now, for the lines to name.
    ///   - live: what is in the cluster.
    init(
        of candidates: [KubernetesObject],
        going: [KubernetesObject],
        desired: [DesiredObject],
        others: [DesiredObject],
        live: LiveObjects
    ) {
        let owners = Dictionary(
            candidates.filter { $0.kind == "Service" }.map { ($0.reference, $0.label(Label.service)) },
            uniquingKeysWith: { first, _ in first }
        )
        guard !owners.isEmpty else { return }
        let calls = ServiceCalls(to: owners.keys.sorted())
        for object in desired { take(calls, object, owners) }
        let applied = Set(desired.compactMap(\.service))
        let going = Set(going.map(\.reference))
        let declared = Dictionary(grouping: others, by: { $0.service ?? "" })
        for object in live.all where object.label(Label.record) == nil && !going.contains(object.reference) {
            guard let service = object.label(Label.service), !applied.contains(service) else { continue }
            let running = calls.calls(in: object)
            guard !running.isEmpty else { continue }
            for manifest in declared[service] ?? [] { take(calls, manifest, owners) }
            // What runs may call what its manifest does not name any more.
            take(calls, DesiredObject(object, service: service), owners)
        }
    }

    /// Whether anybody calls anything that goes.
    var isEmpty: Bool { found.isEmpty }

    /// Who calls a Service, by name.
    func consumers(of service: ObjectReference) -> [Consumer] {
        (found[service] ?? []).sorted { $0.service < $1.service }
    }

    /// Everything that is called, in a fixed order.
    var services: [ObjectReference] { found.keys.sorted() }

    private mutating func take(
        _ calls: ServiceCalls,
        _ object: DesiredObject,
        _ owners: [ObjectReference: String?]
    ) {
        guard let service = object.service else { return }
        for call in calls.calls(in: object.object) {
            let isOwn = owners[call.target] == .some(service)
            let isKnown = found[call.target]?.contains { $0.service == service } ?? false
            guard !isOwn, !isKnown else { continue }
            let consumer = Consumer(
                service: service,
                object: object.object.reference,
                span: object.origin(of: call.pointer)
            )
            found[call.target, default: []].append(consumer)
        }
    }
}
