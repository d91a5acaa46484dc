// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import ArgumentParser

/// Which Environment a command is about.
struct EnvironmentOptions: ParsableArguments {
    @Option(
        name: [.customLong("env"), .customShort("e")],
        help: ArgumentHelp(
            "The Environment document to use, or `sandbox` for the embedded one.",
            valueName: "name"
        ),
        completion: .candidates(.environments)
    )
    var name: String?

    @Option(help: "The image tag of services with `build` (default: from `git describe --always --dirty`).")
    var tag: String?

    /// Whether the private in-process sandbox is meant.
    var isSandbox: Bool { name == "sandbox" }
}
