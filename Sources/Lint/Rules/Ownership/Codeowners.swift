// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let codeowners = Rule(
        id: "codeowners",
        severity: .warning,
        family: .ownership,
        summary: "the code of a service belongs to others in CODEOWNERS than in its manifest",
        rationale: """
            The team that is paged for a service has to see the changes of its code. When CODEOWNERS says somebody else, or nobody, reviews go \
            past the owner, and one of the two files is out of date. A team is recognised by the last part of its handle: `@acme/team-cart` \
            is `team-cart`, in upper or lower case. GitLab's sections count side by side, with their default owners. When no handle of the file is a team of the manifests, the names follow another rule, and nothing is said; \
            neither where a line names persons, who may be of the team.
            """,
        examples: Examples(
            clean: [
                repository("* @acme/team-web\n/services/cart/ @acme/team-cart"), repository("* @alice @bob"),
                repository("/services/cart/ @acme/team-cart @acme/team-web"),
                repository("/services/cart/ @alice\n/services/web/ @acme/team-web"),
                repository("/services/cart/ @Acme/Team-Cart\n/services/web/ @acme/team-web"),
                repository(
                    "[Cart][2] @acme/team-cart\n/services/cart/\n[Web]\n/services/web/ @acme/team-web"
                ),
                repository("/services/ @acme/team-cart\n^[Security]\n/services/ @acme/team-web"),
            ],
            flagged: [
                repository("/services/cart/ @acme/team-cart\n* ⟪@acme/team-web⟫"),
                repository("/services/web/ @acme/team-web", owner: "⟪team-cart⟫"),
                repository("[Web] @acme/team-web\n⟪/services/cart/⟫\n/services/web/"),
            ]
        ),
        needs: [.files],
        evidence: [.own(.owner, .build), .system(.teams)],
        source: .check { context in
            guard let file = CodeownersFile(context.files) else { return [] }
            let teams = Set(context.services.compactMap { $0.owner?.value.text.lowercased() })
            guard !file.teams.isDisjoint(with: teams) else { return [] }
            return context.services.compactMap { finding(about: $0, file, in: context) }
        }
    )

    private static func repository(_ text: String, owner: String = "team-cart") -> String {
        Examples.repository(
            (
                "services/cart/msctl.yaml",
                Examples.service(
                    "cart",
                    "provides:\n  - { api: cart, version: v1, http: 8080 }",
                    owner: owner
                )
            ),
            ("services/web/msctl.yaml", Examples.service("web", "role: static", owner: "team-web")),
            (
                "CODEOWNERS",
                text
                    + (text.contains("/services/web") || text.contains("* ")
                        ? "" : "\n/services/web/ @acme/team-web")
            )
        )
    }

    private static func finding(
        about service: ServiceManifest,
        _ file: CodeownersFile,
        in context: LintContext
    ) -> Finding? {
        guard let owner = service.owner, let path = file.path(of: service.buildContext ?? service.folder)
        else { return nil }
        let entries = file.entries(for: path)
        guard
            !entries.contains(where: { $0.namesPersons || $0.teams.contains(owner.value.text.lowercased()) })
        else { return nil }
        let handle = file.handle(of: owner.value.text)
        let pattern = "/\(path.replacing(" ", with: "\\ "))\(path.isEmpty ? "" : "/")"
        return Finding(
            headline(service, owner.value.text, entries),
            at: entries.last?.span ?? owner.span,
            entries.isEmpty ? "not in `\(file.source.path)`" : "not `\(owner.value)`",
            secondary: entries.dropLast().map { .init($0.span, "nor here") }
                + (entries.isEmpty ? [] : [.init(owner.span, "the owner")]),
            help: file.hasSections
                ? "name `\(handle)` in a line for `\(pattern)`"
                : "add a line behind the others: `\(pattern) \(handle)`",
            service: service.name
        )
    }

    private static func headline(
        _ service: ServiceManifest,
        _ owner: String,
        _ entries: [CodeownersFile.Entry]
    ) -> String {
        guard !entries.isEmpty else {
            return "CODEOWNERS does not name the code of `\(service.name)`, which belongs to `\(owner)`"
        }
        let handles = entries.flatMap(\.handles)
        guard !handles.isEmpty else {
            return "CODEOWNERS leaves the code of `\(service.name)` to nobody"
        }
        return
            "CODEOWNERS gives the code of `\(service.name)` to \(Figure.names(handles)), its manifest to `\(owner)`"
    }
}
