// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import ArgumentParser

/// Services and places to look for them, in any order.
struct TargetOptions: ParsableArguments {
    @Argument(
        help: ArgumentHelp(
            """
            Services, and files or directories to read (default: every service below the current directory). A word \
            that names a service means the service; write `./word` for the directory.
            """,
            valueName: "service|path"
        ),
        completion: .candidates(.targets)
    )
    var targets: [String] = []
}
