// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Kubernetes
import Manifest

extension ServiceRendering {
    /// What runs the pods: by role, and a StatefulSet where pods keep data of their own.
    func workload(_ draft: TemplateDraft) -> [DesiredObject] {
        switch facts.role {
        case .cron: [cronJob(draft)]
        case .job: [job(draft)]
        default: facts.isStateful ? [statefulSet(draft)] : [deployment(draft)]
        }
    }

    /// The number of replicas, unless an autoscaler decides it.
    private var replicas: Int? { facts.isScaled ? nil : facts.scale.min.value }

    private var minReadySeconds: Int? { topology.environmentClass == .development ? nil : 5 }

    private func deployment(_ draft: TemplateDraft) -> DesiredObject {
        var object = DeploymentObject(metadata(), selector: facts.selector, template: draft.template)
        object.replicas = replicas
        object.revisionHistoryLimit = facts.resolved.deploy.history.value
        object.minReadySeconds = minReadySeconds
        // The server wants a deadline that is longer than the time a pod must be ready.
        let deadline = Int(facts.resolved.deploy.timeout.value.secondsRoundedUp)
        object.progressDeadlineSeconds = max(deadline, (minReadySeconds ?? 0) + 1)
        let strategy = facts.resolved.deploy.strategy
        object.strategy =
            strategy.value == .recreate ? .recreate : .rolling(maxSurge: "25%", maxUnavailable: 0)
        var origins = draft.origins(below: "/spec/template")
        origins["/spec/replicas"] = facts.scale.min.origin.span
        origins["/spec/strategy"] = strategy.origin.span
        origins["/spec/progressDeadlineSeconds"] = facts.resolved.deploy.timeout.origin.span
        return desired(object.object, origins: origins)
    }

    private func statefulSet(_ draft: TemplateDraft) -> DesiredObject {
        var object = StatefulSetObject(
            metadata(),
            serviceName: headlessName,
            selector: facts.selector,
            template: draft.template
        )
        object.replicas = replicas
        object.revisionHistoryLimit = facts.resolved.deploy.history.value
        object.minReadySeconds = minReadySeconds
        var origins = draft.origins(below: "/spec/template")
        for store in facts.localStores where store.isPersistent {
            origins["/spec/volumeClaimTemplates/\(object.claims.count)"] = store.size?.span ?? store.name.span
            object.claims.append(claim(store))
        }
        origins["/spec/replicas"] = facts.scale.min.origin.span
        return desired(object.object, origins: origins)
    }

    private func claim(_ store: DataStore) -> VolumeClaimTemplate {
        let size = store.size.map { Quantity($0.value.quantity) } ?? .bytes(1 << 30)
        var claim = VolumeClaimTemplate(name: VolumePlan.volumeName(store), size: size)
        claim.labels = facts.selector
        let provisioner = topology.environment?.provisioner(for: store.engine.value)?.value.value
        claim.storageClass = provisioner?.storageClass?.value
        return claim
    }

    private func jobSpec(_ draft: TemplateDraft) -> JobSpec {
        var template = draft.template
        // Pods that failed stay, with their logs.
        template.spec.restartPolicy = "Never"
        var spec = JobSpec(template: template)
        spec.backoffLimit = 2
        let written = facts.resolved.deploy.timeout
        if written.origin.span != nil {
            spec.activeDeadlineSeconds = max(1, Int(written.value.secondsRoundedUp))
        }
        return spec
    }

    /// A Job cannot be changed: another content is another Job.
    private func job(_ draft: TemplateDraft) -> DesiredObject {
        let spec = jobSpec(draft)
        let suffix = ContentSuffix.of(.object(spec.json))
        return desired(
            JobObject(metadata("\(name)-\(suffix)"), spec: spec).object,
            origins: draft.origins(below: "/spec/template")
        )
    }

    private func cronJob(_ draft: TemplateDraft) -> DesiredObject {
        let schedule = facts.manifest.schedule
        var object = CronJobObject(metadata(), schedule: schedule?.value ?? "@daily", job: jobSpec(draft))
        object.jobLabels = facts.labels
        // A run that takes longer than its period must not pile up.
        object.concurrencyPolicy = "Forbid"
        object.startingDeadlineSeconds = 300
        object.successfulJobsHistoryLimit = 3
        object.failedJobsHistoryLimit = 3
        var origins = draft.origins(below: "/spec/jobTemplate/spec/template")
        origins["/spec/schedule"] = schedule?.span
        return desired(object.object, origins: origins)
    }
}
