// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Foundation
import Manifest

/// The systems under `manifests/`, which users copy.
enum ShippedManifests {
    /// The YAML files of a system, with paths as seen from its folder.
    static func files(of system: String) throws -> [SourceFile] {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "manifests/\(system)")
        let found = FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String } ?? []
        return try found.filter { $0.hasSuffix(".yaml") && !$0.contains("node_modules") }.sorted().map {
            path in
            SourceFile(path: path, bytes: Array(try Data(contentsOf: root.appending(path: path))))
        }
    }

    /// The shop, read.
    static func shop() throws -> ManifestSet { ManifestReader.read(try files(of: "shop")) }
}

/// A service that says only what must be said, with more lines under `spec`.
func service(_ name: String = "orders", _ spec: String = "") -> String {
    lines("apiVersion: msctl.dev/v1", "kind: Service", "metadata:", "  name: \(name)", "spec:")
        + lines("  owner: team-sales", "  domain: sales", "  build: .")
        + spec.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? "" : "  \($0)\n" }
        .joined()
}

private func lines(_ lines: String...) -> String { lines.map { $0 + "\n" }.joined() }
