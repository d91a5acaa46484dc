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

    /// Reads the names out of files; what is no manifest, or is broken, has none.
    package init(_ files: [SourceFile]) {
        let found = Parallel.map(files.filter(\.mayHoldManifest)) { YAMLReader.read($0).documents }
        for root in found.joined().map(\.root) {
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
        services = Set(services).sorted()
        environments = Set(environments).sorted()
        namespaces = Set(namespaces).sorted()
    }
}
