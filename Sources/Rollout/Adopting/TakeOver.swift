// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import KubernetesClient

/// What becomes of an object that `kubectl apply` has kept so far and that a deploy takes over.
///
/// To force the fields that the manifest names is not enough: those that it leaves out would stay kubectl's for ever.
/// So kubectl's fields become ours first, as with `msctl adopt`, and the apply after that removes the rest (C6.4).
struct TakeOver: Sendable {
    /// Whether `kubectl apply` has left its mark, and has fields to give up.
    static func isNeeded(for live: KubernetesObject) -> Bool {
        live.annotation(Adoption.lastApplied) != nil && !Adoption.entries(of: live, from: []).isEmpty
    }

    /// The change of hands before `desired` is applied; `nil` if nobody has fields to give up.
    static func adoption(of live: KubernetesObject, for desired: KubernetesObject) -> Adoption? {
        Adoption(live, from: [], freesReplicas: desired["spec"]?["replicas"] == nil)
    }

    /// What the apply will make of an object, when a dry run without the change of hands has made `result` of it.
    ///
    /// What goes is what the old manifest named, or a person has set since, and nobody names any more. The defaults of
    /// the server are kubectl's too, but they come back.
    static func outcome(_ result: KubernetesObject, of live: KubernetesObject) -> KubernetesObject {
        let taken = Adoption.entries(of: live, from: [])
        var going = FieldSet()
        for entry in taken {
            var set = FieldSet(entry["fieldsV1"]?.object ?? [:])
            if entry["manager"]?.string == "kubectl-client-side-apply", let old = lastApplied(live) {
                set.formIntersection(with: old)
            }
            going.formUnion(set)
        }
        going.remove(["f:spec", "f:replicas"])
        var staying = FieldSet()
        for entry in result[metadata: "managedFields"]?.array ?? []
        where Adoption.isOurs(entry) || !Adoption.isAdoptable(entry, from: []) {
            staying.formUnion(FieldSet(entry["fieldsV1"]?.object ?? [:]))
        }
        let rest = going.removed(from: .object(result.json), except: staying)
        guard var tree = rest.object else { return result }
        var metadata = tree["metadata"]?.object ?? [:]
        var annotations = metadata["annotations"]?.object ?? [:]
        annotations[Adoption.lastApplied] = nil
        metadata["annotations"] = annotations.isEmpty ? nil : .object(annotations)
        tree["metadata"] = .object(metadata)
        return (try? KubernetesObject(tree)) ?? result
    }

    private static func lastApplied(_ live: KubernetesObject) -> JSONValue? {
        live.annotation(Adoption.lastApplied).flatMap { try? JSONReader.read(Array($0.utf8)) }
    }
}

extension ClusterClient {
    /// Writes the change of hands that `adoption` finds; again if someone else was faster, at most five times (C1.8).
    ///
    /// As often as kubectl, which has the same race with whoever else writes the object.
    func carryOut(
        dryRun: Bool = false,
        on live: KubernetesObject,
        _ adoption: @Sendable (KubernetesObject) -> Adoption?
    ) async throws(ClusterError) {
        var latest: KubernetesObject? = live
        var attempt = 1
        while let live = latest, let operations = adoption(live)?.operations {
            do throws(ClusterError) {
                _ = try await patch(live.reference, .json(operations), options: WriteOptions(dryRun: dryRun))
                return
            } catch {
                guard error.code == .conflict, attempt < 5 else { throw error }
            }
            attempt += 1
            latest = try await find(live.reference)
        }
    }
}
