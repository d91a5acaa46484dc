// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes

/// The controllers of the sandbox.
enum Controllers {
    /// All of them, in the order in which they hear of a change.
    ///
    /// Work that is due at the same moment is done in the order in which it was asked for, so the order shows: in
    /// events, and in the versions of objects.
    static let all: [any Controller.Type] = [
        GarbageCollector.self,
        DeploymentController.self,
        ReplicaSetController.self,
        StatefulSetController.self,
        DaemonSetController.self,
        JobController.self,
        CronJobController.self,
        AutoscalerController.self,
        Scheduler.self,
        Kubelet.self,
        EndpointSliceController.self,
        ExposureController.self,
        DisruptionController.self,
        DefinitionController.self,
        QuotaController.self,
        NamespaceController.self,
        PodCollector.self,
        APIServiceController.self,
    ]

    /// Who looks at an owner of this kind when an object changes that it controls.
    static func owner(ofKind kind: String) -> (controller: any Controller.Type, resource: GroupResource)? {
        owners[kind]
    }

    private static let owners: [String: (controller: any Controller.Type, resource: GroupResource)] =
        all.reduce(into: [:]) { owners, controller in
            guard let type = controller.ownerType else { return }
            owners[type.type.kind] = (controller, GroupResource(type))
        }
}
