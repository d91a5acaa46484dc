// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import ArgumentParser
import Documents
import Kubernetes
import Rollout

/// `msctl scale`: more or fewer replicas, at once.
struct ScaleCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "scale",
        abstract: "Set the replicas of services, or the bounds of their autoscalers.",
        discussion: """
            Where an autoscaler governs, `N` is its minimum and `N-M` are its bounds. Later deploys keep the scale, \
            and show it, until the manifest asks for another.

            Examples:
              msctl scale orders=5 --env prod
              msctl scale catalog=4-12 cart=3 --env prod
            """
    )

    @Argument(help: ArgumentHelp("What to scale.", valueName: "service=replicas"))
    var requests: [ScaleRequest]

    @Option(
        name: [.customLong("from")],
        help: ArgumentHelp("Files or directories to read; repeatable.", valueName: "path")
    )
    var paths: [String] = []

    @OptionGroup var environment: EnvironmentOptions
    @OptionGroup var cluster: ClusterOptions

    @Option(help: "How to write the result.")
    var format: ResultFormat = .human

    @OptionGroup var presentation: PresentationOptions

    func run(in context: CommandContext) async throws -> ExitStatus {
        let goal = try ClusterTarget.load(
            paths.isEmpty ? ["."] : paths,
            environment,
            presentation,
            in: context
        )
        return try await ClusterRun.on(goal, cluster, presentation, in: context) { run in
            run.announce()
            for request in requests {
                let result = try await run.deployer.scale(
                    request.service,
                    in: run.scope,
                    least: request.least,
                    most: request.most
                )
                context.output(text(of: result))
            }
            return .done
        }
    }

    private func text(of result: ScaleResult) -> String {
        switch format {
        case .human:
            result.isChange
                ? "\(result.service): \(result.before) → \(result.after)   \(result.object.description)"
                : "\(result.service): stays at \(result.after)   \(result.object.description)"
        case .json:
            JSONValue.object([
                "service": .string(result.service), "object": .string(result.object.description),
                "before": .string(result.before), "after": .string(result.after),
                "manifest": result.manifest.map(JSONValue.string),
            ]).text()
        }
    }
}

/// `orders=5` or `orders=3-8`.
struct ScaleRequest: ExpressibleByArgument, Sendable {
    var service: String
    var least: Int
    var most: Int?

    init?(argument: String) {
        let parts = argument.split(separator: "=", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty else { return nil }
        let bounds = parts[1].split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard (1...2).contains(bounds.count), let least = bounds[0], least >= 0 else { return nil }
        service = String(parts[0])
        self.least = least
        if bounds.count == 2 {
            guard let most = bounds[1], most >= least else { return nil }
            self.most = most
        }
    }
}
