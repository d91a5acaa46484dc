// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// What a sandbox is made of, and how fast its make-believe machines are.
package struct SandboxOptions: Sendable {
    /// Seeds uids, name suffixes and faults: the same seed and requests give the same cluster.
    package var seed: UInt64 = 1
    /// How many nodes there are.
    package var nodes: Int = 3
    /// What each node can run, as a Kubernetes quantity of cores.
    package var nodeCPU: String = "64"
    /// What each node can hold, as a Kubernetes quantity of bytes.
    package var nodeMemory: String = "256Gi"
    /// The version that the server claims to be.
    package var version: String = "v1.36.2"
    /// How long a controller takes to notice a change.
    package var controllerDelay: Duration = .milliseconds(5)
    /// From scheduled to running.
    package var startDelay: Duration = .milliseconds(100)
    /// From running to ready, where no annotation says otherwise.
    package var readyDelay: Duration = .milliseconds(100)
    /// From deletion to gone, within the grace period.
    package var stopDelay: Duration = .milliseconds(100)
    /// The first wait before a crashed container is started again; doubles up to five minutes, as a kubelet does it.
    package var restartDelay: Duration = .seconds(10)
    /// How long an unused controller-made condition may take to be looked at again, such as an autoscaler's.
    package var autoscalerPeriod: Duration = .seconds(15)
    /// Whether the sandbox plays what a cluster that people work on has on top of Kubernetes.
    ///
    /// That is a metrics server, to which a workload without an annotation shows the use that its autoscaler aims
    /// at, and a controller that takes Ingresses without a class. Off, as in a cluster that was just made.
    package var hasAddOns: Bool = false
    /// Whether a Secret or ConfigMap that a pod needs is made up when it is missing.
    ///
    /// Off, as in a real cluster: the container waits with `CreateContainerConfigError`. On for a private
    /// sandbox, where nobody is there to create the secrets of the system being tried out.
    package var provisionsMissingConfiguration: Bool = false
    /// How many changes a watch can go back.
    package var historyLimit: Int = 10_000
    /// How many events of a watch wait for a slow reader before the watch is ended.
    package var watchBuffer: Int = 10_000
    /// From the creation of a CustomResourceDefinition until its kinds are served.
    package var definitionDelay: Duration = .milliseconds(100)
    /// Between bookmarks of a watch that asked for them.
    package var bookmarkPeriod: Duration = .seconds(60)
    /// Who may come in, by bearer token; without any, everybody may do everything.
    package var accounts: [SandboxAccount] = []
    /// Faults of the server itself.
    package var faults: FaultScript = FaultScript()
    /// Seeds which requests are struck; `nil` for what follows from ``seed``.
    package var faultSeed: UInt64?

    /// The defaults: a small, fast, faultless cluster.
    package init() {}
}
