// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Foundation
import Generation
import Kubernetes
import Manifest
import Support
import Testing

/// A system under `manifests/`, or one written in a test, with its objects.
struct RenderedSystem {
    var output: KubernetesGenerator.Output

    /// Renders a system under `manifests/` for one of its Environments.
    static func shipped(
        _ name: String,
        environment: String?,
        options: KubernetesOptions = KubernetesOptions(tag: "v1")
    ) throws -> RenderedSystem {
        let root = URL(filePath: repositoryRoot).appending(path: "manifests/\(name)")
        let found = FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String } ?? []
        let files = try found.filter { $0.hasSuffix("msctl.yaml") }.sorted().map { path in
            SourceFile(path: path, bytes: Array(try Data(contentsOf: root.appending(path: path))))
        }
        return try render(
            ManifestReader.read(files),
            name: "default",
            environment: environment,
            options: options
        )
    }

    /// Renders manifests given as one text.
    static func text(
        _ text: String,
        environment: String? = nil,
        options: KubernetesOptions = KubernetesOptions(tag: "v1")
    ) throws -> RenderedSystem {
        let set = ManifestReader.read([SourceFile(path: "system.msctl.yaml", text: text)])
        let errors = set.diagnostics.filter { $0.severity == .error }
        #expect(errors.map(\.headline) == [])
        return try render(set, name: "default", environment: environment, options: options)
    }

    private static func render(
        _ set: ManifestSet,
        name: String,
        environment: String?,
        options: KubernetesOptions
    ) throws -> RenderedSystem {
        let environment = try environment.map { try #require(set.environment(named: $0)) }
        let system = ServiceSystem.resolve(set, environment: environment, implicitName: name).0
        let generator = KubernetesGenerator(system: system, options: options)
        return RenderedSystem(output: generator.generate())
    }

    var objects: [DesiredObject] { output.objects }

    /// The only object of a kind and, if given, a name.
    func only(_ kind: String, _ name: String? = nil, of service: String? = nil) throws -> DesiredObject {
        let found = objects.filter {
            $0.object.kind == kind && (name == nil || $0.object.name == name)
                && (service == nil || $0.service == service)
        }
        try #require(found.count == 1, "\(found.map(\.object.reference.description))")
        return found[0]
    }

    /// Whether there is an object of a kind.
    func has(_ kind: String, _ name: String? = nil) -> Bool {
        objects.contains { $0.object.kind == kind && (name == nil || $0.object.name == name) }
    }

    /// The objects as text, one file for the system and one per service.
    var files: [(path: String, text: String)] {
        var names: [String] = []
        for object in objects where !names.contains(object.service ?? "system") {
            names.append(object.service ?? "system")
        }
        return names.map { name in
            let own = objects.filter { ($0.service ?? "system") == name }
            return ("\(name).yaml", YAMLWriter.write(own.map { JSONValue.object($0.object.json) }))
        }
    }
}

/// A service that says only what must be said, with more lines under `spec`.
func serviceText(_ name: String, _ spec: String) -> String {
    let lines = spec.split(separator: "\n", omittingEmptySubsequences: false).map { "  \($0)\n" }.joined()
    return """
        ---
        apiVersion: msctl.dev/v1
        kind: Service
        metadata: { name: \(name) }
        spec:
          owner: team-a
          domain: sales
          build: .
        \(lines)

        """
}

/// An Environment with lines under `spec`.
func environmentText(_ name: String, _ spec: String) -> String {
    let lines = spec.split(separator: "\n", omittingEmptySubsequences: false).map { "  \($0)\n" }.joined()
    return """
        ---
        apiVersion: msctl.dev/v1
        kind: Environment
        metadata: { name: \(name) }
        spec:
        \(lines)

        """
}

extension DesiredObject {
    /// The value at a JSON pointer.
    func value(_ pointer: String) throws -> JSONValue? {
        let place: JSONPointer? = .init(text: pointer)
        return try #require(place).resolve(in: .object(object.json))
    }

    /// The value at a JSON pointer below the pod template's spec.
    func pod(_ pointer: String) throws -> JSONValue? { try value("/spec/template/spec" + pointer) }
}
