// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Rollout

/// Writes what was seen of failed services to where somebody can look into it later.
enum EvidenceFiles {
    /// Where the evidence of a service goes, relative to the working directory.
    static func directory(of report: ServiceReport) -> String {
        ".msctl/evidence/\(report.service)-\(report.revision.map { "r\($0)" } ?? "unrecorded")"
    }

    /// Writes the bundles of a report; returns the directories, and says on the error stream what could not be written.
    static func write(_ report: DeployReport, in context: CommandContext) -> [String] {
        report.services.filter { !$0.evidence.isEmpty }.compactMap { service in
            let directory = directory(of: service)
            do throws(FileError) {
                for file in service.evidence.files {
                    let path = context.absolute("\(directory)/\(file.path)")
                    let parent = path.split(separator: "/").dropLast().joined(separator: "/")
                    try context.files.makeDirectory("/" + parent)
                    try context.files.write(Array(file.text.utf8), to: path)
                }
                return directory + "/"
            } catch {
                context.error(
                    "warning: the evidence of `\(service.service)` could not be kept: \(error.description)"
                )
                return nil
            }
        }
    }
}
