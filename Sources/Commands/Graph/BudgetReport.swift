// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Manifest

/// What services promise and what their parts amount to: of all services with their routes, or of some with their parts.
struct BudgetReport {
    private let graph: GraphSystem
    private let system: ServiceSystem
    private let selected: [Int]?

    init(_ graph: GraphSystem, selected: [Int]?) {
        self.graph = graph
        system = graph.system
        self.selected = selected
    }

    /// Tables for a terminal.
    func text(width: Int) -> String {
        var tables: [String] = []
        if let selected {
            tables = selected.map { index in
                (selected.count > 1 ? "\(system.services[index].name)\n" : "")
                    + parts(of: index).render(width: width)
            }
        } else {
            tables = [services.render(width: width)]
            if !system.routes.isEmpty { tables.append(routes.render(width: width)) }
        }
        if let comparison = graph.comparison {
            tables.append(ComparisonText(comparison).figures(width: width, title: "supposed"))
        }
        return tables.joined(separator: "\n")
    }

    private var services: TableRenderer {
        var table = TableRenderer([
            .init(title: "service"), .init(title: "own", isRightAligned: true),
            .init(title: "computed", isRightAligned: true), .init(title: "slo", isRightAligned: true),
            .init(title: "budget", isRightAligned: true), .init(title: "loss", isRightAligned: true),
            .init(title: "breaks", isRightAligned: true), .init(title: "requires"),
        ])
        let counts = system.blastCounts()
        // A local, because reading a property in the loop would copy this large value each time.
        let closures = system.graph.hardClosure
        for index in system.services.indices {
            let slo = system.resolved[index].slo?.value
            let computed = system.availability(of: index)
            table.add([
                system.services[index].name, FigureText.percent(system.ownAvailability(of: index)),
                computed.map(FigureText.percent) ?? "in a circle",
                slo.map { system.resolved[index].promise == nil ? "usually \($0)" : "\($0)" } ?? "",
                slo.map { FigureText.minutes($0.fraction) } ?? "", computed.map(FigureText.minutes) ?? "",
                FigureText.share(Double(counts[index]) / Double(system.services.count)),
                required(by: closures[index]),
            ])
        }
        return table
    }

    private var routes: TableRenderer {
        var table = TableRenderer([
            .init(title: "route"), .init(title: "to"), .init(title: "computed", isRightAligned: true),
            .init(title: "loss", isRightAligned: true),
        ])
        for edge in system.routes {
            let computed = system.availability(of: edge)
            table.add([
                edge.route.path.value, edge.route.to.value.description,
                computed.map(FigureText.percent) ?? "in a circle", computed.map(FigureText.minutes) ?? "",
            ])
        }
        return table
    }

    private func parts(of index: Int) -> TableRenderer {
        var table = TableRenderer([
            .init(title: "part"), .init(title: "availability", isRightAligned: true),
            .init(title: "loss", isRightAligned: true),
        ])
        for node in nodes(of: index) {
            let share = system.nodeAvailability(node)
            table.add([system.name(ofNode: node), FigureText.percent(share), FigureText.minutes(share)])
        }
        if let computed = system.availability(of: index) {
            table.add(["together", FigureText.percent(computed), FigureText.minutes(computed)])
        } else {
            table.add(["together", "in a circle", ""])
        }
        if let slo = system.resolved[index].slo?.value {
            let isPromised = system.resolved[index].promise != nil
            let word = isPromised ? "promised" : "usual for \(system.resolved[index].tier.value.rawValue)"
            table.add([word, FigureText.percent(slo.fraction), FigureText.minutes(slo.fraction)])
        }
        return table
    }

    private func nodes(of index: Int) -> [Int] {
        [index] + system.graph.hardClosure[index].members.filter { $0 != index }
    }

    /// The first of what a service requires: of a large system the whole would be longer than the rest of the table.
    private func required(by closure: BitSet) -> String {
        let members = closure.members
        // Services and external systems are each sorted by name.
        let externals = members.drop { $0 < system.services.count }
        let names = (members.prefix(Self.mostNames) + externals.prefix(Self.mostNames)).map(
            system.name(ofNode:)
        )
        let shown = Set(names).sorted().prefix(Self.mostNames)
        let rest = members.count - shown.count
        return shown.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
    }

    private static let mostNames = 5

    /// The same for programs.
    var json: String {
        let counts = system.blastCounts()
        let services = (selected ?? Array(system.services.indices)).map { index -> JSONValue in
            let slo = system.resolved[index].slo?.value.fraction
            let computed = system.availability(of: index)
            return .object(
                JSONObject(present: [
                    ("service", .string(system.services[index].name)),
                    ("own", FigureJSON.number(system.ownAvailability(of: index))),
                    ("availability", computed.map { FigureJSON.number($0) }),
                    ("slo", slo.map { FigureJSON.number($0) }),
                    ("isPromised", slo.map { _ in .bool(system.resolved[index].promise != nil) }),
                    (
                        "budgetMinutes",
                        slo.map { FigureJSON.number(ServiceSystem.lossMinutes($0), digits: 1) }
                    ),
                    (
                        "lossMinutes",
                        computed.map { FigureJSON.number(ServiceSystem.lossMinutes($0), digits: 1) }
                    ),
                    (
                        "blastRadius",
                        FigureJSON.number(Double(counts[index]) / Double(system.services.count))
                    ),
                    ("parts", .array(nodes(of: index).map(part))),
                ])
            )
        }
        let routes = system.routes.map { edge -> JSONValue in
            let computed = system.availability(of: edge)
            return .object(
                JSONObject(present: [
                    ("path", .string(edge.route.path.value)),
                    ("to", .string(edge.route.to.value.description)),
                    ("availability", computed.map { FigureJSON.number($0) }),
                    (
                        "lossMinutes",
                        computed.map { FigureJSON.number(ServiceSystem.lossMinutes($0), digits: 1) }
                    ),
                ])
            )
        }
        return FigureJSON.report([
            ("services", .array(services)), ("routes", selected == nil ? .array(routes) : nil),
            ("supposed", graph.comparison.map { ComparisonJSON($0).figures }),
        ])
    }

    private func part(_ node: Int) -> JSONValue {
        [
            "name": .string(system.name(ofNode: node)),
            "availability": FigureJSON.number(system.nodeAvailability(node)),
        ]
    }
}
