// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes

/// What is there of the kinds that the revisions in place are made of.
///
/// What is being deleted is not there: nothing takes that back.
struct FoundObjects: Sendable {
    /// Whatever was read, whoever has made it: a pod may ask for what is not ours.
    let present: Set<ObjectReference>
    /// What of it bears the labels by which it is found, and deleted once nothing wants it any more.
    let ours: Set<ObjectReference>
    /// The Services among it, with what they say, by the service that they belong to.
    private let services: [String: [KubernetesObject]]

    /// Sorts what was read.
    init(_ objects: [KubernetesObject], in scope: SystemScope) {
        let staying = objects.filter { !$0.isBeingDeleted }
        let ours = staying.filter { $0.bearsLabels(of: scope.system) }
        present = Set(staying.map(\.reference))
        self.ours = Set(ours.map(\.reference))
        services = Dictionary(grouping: ours.filter { $0.type == .service }) {
            $0.label(Label.service) ?? ""
        }
    }

    /// The Services of one service, by their names.
    func services(of service: String) -> [KubernetesObject] {
        services[service, default: []].sorted { $0.reference < $1.reference }
    }
}

extension KubernetesObject {
    /// Whether it bears the labels by which an object of a system is ours.
    func bearsLabels(of system: String) -> Bool {
        labels[Label.managedBy] == "msctl" && labels[Label.system] == system && labels[Label.service] != nil
    }

    /// The system that msctl has made it for, if that is another.
    func otherSystem(than system: String) -> String? {
        guard labels[Label.managedBy] == "msctl", let owner = labels[Label.system], owner != system else {
            return nil
        }
        return owner
    }
}
