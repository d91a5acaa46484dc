// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents

extension Rule {
    static let cdInRun = dockerfile(
        id: "cd-in-run",
        code: "DL3003",
        severity: .warning,
        summary: "a RUN changes the folder",
        rationale:
            "`cd` holds for one RUN only, and the next one starts elsewhere; WORKDIR holds until it is changed, and readers see it.",
        examples: Examples(
            clean: ["FROM debian:12\nWORKDIR /app\nRUN make\n"],
            flagged: ["FROM debian:12\nRUN ⟪cd /app⟫ && make\n"]
        )
    ) { context in
        context.commands("cd").map { _, command in
            Finding("the next RUN starts in another folder", at: command.span, help: "use WORKDIR")
        }
    }

    static let noisyWget = dockerfile(
        id: "noisy-wget",
        code: "DL3047",
        severity: .info,
        summary: "wget fills the log of the build with its progress",
        rationale:
            "Without a terminal wget writes a line for every few kilobytes; a large file buries everything else in the log.",
        examples: Examples(
            clean: [
                "FROM debian:12\nRUN wget --progress=dot:giga https://example.com/a\n",
                "FROM debian:12\nRUN wget -q https://example.com/a\n",
            ],
            flagged: ["FROM debian:12\nRUN ⟪wget https://example.com/a⟫\n"]
        )
    ) { context in
        context.commands("wget").filter { _, command in
            let words = command.arguments.map(\.text)
            let quiet: Set<String> = [
                "--quiet", "--no-verbose", "-nv", "--output-file", "-o", "--append-output", "-a",
                "--progress",
            ]
            return !words.isEmpty
                && !words.contains { word in
                    quiet.contains(word)
                        || ["--progress=", "--output-file=", "--append-output="].contains(
                            where: word.hasPrefix
                        )
                        || (word.hasPrefix("-") && !word.hasPrefix("--") && word.contains("q"))
                }
        }.map { _, command in
            Finding(
                "wget fills the log with its progress",
                at: command.span,
                help: "add `--progress=dot:giga` or `-q`"
            )
        }
    }

    static let curlAndWget = dockerfile(
        id: "curl-and-wget",
        code: "DL4001",
        severity: .warning,
        summary: "a stage uses both curl and wget",
        rationale:
            "One of them is enough; the other one is a program more to install, and to keep free of holes.",
        examples: Examples(
            clean: ["FROM debian:12\nRUN curl -O https://example.com/a\nRUN curl -O https://example.com/b\n"],
            flagged: [
                "FROM debian:12\nRUN curl -O https://example.com/a\nRUN ⟪wget⟫ -q https://example.com/b\n"
            ]
        )
    ) { context in
        context.stages.flatMap { stage -> [Finding] in
            let commands = context.runs.filter { $0.stage == stage.number }.flatMap(\.commands)
            guard let curl = commands.first(where: { $0.program == "curl" }) else { return [] }
            return commands.filter { $0.program == "wget" }.compactMap { command in
                guard let word = command.words.first else { return nil }
                var finding = Finding(
                    "the stage uses both curl and wget",
                    at: word.span,
                    "the other one",
                    help: "use one of them"
                )
                finding.secondary = [.init(curl.words[0].span, "curl")]
                return finding
            }
        }
    }

    static let replacedShell = dockerfile(
        id: "replaced-shell",
        code: "DL4005",
        severity: .warning,
        summary: "a RUN replaces /bin/sh",
        rationale:
            "Scripts of the distribution expect the shell that they were written for. SHELL changes the shell of the RUN instructions alone.",
        examples: Examples(
            clean: ["FROM debian:12\nSHELL [\"/bin/bash\", \"-c\"]\n"],
            flagged: ["FROM debian:12\nRUN ⟪ln -sf /bin/bash /bin/sh⟫\n"]
        )
    ) { context in
        context.commands("ln").filter { _, command in command.arguments.contains { $0.text == "/bin/sh" } }
            .map { _, command in
                Finding(
                    "the shell of the whole image is replaced",
                    at: command.span,
                    help: "write `SHELL [\"/bin/bash\", \"-c\"]`"
                )
            }
    }

    static let unseenPipeFailure = dockerfile(
        id: "unseen-pipe-failure",
        code: "DL4006",
        severity: .warning,
        summary: "a RUN with a pipe does not notice that its first part fails",
        rationale: """
            A shell looks at the last command of a pipe only: `curl … | tar x` succeeds with whatever curl got. With `pipefail` the \
            build stops there.
            """,
        examples: Examples(
            clean: [
                "FROM debian:12\nSHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"]\nRUN curl -s https://example.com | tar x\n",
                "FROM debian:12\nRUN set -o pipefail && curl -s https://example.com | tar x\n",
            ],
            flagged: ["FROM debian:12\nRUN ⟪curl -s https://example.com⟫ | tar x\n"]
        )
    ) { context in
        context.runs.compactMap { run in
            let shell = run.shell.joined(separator: " ")
            guard !shell.contains("pipefail"), !shell.lowercased().contains("powershell"),
                !shell.contains("pwsh"),
                !shell.lowercased().contains("cmd"), run.instruction.execForm == nil,
                let piped = run.commands.first(where: \.isPiped),
                !run.commands.contains(where: {
                    $0.program == "set" && $0.arguments.contains { $0.text == "pipefail" }
                })
            else { return nil }
            return Finding(
                "nobody notices when this fails",
                at: piped.span,
                "the pipe succeeds all the same",
                help: "put `SHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"]` before it"
            )
        }
    }

    static let consecutiveRuns = dockerfile(
        id: "consecutive-runs",
        code: "DL3059",
        severity: .info,
        summary: "several RUN instructions follow each other",
        rationale:
            "Each RUN is a layer; what one creates and the next one deletes stays in the image. Related commands belong into one.",
        examples: Examples(
            clean: ["FROM debian:12\nRUN a && b\n"],
            flagged: ["FROM debian:12\nRUN a\n⟪RUN⟫ b\n"]
        )
    ) { context in
        context.stages.flatMap { stage in
            zip(stage.instructions, stage.instructions.dropFirst()).compactMap { before, after in
                guard before.keyword == "RUN", after.keyword == "RUN",
                    before.flags.map(\.span.text) == after.flags.map(\.span.text),
                    before.heredocs.isEmpty, after.heredocs.isEmpty, isSmall(before), isSmall(after)
                else { return nil }
                return Finding(
                    "this RUN could be part of the one above",
                    at: after.keywordSpan,
                    "a layer more",
                    help: "join them with `&&`"
                )
            }
        }
    }

    /// Whether a RUN is one command: larger ones are apart for a reason.
    private static func isSmall(_ instruction: DockerfileInstruction) -> Bool {
        ShellCommand.all(in: instruction.arguments).count <= 1
    }
}
