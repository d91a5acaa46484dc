// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics

/// What is different between two states of a system: its edges, and the figures that follow from them.
package struct SystemComparison: Sendable, Hashable {
    /// Whether something is there now, was there before, or is there in another form.
    package enum Kind: String, Sendable, Hashable {
        case added
        case removed
        case changed
    }

    /// One property with its two values; `nil` for none.
    package struct Change: Sendable, Hashable {
        /// The property, such as `timeout`.
        package var name: String
        /// What it was, as it is written; `nil` when it was not.
        package var was: String?
        /// What it is, as it is written; `nil` when it is not any more.
        package var now: String?
    }

    /// A call, a route, or one half of an event's way.
    package struct EdgeChange: Sendable, Hashable {
        /// Whether it is new, gone, or different.
        package var kind: Kind
        /// What it is.
        package var edge: SystemDrawing.Edge.Kind
        /// The start: a service or a topic.
        package var from: String
        /// The end: a service, an external system or a topic; for a route the API that answers.
        package var to: String
        /// What distinguishes it from others between the same ends: an API, a path; may be empty.
        package var detail: String
        /// For a new or changed edge its properties, or those that differ.
        package var changes: [Change]
    }

    /// A service or an external system that is new or gone.
    package struct NodeChange: Sendable, Hashable {
        /// Whether it is new or gone.
        package var kind: Kind
        /// The name.
        package var name: String
        /// Whether it is an external system.
        package var isExternal: Bool
    }

    /// The figures of one service or route on both sides.
    package struct FigureChange: Sendable, Hashable {
        /// The service, or the path of the route.
        package var name: String
        /// The figures before; `nil` for a new one.
        package var was: SystemFigures?
        /// The figures now; `nil` for one that is gone.
        package var now: SystemFigures?
    }

    /// Services and external systems that are new or gone, by name.
    package private(set) var nodes: [NodeChange] = []
    /// Edges that are new, gone or different: calls, routes, events, each by their ends.
    package private(set) var edges: [EdgeChange] = []
    /// Services on both sides whose figures differ, and those on one side only, by name.
    package private(set) var services: [FigureChange] = []
    /// Routes whose figures differ, by path.
    package private(set) var routes: [FigureChange] = []

    /// Compares two states of one system.
    package init(from old: ServiceSystem, to new: ServiceSystem) {
        nodes = Self.names(old.services.map(\.name), new.services.map(\.name), isExternal: false)
        nodes += Self.names(
            old.externals.map(\.name.value),
            new.externals.map(\.name.value),
            isExternal: true
        )
        edges = Self.edges(EdgeTable(old), EdgeTable(new))
        services = Self.figures(SystemFigures.ofServices(old), SystemFigures.ofServices(new))
        routes = Self.figures(SystemFigures.ofRoutes(old), SystemFigures.ofRoutes(new))
    }

    /// Whether nothing is different.
    package var isEmpty: Bool { nodes.isEmpty && edges.isEmpty && services.isEmpty && routes.isEmpty }

    private static func names(_ old: [String], _ new: [String], isExternal: Bool) -> [NodeChange] {
        let before = Set(old)
        let after = Set(new)
        return before.symmetricDifference(after).sorted().map {
            NodeChange(kind: after.contains($0) ? .added : .removed, name: $0, isExternal: isExternal)
        }
    }

    private static func edges(_ old: EdgeTable, _ new: EdgeTable) -> [EdgeChange] {
        let before = old.byKey
        let after = new.byKey
        let keys = (old.keys + new.keys.filter { before[$0] == nil }).sorted()
        return keys.compactMap { key in
            switch (before[key], after[key]) {
            case (nil, let now?):
                return change(.added, key, now.filter { $0.value != nil }.map { ($0.name, nil, $0.value) })
            case (.some, nil): return change(.removed, key, [])
            case (let was?, let now?):
                let differing = zip(was, now).filter { $0.value != $1.value }
                guard !differing.isEmpty else { return nil }
                return change(.changed, key, differing.map { ($0.name, $0.value, $1.value) })
            case (nil, nil): return nil
            }
        }
    }

    private static func change(
        _ kind: Kind,
        _ key: EdgeTable.Key,
        _ changes: [(String, String?, String?)]
    ) -> EdgeChange {
        EdgeChange(
            kind: kind,
            edge: key.kind,
            from: key.from,
            to: key.to,
            detail: key.detail,
            changes: changes.map { Change(name: $0.0, was: $0.1, now: $0.2) }
        )
    }

    private static func figures(
        _ old: [(name: String, figures: SystemFigures)],
        _ new: [(name: String, figures: SystemFigures)]
    ) -> [FigureChange] {
        let before = Dictionary(old.map { ($0.name, $0.figures) }, uniquingKeysWith: { first, _ in first })
        let after = Dictionary(new.map { ($0.name, $0.figures) }, uniquingKeysWith: { first, _ in first })
        return Set(before.keys).union(after.keys).sorted().compactMap { name in
            let was = before[name]
            let now = after[name]
            if let was, let now, was.isShownLike(now) { return nil }
            return FigureChange(name: name, was: was, now: now)
        }
    }
}
