// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Kubernetes
import Manifest

extension ServiceRendering {
    /// A pod template and where its fields come from, below `/spec`.
    struct TemplateDraft {
        var template: PodTemplate
        var origins: [String: SourceSpan]

        /// The origins when the template stands at a place of an object.
        func origins(below prefix: String) -> [String: SourceSpan?] {
            var result: [String: SourceSpan?] = [:]
            for (pointer, span) in origins { result[prefix + pointer] = span }
            return result
        }
    }

    mutating func podTemplate(
        settings: EnvironmentSettings,
        configMap: String?,
        files: ConfigFiles?
    ) -> TemplateDraft {
        var volumes = VolumePlan(facts, settings: settings, files: files)
        var container = mainContainer(settings, configMap: configMap)
        container.spec.mounts = volumes.mounts
        for (index, span) in volumes.mountSpans { container.origins["/volumeMounts/\(index)"] = span }
        var spec = PodSpec(containers: [container.spec])
        var origins: [String: SourceSpan] = [:]
        for (pointer, span) in container.origins { origins["/spec/containers/0\(pointer)"] = span }
        spec.serviceAccountName = name
        spec.automountsToken = false
        spec.enablesServiceLinks = false
        spec.terminationGracePeriodSeconds =
            facts.role.runsToCompletion
            ? facts.drainSeconds : facts.preStopSeconds + facts.drainSeconds + 5
        origins["/spec/terminationGracePeriodSeconds"] = facts.resolved.drain.origin.span
        var security = PodSecurity()
        let user = facts.resolved.user
        security.user = user.value
        security.group = user.value
        // Volumes belong to root until they are given to a group of the process.
        if facts.isStateful { security.fileGroup = user.value }
        spec.security = security
        origins["/spec/securityContext/runAsUser"] = user.origin.span
        spec.spread = spread()
        for sidecar in facts.run?.sidecars ?? [] {
            origins["/spec/initContainers/\(spec.initContainers.count)"] = sidecar.name.span
            origins["/spec/initContainers/\(spec.initContainers.count)/image"] = sidecar.image.span
            spec.initContainers.append(self.sidecar(sidecar))
        }
        spec.volumes = volumes.takeVolumes()
        var template = PodTemplate(labels: facts.labels, spec: spec)
        template.annotations = scrapeAnnotations()
        return TemplateDraft(template: template, origins: origins)
    }

    /// Over nodes always, over zones where there are several: as far as possible, so that no pod waits for it.
    private func spread() -> [SpreadConstraint] {
        guard facts.hasSeveralReplicas else { return [] }
        let zones = topology.environment?.cluster?.value.zones?.value ?? 1
        let keys = (zones > 1 ? ["topology.kubernetes.io/zone"] : []) + ["kubernetes.io/hostname"]
        return keys.map { SpreadConstraint(topologyKey: $0, selector: facts.selector) }
    }

    /// A sidecar starts before the main container and stops after it.
    private func sidecar(_ sidecar: Sidecar) -> ContainerSpec {
        var container = ContainerSpec(name: sidecar.name.value.text, image: sidecar.image.value.description)
        container.restartPolicy = "Always"
        container.args = sidecar.args.map(\.value)
        container.env = sidecar.env.map { EnvVariable($0.name.value, .text($0.value.value)) }
        container.resources = sidecar.requirements
        return container
    }

    private func scrapeAnnotations() -> [String: String] {
        let metrics = facts.metrics
        guard let port = metrics.port else { return [:] }
        return [
            "prometheus.io/path": metrics.path,
            "prometheus.io/port": String(port),
            "prometheus.io/scrape": "true",
        ]
    }
}

extension ServiceFacts {
    /// Where metrics are scraped; no port when they are not.
    var metrics: (port: Int?, path: String) {
        let observe = resolved.observe
        return (observe.metrics.value ? observe.metricsPort?.value : Optional.none, observe.metricsPath.value)
    }
}
