// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import ArgumentParser
import Sandbox

/// `msctl sandbox`: the embedded API server, for kubectl and for other commands.
struct SandboxCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "sandbox",
        abstract: "Serve a Kubernetes-compatible API on this machine.",
        discussion: """
            Listens on 127.0.0.1 and prints a kubeconfig; ends with Ctrl-C. Objects are stored, controllers act, pods \
            become ready after a moment, but nothing is executed. What goes wrong is asked for by an annotation on \
            the pods, `sandbox.msctl.dev/fail`: image-not-found, image-pull-timeout, crash-loop, oom, never-ready, \
            config-error or unschedulable. Other objects take it too: an HTTPRoute not-accepted or backend-missing, a \
            Service of type LoadBalancer no-address, a PersistentVolumeClaim never-bound, and each no-controller.

            Examples:
              msctl sandbox --port 8001 > sandbox.kubeconfig
              KUBECONFIG=sandbox.kubeconfig kubectl get pods --all-namespaces
              msctl sandbox --fault throttle,rate=5% --fault truncated-watch=3,kinds=pods --fault-seed 7
              msctl deploy manifests/shop --env sandbox --tag v1 --kubeconfig sandbox.kubeconfig
            """
    )

    @Option(help: "The port to listen on; 0 takes a free one.")
    var port: UInt16 = 0

    @Option(
        help: ArgumentHelp(
            "Keep the objects in this file, so that they survive a restart.",
            valueName: "file"
        ),
        completion: .file()
    )
    var state: String?

    @Option(help: "How many simulated nodes there are.")
    var nodes: Int = 3

    @Flag(
        help:
            "Play nothing on top of Kubernetes: no metrics for autoscalers, nobody takes an Ingress without a class."
    )
    var bare = false

    @OptionGroup var faults: FaultOptions
    @OptionGroup var presentation: PresentationOptions

    func validate() throws {
        guard (1...1000).contains(nodes) else { throw ValidationError("--nodes must be from 1 to 1000") }
    }

    func run(in context: CommandContext) async throws -> ExitStatus {
        var options = SandboxOptions()
        options.nodes = nodes
        options.hasAddOns = !bare
        faults.apply(to: &options)
        let server = SandboxServer(options: options)
        if let state {
            try await SandboxStateFile.keep(server, in: state, of: context) { context.error($0) }
        }
        let listener: SandboxListener
        do throws(SandboxListener.StartError) {
            listener = try await SandboxListener.bind(server, port: Int(port))
        } catch {
            let address = "127.0.0.1:\(port)"
            throw CommandFailure(
                .unreachable,
                error.isInUse
                    ? "the sandbox cannot listen on \(address): another program listens there, perhaps another sandbox"
                    : "the sandbox cannot listen on \(address): \(error.message)",
                hint: "take another port, or a free one with `--port 0`"
            )
        }
        context.output(SandboxKubeconfig.text(port: listener.port))
        if !presentation.quiet { context.error("sandbox at http://127.0.0.1:\(listener.port), until Ctrl-C") }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await server.run() }
            await listener.run()
            group.cancelAll()
        }
        await server.flushState()
        try await SandboxStateFile.check(server)
        // Being told to end is how a server ends.
        return .stopped
    }
}
