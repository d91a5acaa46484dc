// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Opens the cluster that a target means.
struct ClusterAccess: Sendable {
    let target: ClusterTarget
    let options: ClusterOptions
    let presentation: PresentationOptions
    let context: CommandContext

    /// Does the work with the cluster open.
    func withSession<Result: Sendable>(
        _ work: @Sendable (ClusterSession) async throws -> Result
    ) async throws -> Result {
        throw CommandFailure(.unreachable, "no cluster can be opened")
    }
}
