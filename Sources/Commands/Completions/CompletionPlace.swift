// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import KubernetesClient
import Manifest

/// Where a command line that is being completed looks for things.
struct CompletionPlace {
    /// The command line, from the name of the program on.
    let words: [String]
    let context: CommandContext

    /// The names in the manifests below the paths of the command line, or below the current directory.
    var names: ManifestNames {
        let paths = words.dropFirst(2).filter { word in
            guard !word.isEmpty, !word.hasPrefix("-"), word != "/" else { return false }
            return (try? context.files.status(of: context.absolute(word))) != nil
        }
        return ManifestNames(Workspace.load(paths.isEmpty ? ["."] : Array(paths), in: context).files)
    }

    /// The contexts of the kubeconfig that the command line or the environment names.
    var contexts: [String] {
        let option = words.lastIndex(of: "--kubeconfig").map { $0 + 1 }
        let file = option.flatMap { words.indices.contains($0) ? words[$0] : nil }
        return (try? ClusterConfiguration.contextNames(kubeconfig: file, system: .live)) ?? []
    }

    /// Directories, and files of YAML, that a path which has been begun may mean; directories end with a slash.
    func paths(_ prefix: String) -> [String] {
        let folder = prefix.lastIndex(of: "/").map { String(prefix[...$0]) } ?? ""
        let directory = context.absolute(folder.isEmpty ? "." : folder)
        let entries = (try? context.files.entries(of: directory)) ?? []
        return entries.filter { !$0.name.hasPrefix(".") || prefix.hasPrefix("\(folder).") }.compactMap {
            entry in
            let isDirectory =
                (try? context.files.status(of: Path.join(directory, entry.name)))?.kind == .directory
            if isDirectory { return "\(folder)\(entry.name)/" }
            let isYAML = entry.name.hasSuffix(".yaml") || entry.name.hasSuffix(".yml")
            return isYAML ? "\(folder)\(entry.name)" : nil
        }.sorted()
    }
}
