// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents

extension Rule {
    static let rootUser = dockerfile(
        id: "root-user",
        code: "DL3002",
        severity: .warning,
        summary: "the last USER of a stage is root",
        rationale: """
            Whoever breaks into the process is root in its container, and needs one more hole to be root on the node. Do what \
            needs root first, and end with another user.
            """,
        examples: Examples(
            clean: ["FROM debian:12\nUSER root\nRUN true\nUSER 65532\n"],
            flagged: ["FROM debian:12\nUSER 65532\nUSER ⟪root⟫\n", "FROM debian:12\nUSER ⟪0:0⟫\n"]
        )
    ) { context in
        context.stages.suffix(1).compactMap { stage in
            guard let user = stage.last("USER")?.words.first,
                ["root", "0"].contains(user.text.prefix { $0 != ":" }.description)
            else { return nil }
            return Finding(
                "the image runs as root",
                at: user.span,
                "root",
                help: "end the stage with `USER 65532:65532`"
            )
        }
    }

    static let namedUser = dockerfile(
        id: "named-user",
        code: "DL3066",
        severity: .info,
        summary: "USER names a user instead of giving its number",
        rationale: """
            Kubernetes cannot tell whether a name is root, and refuses the pod where `runAsNonRoot` is demanded without \
            `runAsUser`. A number says it.
            """,
        examples: Examples(
            clean: ["FROM debian:12\nUSER 65532:65532\n", "FROM debian:12\nUSER $APP_UID\n"],
            flagged: ["FROM debian:12\nUSER ⟪app⟫\n"]
        )
    ) { context in
        context.stages.flatMap(\.instructions).filter { $0.keyword == "USER" }.compactMap { instruction in
            guard let user = instruction.words.first, !user.hasVariable,
                !user.text.prefix(while: { $0 != ":" }).allSatisfy(\.isNumber)
            else { return nil }
            return Finding(
                "nobody outside the image knows who `\(user.text)` is",
                at: user.span,
                "a name",
                help: "write its number, such as `USER 65532:65532`"
            )
        }
    }

    static let rootImage = dockerfile(
        id: "root-image",
        severity: .warning,
        summary: "the final stage names no user, so that the image runs as root",
        rationale: """
            Most base images start as root, and without USER so does what is built upon them. A number lets Kubernetes verify \
            `runAsNonRoot` without looking into the image. Bases that are made to run without root are known by their names.
            """,
        examples: Examples(
            clean: [
                "FROM debian:12\nUSER 65532\n", "FROM gcr.io/distroless/static-debian12:nonroot\n",
                "FROM debian:12 AS base\nUSER 1000\nFROM base\nCMD [\"true\"]\n",
            ],
            flagged: ["FROM golang:1.26 AS build\nUSER 1000\nFROM ⟪debian:12⟫\nCMD [\"true\"]\n"]
        )
    ) { context in
        guard let last = context.stages.last,
            !context.lineage(of: last).contains(where: { $0.last("USER") != nil })
        else { return [] }
        let bases = context.lineage(of: last).map(\.image)
        guard !bases.contains(where: { $0.hasVariable || isUnprivileged($0.text) }) else { return [] }
        return [
            Finding(
                "the image runs as root",
                at: last.image.span,
                "no USER follows",
                help: "end the stage with `USER 65532:65532`"
            )
        ]
    }

    private static func isUnprivileged(_ image: String) -> Bool {
        ["nonroot", "unprivileged", "chainguard", "chiseled", "rootless"].contains(where: image.contains)
    }

