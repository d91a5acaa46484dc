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
        // What `adopt` has made ours bears no fingerprint until a deploy writes it: the values are still those of others.
        let written = live.annotation(Label.applied) == nil ? [] : ours
        let fields = Self.fields(of: written)
        // One that stays headless after a revision of ours that was is set by nobody.
        let foreign = Self.fields(of: entries.filter { !Self.isOurs($0) })
        changes = FieldDiff.changes(from: Self.bare(live, declared), to: Self.bare(live, live["spec"]))
            .filter { change in
                // A server leaves out what says nothing, such as a list without elements.
                let tokens = JSONPointer(text: change.pointer)?.tokens ?? []
                guard change.after != nil else {
                    return change.before?.saysSomething ?? false
                        && !fields.covers(tokens, of: .object(Self.bare(live, declared).json))
                }
                let isMadeHeadless =
                    Self.isHeadless(tokens, change.after) && foreign.covers(tokens, of: .object(live.json))
                let isMeant =
                    change.before != nil || Self.leadsElsewhere(tokens, change.after) || isMadeHeadless
                return isMeant && !fields.covers(tokens, of: .object(live.json))
            }
        guard !changes.isEmpty else { return nil }
        let last = ours.compactMap { $0["time"]?.string }.max() ?? ""
        let others = entries.filter { entry in
            !Self.isOurs(entry) && entry["manager"]?.string != FieldManager.controllers
                && entry["fieldsV1"]?["f:spec"] != nil
        }
        let latest = others.max { $0["time"]?.string ?? "" < $1["time"]?.string ?? "" }
        manager = latest?["time"]?.string ?? "" >= last ? latest?["manager"]?.string : nil
    }

    /// How one Service differs from what the revision in place says.
    enum Finding {
        /// It is as another revision has it, by which we wrote it last.
        case ofAnother(Revision)
        /// Others have changed it.
        case changed(ServiceDrift)
    }

    /// Holds a Service against a revision and, if it is other, against the one by which we wrote it; `nil` if it is as declared.
    ///
    /// A revision that was refused, or that has been gone back from, need not have come to its Services.
    static func finding(
        about live: KubernetesObject,
        _ revision: Revision,
        _ history: RevisionHistory
    ) -> Finding? {
        guard revision.objects.contains(live.reference), let declared = revision.services[live.name],
            let drift = ServiceDrift(of: live, from: declared)
        else { return nil }
        let writer = live.annotation(Label.revision).flatMap { Int($0) }.flatMap { history.revision($0) }
        guard let writer, writer.number != revision.number, let written = writer.services[live.name],
            ServiceDrift(of: live, from: written) == nil
        else { return .changed(drift) }
        return .ofAnother(writer)
    }

    /// What others have changed about the Services of the revision in place, a cause for each.
    static func causes(in history: RevisionHistory, among services: [KubernetesObject]) -> [RootCause] {
        guard let revision = history.current else { return [] }
        return services.compactMap { live in
            guard case .changed(let drift) = finding(about: live, revision, history) else { return nil }
            return drift.cause(of: live.reference, in: revision)
        }
    }

    /// Which Services are as another revision of ours has them, a sentence each.
    static func remarks(in history: RevisionHistory, among services: [KubernetesObject]) -> [String] {
        guard let revision = history.current, !revision.isUnfinished else { return [] }
        return services.compactMap { live in
            guard case .ofAnother(let writer) = finding(about: live, revision, history) else { return nil }
            return "`\(live.reference)` is as \(writer.label) has it, and not as \(revision.label)"
        }
    }

    /// Whether a field that we do not declare decides all the same where callers come.
    private static func leadsElsewhere(_ tokens: [String], _ value: JSONValue?) -> Bool {
        tokens.starts(with: ["spec", "selector"])
            || tokens == ["spec", "type"] && value?.string == "ExternalName"
    }

    /// Whether its name leads to the pods themselves: only a Service that is deleted and made anew can become so.
    private static func isHeadless(_ tokens: [String], _ value: JSONValue?) -> Bool {
        tokens == ["spec", "clusterIP"] && value?.string == "None"
    }

    private static func fields(of entries: [JSONValue]) -> FieldSet {
        entries.reduce(into: FieldSet()) { $0.formUnion(FieldSet($1["fieldsV1"]?.object ?? [:])) }
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
        // An apply leaves what it does not name to those who have set it.
        let isOnlyAdded = changes.allSatisfy { $0.before == nil && $0.pointer == "/spec/type" }
        // A server never changes whether a Service is headless.
        if changes.contains(where: { $0.pointer == "/spec/clusterIP" }) {
            cause.remedy = "delete it and deploy again, which makes it as it is declared"
        } else if isOnlyAdded {
            cause.remedy = "take it over with `msctl adopt`, then deploy, which removes it"
        } else {
            cause.remedy =
                "write it into the manifest, or deploy again, with `--take-over` where it is a conflict"
        }
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
