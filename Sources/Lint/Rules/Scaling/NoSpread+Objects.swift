// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents

/// Several replicas that nothing keeps apart; clusters spread softly by default, so it is an info.
enum UnspreadPods {
    static func findings(in context: ObjectContext) -> [Finding] {
        context.pods.compactMap { pod in
            guard pod.work == .service, let replicas = pod.replicas, replicas.integer ?? 0 > 1,
                pod.spec["topologySpreadConstraints"]?.elements.isEmpty ?? true,
                pod.spec.at("affinity", "podAntiAffinity") == nil
            else { return nil }
            return Finding(
                "all replicas of \(pod.owner.phrase) may run on one node",
                at: replicas.span,
                "nothing spreads them",
                severity: .info,
                help: "add `topologySpreadConstraints` over `kubernetes.io/hostname`",
                object: pod.owner
            )
        }
    }
}
