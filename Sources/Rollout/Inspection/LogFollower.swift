// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Kubernetes
import KubernetesClient

/// Tells what one run of a container writes until that run has ended, over as many connections as it takes.
///
/// Servers and proxies end a stream that lasts for hours, and lose one that is idle. The API knows no place to go on from but a
/// time in whole seconds; so each line is asked for with its own time, and what was told already is left out.
struct LogFollower: Sendable {
    private static let shortestPause = Duration.seconds(1)
    private static let longestPause = Duration.seconds(30)

    let client: ClusterClient
    let time: DeployTime
    let source: ContainerLog
    let options: ServiceLogOptions
    let onNote: @Sendable (String) -> Void
    let onLine: @Sendable (ServiceLogLine) -> Void

    /// How a connection ended, or why there was none.
    private enum Ending {
        case closed
        case broken(ClusterError, wasOpen: Bool)

        /// Whether there may be lines that were written and not told, even if the run has ended.
        var isCut: Bool {
            if case .broken = self { true } else { false }
        }
    }

    /// Goes on until the run of the container has ended, its pod is gone, or the task is cancelled.
    func run() async {
        let start = time.elapsed()
        var place = LogPlace()
        var pause = Self.shortestPause
        var isNoted = false
        while !Task.isCancelled {
            let lines = place.count
            let ending = await read(from: &place, since: start, follows: true)
            if place.count > lines {
                pause = Self.shortestPause
                isNoted = false
            }
            if case .broken(let error, let wasOpen) = ending {
                // No such pod.
                guard error.code != .cancelled, error.code != .notFound else { return }
                if !wasOpen, place.isReopening, !isNoted {
                    onNote(
                        "the log of \(source.pod.name)/\(source.container) cannot be read any more: "
                            + "\(error.headline); trying again"
                    )
                    isNoted = true
                }
            }
            if options.isPrevious {
                // That run is complete; or it is kept no more.
                guard case .broken(let error, _) = ending, error.code != .invalid else { return }
            }
            guard await goesOn(isCut: ending.isCut, &place, since: start) else { return }
            do { try await time.sleep(pause) } catch { return }
            pause = min(pause * 2, Self.longestPause)
            place.isReopening = true
            // A container that was started again during the pause would be read in place of this run.
            guard await goesOn(isCut: true, &place, since: start) else { return }
        }
    }

    /// Whether the log of this run is to be opened again; tells the rest of a run that was cut off and has another after it.
    private func goesOn(isCut: Bool, _ place: inout LogPlace, since start: Duration) async -> Bool {
        let pod: KubernetesObject?
        do throws(ClusterError) {
            pod = try await client.find(source.pod)
        } catch {
            // Nothing is known of it, which is no reason to fall silent.
            return error.code != .cancelled
        }
        guard let pod, pod.uid == source.uid,
            let status = pod.containerStatuses.first(where: { $0["name"]?.string == source.container })
        else { return false }
        let runs = Int(status["restartCount"]?.integer ?? 0)
        if runs != source.run {
            // It ended while nobody listened; what it wrote last is the log of the run before.
            if !options.isPrevious, isCut, runs == source.run + 1 {
                place.isReopening = true
                _ = await read(from: &place, since: start, follows: false)
            }
            return false
        }
        return isCut || status["state"]?["running"] != nil
    }

    /// Reads on from a place, to the end of the connection.
    private func read(from place: inout LogPlace, since start: Duration, follows: Bool) async -> Ending {
        var request = options.request(source.container)
        request.hasTimestamps = true
        if !follows { request.isPrevious = true }
        if place.isReopening {
            request.tailLines = nil
            request.sinceSeconds = nil
            request.sinceTime = place.time
            // Nothing was written before, or nothing of it was wanted; by the server's own clock.
            if place.time == nil {
                request.sinceSeconds = Int((time.elapsed() - start).components.seconds) + 1
            }
        }
        place.goBack()
        var wasOpen = false
        do throws(ClusterError) {
            guard follows else {
                let text = try await client.logs(of: source.pod, options: request)
                for line in text.textLines where !line.isEmpty { tell(String(line), &place) }
                return .closed
            }
            let lines = try await client.followLogs(of: source.pod, options: request)
            wasOpen = true
            for try await line in lines { tell(line, &place) }
            return .closed
        } catch {
            return .broken(error, wasOpen: wasOpen)
        }
    }

    private func tell(_ line: String, _ place: inout LogPlace) {
        guard let text = place.take(line) else { return }
        onLine(source.line(options.hasTimestamps ? line : text))
    }
}

/// How far a log was told: the time of the last line, and how many lines of that same time there were.
struct LogPlace: Sendable, Hashable {
    /// The time of the last line that was told; `nil` before the first.
    private(set) var time: Timestamp?
    /// How many lines were told.
    private(set) var count = 0
    /// Whether a connection was lost since the beginning.
    var isReopening = false
    /// Lines told in a row that bear the last time.
    private var alike = 0
    /// How many of these a new connection has repeated so far.
    private var repeated = 0
    /// Whether a new connection may still repeat what was told.
    private var isCatchingUp = false
    /// Whether the line before was told: one that is very long comes in pieces, of which the first has the time.
    private var isTelling = true

    /// Begins to read again.
    mutating func goBack() {
        repeated = 0
        isCatchingUp = time != nil
        isTelling = true
    }

    /// The text of a line with its time, if it is new.
    mutating func take(_ line: String) -> String? {
        let stamp = line.prefix { $0 != " " }
        guard let moment = Timestamp(String(stamp)) else {
            if isTelling { count += 1 }
            return isTelling ? line : nil
        }
        isTelling = isNew(moment)
        guard isTelling else { return nil }
        alike = moment == time ? alike + 1 : 1
        time = moment
        isCatchingUp = false
        count += 1
        return String(line[stamp.endIndex...].dropFirst())
    }

    private mutating func isNew(_ moment: Timestamp) -> Bool {
        // The clock of a node may be set back; what comes in turn is new whatever it says.
        guard isCatchingUp, let time, moment <= time else { return true }
        guard moment == time else { return false }
        repeated += 1
        return repeated > alike
    }
}
