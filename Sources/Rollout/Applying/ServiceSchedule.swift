// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Runs the services of a deploy side by side; a service that needs or routes to a new one waits until that one is ready.
struct ServiceSchedule: Sendable {
    let run: DeployRun

    private enum Step: Sendable {
        case ready(Int)
        case finished(Int, ServiceReport)
        /// It ended without ever being ready.
        case neverReady
    }

    /// The reports in the order of the request.
    func reports() async -> [ServiceReport] {
        let prerequisites = run.prerequisites
        var order = ServiceOrder(prerequisites: prerequisites)
        var reports: [Int: ServiceReport] = [:]
        await withTaskGroup(of: Step.self) { group in
            while true {
                for index in order.startable() {
                    let deployment = run.deployment(of: index)
                    let broken = prerequisites[index].compactMap { reports[$0] }
                        .filter { !$0.isGood && !run.begins(index, without: $0.service) }
                    if let broken = broken.first {
                        reports[index] = skipped(deployment, because: broken)
                        order.finish(index)
                        continue
                    }
                    let (ready, signal) = AsyncStream<Void>.makeStream()
                    group.addTask {
                        for await _ in ready { return .ready(index) }
                        return .neverReady
                    }
                    group.addTask {
                        let report = await deployment.run { signal.yield() }
                        signal.finish()
                        await deployment.context.observer.forget(deployment.name)
                        return .finished(index, report)
                    }
                }
                if order.hasStartable { continue }
                switch await group.next() {
                case nil: return
                case .neverReady: break
                // Others need not wait for the proof; it only decides where a way back leads.
                case .ready(let index): order.finish(index)
                case .finished(let index, let report):
                    reports[index] = report
                    order.finish(index)
                }
            }
        }
        return reports.sorted { $0.key < $1.key }.map(\.value)
    }

    private func skipped(_ deployment: ServiceDeployment, because broken: ServiceReport) -> ServiceReport {
        let name = deployment.service.name
        let isInterrupted = broken.outcome == .interrupted
        var report = ServiceReport(service: name, outcome: isInterrupted ? .interrupted : .skipped)
        let needs = deployment.service.dependencies.contains(broken.service)
        let reason =
            "it \(needs ? "needs" : "routes to") `\(broken.service)`, which is new and \(broken.shortcoming)"
        report.notes.append(reason)
        run.context.emit(name, .skipped(reason))
        return report
    }
}

extension ServiceReport {
    fileprivate var isGood: Bool { outcome == .succeeded || outcome == .unchanged }

    /// What those that need it have to know.
    fileprivate var shortcoming: String {
        switch outcome {
        case .unconfirmed: "could not be seen to become ready"
        case .conflict: "was not written completely"
        case .skipped: "was not begun"
        case .deadlinePassed: "did not become ready in time"
        default: "did not become ready"
        }
    }
}

/// Which services may begin, given which have ended.
struct ServiceOrder: Sendable {
    private let prerequisites: [Set<Int>]
    private var waiting: Set<Int>
    private var running: Set<Int> = []
    private var done: Set<Int> = []

    /// Starts with nothing begun.
    init(prerequisites: [Set<Int>]) {
        self.prerequisites = prerequisites
        waiting = Set(prerequisites.indices)
    }

    /// Whether anything may begin now.
    var hasStartable: Bool { !ready.isEmpty }

    /// Takes what may begin now, lowest first.
    mutating func startable() -> [Int] {
        let result = ready
        waiting.subtract(result)
        running.formUnion(result)
        return result.sorted()
    }

    /// Notes that one is ready or has ended; saying so twice changes nothing.
    mutating func finish(_ index: Int) {
        running.remove(index)
        done.insert(index)
    }

    /// What waits for nothing; of services that wait for each other in a circle, the first.
    private var ready: Set<Int> {
        let free = waiting.filter { prerequisites[$0].isSubset(of: done) }
        if free.isEmpty, running.isEmpty, let first = waiting.min() { return [first] }
        return free
    }
}
