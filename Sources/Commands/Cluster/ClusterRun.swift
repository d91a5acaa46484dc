// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import KubernetesClient
import Rollout

/// Everything that a command about a cluster works with.
struct ClusterRun: Sendable {
    var scope: SystemScope
    var session: ClusterSession
    var deployer: Deployer
    var presentation: PresentationOptions
    var context: CommandContext
    /// Whether the command line names the namespace: one that is not there is then a slip of the hand.
    var namesNamespace: Bool
    /// The namespace where the system lives if the command line names none.
    var declaredNamespace: String

    /// Opens the cluster of a target, does the work, and closes it again: a sandbox with `--state` is then saved.
    ///
    /// Only who deploys makes a state that is not there.
    static func on<Result: Sendable>(
        _ target: ClusterTarget,
        _ cluster: ClusterOptions,
        _ presentation: PresentationOptions,
        in context: CommandContext,
        state stateUse: SandboxStateFile.Use = .expected,
        _ work: @Sendable (ClusterRun) async throws -> Result
    ) async throws -> Result {
        let scope = target.scope(cluster, in: context)
        let declaredNamespace = target.declaredNamespace(in: context)
        return try await ClusterAccess(
            target: target,
            options: cluster,
            presentation: presentation,
            stateUse: stateUse,
            context: context,
            notices: Notices(context)
        )
        .withSession { session in
            let deployer = session.deployer(in: context)
            do throws(DeployError) {
                if let fingerprint = target.fingerprint { try await deployer.requireCluster(fingerprint) }
            } catch {
                throw CommandFailure(error)
            }
            let run = ClusterRun(
                scope: scope,
                session: session,
                deployer: deployer,
                presentation: presentation,
                context: context,
                namesNamespace: cluster.namespace != nil,
                declaredNamespace: declaredNamespace
            )
            do {
                return try await work(run)
            } catch DeployError.unknownService(let name) {
                let namespace = await run.glanceAtNamespace()
                if namespace == .absent, run.namesNamespace { throw await NamespaceState.absence(run) }
                var failure = await run.unknownService(name, target.system)
                if namespace == .leaving { failure.notes.append(NamespaceState.warning(run.scope.namespace)) }
                throw failure
            }
        }
    }

    /// What to end with where nothing was found because the namespace of the command line is not there; `nil` if it is.
    ///
    /// That of an Environment may be yet to be made, so that nothing is deployed there is the answer.
    func missingNamespace() async throws(ClusterError) -> CommandFailure? {
        guard namesNamespace, try await NamespaceState.find(self) == .absent else { return nil }
        return await NamespaceState.absence(self)
    }

    /// What becomes of the namespace, for an answer that is there without it: a look that fails does not cost the answer.
    func glanceAtNamespace() async -> NamespaceState {
        do throws(ClusterError) {
            return try await NamespaceState.find(self)
        } catch {
            return .unknown
        }
    }

    /// Looks at the namespace that an answer is about, and says so where it is being deleted: what is shown looks as if it
    /// were there to stay.
    ///
    /// Where the answer `isEmpty`, whether there is a namespace is a part of it.
    func namespaceState(isEmpty: Bool) async throws -> NamespaceState {
        let state: NamespaceState
        if isEmpty { state = try await NamespaceState.find(self) } else { state = await glanceAtNamespace() }
        if isEmpty, state == .absent, namesNamespace { throw await NamespaceState.absence(self) }
        if state == .leaving { context.error("warning: \(NamespaceState.warning(scope.namespace))") }
        return state
    }

    /// Refuses to write into a namespace that is being deleted; who may not look at it goes on.
    func requireLastingNamespace() async throws {
        guard try await NamespaceState.find(self) == .leaving else { return }
        throw NamespaceState.refusal(scope.namespace)
    }

    /// Why a service cannot be meant that the engine does not find in the cluster.
    private func unknownService(_ name: String, _ system: LoadedSystem) async -> CommandFailure {
        // Who may not read the records is told the rest.
        let histories = try? await deployer.histories(in: scope)
        return UnknownService(name: name, scope: scope, system: system, deployed: histories?.map(\.service))
            .failure
    }

    /// Says where things are about to happen, before anything does.
    func announce() {
        guard !presentation.quiet else { return }
        context.error(heading)
    }

    /// `shop → staging   context kind-staging · cluster https://… · namespace shop-staging`.
    var heading: String {
        let place = [
            "context \(session.contextName)", "cluster \(session.server)", "namespace \(scope.namespace)",
        ]
        return "\(scope.system) → \(scope.environment)   \(place.joined(separator: " · "))"
    }
}
