// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// A small first process for programs that do not react to SIGTERM.
///
/// The kernel applies no default action to process 1, so without a handler a stop waits for the kill (man 7 pid_namespaces).
enum TerminationInit {
    /// Puts `tini` into the build stage, where `apt` is.
    static var install: Instruction {
        .run(
            .init(
                mounts: [
                    .cache(target: "/var/cache/apt", locked: true),
                    .cache(target: "/var/lib/apt", locked: true),
                ],
                commands: ["apt-get update", "apt-get install -y --no-install-recommends tini"],
                accepted: .init(
                    codes: ["DL3008"],
                    reason: "the digest of the base image decides about versions"
                )
            )
        )
    }

    /// Brings the statically linked program into the final stage.
    static var copy: Instruction {
        .copy(.init(from: "build", sources: ["/usr/bin/tini-static"], destination: "/tini"))
    }

    /// The words before the program's own.
    static let prefix = ["/tini", "--"]
}
