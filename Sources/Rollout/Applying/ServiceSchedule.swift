// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Runs the services of a deploy side by side; a service that needs or routes to a new one waits until that one is ready.
struct ServiceSchedule: Sendable {
    private let context: DeployContext
    private let services: [ServiceDeployment]
    /// Which of them are not in place, or have never been seen to work.
    private let areNew: [Bool]
    /// The services by index that each has to wait for.
    private let prerequisites: [Set<Int>]

    init(_ context: DeployContext, _ services: [ServiceDeployment]) {
        self.context = context
        self.services = services
        areNew = services.map(\.isNew)
        prerequisites = Self.prerequisites(of: services.map(\.service), areNew: areNew)
    }

    private enum Step: Sendable {
        case ready(Int)
        case finished(Int, ServiceReport)
        /// None becomes ready any more, or the run was cancelled.
        case noMoreReady
    }

    /// The reports in the order of the request.
    func reports() async -> [ServiceReport] {
        var order = ServiceOrder(prerequisites: prerequisites)
        var reports: [Int: ServiceReport] = [:]
        let (ready, signal) = AsyncStream<Int>.makeStream()
        await withTaskGroup(of: Step.self) { group in
            var running = 0
            // One for all: a task that only waits takes two thousand bytes.
            group.addTask { await Self.next(ready) }
            while true {
                for index in order.startable() {
                    let deployment = services[index]
                    let broken = prerequisites[index].compactMap { reports[$0] }
                        .filter { !$0.isGood && !begins(index, without: $0.service) }
                    if let broken = broken.first {
                        reports[index] = skipped(deployment, because: broken)
                        order.finish(index)
                        continue
                    }
                    running += 1
                    group.addTask {
                        let report = await deployment.run { signal.yield(index) }
                        await context.observer.forget(deployment.name)
                        return .finished(index, report)
                    }
                }
                if order.hasStartable { continue }
                if running == 0 { signal.finish() }
                switch await group.next() {
                case nil: return
                case .noMoreReady: break
                // Others need not wait for the proof; it only decides where a way back leads.
                case .ready(let index):
                    order.finish(index)
                    group.addTask { await Self.next(ready) }
                case .finished(let index, let report):
                    running -= 1
                    reports[index] = report
                    order.finish(index)
                }
            }
        }
        return reports.sorted { $0.key < $1.key }.map(\.value)
    }

    private static func next(_ ready: AsyncStream<Int>) async -> Step {
        for await index in ready { return .ready(index) }
        return .noMoreReady
    }

    private func skipped(_ deployment: ServiceDeployment, because broken: ServiceReport) -> ServiceReport {
        let name = deployment.service.name
        let isInterrupted = broken.outcome == .interrupted
        var report = ServiceReport(service: name, outcome: isInterrupted ? .interrupted : .skipped)
        let needs = deployment.service.dependencies.contains(broken.service)
        let reason =
            "it \(needs ? "needs" : "routes to") `\(broken.service)`, which is new and \(broken.shortcoming)"
        report.notes.append(reason)
        context.emit(name, .skipped(reason))
        return report
    }

    /// The services by index that each has to wait for: new ones that it needs or sends its callers to.
    ///
    /// What needs a gateway cannot come before it: such a route leads nowhere for a while.
    private static func prerequisites(of services: [DesiredService], areNew: [Bool]) -> [Set<Int>] {
        let positions = Dictionary(
            services.enumerated().map { ($1.name, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        func newOnes(among names: [String], besides index: Int) -> Set<Int> {
            Set(names.compactMap { positions[$0] }).filter { $0 != index && areNew[$0] }
        }
        let needed = services.enumerated().map { newOnes(among: $1.dependencies, besides: $0) }
        return services.enumerated().map { index, service in
            let routed = newOnes(among: service.routes, besides: index)
            return needed[index].union(routed.filter { !reaches(index, from: $0, through: needed) })
        }
    }

    /// Whether one comes to a service by going from another to what it needs, and so on.
    private static func reaches(_ goal: Int, from start: Int, through needed: [Set<Int>]) -> Bool {
        var seen: Set<Int> = [start]
        var open = [start]
        while let next = open.popLast() {
            if next == goal { return true }
            open += needed[next].filter { seen.insert($0).inserted }
        }
        return false
    }

    /// Whether a service begins although another one that it has waited for does not work.
    ///
    /// A gateway that is in place goes on with the routes that it has; one that is new is better than none.
    private func begins(_ index: Int, without other: String) -> Bool {
        areNew[index] && !services[index].service.dependencies.contains(other)
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
