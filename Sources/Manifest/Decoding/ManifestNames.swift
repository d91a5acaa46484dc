// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Diagnostics
import Documents
import Parallelism

/// What manifests are called, read without decoding them: enough to complete a command line.
package struct ManifestNames: Sendable, Hashable {
    /// The names of services, sorted.
    package private(set) var services: [String] = []
    /// The names of Environments, sorted.
    package private(set) var environments: [String] = []
    /// The namespaces that Environments name, sorted.
    package private(set) var namespaces: [String] = []

    /// Reads the names out of files; what is no manifest, or is broken before its name, has none.
    package init(_ files: [SourceFile]) {
        for names in Parallel.map(files, { Self.read($0) }) {
            services += names.services
            environments += names.environments
            namespaces += names.namespaces
        }
        services = Set(services).sorted()
        environments = Set(environments).sorted()
        namespaces = Set(namespaces).sorted()
    }

    private init() {}

    private static func read(_ file: SourceFile) -> ManifestNames {
        guard file.mayHoldManifest else { return ManifestNames() }
        // Somebody waits with a finger on the key: of a thousand manifests, what follows the name takes most of the time.
        if let beginning = ManifestBeginning.of(file) {
            let reading = YAMLReader.read(beginning)
            if reading.diagnostics.isEmpty, reading.documents.allSatisfy({ isNamed($0.root) }) {
                return ManifestNames(reading.documents)
            }
        }
        return ManifestNames(YAMLReader.read(file).documents)
    }

    /// Whether nothing is missing that a name is made of: it could be in what was cut off.
    private static func isNamed(_ root: YAMLNode) -> Bool {
        root["apiVersion"]?.scalar != nil && root["kind"]?.scalar != nil
            && root["metadata"]?["name"]?.scalar != nil
    }

    private init(_ documents: [YAMLDocument]) {
        for root in documents.map(\.root) {
            guard root["apiVersion"]?.scalar?.text.hasPrefix("msctl.dev") == true,
                let name = root["metadata"]?["name"]?.scalar?.text
            else { continue }
            switch root["kind"]?.scalar?.text {
            case ManifestKind.service.rawValue: services.append(name)
            case ManifestKind.environment.rawValue:
                environments.append(name)
                if let namespace = root["spec"]?["cluster"]?["namespace"]?.scalar?.text {
                    namespaces.append(namespace)
                }
            default: break
            }
        }
    }
}
