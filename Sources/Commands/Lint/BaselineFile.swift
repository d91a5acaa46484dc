// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Lint

/// The findings that a team started with, in a file.
struct BaselineFile {
    let path: String
    let context: CommandContext

    /// Writes the findings of a run as the new baseline.
    ///
    /// - Throws: ``FileError`` when the file cannot be written.
    func write(_ findings: [Diagnostic]) throws(FileError) {
        try context.files.write(Array(Baseline.text(of: findings).utf8), to: context.absolute(path))
        context.error(
            "\(path): \(findings.count) finding\(findings.count == 1 ? " is" : "s are") known from now on"
        )
    }

    /// The findings that the baseline does not know; says how many it knows, and how many of those are settled.
    ///
    /// - Throws: ``CommandFailure`` when the file is no baseline, or cannot be read.
    func newOnes(among findings: [Diagnostic]) throws(CommandFailure) -> [Diagnostic] {
        let bytes: [UInt8]
        do {
            bytes = try context.files.read(context.absolute(path), limit: 64 << 20)
        } catch {
            throw CommandFailure(
                .usage,
                "the baseline `\(path)` cannot be read: \(error.description)",
                hint: "write it first with `--write-baseline \(path)`"
            )
        }
        let baseline: Baseline
        do {
            baseline = try Baseline(reading: SourceFile(path: path, bytes: bytes))
        } catch {
            throw CommandFailure(.usage, "`\(path)` is no baseline: \(error.reason)")
        }
        let (new, known, gone) = baseline.split(findings)
        if !known.isEmpty || gone > 0 {
            let settled = gone > 0 ? ", \(gone) settled: write it anew with `--write-baseline`" : ""
            context.error("\(known.count) known from \(path)\(settled)")
        }
        return new
    }
}
