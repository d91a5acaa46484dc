// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Kubernetes
import KubernetesClient

/// Says which fields a server never changes, where they stand, and the way out of it.
enum ImmutableField {
    /// The reason with the way out; the server's own words where it names no field.
    static func reason(_ desired: DesiredObject, live: KubernetesObject?, _ error: ClusterError) -> String {
        let message = SecretMask(of: [desired.object]).clean(text: error.status?.message ?? error.headline)
        // Of the spec as a whole, the server's words tell what of it may change.
        let causes = (error.status?.causes ?? []).filter {
            $0.message.contains("immutable") && $0.field != "spec"
        }
        let fields = causes.compactMap { cause in cause.field.map { text($0, desired) } }
        let object = desired.object
        let what =
            fields.isEmpty
            ? message
            : "\(fields.joined(separator: ", ")): a \(object.kind) never changes that"
        return "\(what). \(wayOut(object, live))"
    }

    /// The reason why a workload of somebody else cannot become the desired one, whoever owns its fields; `nil` if it can.
    ///
    /// A server that finds conflicts says nothing of what it would refuse after them.
    static func selectorReason(_ desired: DesiredObject, live: KubernetesObject) -> String? {
        let object = desired.object
        guard !live.isBeingDeleted, hasOtherSelector(live, than: object) else { return nil }
        let field = text("spec.selector", desired)
        return "\(field): a \(object.kind) never changes that. \(wayOut(object, live))"
    }

    /// Whether a workload selects other pods than another one of its kind; of other kinds it may change.
    static func hasOtherSelector(_ live: KubernetesObject, than wanted: KubernetesObject) -> Bool {
        guard GroupVersionKind.podSelectors.contains(wanted.type), let old = live["spec"]?["selector"],
            let new = wanted["spec"]?["selector"]
        else { return false }
        return old["matchLabels"]?.object ?? [:] != new["matchLabels"]?.object ?? [:]
            || old["matchExpressions"]?.array ?? [] != new["matchExpressions"]?.array ?? []
    }

    private static func wayOut(_ object: KubernetesObject, _ live: KubernetesObject?) -> String {
        let place = object.namespace.map { " -n \($0)" } ?? ""
        let command = "kubectl delete \(object.kind.lowercased()) \(object.name)\(place)"
        if let live, live.label(Label.service) == nil {
            let maker = live.maker.map { "`\($0)`" } ?? "somebody else"
            return "It was made by \(maker): give the service another name, "
                + "or delete what is there with `\(command)`"
        }
        let loss: String =
            switch object.kind {
            case "PersistentVolumeClaim": "with its data, so save that first"
            case "Deployment", "DaemonSet", "ReplicaSet": "with its pods"
            case "Service": "with its address"
            default: ""
            }
        let extent = loss.isEmpty ? "" : " \(loss)"
        return "Put the field back, or delete the object with `\(command)`\(extent); "
            + "the next deploy makes it anew"
    }

    private static func text(_ field: String, _ desired: DesiredObject) -> String {
        let pointer = FieldPath(server: field)?.pointer ?? ""
        let line = desired.origin(of: pointer).map { " (\($0.file.path):\($0.start.line))" } ?? ""
        return "\(field)\(line)"
    }
}

extension KubernetesObject {
    /// Who has written it first, of those that are recorded; `nil` where nobody is.
    var maker: String? {
        let entries = (self[metadata: "managedFields"]?.array ?? []).filter {
            $0["subresource"] == nil && $0["manager"]?.string != FieldManager.controllers
        }
        return entries.min { ($0["time"]?.string ?? "") < ($1["time"]?.string ?? "") }?["manager"]?.string
    }
}
