// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// A stage of a Dockerfile.
struct Stage: Sendable, Hashable {
    var image: BaseImageReference
    /// The name for `--from` and `--target`; the final stage has none.
    var name: String?
    /// Runs on the machine that builds, whatever the image is built for.
    var onBuildPlatform = false
    var instructions: [Instruction]
}

/// A Dockerfile: its stages in order, the last one being the image.
struct Dockerfile: Sendable, Hashable {
    var stages: [Stage]
}
