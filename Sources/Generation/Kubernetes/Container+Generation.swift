// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Kubernetes
import Manifest

extension ServiceRendering {
    /// A container and where its fields come from.
    struct ContainerDraft {
        var spec: ContainerSpec
        var origins: [String: SourceSpan] = [:]
    }

    mutating func mainContainer(_ settings: EnvironmentSettings, configMap: String?) -> ContainerDraft {
        let image = imageReference()
        var draft = ContainerDraft(spec: ContainerSpec(name: name, image: image.text))
        // What runs decides how it behaves: whatever has no line of its own leads to what was built.
        draft.origins[""] = image.span
        draft.origins["/image"] = image.span
        // In development images are often only on the node.
        if topology.environmentClass == .development { draft.spec.imagePullPolicy = "IfNotPresent" }
        let run = facts.run
        draft.spec.command = run?.command.map(\.value) ?? []
        draft.spec.args = run?.args.map(\.value) ?? []
        draft.origins["/command"] = run?.command.first?.span
        draft.origins["/args"] = run?.args.first?.span
        for port in facts.ports {
            draft.origins["/ports/\(draft.spec.ports.count)"] = port.span
            draft.spec.ports.append(ContainerPortSpec(name: port.name, containerPort: port.number))
        }
        addEnvironment(settings, configMap: configMap, to: &draft)
        let resources = facts.resolved.resources
        draft.spec.resources = resources.requirements
        draft.origins["/resources"] = run?.resources?.span
        draft.origins["/resources/requests/cpu"] = resources.cpu.origin.span
        draft.origins["/resources/requests/memory"] = resources.memory.origin.span
        draft.origins["/resources/limits/memory"] = resources.memoryLimit.origin.span
        draft.origins["/resources/requests/ephemeral-storage"] = resources.ephemeral?.origin.span
        draft.origins["/resources/limits/ephemeral-storage"] = resources.ephemeralLimit?.origin.span
        let probes = ProbePlan(facts)
        draft.spec.startupProbe = probes.startup
        draft.spec.readinessProbe = probes.ready
        draft.spec.livenessProbe = probes.live
        for (pointer, span) in probes.origins { draft.origins[pointer] = span }
        if facts.preStopSeconds > 0 { draft.spec.preStopSleepSeconds = facts.preStopSeconds }
        return draft
    }

    private func addEnvironment(
        _ settings: EnvironmentSettings,
        configMap: String?,
        to draft: inout ContainerDraft
    ) {
        // In development a Secret that is not there is no obstacle; a rehearsal has none.
        let isOptional = topology.environmentClass == .development
        if let configMap {
            draft.origins["/envFrom/0"] = facts.run?.env.first?.value.span
            draft.spec.envFrom.append(.configMap(configMap))
        }
        for secret in settings.wholeSecrets {
            draft.origins["/envFrom/\(draft.spec.envFrom.count)"] = secret.span
            draft.spec.envFrom.append(.secret(secret.name, isOptional: isOptional))
        }
        for key in settings.secretKeys where key.use.path == nil {
            draft.origins["/env/\(draft.spec.env.count)"] = key.use.name.span
            let value = EnvVariable.Value.secretKey(secret: key.secret, key: key.key, isOptional: isOptional)
            draft.spec.env.append(EnvVariable(key.use.name.value, value))
        }
    }
}
