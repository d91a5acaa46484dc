// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import ArgumentParser

/// The root of the command tree.
struct MsctlCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "msctl",
        abstract: "The control plane of a system of microservices, as one command.",
        discussion: """
            A team writes one small manifest per service, beside its code. From these msctl checks the whole \
            system, generates Dockerfiles and Kubernetes objects, plans, deploys, scales and rolls back.

            With `--format json` an error is an object on standard output, too: {"version":1,"error":{"kind":…,\
            "exitStatus":…,"message":…}}; with jsonl, it is the last line.

            Try it without a cluster:
              msctl lint manifests/shop
              msctl deploy manifests/shop --env sandbox
            """,
        version: Version.current,
        subcommands: [
            LintCommand.self, RulesCommand.self, ExplainCommand.self, GraphCommand.self, SchemaCommand.self,
            DockerfileCommand.self,
            RenderCommand.self, PlanCommand.self,
            DeployCommand.self, AdoptCommand.self, StatusCommand.self, WhyCommand.self, LogsCommand.self,
            EventsCommand.self,
            HistoryCommand.self, RollbackCommand.self, ScaleCommand.self, SandboxCommand.self,
            DoctorCommand.self, LspCommand.self, CompletionsCommand.self, ManCommand.self, DocsCommand.self,
        ]
    )
}
