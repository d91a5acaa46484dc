// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes
import KubernetesClient
import Rollout

extension CommandFailure {
    /// An error of the client, with the status of its code: the single place where codes become statuses.
    init(_ error: ClusterError) {
        guard error.code != .cancelled else {
            self.init(.interrupted, "interrupted")
            return
        }
        let lines = error.description.split(separator: "\n").map { line in String(line.drop { $0 == " " }) }
        let facts = lines.dropFirst().filter { !$0.hasPrefix("try: ") }
        self.init(
            Self.status(of: error.code),
            lines.first ?? error.doing,
            notes: Array(facts),
            hint: error.hint
        )
    }

    /// An error of the deploy engine.
    init(_ error: DeployError) {
        switch error {
        case .cluster(let error): self.init(error)
        // With what the cluster and the manifests know instead, where they can be asked: `UnknownService`.
        case .unknownService: self.init(.usage, "\(error)", hint: "see what is deployed with `msctl status`")
        case .noRevisions:
            self.init(.usage, "\(error)", hint: "`msctl deploy` records the next one")
        case .noLogs: self.init(.usage, "\(error)")
        case .unknownRevision: self.init(.usage, "\(error)", hint: "see the revisions with `msctl history`")
        case .nothingToReturnTo:
            self.init(
                .usage,
                "\(error)",
                notes: ["nothing was attempted"],
                hint: "see the revisions with `msctl history`, and choose one with `--to N`"
            )
        case .damagedRevision, .notRestored, .notRecorded: self.init(.rollbackFailed, "\(error)")
        case .obstructed, .contested: self.init(.conflict, "\(error)")
        case .planMoved(let differences):
            self.init(
                .preflight,
                DeployError.planMovedHeadline,
                notes: DeployError.few(differences, 5),
                hint: """
                    give the same services, `--tag` and manifests as for the plan; if they are the same, the cluster has \
                    changed: make a new plan with `msctl plan --out FILE`
                    """
            )
        case .foreignPlan:
            self.init(.preflight, "\(error)", hint: "make a plan here with `msctl plan --out FILE`")
        case .wrongCluster:
            self.init(
                .preflight,
                "\(error)",
                notes: ["nothing was done"],
                hint:
                    "choose another context with `--context`, or correct `cluster.fingerprint` of the Environment"
            )
        case .locked:
            self.init(.locked, "\(error)", hint: "wait for it with `--lock wait --lock-timeout 10m`")
        case .unseen, .lingering: self.init(.unconfirmed, "\(error)")
        case .stoppedAfter(let objects, let error):
            self.init(error)
            notes.append("written before that: \(objects.map(\.description).joined(separator: ", "))")
        case .abandoned: self.init(.locked, "\(error)")
        case .unscalable: self.init(.usage, "\(error)")
        case .lockLost: self.init(.locked, "\(error)", hint: "run the command again")
        case .interrupted: self.init(.interrupted, "interrupted")
        }
    }

    private static func status(of code: ClusterError.Code) -> ExitStatus {
        switch code {
        case .unauthorized, .forbidden: .notAllowed
        case .conflict: .conflict
        case .invalid, .unsupported, .notFound, .alreadyExists: .preflight
        default: .unreachable
        }
    }
}
