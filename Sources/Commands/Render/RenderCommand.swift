// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import ArgumentParser
import Documents
import Kubernetes

/// `msctl render`: the Kubernetes objects as YAML.
struct RenderCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "render",
        abstract: "Print the Kubernetes objects of services.",
        discussion: """
            Asks no cluster: the same manifests give the same bytes.

            Examples:
              msctl render manifests/shop --env sandbox
              msctl render orders --env prod --tag v1.4.2
              msctl render --env prod --tag v1.4.2 --output objects
            """
    )

    @OptionGroup var target: TargetOptions
    @OptionGroup var environment: EnvironmentOptions

    @Option(help: "The namespace, instead of the Environment's.")
    var namespace: String?

    @Option(
        help: ArgumentHelp("Write one file per object below this directory.", valueName: "directory"),
        completion: .directory
    )
    var output: String?

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
        } else {
            for object in rendered.objects { context.standardOutput("---\n" + Self.yaml(object)) }
        }
        return .done
    }

    private func write(_ objects: [DesiredObject], below directory: String, in context: CommandContext) throws
    {
        for object in objects {
            let folder = Path.join(directory, object.service ?? "system")
            try context.files.makeDirectory(context.absolute(folder))
            let name = "\(object.object.kind.lowercased())-\(object.object.name).yaml"
            try context.files.write(
                Array(Self.yaml(object).utf8),
                to: context.absolute(Path.join(folder, name))
            )
        }
        if !presentation.quiet { context.error("wrote \(objects.count) objects below \(directory)") }
    }

    private static func yaml(_ object: DesiredObject) -> String {
        YAMLWriter.write(JSONValue.object(object.object.json))
    }
}
