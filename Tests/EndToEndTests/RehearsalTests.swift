// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Commands
import Testing

/// Whole stories on the shop, with the binary and its private sandbox; each command is a process of its own.
@Suite struct RehearsalTests {
    private static let sandbox = ["--env", "sandbox", "--state", "state.json"]

    private func run(_ binary: BuiltBinary, _ arguments: String...) throws -> BuiltBinary.Result {
        try binary.run(arguments + Self.sandbox)
    }

    @Test func deployingTwiceChangesNothingTheSecondTime() throws {
        let binary = try BuiltBinary()
        binary.copySystem("shop")
        let first = try run(binary, "deploy", "./shop", "--tag", "v1", "--soak", "1s")
        #expect(first.status == 0, "\(first.error)")
        #expect(first.output.contains("deploy done: 5 services"))
        #expect(first.error.hasPrefix("shop → sandbox   context sandbox"))
        let plan = try run(binary, "plan", "./shop", "--tag", "v1", "--detailed-exitcode")
        #expect(plan.status == 0, "\(plan.output)")
        let second = try run(binary, "deploy", "./shop", "--tag", "v1", "--soak", "1s")
        #expect(second.status == 0)
        #expect(second.output.contains("no change: 5 services"))
        let changed = try run(binary, "plan", "./shop", "--tag", "v2", "--detailed-exitcode")
        #expect(changed.status == 2)
    }

    /// A write that was cut off in the middle is said once, refused, and no trouble to the next command.
    @Test func aStateThatCannotGrowRefusesChangesAndIsSound() throws {
        let binary = try BuiltBinary()
        binary.copySystem("shop")
        // Room for a part of what is applied first.
        let words = ["deploy", "./shop", "--tag", "v1", "--soak", "0s"] + Self.sandbox
        let full = try binary.run(words, fileLimit: 150)
        #expect(full.status != 0)
        let said = full.error.split(separator: "warning: the sandbox cannot keep its state: ").count - 1
        #expect(said == 1, "\(full.error)")
        #expect((full.output + full.error).contains("nothing was changed"), "\(full.output)\(full.error)")
        let next = try run(binary, "history", "./shop")
        #expect(next.status == 0, "\(next.error)")
    }

    /// `timeout` sends its signal to the child and then to its group: two signals, one wish.
    @Test func twoSignalsOfATimeoutAreOneInterruption() throws {
        let binary = try BuiltBinary()
        binary.copySystem("shop")
        let command =
            "cd \"$1\" && exec timeout --preserve-status -s TERM 3 \"$0\" deploy ./shop --tag v1 --soak 10m --env sandbox"
        let result = PosixSpawnRunner().run("sh", ["-c", command, BuiltBinary.path, binary.directory])
        #expect(result?.status == 130)
        #expect(result?.output.contains("deploy interrupted: run the same command again") == true)
    }

    /// What a lost connection does; `nohup` is for those who do not want it.
    ///
    /// In the background of a script Ctrl-C is not meant either.
    @Test func aTerminalThatGoesAwayInterrupts() throws {
        let binary = try BuiltBinary()
        binary.copySystem("shop")
        let command =
            "cd \"$1\" && exec timeout --preserve-status -s HUP 3 \"$0\" deploy ./shop --tag v1 --soak 10m --env sandbox"
        let result = PosixSpawnRunner().run("sh", ["-c", command, BuiltBinary.path, binary.directory])
        #expect(result?.status == 129)
        #expect(result?.output.contains("deploy interrupted: run the same command again") == true)
        let ignoring = """
            trap '' HUP; cd "$1"; "$0" deploy ./shop --tag v1 --soak 4s --env sandbox & \
            sleep 2; kill -HUP $!; kill -INT $!; wait $!
            """
        let deaf = PosixSpawnRunner().run("sh", ["-c", ignoring, BuiltBinary.path, binary.directory])
        #expect(deaf?.status == 0)
        #expect(deaf?.output.contains("deploy done: 5 services") == true)
    }

    private static let orders = "shop/services/orders/msctl.yaml"
    /// Lets new pods of `orders` exit at start.
    private static let crash = """
          patches:
            - target: Deployment
              op: merge
              reason: a release that crashes at start
              value:
                spec:
                  template:
                    metadata:
                      annotations:
                        sandbox.msctl.dev/fail: crash-loop

        """

    /// What was seen of a failure is on the disk before anything is taken back.
    @Test func aKillOnTheWayBackLosesNoEvidence() throws {
        let binary = try BuiltBinary()
        binary.copySystem("shop")
        try #require(try run(binary, "deploy", "./shop", "--tag", "v1", "--soak", "1s").status == 0)
        try binary.write(Self.orders, try binary.read(Self.orders) + Self.crash)
        let script = """
            cd "$1"
            "$0" deploy ./shop --tag v2 --soak 1s --env sandbox --state state.json > said 2>&1 &
            while kill -0 $! && ! grep -q 'orders: rolling back' said; do :; done
            kill -9 $!
            wait $!
            """
        let killed = PosixSpawnRunner().run("sh", ["-c", script, BuiltBinary.path, binary.directory])
        // Unless this machine is so busy that the run came to its end before.
        #expect([137, 20].contains(killed?.status))
        let place = "\(binary.directory)/.msctl/evidence/shop/sandbox"
        let run = try #require(try POSIXFileAccess().entries(of: place).first?.name)
        let evidence = ".msctl/evidence/shop/sandbox/\(run)/orders-r2"
        #expect(try binary.read("\(evidence)/summary.txt").contains("container `orders` exits 1 at start"))
        #expect(try binary.read("\(evidence)/objects/deployment-orders.yaml").contains("crash-loop"))
    }

