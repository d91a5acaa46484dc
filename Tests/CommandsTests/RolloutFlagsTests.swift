// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import ArgumentParser
import Rollout
import Testing

@testable import Commands

@Suite struct RolloutFlagsTests {
    private func options(_ arguments: String...) throws -> DeployOptions {
        try RolloutFlags.parse(arguments).options(in: CommandContext.failing { Issue.record("\($0)") })
    }

    @Test func waitsForTheLockForAsLongAsItIsTold() throws {
        #expect(try options().lock == .wait(.seconds(300)))
        #expect(try options("--lock", "wait", "--lock-timeout", "10m").lock == .wait(.seconds(600)))
        #expect(try options("--lock", "fail").lock == .fail)
        #expect(throws: (any Error).self) { try options("--lock", "fail", "--lock-timeout", "1s") }
        #expect(throws: (any Error).self) { try options("--lock", "maybe") }
    }

    @Test func allowsDeletionsByNumberAndByName() throws {
        let options = try options(
            "--allow-delete",
            "3",
            "--allow-delete",
            "pvc/data-0",
            "--allow-delete",
            "crd/x.y",
            "--allow-delete",
            "Service/cart",
            "--allow-delete",
            "catalog"
        )
        #expect(options.allowedDeletions == 3)
        #expect(
            options.deletable == [
                .init(kind: "PersistentVolumeClaim", name: "data-0"),
                .init(kind: "CustomResourceDefinition", name: "x.y"),
                .init(kind: "Service", name: "cart"),
            ]
        )
        #expect(options.departing == ["catalog"])
        #expect(try self.options().allowedDeletions == nil)
    }

    @Test(arguments: [
        ("-1", "a number of deletions is 0 or more"), ("srvice/cart", "did you mean `service/cart`?"),
        ("my-kind/x", "`my-kind` is no kind"), ("pvc/", "an object is KIND/NAME"),
        ("/a", "an object is KIND/NAME"), ("pvc/a/b", "an object is KIND/NAME"),
        ("Cart", "neither a number nor the name of a service"),
        ("", "neither a number nor the name of a service"),
    ])
    func saysWhatIsNotUnderstoodOfAnotherDeletion(argument: String, reason: String) {
        let error = #expect(throws: ValidationError.self) { try AllowedDeletion(parsing: argument) }
        #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
    }

    /// A plan names objects of definitions as well, and how to delete them.
    @Test func takesAKindThatOnlyTheClusterKnows() throws {
        let named = try options("--allow-delete", "externalsecret/cart").deletable
        #expect(named == [.init(kind: "ExternalSecret", name: "cart")])
        #expect(named != [.init(kind: "ExternalSecret", name: "Cart")])
    }
}

@Suite struct InitiatorTests {
    private func name(_ environment: [String: String], user: String? = nil, host: String? = nil) -> String {
        var context = CommandContext.failing { Issue.record("\($0)") }
        context.environment = environment
        context.account = { ProcessAccount(user: user, host: host) }
        return Initiator.name(in: context)
    }

    @Test func isTheUserAtTheHost() {
        #expect(name(["USER": "ana", "HOSTNAME": "desk"], user: "x", host: "y") == "ana@desk")
        #expect(name(["LOGNAME": "ana"]) == "ana")
    }

    @Test func isWhoRunsTheProcessWhereTheEnvironmentDoesNotSay() {
        #expect(name([:], user: "ana", host: "desk") == "ana@desk")
        #expect(name(["USER": ""], user: "uid 1000", host: "pod-7") == "uid 1000@pod-7")
        #expect(name([:], host: "pod-7") == "someone at pod-7")
        #expect(name([:]) == "unknown")
    }

    @Test func isTheAddressOfTheJob() {
        let github = ["GITHUB_SERVER_URL": "https://g", "GITHUB_REPOSITORY": "a/b", "GITHUB_RUN_ID": "7"]
        #expect(name(github, user: "runner") == "https://g/a/b/actions/runs/7")
        #expect(name(["CI_JOB_URL": "https://l/1"]) == "https://l/1")
        #expect(name(["BUILD_URL": "https://j/2"]) == "https://j/2")
    }

    @Test func theProcessKnowsWhoRunsIt() {
        let account = ProcessAccount.ofThisProcess()
        #expect(account.user?.isEmpty == false)
        #expect(account.host?.isEmpty == false)
    }
}
