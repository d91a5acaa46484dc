// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Why no Dockerfile was written, in the user's terms.
package struct GenerationFailure: Error, Sendable, Hashable {
    /// What kind of obstacle it is.
    package enum Code: String, Sendable, Hashable {
        /// Nothing in the folder says what it is.
        case unrecognised = "runtime-unrecognised"
        /// Two runtimes are equally plausible.
        case tie = "runtime-tie"
        /// msctl cannot write a Dockerfile for this runtime or package manager.
        case noRecipe = "no-recipe"
        /// A lock file is missing, so the build could not be repeated.
        case missingLockFile = "missing-lock-file"
        /// It is not clear which program the container should start.
        case entryPoint = "entry-point-unclear"
        /// The manifest names something that the project does not have.
        case hint = "build-hint-unknown"
        /// A file of the project cannot be understood.
        case unreadable = "project-file-unreadable"
    }

    /// The kind of obstacle.
    package var code: Code
    /// What is in the way; starts with "cannot" and stands alone.
    package var headline: String
    /// What was looked at.
    package var evidence: [String]
    /// What the user can do.
    package var help: String

    /// Makes a failure.
    init(_ code: Code, _ headline: String, evidence: [String] = [], help: String) {
        self.code = code
        self.headline = headline
        self.evidence = evidence
        self.help = help
    }
}

extension GenerationFailure {
    static func missingLock(_ lock: String, besides file: String, cure: String) -> GenerationFailure {
        GenerationFailure(
            .missingLockFile,
            "cannot write a repeatable build because `\(lock)` is missing",
            evidence: ["`\(file)` names dependencies, and only a lock file says which versions were tested"],
            help: "run `\(cure)` and commit `\(lock)`"
        )
    }
}
