// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Kubernetes
import KubernetesClient

/// Opens the cluster that a target means.
struct ClusterAccess: Sendable {
    let target: ClusterTarget
    let options: ClusterOptions
    let presentation: PresentationOptions
    let stateUse: SandboxStateFile.Use
    let context: CommandContext
    /// What comes up while the cluster is at work.
    let notices: Notices

    /// Does the work with the cluster open.
    func withSession<Result: Sendable>(
        _ work: @Sendable (ClusterSession) async throws -> Result
    ) async throws -> Result {
        // A sandbox that runs as a process of its own is a cluster like any other: it comes with a kubeconfig.
        if target.isSandbox, options.kubeconfig == nil {
            return try await PrivateSandbox(
                statePath: options.state,
                faults: options.faults,
                stateUse: stateUse,
                context: context,
                notices: notices
            ).withTransport {
                transport in
                let client = ClusterClient(transport: transport, options: clientOptions)
                let place = options.state == nil ? "in this process, gone when it ends" : "in this process"
                return try await work(
                    ClusterSession(contextName: "sandbox", server: place, client: client, notices: notices)
                )
            }
        }
        if options.state != nil {
            throw CommandFailure(.usage, "`--state` is for `--env sandbox` without `--kubeconfig`")
        }
        if !options.faults.fault.isEmpty {
            throw CommandFailure(
                .usage,
                "`--fault` is for `--env sandbox` without `--kubeconfig`",
                hint: "a sandbox that serves others takes it itself: `msctl sandbox --fault …`"
            )
        }
        var session = try session()
        let transport = ObservedTransport(session.client.transport, elapsed: context.elapsed)
        session.client = session.client.carried(by: transport)
        return try await withThrowingTaskGroup(of: Void.self) { [session] group in
            group.addTask { await announceSilence(on: transport, of: session.server) }
            defer { group.cancelAll() }
            return try await work(session)
        }
    }

    /// Says once that the server does not answer: a command that is silent for a minute looks as if it did nothing.
    private func announceSilence(on transport: ObservedTransport, of server: String) async {
        let patience = Duration.seconds(5)
        guard !presentation.quiet, await transport.isSilent(for: patience, ContinuousClock()) else { return }
        notices.say("waiting for \(server): no answer for \(patience.components.seconds) s")
    }

    private func session() throws(CommandFailure) -> ClusterSession {
        var wanted = ConfigurationOptions()
        wanted.kubeconfig = options.kubeconfig
        wanted.context = target.contextName(options)
        let configuration: ClusterConfiguration
        do throws(ConfigurationError) {
            configuration = try ClusterConfiguration.load(wanted, system: system)
        } catch {
            let place = error.place.map { "\($0): " } ?? ""
            // A context that is there is not what stands in the way.
            let file = options.kubeconfig
            let known = (try? ClusterConfiguration.contextNames(kubeconfig: file, system: system)) ?? []
            let near = wanted.context.flatMap {
                known.contains($0) ? nil : Spelling.suggestion(for: $0, among: known)
            }
            throw CommandFailure(
                .inputRefused,
                "\(place)\(error.message)",
                notes: [target.contextOrigin(options)].compactMap { $0 } + error.notes
                    + (near == nil ? [] : [error.hint].compactMap { $0 }),
                hint: near.map { "did you mean the context `\($0)`?" } ?? error.hint
            )
        }
        for warning in configuration.warnings where !presentation.quiet {
            context.error("warning: \(warning)")
        }
        return ClusterSession(
            contextName: configuration.context ?? configuration.cluster,
            server: configuration.address.description,
            client: configuration.client(options: clientOptions),
            notices: notices
        )
    }

    /// The machine, where a program that gives credentials does not keep anybody waiting without a word, and writes into no
    /// lines that are redrawn in place.
    private var system: SystemAccess {
        let isQuiet = presentation.quiet
        let notices = notices
        // What a program says may be all that tells why there are no credentials, so that it is not for `--quiet` to leave out.
        return SystemAccess.machine { notices.say($0) }
            .lendingTerminal(of: notices)
            .announcingWaits { text in if !isQuiet { notices.say(text) } }
    }

    private var clientOptions: ClientOptions {
        let isQuiet = presentation.quiet
        let isVerbose = presentation.verbose
        let notices = notices
        let news = WaitNews()
        let elapsed = context.elapsed
        return ClientOptions(
            version: context.version,
            hooks: ClientHooks(
                warning: { text in if !isQuiet { notices.say("warning: the server says: \(text)") } },
                trace: { trace in if isVerbose { notices.say("  \(trace)") } },
                waiting: { duration, reason in
                    guard !isQuiet, news.isNews(reason, for: duration, at: elapsed()) else { return }
                    notices.say("waiting \(DurationText.precise(duration)): \(reason)")
                }
            )
        )
    }
}
