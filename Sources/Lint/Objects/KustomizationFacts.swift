// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Manifest

/// What a kustomization says about files and names beside it.
struct KustomizationFacts {
    /// The files with patches, as paths from where the linter was started.
    var patchFiles: [String] = []
    /// Names of ConfigMaps and Secrets that it generates; kustomize appends a hash, and follows references.
    var generatedNames: [String] = []
    /// The folder whose objects it gives labels and selectors, with `/` at its end; `nil` when it gives none.
    var labelledFolder: String?
    /// Names of images that it replaces.
    var replacedImages: [String] = []

    init(_ source: ManifestSource) {
        let root = source.document.root
        let folder = source.file.path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        for patch in root["patches"]?.elements ?? [] {
            if let path = patch["path"]?.text { patchFiles.append(Self.path(path, in: folder)) }
        }
        for field in ["patchesStrategicMerge", "patchesJson6902"] {
            for patch in root[field]?.elements ?? [] {
                guard let path = patch.text ?? patch["path"]?.text, !path.contains("\n") else { continue }
                patchFiles.append(Self.path(path, in: folder))
            }
        }
        let givesSelectors =
            root["labels"]?.elements.contains { $0["includeSelectors"]?.flag == true } ?? false
        if givesSelectors || root.at("commonLabels") != nil {
            labelledFolder = folder.map { $0 + "/" }.joined()
        }
        replacedImages = root["images"]?.elements.compactMap { $0["name"]?.text } ?? []
        for field in ["configMapGenerator", "secretGenerator"] {
            generatedNames += (root[field]?.elements ?? []).compactMap { $0["name"]?.text }
        }
    }

    private static func path(_ relative: String, in folder: ArraySlice<Substring>) -> String {
        var parts = Array(folder)
        for part in relative.split(separator: "/") {
            if part == ".." { _ = parts.popLast() } else if part != "." { parts.append(part) }
        }
        return parts.joined(separator: "/")
    }
}
