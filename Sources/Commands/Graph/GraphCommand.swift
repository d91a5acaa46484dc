// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import ArgumentParser

/// `msctl graph`: who calls whom, and what follows from it in numbers.
struct GraphCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "graph",
        abstract: "Show who calls whom, and what follows from it in numbers.",
        discussion: """
            The numbers are those of `msctl lint`. Numbers that depend on calls in a circle are left out.

            Examples:
              msctl graph
              msctl graph show manifests/shop --format mermaid
              msctl graph blast payments manifests/shop
              msctl graph path gateway acquirer manifests/shop
              msctl graph budget manifests/shop --env prod
              msctl graph budget manifests/shop --if catalog.slo=99.99
              msctl graph capacity manifests/shop --peak 2
              msctl graph diff main manifests/shop

            Supposing, on `blast`, `path`, `budget` and `capacity`: `--if subject.fact=value` and `--without name`.
              catalog.slo, .availability, .deadline, .min, .max, .rpsPerReplica   of a service
              acquirer.availability, .deadline                                    of an external system
              orders.cart.timeout, .retries, .required, .fallback, .calls         of a call
              /v1/orders.timeout, .retries, .peak, .weight                        of a route
            """,
        subcommands: [
            GraphShowCommand.self, GraphBlastCommand.self, GraphPathCommand.self, GraphBudgetCommand.self,
            GraphCapacityCommand.self, GraphDiffCommand.self,
        ],
        defaultSubcommand: GraphShowCommand.self
    )
}
