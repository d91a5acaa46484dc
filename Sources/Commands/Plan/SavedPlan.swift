// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Rollout

/// Plans as files.
enum SavedPlan {
    /// The largest plan that is read, in bytes: a thousand services with every field changed take a tenth of it.
    private static let sizeLimit = 256 << 20

    /// Reads a plan that `msctl plan --out` wrote.
    ///
    /// - Throws: ``CommandFailure`` when the file is not there or not a plan.
    static func read(_ path: String, in context: CommandContext) throws(CommandFailure) -> DeployPlan {
        do {
            let bytes = try context.files.read(context.absolute(path), limit: sizeLimit)
            return try DeployPlan(json: JSONReader.read(bytes))
        } catch let error as FileError {
            throw CommandFailure(.inputRefused, "the plan `\(path)` cannot be read: \(error.reason)")
        } catch {
            throw CommandFailure(
                .inputRefused,
                "`\(path)` is not a plan: \(error)",
                hint: "write one with `msctl plan --out FILE`"
            )
        }
    }
}
