// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Manifest

/// What is different between two states of a system, for programs.
struct ComparisonJSON {
    private let comparison: SystemComparison

    init(_ comparison: SystemComparison) { self.comparison = comparison }

    func text(revision: String) -> String {
        FigureJSON.report([
            ("since", .string(revision)),
            (
                "nodes",
                .array(
                    comparison.nodes.map {
                        [
                            "change": .string($0.kind.rawValue), "name": .string($0.name),
                            "kind": $0.isExternal ? "external" : "service",
                        ]
                    }
                )
            ),
            ("edges", .array(comparison.edges.map(edge))),
            ("services", .array(comparison.services.map(row))),
            ("routes", .array(comparison.routes.map(row))),
        ])
    }

    /// Only the figures that differ.
    var figures: JSONValue {
        [
            "services": .array(comparison.services.map(row)),
            "routes": .array(comparison.routes.map(row)),
        ]
    }

    private func edge(_ edge: SystemComparison.EdgeChange) -> JSONValue {
        let changes = edge.changes.map { change in
            JSONValue.object(
                JSONObject(present: [
                    ("name", .string(change.name)), ("was", change.was.map { .string($0) }),
                    ("now", change.now.map { .string($0) }),
                ])
            )
        }
        return .object(
            JSONObject(present: [
                ("change", .string(edge.kind.rawValue)), ("kind", .string(edge.edge.rawValue)),
                ("from", .string(edge.from)), ("to", .string(edge.to)),
                ("detail", edge.detail.isEmpty ? nil : .string(edge.detail)), ("changes", .array(changes)),
            ])
        )
    }

    private func row(_ row: SystemComparison.FigureChange) -> JSONValue {
        .object(
            JSONObject(present: [
                ("name", .string(row.name)), ("was", row.was.map(figures)), ("now", row.now.map(figures)),
            ])
        )
    }

    private func figures(_ figures: SystemFigures) -> JSONValue {
        .object(
            JSONObject(present: [
                ("own", FigureJSON.number(figures.own)),
                ("availability", figures.availability.map { FigureJSON.number($0) }),
                ("slo", figures.slo.map { FigureJSON.number($0) }),
                ("breaks", figures.breaks.map { .integer(Int64($0)) }),
                ("blastRadius", figures.blast.map { FigureJSON.number($0) }),
                ("trafficShare", figures.traffic.map { FigureJSON.number($0) }),
                ("worstMs", figures.worst.map(FigureJSON.milliseconds)),
                ("deadlineMs", figures.deadline.map(FigureJSON.milliseconds)),
                ("peak", figures.peak.map { FigureJSON.number($0, digits: 3) }),
            ])
        )
    }
}
