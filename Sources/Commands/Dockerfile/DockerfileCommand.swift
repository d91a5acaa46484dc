// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import ArgumentParser
import Diagnostics
import Generation
import Manifest

/// `msctl dockerfile`: the Dockerfile of each service with `build`.
struct DockerfileCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "dockerfile",
        abstract: "Print or write the Dockerfile of a service.",
        discussion: """
            What is printed is the Dockerfile alone; `--write` adds the .dockerignore beside it. The runtime is detected from the files of the service. A Dockerfile that msctl did not write is never \
            overwritten: the generated one is then called Dockerfile.msctl.

            Examples:
              msctl dockerfile catalog
              msctl dockerfile --write
              msctl dockerfile manifests/shop catalog --write
            """
    )

    @OptionGroup var target: TargetOptions

    @Flag(help: "Write the files into the build contexts instead of printing them.")
    var write = false

    @OptionGroup var presentation: PresentationOptions

    func run(in context: CommandContext) async throws -> ExitStatus {
        let system = try LoadedSystem.load(targets: target.targets, in: context)
        try Refusal.ofUnsound(system, presentation, in: context)
        let services = system.selected.filter { $0.build != nil && $0.build?.value.dockerfile == nil }
        guard !services.isEmpty else {
            throw CommandFailure(.usage, "no selected service has a `build` that needs a Dockerfile")
        }
        var status = ExitStatus.done
        for service in services {
            do throws(CommandFailure) {
                let output = try DockerfileSource(context: context).generate(for: service)
                try show(output, of: service, hasSeveral: services.count > 1, in: context)
            } catch {
                status = ErrorPresentation.present(error, for: nil, in: context)
            }
        }
        return status
    }

    private func show(
        _ output: DockerfileGenerator.Output,
        of service: ServiceManifest,
        hasSeveral: Bool,
        in context: CommandContext
    ) throws(CommandFailure) {
        guard write else {
            // One Dockerfile alone can be piped: its first line tells the builder the syntax, so nothing may precede it.
            guard let file = output.files.first else { return }
            context.output(hasSeveral ? "# \(service.name): \(file.name)\n\(file.text)" : file.text)
            return
        }
        for file in output.files {
            let path = Path.join(service.buildContext ?? ".", file.name)
            do {
                try context.files.write(Array(file.text.utf8), to: context.absolute(path))
            } catch {
                throw CommandFailure(.inputRefused, "`\(path)` cannot be written: \(error.reason)")
            }
            if !presentation.quiet { context.error("\(service.name): wrote \(path)") }
        }
    }
}
