// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// What others have changed about a Service since a revision of ours declared it.
///
/// Callers come to a service by its Services, and the pods behind one that leads elsewhere are as ready as ever.
struct ServiceDrift: Sendable {
    /// From what the revision declares to what is there, in the order of the declaration.
    let changes: [FieldChange]
    /// Who has written the Service since we did; `nil` where nothing of theirs is recorded, as after a removal.
    let manager: String?

    /// Compares what is there with the spec that was declared; `nil` if it is as declared.
    ///
    /// What others have added is no change of ours, except to the selector, which has to hold as a whole. A value that is
    /// still ours is what admission has made of our write.
    init?(of live: KubernetesObject, from declared: JSONValue) {
        let entries = (live[metadata: "managedFields"]?.array ?? []).filter { $0["subresource"] == nil }
        let ours = entries.filter(Self.isOurs)
        let fields = ours.reduce(into: FieldSet()) { $0.formUnion(FieldSet($1["fieldsV1"]?.object ?? [:])) }
        changes = FieldDiff.changes(from: Self.bare(live, declared), to: Self.bare(live, live["spec"]))
            .filter { change in
                // A server leaves out what says nothing, such as a list without elements.
                guard change.after != nil else { return change.before?.saysSomething ?? false }
                let tokens = JSONPointer(text: change.pointer)?.tokens ?? []
                let isWhole = tokens.starts(with: ["spec", "selector"])
                return (change.before != nil || isWhole)
                    && !fields.covers(tokens, of: .object(live.json))
            }
        guard !changes.isEmpty else { return nil }
        let last = ours.compactMap { $0["time"]?.string }.max() ?? ""
        let others = entries.filter { entry in
            !Self.isOurs(entry) && entry["manager"]?.string != FieldManager.controllers
                && entry["fieldsV1"]?["f:spec"] != nil
        }
        manager = others.last { $0["time"]?.string ?? "" >= last }?["manager"]?.string
    }

    /// What of the Services of a revision is other than it says, a cause for each that is there.
    static func causes(
        of revision: Revision,
        among services: [ObjectReference: KubernetesObject]
    ) -> [RootCause] {
        revision.objects.filter { $0.type == .service }.sorted().compactMap { reference in
            guard let live = services[reference], let declared = revision.services[reference.name],
                let drift = ServiceDrift(of: live, from: declared)
            else { return nil }
            return drift.cause(of: reference, in: revision)
        }
    }

    private func cause(of service: ObjectReference, in revision: Revision) -> RootCause {
        let clauses = changes.map { $0.clause(of: revision.label) }
        let shown = clauses.count > 3 ? Array(clauses.prefix(2)) + ["\(clauses.count - 2) more"] : clauses
        let who = manager.map { "`\($0)`" } ?? "somebody"
        var cause = RootCause(
            .serviceChanged,
            "`\(service)` was changed by \(who): \(shown.joined(separator: "; "))",
            object: service,
            pointer: changes.first?.pointer ?? ""
        )
        cause.remedy =
            "write it into the manifest, or deploy again, with `--take-over` where it is a conflict"
        return cause
    }

    private static func isOurs(_ entry: JSONValue) -> Bool {
        OwnershipPolicy.owner(manager: entry["manager"]?.string ?? "", subresource: nil, field: "")
            == .ourselves
    }

    /// The object with nothing but a spec.
    private static func bare(_ object: KubernetesObject, _ spec: JSONValue?) -> KubernetesObject {
        KubernetesObject(
            type: object.type,
            metadata: ["name": .string(object.name)],
            members: ["spec": spec]
        )
    }
}

extension JSONValue {
    /// Whether it is other than the value that the absence of a field stands for.
    fileprivate var saysSomething: Bool {
        let isEmpty = object?.isEmpty ?? array?.isEmpty ?? string?.isEmpty ?? (self == .null)
        return !isEmpty && self != .bool(false) && self != .integer(0)
    }
}

extension FieldChange {
    /// The change in words, against what a revision has recorded.
    fileprivate func clause(of revision: String) -> String {
        func text(_ value: JSONValue) -> String { value.string ?? value.text() }
        guard let after else { return "`\(field)`, which \(revision) recorded, is gone" }
        let recorded = before.map { "and \(revision) recorded `\(text($0))`" }
        return "`\(field)` is `\(text(after))`, \(recorded ?? "which \(revision) has not recorded")"
    }
}
