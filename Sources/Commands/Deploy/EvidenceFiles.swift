// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes
import NIOConcurrencyHelpers
import Rollout

/// Writes what is seen of failed services to where somebody can look into it later, each as soon as it has been seen.
///
/// Each run has a directory of its own, `.msctl/evidence/SYSTEM/ENVIRONMENT/TIME`, with one for each service in it: the same
/// revision may fail twice, and in two Environments.
final class EvidenceFiles: Sendable {
    /// So many runs are kept of an Environment; those before are removed when another one is written.
    static let keptRuns = 20

    private struct State {
        /// The directory of this run; `nil` until something is written.
        var run: String?
        /// Where the evidence of a service is, by its name.
        var kept: [String: String] = [:]
    }

    private let context: CommandContext
    private let notices: Notices
    /// Where the runs of this system and Environment are, relative to the working directory.
    private let place: String
    private let state = NIOLockedValueBox(State())

    init(context: CommandContext, notices: Notices, scope: SystemScope) {
        self.context = context
        self.notices = notices
        place = ".msctl/evidence/\(scope.system)/\(scope.environment)"
    }

    /// The directories that were written, in alphabetical order.
    var directories: [String] { state.withLockedValue { $0.kept.values.sorted() } }

    /// Writes the bundle of an event that has one, and says what could not be written.
    func keep(_ event: DeployEvent) {
        guard case .witnessed(let bundle, let revision) = event.what, let service = event.service else {
            return
        }
        let (run, isFirst) = state.withLockedValue { state in
            let known = state.run
            let run = known ?? unusedDirectory
            state.run = run
            return (run, known == nil)
        }
        let directory = "\(run)/\(service)-\(revision.map { "r\($0)" } ?? "unrecorded")"
        do throws(FileError) {
            for file in bundle.files {
                let path = context.absolute("\(directory)/\(file.path)")
                let parent = path.split(separator: "/").dropLast().joined(separator: "/")
                try context.files.makeDirectory("/" + parent)
                try context.files.write(Array(file.text.utf8), to: path)
            }
            state.withLockedValue { $0.kept[service] = directory + "/" }
        } catch {
            notices.say("warning: the evidence of `\(service)` could not be kept: \(error.description)")
            return
        }
        if isFirst { prune(except: run) }
    }

    /// The event, or what it reports of its service, with the place of what was kept.
    func naming(_ event: DeployEvent) -> DeployEvent {
        guard case .finished(let report) = event.what else { return event }
        var event = event
        event.what = .finished(naming(report))
        return event
    }

    /// The report with the places of what was kept.
    func naming(_ report: DeployReport) -> DeployReport {
        var report = report
        report.services = report.services.map(naming)
        return report
    }

    private func naming(_ report: ServiceReport) -> ServiceReport {
        var report = report
        report.evidence = state.withLockedValue { $0.kept[report.service] }
        return report
    }

    /// `20270115T080000Z` in the place of this system; with a number where a run of the same second has it.
    private var unusedDirectory: String {
        let moment = Timestamp(seconds: context.now()).description
        let start = "\(place)/\(moment.filter { $0 != "-" && $0 != ":" })"
        var name = start
        var number = 1
        while exists(name) {
            number += 1
            name = "\(start)-\(number)"
        }
        return name
    }

    private func exists(_ path: String) -> Bool {
        do throws(FileError) {
            _ = try context.files.status(of: context.absolute(path))
            return true
        } catch {
            return !error.isMissing
        }
    }

    /// Removes the oldest runs of this system and Environment, but not the one that is being written: the clock that it has
    /// its name from may be behind, or have been ahead once.
    private func prune(except current: String) {
        do throws(FileError) {
            let runs = try context.files.entries(of: context.absolute(place)).filter {
                $0.kind == .directory && Self.isRun($0.name) && "\(place)/\($0.name)" != current
            }
            let sorted = runs.map(\.name).sorted { Self.order($0) < Self.order($1) }
            for run in sorted.dropLast(Self.keptRuns - 1) {
                try context.files.removeDirectory(context.absolute("\(place)/\(run)"))
            }
        } catch {
            notices.say("warning: evidence of earlier runs could not be removed: \(error.description)")
        }
    }

    /// What runs are sorted by: the second, and the number within it.
    private static func order(_ name: String) -> (String, Int) {
        let parts = name.split(separator: "-")
        return (String(parts[0]), parts.count > 1 ? Int(parts[1]) ?? .max : 1)
    }

    /// Whether a name is one that a run was given; what else is there is somebody's own.
    private static func isRun(_ name: String) -> Bool {
        let form = "00000000T000000Z"
        let stem = name.prefix(form.count)
        let isStamp =
            stem.count == form.count
            && zip(stem, form).allSatisfy { $1 == "0" ? $0.isASCII && $0.isNumber : $0 == $1 }
        let rest = name.dropFirst(form.count)
        return isStamp && (rest.isEmpty || rest.first == "-" && rest.dropFirst().allSatisfy(\.isNumber))
    }
}
