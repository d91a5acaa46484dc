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
            Where an autoscaler governs, `N` is its minimum and `N-M` are its bounds; `N` above its maximum is \
            refused; a workload that was scaled to 0, where its autoscaler leaves it, has its minimum again. \
            Nothing is scaled unless all of it can be. Later deploys keep the scale, and show it, until the \
            manifest asks for another. A number above 50 that is more than ten times the present one is refused without \
            `--yes`. As JSON it is one object, or a list of them where several services are given.

            Examples:
              msctl scale orders=5 --env prod
              msctl scale catalog=4-12 cart=3 --env prod
            """
    )

    @Argument(
        help: ArgumentHelp("What to scale.", valueName: "service=replicas"),
        completion: .candidates(.services),
        transform: ScaleRequest.init(parsing:)
    )
    var requests: [ScaleRequest]

    @Option(
        name: [.customLong("from")],
        help: ArgumentHelp("Files or directories to read; repeatable.", valueName: "path"),
        completion: .file()
    )
    var paths: [String] = []

    @OptionGroup var environment: EnvironmentOptions
    @OptionGroup var cluster: ClusterOptions

    @Flag(help: "Scale to more than ten times what there is now, too.")
    var yes = false

    @Option(help: .resultFormat)
    var format: ResultFormat = .human

    @OptionGroup var presentation: PresentationOptions

    func run(in context: CommandContext) async throws -> ExitStatus {
        let goal = try ClusterTarget.load(
            paths.isEmpty ? ["."] : paths,
            environment,
            presentation,
            toleratesUnsound: true,
            in: context
        )
        return try await ClusterRun.on(goal, cluster, presentation, in: context) { run in
            try await run.requireLastingNamespace()
            run.announce()
            let wishes = requests.map {
                ScaleWish(service: $0.service, least: $0.least, most: $0.most, isConfirmed: yes)
            }
            var results: [ScaleResult] = []
            let written = WrittenSoFar()
            context.interruption.prepare(run.words(on: written))
            defer { context.interruption.prepare(nil) }
            do {
                try await run.deployer.scale(wishes, in: run.scope) { result in
                    results.append(result)
                    if result.isChange {
                        let objects = ["\(result.object) scaled to \(result.after)"] + Self.woken(of: result)
                        written.add(objects.joined(separator: ", "), of: result.service)
                    }
                    if format == .human { context.output(Self.text(of: result)) }
                }
            } catch {
                var failure = ErrorPresentation.failure(for: error)
                if failure.status == .interrupted {
                    throw Self.interrupted(wishes.map(\.service), results)
                }
                // One document only: that of the error, which says what came before.
                guard format == .json, !results.isEmpty else { throw error }
                failure.notes.append(Self.before(results))
                throw failure
            }
            if format == .json { context.output(Self.json(results)) }
            return .done
        }
    }

    func validate() throws {
        var seen: Set<String> = []
        for request in requests where !seen.insert(request.service).inserted {
            throw ValidationError("`\(request.service)` is given twice; say once how it is to be scaled")
        }
    }

    /// What is known of the services, which are scaled one after the other.
    static func interrupted(_ services: [String], _ results: [ScaleResult]) -> CommandFailure {
        let next = services.dropFirst(results.count).first
        return CommandFailure(
            .interrupted,
            "interrupted",
            notes: [before(results)]
                + [next.map { "whether `\($0)` was is not known: its scale may have been under way" }]
                .compactMap(\.self),
            hint: "run the same command again and it goes on from here"
        )
    }

    private static func before(_ results: [ScaleResult]) -> String {
        guard !results.isEmpty else { return "nothing was scaled before that" }
        let texts = results.map { text(of: $0, separator: ", ") }
        return "scaled before that: \(texts.joined(separator: "; "))"
    }

    private static func text(of result: ScaleResult, separator: String = "\n  ") -> String {
        let change =
            result.before == result.after ? "stays at \(result.after)" : "\(result.before) → \(result.after)"
        return (["\(result.service): \(change)   \(result.object.description)"] + woken(of: result))
            .joined(separator: separator)
    }

    /// An autoscaler leaves alone what has no replicas.
    private static func woken(of result: ScaleResult) -> [String] {
        result.woken.map { "`\($0)` 0 → \(result.least), so that its autoscaler works again" }
    }

    /// One document: the object of one service, or a list of these in the order of the command line.
    private static func json(_ results: [ScaleResult]) -> String {
        let objects = results.map { result in
            JSONValue.object([
                "service": .string(result.service), "object": .string(result.object.description),
                "before": .string(result.before), "after": .string(result.after),
                "manifest": result.manifest.map(JSONValue.string),
                // Only where there are any.
                "woken": result.woken.isEmpty
                    ? nil : .array(result.woken.map { .string($0.description) }),
            ])
        }
        return objects.count == 1 ? objects[0].text() : JSONValue.array(objects).text()
    }
}

/// `orders=5` or `orders=3-8`.
struct ScaleRequest: Sendable {
    var service: String
    var least: Int
    var most: Int?

    init(parsing argument: String) throws {
        let parts = argument.split(separator: "=", omittingEmptySubsequences: false)
        // A path is no service: what it says of it would be misread as a name.
        let named = parts.first.flatMap { $0.isEmpty || $0.contains("/") ? nil : String($0) }
        let example = named ?? "orders"
        let form = "write `\(example)=3`, or `\(example)=3-6` for the bounds of an autoscaler"
        guard parts.count == 2, named != nil else {
            throw ValidationError("it names no service and number; \(form); paths go to `--from`")
        }
        let bounds = parts[1].split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard (1...2).contains(bounds.count), !bounds.contains(nil), let least = bounds[0] else {
            throw ValidationError("`\(parts[1])` is not a number of replicas; \(form)")
        }
        service = example
        self.least = least
        most = bounds.count == 2 ? bounds[1] : nil
        if let most, most < least {
            throw ValidationError("the upper bound \(most) is below the lower one \(least); \(form)")
        }
    }
}
