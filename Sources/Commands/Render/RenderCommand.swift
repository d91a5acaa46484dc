// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import ArgumentParser
import Documents
import Kubernetes
import Parallelism

/// `msctl render`: the Kubernetes objects as YAML.
struct RenderCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "render",
        abstract: "Print the Kubernetes objects of services.",
        discussion: """
            Asks no cluster: the same manifests give the same bytes. As JSON it is one List, which kubectl takes as well as the \
            YAML.

            Examples:
              msctl render manifests/shop --env sandbox
              msctl render orders --env prod --tag v1.4.2
              msctl render --env prod --tag v1.4.2 --output objects
              msctl render --env prod --tag v1.4.2 --format json | jq '.items[].kind'
            """
    )

    @OptionGroup var target: TargetOptions
    @OptionGroup var environment: EnvironmentOptions

    @Option(
        name: [.long, .customShort("n")],
        help: "The namespace, instead of the Environment's.",
        completion: .candidates(.namespaces)
    )
    var namespace: String?

    @Option(
        help: ArgumentHelp("Write one file per object below this directory.", valueName: "directory"),
        completion: .directory
    )
    var output: String?

    @Option(help: "How to write the objects; with json, an error too, as {\"error\":…}.")
    var format: Format = .yaml

    /// How objects are written.
    enum Format: String, ExpressibleByArgument, CaseIterable, Sendable {
        case yaml
        case json
    }

    @OptionGroup var presentation: PresentationOptions

    func run(in context: CommandContext) async throws -> ExitStatus {
        let goal = try ClusterTarget.load(target.targets, environment, presentation, in: context)
        let rendered = try RenderedSystem.of(
            goal,
            tag: environment.tag,
            namespace: namespace,
            presentation,
            in: context
        )
        if let output {
            try write(rendered.objects, below: output, in: context)
            return .done
        }
        switch format {
        case .yaml:
            for object in rendered.objects { context.standardOutput("---\n" + text(of: object)) }
        case .json:
            let list: JSONValue = [
                "apiVersion": "v1", "kind": "List",
                "items": .array(rendered.objects.map { .object($0.object.json) }),
            ]
            context.output(list.text(.pretty))
        }
        return .done
    }

    /// Files that would not change are left alone, with their times.
    private func write(_ objects: [DesiredObject], below directory: String, in context: CommandContext) throws
    {
        for folder in Set(objects.map(Self.folder)) {
            try context.files.makeDirectory(context.absolute(Path.join(directory, folder)))
        }
        let results = Parallel.map(objects) { object in
            Result { () throws(FileError) -> Bool in
                let name = "\(object.object.kind.lowercased())-\(object.object.name).\(format.rawValue)"
                let path = context.absolute(Path.join(Path.join(directory, Self.folder(of: object)), name))
                let bytes = Array(text(of: object).utf8)
                if let earlier = try? context.files.read(path, limit: bytes.count + 1), earlier == bytes {
                    return false
                }
                try context.files.write(bytes, to: path)
                return true
            }
        }
        let written = try results.count { try $0.get() }
        guard !presentation.quiet else { return }
        let unchanged = objects.count - written
        context.error(
            unchanged == 0
                ? "wrote \(written) objects below \(directory)"
                : "wrote \(written) of \(objects.count) objects below \(directory); \(unchanged) are there already"
        )
    }

    private static func folder(of object: DesiredObject) -> String { object.service ?? "system" }

    private func text(of object: DesiredObject) -> String {
        let json = JSONValue.object(object.object.json)
        return format == .yaml ? YAMLWriter.write(json) : json.text(.pretty) + "\n"
    }
}
