// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// How one kind of project becomes an image.
///
/// Making a recipe reads the project and refuses what it cannot build; the stages that follow are pure arithmetic.
protocol Recipe: Sendable {
    /// Reads the project.
    init(_ tree: some ProjectTree, hints: BuildHints, source: String) throws(GenerationFailure)
    /// What was read.
    var detection: Detection { get }
    /// The stages before the final one, and the final one without user, port, labels and entry point.
    func stages(_ request: DockerfileRequest) -> Dockerfile
    /// What the container starts.
    func entryPoint(_ request: DockerfileRequest) -> [String]
    /// What the build context consists of.
    var context: ContextFilter { get }
}

/// What a build may see of the folder.
struct ContextFilter: Sendable, Hashable {
    /// With entries, everything else stays out (compiled languages); without, everything is let in.
    var only: [String] = []
    /// What stays out in any case, besides what always stays out.
    var except: [String] = []
}
