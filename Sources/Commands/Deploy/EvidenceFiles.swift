// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import NIOConcurrencyHelpers
import Rollout

/// Writes what is seen of failed services to where somebody can look into it later, each as soon as it has been seen.
final class EvidenceFiles: Sendable {
    private let context: CommandContext
    private let notices: Notices
    private let written = NIOLockedValueBox<[String]>([])

    init(context: CommandContext, notices: Notices) {
        self.context = context
        self.notices = notices
    }

    /// Where the evidence of a service goes, relative to the working directory.
    static func directory(of service: String, _ revision: Int?) -> String {
        ".msctl/evidence/\(service)-\(revision.map { "r\($0)" } ?? "unrecorded")"
    }

    /// The directories that were written, in alphabetical order.
    var directories: [String] { written.withLockedValue { $0.sorted() } }

    /// Writes the bundle of an event that has one, and says what could not be written.
    func keep(_ event: DeployEvent) {
        guard case .witnessed(let bundle, let revision) = event.what, let service = event.service else {
            return
        }
        let directory = Self.directory(of: service, revision)
        do throws(FileError) {
            for file in bundle.files {
                let path = context.absolute("\(directory)/\(file.path)")
                let parent = path.split(separator: "/").dropLast().joined(separator: "/")
                try context.files.makeDirectory("/" + parent)
                try context.files.write(Array(file.text.utf8), to: path)
            }
            written.withLockedValue { $0.append(directory + "/") }
        } catch {
            notices.say("warning: the evidence of `\(service)` could not be kept: \(error.description)")
        }
    }
}
