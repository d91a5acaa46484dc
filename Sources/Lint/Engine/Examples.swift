// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Systems with and without a mistake, as the files that a user would write.
///
/// In flagged systems `⟪…⟫` marks exactly the texts that the rule points at.
package struct Examples: Sendable, Hashable {
    /// Systems in which the rule finds nothing.
    package let clean: [String]
    /// Systems in which the rule finds the marked texts and nothing else.
    package let flagged: [String]

    /// Holds examples.
    init(clean: [String], flagged: [String]) {
        self.clean = clean
        self.flagged = flagged
    }
}

extension Examples {
    /// A service with what every service has, and the given fields of `spec`.
    static func service(
        _ name: String,
        _ fields: String,
        metadata: String = "",
        owner: String? = nil,
        domain: String = "shop"
    ) -> String {
        """
        apiVersion: msctl.dev/v1
        kind: Service
        metadata:
          name: \(name)
        \(metadata)spec:
          owner: \(owner ?? "team-" + name)
          domain: \(domain)
        \(fields.hasPrefix("image:") ? "" : "  build: .\n")\(indented(fields))
        """
    }

    /// A service that offers an API of its own name, with further fields.
    static func provider(
        _ name: String,
        _ fields: String = "",
        owner: String? = nil,
        domain: String = "shop"
    ) -> String {
        let api = "provides:\n  - { api: \(name), version: v1, http: 8080 }"
        return service(name, fields.isEmpty ? api : api + "\n" + fields, owner: owner, domain: domain)
    }

    /// A System with the given fields of `spec`.
    static func system(_ fields: String) -> String {
        """
        apiVersion: msctl.dev/v1
        kind: System
        metadata:
          name: shop
        spec:
        \(indented(fields))
        """
    }

    /// An Environment with the given fields of `spec`.
    static func environment(_ name: String, _ fields: String) -> String {
        """
        apiVersion: msctl.dev/v1
        kind: Environment
        metadata:
          name: \(name)
        spec:
        \(indented(fields))
        """
    }

    /// Several documents of one file.
    static func documents(_ documents: String...) -> String {
        documents.joined(separator: "\n---\n")
    }

    private static func indented(_ fields: String) -> String {
        fields.split(separator: "\n", omittingEmptySubsequences: false).map { "  " + $0 }.joined(
            separator: "\n"
        )
    }
}
