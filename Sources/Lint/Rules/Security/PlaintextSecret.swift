// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

extension Rule {
    static let plaintextSecret = Rule(
        id: "plaintext-secret",
        severity: .error,
        family: .security,
        summary: "a value that looks like a secret stands in a manifest",
        rationale: """
            What is committed once is in every clone and every backup for ever. A secret belongs into the backend that the \
            Environment names; the manifest only says which secrets the process needs. The value itself is never shown.
            """,
        examples: Examples(
            clean: [
                Examples.deployment(
                    "env:\n  - name: DB_PASSWORD\n    valueFrom: { secretKeyRef: { name: db, key: password } }"
                ),
                Examples.service(
                    "mail",
                    """
                    run:
                      secrets: [SMTP_PASSWORD]
                      env:
                        SMTP_PASSWORD_FILE: /run/secrets/smtp
                        TOKEN_TTL: 15m
                        AUTH_TOKEN_URL: https://login.example.com/token
                        PUBLIC_KEY_ID: "7"
                    """
                ),
            ],
            flagged: [
                Examples.deployment("env:\n  - name: ⟪DB_PASSWORD⟫\n    value: hunter2-hunter2"),
                Examples.object("v1", "Secret", "db", "⟪data⟫:\n  password: aHVudGVyMg=="),
                Examples.service("mail", "run:\n  env:\n    ⟪SMTP_PASSWORD⟫: hunter2-hunter2"),
                Examples.service(
                    "mail",
                    "run:\n  env:\n    ⟪STORE⟫: postgres://mail:s3cr3t@db.example.com/mail"
                ),
                Examples.service("mail", "run:\n  env:\n    ⟪UPLOAD⟫: AKIAIOSFODNN7EXAMPLE"),
            ]
        ),
        source: .check { context in
            let own = context.services.flatMap { service in
                variables(of: service).compactMap { finding(about: $0, service: service.name) }
            }
            return own
                + context.environments.flatMap { environment in
                    environment.overrides.flatMap { override in
                        override.value.value.env.compactMap {
                            finding(about: $0, service: override.name.value)
                        }
                    }
                }
        },
        also: [.objects(PlaintextSecrets.findings)]
    )

    private static func variables(of service: ServiceManifest) -> [NamedValue<String>] {
        let run = service.run?.value
        let sidecars = run?.sidecars.flatMap(\.env) ?? []
        return (run?.env ?? []) + sidecars + (service.build?.value.args ?? [])
    }

    private static func finding(about variable: NamedValue<String>, service: String) -> Finding? {
        let name = variable.name.value
        guard let reason = SecretGuess.reason(name: name, value: variable.value.value) else { return nil }
        var finding = Finding(
            "`\(name)` holds what looks like a secret",
            at: variable.name.span,
            reason,
            notes: ["a secret that was ever committed counts as known: replace it where it is valid"],
            help:
                "remove the value, add `\(name)` to `run.secrets`, and store it in the backend of the Environment",
            service: service
        )
        finding.redacted = [variable.value.span]
        return finding
    }
}