    static let buildSecret = dockerfile(
        id: "build-secret",
        severity: .error,
        summary: "a secret is passed by ARG or ENV",
        rationale: """
            Build arguments stand in the history of the image, variables in its configuration: whoever can pull the image reads \
            them. `RUN --mount=type=secret` shows a secret to one command and leaves no trace.
            """,
        examples: Examples(
            clean: [
                "FROM debian:12\nRUN --mount=type=secret,id=npm_token true\n",
                "FROM debian:12\nARG TOKEN_FILE=/run/t\n",
                "FROM debian:12\nENV PASSWORD_MIN_LENGTH=8\n",
            ],
            flagged: [
                "FROM debian:12\nARG ⟪NPM_TOKEN⟫\n", "FROM debian:12\nENV ⟪DB_PASSWORD⟫=hunter2-hunter2\n",
            ]
        )
    ) { context in
        context.document.instructions.filter { ["ARG", "ENV"].contains($0.keyword) }.flatMap { instruction in
            DockerfileVariable.all(of: instruction).compactMap { variable in
                // An argument without a value is passed by whoever builds.
                let value = variable.value.flatMap { $0.isEmpty ? nil : $0 }
                guard instruction.keyword == "ARG" || value != nil,
                    let reason = SecretGuess.reason(name: variable.name, value: value ?? "passed-in-secret")
                else { return nil }
                var finding = Finding(
                    "`\(variable.name)` is readable in the image",
                    at: variable.nameSpan,
                    reason,
                    help: "use `RUN --mount=type=secret,id=…` for the command that needs it"
                )
                if value != nil { finding.redacted = [variable.span] }
                return finding
            }
        }
    }

    static let sparseUseradd = dockerfile(
        id: "sparse-useradd",
        code: "DL3046",
        severity: .warning,
        summary: "a user with a high number is added without `-l`",
        rationale:
            "`useradd` writes a log file as large as the highest user number; sparse on disk, it is gigabytes in a layer.",
        examples: Examples(
            clean: [
                "FROM debian:12\nRUN useradd -l -u 123456 app\n", "FROM debian:12\nRUN useradd -u 1000 app\n",
            ],
            flagged: ["FROM debian:12\nRUN ⟪useradd -u 123456 app⟫\n"]
        )
    ) { context in
        context.commands("useradd").filter { _, command in
            let words = command.arguments.map(\.text)
            let isQuiet = words.contains {
                $0 == "--no-log-init" || ($0.hasPrefix("-") && !$0.hasPrefix("--") && $0.contains("l"))
            }
            guard !isQuiet,
                let flag = words.firstIndex(where: { ["-u", "--uid"].contains($0) || $0.hasPrefix("--uid=") })
            else { return false }
            let number =
                words[flag].hasPrefix("--uid=")
                ? String(words[flag].dropFirst(6)) : words[min(flag + 1, words.count - 1)]
            return number.count > 5 && number.allSatisfy(\.isNumber)
        }.map { _, command in
            Finding(
                "adding this user writes a log file of gigabytes",
                at: command.span,
                "without `-l`",
                help: "add `--no-log-init`"
            )
        }
    }

    static let sudoInRun = dockerfile(
        id: "sudo-in-run",
        code: "DL3004",
        severity: .error,
        summary: "a RUN uses sudo",
        rationale:
            "A build step is root unless USER says otherwise; sudo in an image is a way back to root for whoever breaks in.",
        examples: Examples(
            clean: ["FROM debian:12\nUSER root\nRUN true\n"],
            flagged: ["FROM debian:12\nRUN ⟪sudo⟫ true\n"]
        )
    ) { context in
        programs(["sudo"], context) { "`\($0)` has no place in an image" }
    }

    static let pointlessCommand = dockerfile(
        id: "pointless-command",
        code: "DL3001",
        severity: .info,
        summary: "a RUN uses a program that makes no sense while an image is built",
        rationale:
            "There is no session, no service manager and no process to look at while an image is built.",
        examples: Examples(
            clean: ["FROM debian:12\nRUN true\n"],
            flagged: ["FROM debian:12\nRUN ⟪service⟫ nginx start\n"]
        )
    ) { context in
        programs(["ssh", "vim", "shutdown", "service", "ps", "free", "top", "kill", "mount"], context) {
            "`\($0)` does nothing for an image"
        }
    }

    /// A finding for every command that runs one of some programs.
    private static func programs(
        _ names: Set<String>,
        _ context: DockerfileContext,
        _ headline: (String) -> String
    ) -> [Finding] {
        context.runs.flatMap(\.commands).filter { names.contains($0.program) }.compactMap { command in
            command.words.first.map {
                Finding(headline($0.text), at: $0.span, "has no effect here", help: "remove it")
            }
        }
    }
}
