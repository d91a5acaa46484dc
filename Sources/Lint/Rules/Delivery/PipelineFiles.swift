// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics

/// The files of the repository that say what runs for every change.
struct PipelineFiles {
    /// The files that there are.
    let files: [SourceFile]

    private static let single = [
        ".gitlab-ci.yml", ".gitlab-ci.yaml", ".circleci/config.yml", "azure-pipelines.yml",
        "azure-pipelines.yaml", "bitbucket-pipelines.yml", ".drone.yml", ".woodpecker.yml", ".travis.yml",
        "cloudbuild.yaml", "cloudbuild.yml", "Jenkinsfile",
    ]

    /// Folders of which every YAML file counts, those that other pipelines include among them.
    private static let folders = [
        ".github/workflows", ".gitlab", ".forgejo/workflows", ".gitea/workflows", ".buildkite", ".woodpecker",
        ".tekton",
    ]

    /// Reads the files of GitHub, GitLab, Forgejo, Gitea, CircleCI, Azure, Bitbucket, Buildkite, Drone, Woodpecker, Travis, Cloud Build,
    /// Tekton and Jenkins; `nil` outside of a repository.
    init?(_ files: ProjectFiles?) {
        guard let files, let place = files.repository else { return nil }
        let top = place.top.isEmpty ? "" : place.top + "/"
        let listed = Self.folders.flatMap { files.list(top + $0) }
        let paths =
            Self.single.map { top + $0 } + listed.filter { $0.hasSuffix(".yml") || $0.hasSuffix(".yaml") }
        self.files = paths.compactMap(files.read)
    }

    /// Whether one of some words in lower case occurs anywhere but in comments, in whatever case.
    func mention(_ words: [String]) -> Bool {
        files.contains { file in
            file.lineStarts.indices.contains { index in
                let line = String(decoding: Self.withoutComment(file.line(index)), as: UTF8.self).lowercased()
                return words.contains(where: line.contains)
            }
        }
    }

    /// A line up to a `#` that stands at its beginning or behind a blank.
    private static func withoutComment(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let mark = line.indices.first { index in
            line[index] == UInt8(ascii: "#")
                && (index == line.startIndex || line[index - 1] == 0x20 || line[index - 1] == 0x09)
        }
        return mark.map { line[..<$0] } ?? line
    }
}
