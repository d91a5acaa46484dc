// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import ArgumentParser

/// How a deploy, rollback or plan is reported.
enum DeployFormat: String, ExpressibleByArgument, CaseIterable, Sendable {
    /// The board.
    case human
    /// One object at the end.
    case json
    /// One event per line, as it happens.
    case jsonl
}
