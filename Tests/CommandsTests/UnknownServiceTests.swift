// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Testing

@testable import Commands

/// What commands say of a service that the cluster, the manifests or both do not know.
@Suite struct UnknownServiceTests {
    private static let place = ["--env", "sandbox", "--state", "state.json"]

    /// `payments` and `web` are deployed; `gateway` is too, and its manifest is gone; `orders` has only a manifest.
    private func scratch() async throws -> Scratch {
        let scratch = try Scratch()
        try scratch.write("msctl.yaml", SampleManifest.system)
        for name in ["gateway", "payments", "web"] {
            try scratch.write("\(name)/msctl.yaml", SampleManifest.service(name))
        }
        let run = await scratch.run(["deploy", "--fail-on", "never", "--soak", "0s"] + Self.place)
        try #require(run.status == .done, "\(run.output)\(run.error)")
        _ = PosixSpawnRunner().run("rm", ["-r", "\(scratch.directory)/gateway"])
        try scratch.write("orders/msctl.yaml", SampleManifest.service("orders"))
        return scratch
    }

    @Test func aMistypedServiceIsCompared() async throws {
        let scratch = try await scratch()
        let commands = [
            ["rollback", "paymnts"], ["scale", "paymnts=3"], ["why", "paymnts"], ["logs", "paymnts"],
            ["events", "paymnts"], ["status", "paymnts"], ["history", "paymnts"],
        ]
        for command in commands {
            let run = await scratch.run(command + Self.place)
            #expect(run.status == .usage, "\(command)")
            #expect(
                run.error.contains("not deployed in `sandbox`, and no manifest declares it"),
                "\(command)"
            )
            #expect(run.error.contains("deployed: gateway, payments, web"), "\(command)")
            #expect(run.error.contains("help: did you mean `payments`?"), "\(command)")
        }
        // What only the cluster knows is a name as well.
        let run = await scratch.run(["rollback", "gatway"] + Self.place)
        #expect(run.error.contains("help: did you mean `gateway`?"))
        let other = await scratch.run(["why", "checkout"] + Self.place)
        #expect(other.error.contains("help: see what is deployed with `msctl status --env sandbox`"))
    }

    @Test func aServiceThatIsDeclaredAndNotDeployedIsCalledSo() async throws {
        let scratch = try await scratch()
        for command in [
            ["rollback", "orders"], ["scale", "orders=3"], ["why", "orders"], ["logs", "orders"],
        ] {
            let run = await scratch.run(command + Self.place)
            #expect(run.status == .usage, "\(command)")
            #expect(run.error.contains("error: `orders` is not deployed in `sandbox`"), "\(command)")
            #expect(run.error.contains("declared at orders/msctl.yaml"), "\(command)")
            #expect(run.error.contains("deploy it with `msctl deploy orders --env sandbox`"), "\(command)")
        }
        for command in [["status"], ["status", "web", "orders"]] {
            let run = await scratch.run(command + Self.place)
            #expect(run.status == .done, "\(command)")
            #expect(run.output.contains("  not deployed: orders\n"), "\(command)")
        }
        let history = await scratch.run(["history", "web", "orders"] + Self.place)
        #expect(history.output.contains("no revision is recorded of orders"))
        #expect(await !scratch.run(["status", "web"] + Self.place).output.contains("not deployed"))
    }

    /// Nothing was attempted, so that no way back has broken.
    @Test func aServiceWithoutAWayBackIsRefusedAsAnUnknownRevisionIs() async throws {
        let scratch = try await scratch()
        let only = await scratch.run(["rollback", "web"] + Self.place)
        let unknown = await scratch.run(["rollback", "web", "--to", "7"] + Self.place)
        #expect(only.status == unknown.status)
        #expect(only.status == .usage)
        #expect(only.error.contains("`web` has no proven revision to go back to\n"), "\(only.error)")
        #expect(only.error.contains("choose one with `--to N`"), "\(only.error)")
    }

    @Test func aServiceThatIsDeployedAndNotDeclaredCanBeNamed() async throws {
        let scratch = try await scratch()
        let status = await scratch.run(["status", "gateway"] + Self.place)
        #expect(status.output.contains("✔ gateway"))
        #expect(status.output.contains("none of the manifests that were read declares it"))
        #expect(!status.output.contains("web"))
        let history = await scratch.run(["history", "gateway"] + Self.place)
        #expect(history.output.contains("gateway  r1 *"))
        let plan = await scratch.run(["plan", "gateway"] + Self.place)
        #expect(plan.status == .usage)
        #expect(plan.error.contains("`msctl status --env sandbox` shows what is deployed without a manifest"))
    }

    @Test func aMistypedPathIsNotAskedOfTheCluster() async throws {
        // There is no cluster in this context: to ask one would be another failure.
        let run = await (try Scratch()).run(["status", "shopp", "--env", "prod"])
        #expect(run.status == .usage)
        #expect(run.error.contains("there is no service and no path `shopp`"))
    }

    @Test func aMistypedContextIsCompared() async throws {
        let scratch = try Scratch()
        try scratch.write("orders/msctl.yaml", SampleManifest.service("orders"))
        try scratch.write(
            "prod.yaml",
            """
            apiVersion: msctl.dev/v1
            kind: Environment
            metadata: { name: prod }
            spec: { class: production, system: shop, cluster: { context: kind-prd } }
            """
        )
        try scratch.write(
            "config",
            """
            apiVersion: v1
            kind: Config
            clusters: [{ name: c, cluster: { server: "https://127.0.0.1:1" } }]
            users: [{ name: u, user: {} }]
            contexts: [{ name: kind-prod, context: { cluster: c, user: u } }]
            """
        )
        let place = ["status", "--env", "prod", "--kubeconfig", "\(scratch.directory)/config"]
        for arguments in [place, place + ["--context", "kind-prood"]] {
            let run = await scratch.run(arguments)
            #expect(run.status == .inputRefused)
            #expect(run.error.contains("help: did you mean the context `kind-prod`?"), "\(run.error)")
        }
    }
}
