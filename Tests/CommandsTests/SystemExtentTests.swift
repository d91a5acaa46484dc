// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Testing

@testable import Commands

/// Only what is surely the whole system says that a service has been given up.
@Suite struct SystemExtentTests {
    private func scratch() throws -> Scratch {
        let scratch = try Scratch()
        try scratch.write(
            "deploy/system.yaml",
            "apiVersion: msctl.dev/v1\nkind: System\nmetadata:\n  name: shop\nspec: {}\n"
        )
        for name in ["orders", "cart"] {
            try scratch.write(
                "services/\(name)/msctl.yaml",
                "apiVersion: msctl.dev/v1\nkind: Service\nmetadata:\n  name: \(name)\nspec: { owner: a, domain: a, image: a/b:1 }\n"
            )
        }
        return scratch
    }

    private func extent(_ scratch: Scratch, _ targets: [String] = []) throws -> SystemExtent {
        try LoadedSystem.load(targets: targets, in: scratch.context()).extent(in: scratch.context())
    }

    @Test(arguments: [[], ["."], ["./"]])
    func isWholeFromItsRoot(targets: [String]) throws {
        #expect(try extent(scratch(), targets) == .whole)
    }

    @Test func isAPartWhereServicesAreNamed() throws {
        #expect(try extent(scratch(), ["orders"]) == .part(reason: nil))
    }

    @Test(arguments: [
        ["services/orders", "deploy/system.yaml"], ["services/", "deploy/"], ["deploy/system.yaml"],
    ])
    func isAPartWherePlacesAreNamed(targets: [String]) throws {
        let reason = "name no paths, or the one directory that holds `deploy/system.yaml` and all services"
        #expect(try extent(scratch(), targets) == .part(reason: reason))
    }

    @Test func isAPartWithoutItsDocument() throws {
        #expect(try extent(scratch(), ["services/"]) == .part(reason: nil))
    }

    @Test(arguments: [
        "services/build/msctl.yaml", "services/ignored/msctl.yaml", "services/cart/local.msctl.yaml",
    ])
    func isAPartWhereAManifestIsPassedOver(path: String) throws {
        let scratch = try scratch()
        try scratch.write(".gitignore", "ignored/\nlocal.*\n")
        try scratch.write("node_modules/x/package.yaml", "a: 1\n")
        #expect(try extent(scratch) == .whole)
        try scratch.write(
            path,
            "apiVersion: msctl.dev/v1\nkind: Service\nmetadata:\n  name: x\nspec: { owner: a, domain: a }\n"
        )
        guard case .part(let reason?) = try extent(scratch) else {
            Issue.record("it is taken for the whole")
            return
        }
        #expect(
            reason.hasSuffix("is passed over, because of its name or of `.gitignore`, and holds a manifest")
        )
    }

    @Test func isAPartWhereSomethingCannotBeRead() throws {
        let scratch = try scratch()
        scratch.link("services/cart/more.yaml", to: "more.yaml")
        let problem = "`services/cart/more.yaml` cannot be read: the links go in a circle"
        #expect(try extent(scratch) == .part(reason: problem))
    }
}
