// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// One instruction of a Dockerfile, as far as msctl writes them.
enum Instruction: Sendable, Hashable {
    /// Lines that start with `#`.
    case comment(String)
    case argument(name: String, value: String?)
    case environment([Variable])
    case workingDirectory(String)
    case copy(Copy)
    case run(Run)
    case user(String)
    case expose(Int)
    case entryPoint([String])
    case label([Variable])
    case healthCheckNone
    case blank

    /// A name and a value, in the order in which they are written.
    struct Variable: Sendable, Hashable {
        var name: String
        var value: String
        /// Whether `$NAME` in the value is meant; text of users is taken as it stands.
        var expands: Bool

        init(_ name: String, _ value: String, expands: Bool = false) {
            self.name = name
            self.value = value
            self.expands = expands
        }
    }

    /// Files into the image.
    struct Copy: Sendable, Hashable {
        var from: String?
        var sources: [String]
        var destination: String
        /// Independent of the layers below, so that it survives when they change.
        var link = true
    }

    /// Commands, chained by `&&` in one layer.
    struct Run: Sendable, Hashable {
        var mounts: [Mount] = []
        var commands: [String]
        /// Codes of hadolint that are accepted here, with the reason.
        var accepted: Acceptance?
    }

    /// Findings of hadolint that are accepted, and why.
    struct Acceptance: Sendable, Hashable {
        var codes: [String]
        var reason: String
    }

    /// A mount of a `RUN`.
    enum Mount: Sendable, Hashable {
        /// Survives between builds, is no layer; `locked` when the tool cannot share it.
        case cache(target: String, id: String? = nil, locked: Bool = false)
        /// A file of the context that is not copied into a layer.
        case bind(file: String, target: String? = nil)
        /// A file of another stage that is needed for this step alone.
        case stage(String, source: String, target: String)
    }
}
