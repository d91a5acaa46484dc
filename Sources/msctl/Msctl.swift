// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Commands

@main
enum Msctl {
    static func main() async {
        await Program.runAndExit()
    }
}