    @Test func aServiceThatCrashesIsRolledBackAlone() throws {
        let binary = try BuiltBinary()
        binary.copySystem("shop")
        try #require(try run(binary, "deploy", "./shop", "--tag", "v1", "--soak", "1s").status == 0)
        try binary.write(Self.orders, try binary.read(Self.orders) + Self.crash)
        let result = try run(binary, "deploy", "./shop", "--tag", "v2", "--soak", "1s")
        #expect(result.status == 20, "\(result.output)\(result.error)")
        #expect(result.output.contains("✖ orders"))
        #expect(result.output.contains("↺ rolled back to r1"))
        #expect(result.output.contains("deploy failed: 1 of 5 services, rolled back"))
        let status = try run(binary, "status", "orders", "./shop")
        #expect(status.output.contains("↺ rolled back from r2 "))
        #expect(status.output.contains(": container `orders` exits 1 at start"))
        let history = try run(binary, "history", "orders", "./shop")
        #expect(history.output.contains("r1 *"))
        let rollback = try run(binary, "rollback", "catalog", "./shop", "--to", "r1", "--soak", "1s")
        #expect(rollback.status == 0, "\(rollback.output)\(rollback.error)")
    }

    @Test func scalingIsKeptAndShown() throws {
        let binary = try BuiltBinary()
        binary.copySystem("shop")
        try #require(try run(binary, "deploy", "cart", "./shop", "--tag", "v1", "--soak", "1s").status == 0)
        // To have an answer is success; who wants to know more asks for it.
        #expect(try run(binary, "status", "cart", "./shop", "--exit-status").status == 0)
        #expect(try run(binary, "status", "./shop").status == 0)
        #expect(try run(binary, "status", "./shop", "--exit-status").status == 4)
        let scaled = try run(binary, "scale", "cart=4-9", "--from", "shop")
        #expect(scaled.status == 0, "\(scaled.error)")
        #expect(scaled.output.hasPrefix("cart: 3-6 → 4-9"))
        #expect(try run(binary, "status", "cart", "./shop").output.contains("scaled by hand to 4-9"))
        #expect(try run(binary, "scale", "nobody=3", "--from", "shop").status == 64)
    }

    @Test func eventsAreTheOnlyThingOnStandardOutput() throws {
        let binary = try BuiltBinary()
        binary.copySystem("shop")
        let result = try run(
            binary,
            "deploy",
            "cart",
            "./shop",
            "--tag",
            "v1",
            "--soak",
            "1s",
            "--format",
            "jsonl"
        )
        #expect(result.status == 0)
        let lines = result.output.split(separator: "\n")
        #expect(lines.count > 3 && lines.allSatisfy { $0.hasPrefix("{") && $0.hasSuffix("}") })
        #expect(lines.last?.contains("\"outcome\":\"succeeded\"") == true)
    }

    @Test func aWrongKubeconfigAndADeadServerHaveTheirStatuses() throws {
        let binary = try BuiltBinary()
        binary.copySystem("shop")
        let missing = try binary.run("status", "./shop", "--env", "staging", "--kubeconfig", "nowhere")
        #expect(missing.status == 3, "\(missing.error)")
        try binary.write(
            "config",
            """
            apiVersion: v1
            kind: Config
            clusters: [{ name: c, cluster: { server: "http://127.0.0.1:1" } }]
            contexts: [{ name: c, context: { cluster: c } }]
            current-context: c
            """
        )
        let dead = try binary.run("status", "./shop", "--env", "sandbox", "--kubeconfig", "config")
        #expect(dead.status == 10, "\(dead.error)")
        #expect(dead.error.hasPrefix("error: "))
    }

    @Test func aDamagedStateIsRefused() throws {
        let binary = try BuiltBinary()
        binary.copySystem("shop")
        try binary.write("state.json", "{")
        let result = try run(binary, "status", "./shop")
        #expect(result.status == 3)
        #expect(result.error.contains("not a sandbox state"))
    }

    @Test func aQuestionMakesNoState() throws {
        let binary = try BuiltBinary()
        binary.copySystem("shop")
        for command in ["status", "history"] {
            let result = try run(binary, command, "./shop")
            #expect(result.status == 3)
            #expect(result.error.contains("there is no sandbox state `state.json`"))
        }
        // Before the first deploy a plan is an honest question.
        let plan = try run(binary, "plan", "./shop", "--tag", "v1")
        #expect(plan.status == 0, "\(plan.error)")
        #expect(throws: (any Error).self) { try binary.read("state.json") }
    }
}
