// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics

/// The files of the repository that say what runs for every change.
struct PipelineFiles {
    /// The files that there are.
    let files: [SourceFile]

    private static let single = [
        ".gitlab-ci.yml", ".circleci/config.yml", "azure-pipelines.yml", "bitbucket-pipelines.yml",
        ".drone.yml", ".woodpecker.yml", "Jenkinsfile",
    ]

    private static let folders = [".github/workflows", ".woodpecker", ".tekton"]

    /// Reads the files of GitHub, GitLab, CircleCI, Azure, Bitbucket, Drone, Woodpecker, Tekton and Jenkins; `nil` outside of a
    /// repository.
    init?(_ files: ProjectFiles?) {
        guard let files, let place = files.repository else { return nil }
        let top = place.top.isEmpty ? "" : place.top + "/"
        let paths = Self.single.map { top + $0 } + Self.folders.flatMap { files.list(top + $0) }
        self.files = paths.compactMap(files.read)
    }

    /// Whether one of some words in lower case occurs anywhere, in whatever case.
    func mention(_ words: [String]) -> Bool {
        files.contains { file in
            let text = String(decoding: file.bytes, as: UTF8.self).lowercased()
            return words.contains(where: text.contains)
        }
    }
}
