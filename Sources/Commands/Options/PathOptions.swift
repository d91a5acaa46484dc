// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import ArgumentParser

/// The files and directories to read, for commands that take nothing else.
struct PathOptions: ParsableArguments {
    @Argument(
        help: ArgumentHelp("Files or directories to read (default: the current one).", valueName: "path"),
        completion: .file()
    )
    var paths: [String] = []

    /// What to read.
    var roots: [String] { paths.isEmpty ? ["."] : paths }
}
