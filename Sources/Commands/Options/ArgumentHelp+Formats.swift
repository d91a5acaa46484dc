// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import ArgumentParser

extension ArgumentHelp {
    /// What `--format` says of a command that answers a question.
    static let resultFormat: ArgumentHelp =
        "How to write the result; with json, an error too, as {\"error\":…}."

    /// What `--format` says of a command that reports while it works.
    static let reportFormat: ArgumentHelp =
        "How to report; with json, an error too, as {\"error\":…}; with jsonl, as the last event."
}
