// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics

extension SystemResolver {
    /// Reports names in Environments that name nothing, and combinations that only an Environment makes impossible.
    mutating func checkEnvironments() {
        let environments = set.environments
        for environment in environments {
            if let manifest, let system = environment.system {
                check(
                    system.map(\.text),
                    "/spec/system",
                    in: nil,
                    noun: "system",
                    isDeclared: manifest.name == system.value.text,
                    among: { [manifest.name] },
                    where: "a manifest of kind `System`"
                )
            }
            if let origin = environment.promotesFrom {
                check(
                    origin.map(\.text),
                    "/spec/promotesFrom",
                    in: nil,
                    noun: "Environment",
                    isDeclared: environments.contains { $0.name == origin.value.text },
                    among: { environments.map(\.name) },
                    where: "a manifest of kind `Environment`"
                )
            }
            for override in environment.overrides { checkService(override.name, override.pointer, in: nil) }
            checkDowntime(in: environment)
            checkBounds(in: environment)
        }
        checkBounds(in: nil)
    }

    /// Reports bounds that no autoscaler accepts, wherever each of them comes from.
    private mutating func checkBounds(in environment: EnvironmentManifest?) {
        for service in services {
            // Defaults are in order; what is not written cannot be wrong.
            let isWritten = service.scale != nil || environment?.override(for: service.name) != nil
            guard isWritten, !service.effectiveRole.runsToCompletion,
                !gaps.lacks("/spec/scale", in: service.name)
            else { continue }
            let scale = Resolver.scale(of: service, system: manifest, environment: environment)
            guard scale.min.value != scale.max.value else { continue }
            let low = "at least \(scale.min.value)"
            var diagnostic: Diagnostic
            if scale.max.value < scale.min.value, let span = scale.max.origin.span ?? scale.min.origin.span {
                diagnostic = .conflictingFields(
                    "`\(service.name)` has fewer replicas at most than at least",
                    at: span,
                    reason: scale.max.origin.span == nil ? low : "at most \(scale.max.value)"
                )
                if span == scale.max.origin.span, let least = scale.min.origin.span {
                    diagnostic.secondary = [.init(least, low)]
                }
            } else if scale.min.value == 0, let span = scale.min.origin.span {
                diagnostic = .conflictingFields(
                    "no autoscaler starts `\(service.name)` again once it has no replica",
                    at: span,
                    reason: "from 0 to \(scale.max.value) replicas"
                )
                diagnostic.help = "write `min: 1`, or `scale: 0` to stop it"
            } else {
                continue
            }
            diagnostic.id = "scale-bounds"
            diagnostic.service = service.name
            diagnostic.pointer = "/spec/scale"
            diagnostics.append(diagnostic)
        }
    }

    /// A service that is stopped before it is started has no use for several replicas where users are.
    private mutating func checkDowntime(in environment: EnvironmentManifest) {
        guard environment.effectiveClass == .production else { return }
        for service in services {
            guard service.deploy != nil || environment.override(for: service.name) != nil,
                !gaps.lacks("/spec/scale", in: service.name), !gaps.lacks("/spec/deploy", in: service.name)
            else { continue }
            let resolved = Resolver.resolve(service, system: manifest, environment: environment)
            guard resolved.deploy.strategy.value == .recreate, resolved.scale.min.value > 1,
                let span = resolved.deploy.strategy.origin.span
            else { continue }
            var diagnostic = Diagnostic.conflictingFields(
                "`recreate` stops all \(resolved.scale.min.value) replicas of `\(service.name)` in production",
                at: span,
                reason: "in Environment `\(environment.name)`"
            )
            if let replicas = resolved.scale.min.origin.span {
                diagnostic.secondary = [.init(replicas, "at least \(resolved.scale.min.value)")]
            }
            diagnostic.service = service.name
            diagnostic.pointer = "/spec/deploy/strategy"
            diagnostics.append(diagnostic)
        }
    }
}
