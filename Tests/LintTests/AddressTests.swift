// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Lint
import Manifest
import Support
import Testing

/// The addresses of databases in variables and commands, beyond the examples of the rule.
@Suite struct AddressTests {
    private func lint(_ address: String) -> [Diagnostic] {
        let text = """
            apiVersion: msctl.dev/v1
            kind: Service
            metadata: { name: orders }
            spec:
              owner: team-orders
              domain: shop
              build: .
              data: [{ name: orders, engine: postgres }]
            ---
            apiVersion: msctl.dev/v1
            kind: Service
            metadata: { name: billing }
            spec:
              owner: team-billing
              domain: shop
              build: .
              run:
                command:
                  - sh
                  - -c
                  - |
                    \(address)
            """
        var options = LintOptions.today
        options.only = ["foreign-read"]
        let set = ManifestReader.read([SourceFile(path: "msctl.yaml", text: text)])
        return Linter.lint(set, options: options).findings
    }

    @Test(arguments: [
        "postgres://$(USER):pw@db.example:5432/orders", "postgres://$(USER):$(PASSWORD)@db.example/orders",
        "postgres://reader:p&w;x)@db.example/orders", "postgres://db.example:$(PORT)/orders",
        "postgres://$(HOST)/orders", "(psql postgres://db.example/orders)",
        "psql 'postgres://reader@db.example/orders' | tee log", "postgres://a@b@db.example/orders",
    ])
    func anAddressIsSeenWhoeverConnects(address: String) {
        #expect(
            lint(address).map(\.headline) == ["`billing` connects to the database `orders` of `orders`"]
        )
    }

    @Test(arguments: [
        "psql postgres://db.example/billing; mail team@orders.example/orders",
        "postgres://$(USER):pw@db.example:5432/billing", "postgres://$(USER):pw@billing-db/orders",
        "psql \"postgres://db.example\" me@db.example/orders",
    ])
    func whatStandsBesideAnAddressIsNoPartOfIt(text: String) {
        #expect(lint(text).map(\.headline) == [])
    }
}
