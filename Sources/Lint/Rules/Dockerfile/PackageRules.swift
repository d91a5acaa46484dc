// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents

extension Rule {
    static let aptInRun = dockerfile(
        id: "apt-in-run",
        code: "DL3027",
        severity: .warning,
        summary: "a RUN uses `apt`, which is for people",
        rationale:
            "`apt` promises no stable interface and warns about that itself; `apt-get` and `apt-cache` do.",
        examples: Examples(
            clean: ["FROM debian:12\nRUN apt-get update\n"],
            flagged: ["FROM debian:12\nRUN ⟪apt⟫ update\n"]
        )
    ) { context in
        context.commands("apt").compactMap { _, command in
            command.words.first.map {
                Finding(
                    "`apt` is for people at a terminal",
                    at: $0.span,
                    "may change",
                    help: "write `apt-get`",
                    fix: .init(
                        title: "write `apt-get`",
                        applicability: .needsReview,
                        edits: [.init($0.span, "apt-get")]
                    )
                )
            }
        }
    }

    static let aptRecommends = dockerfile(
        id: "apt-recommends",
        code: "DL3015",
        severity: .info,
        summary: "apt-get installs more than it is asked for",
        rationale:
            "Recommended packages make images larger and bring programs that nobody asked for, each with holes of its own.",
        examples: Examples(
            clean: ["FROM debian:12\nRUN apt-get install -y --no-install-recommends curl\n"],
            flagged: ["FROM debian:12\nRUN ⟪apt-get install -y curl⟫\n"]
        )
    ) { context in
        context.commands("apt-get").filter { _, command in
            command.arguments.contains { $0.text == "install" }
                && !command.arguments.contains {
                    $0.text == "--no-install-recommends"
                        || $0.text.replacing(" ", with: "") == "APT::Install-Recommends=false"
                        || $0.text.contains("APT::Install-Recommends=0")
                }
        }.map { _, command in
            Finding(
                "recommended packages are installed as well",
                at: command.span,
                help: "add `--no-install-recommends`",
                fix: command.words.first { $0.text == "install" }.map {
                    .init(
                        title: "add `--no-install-recommends`",
                        applicability: .needsReview,
                        edits: [.init($0.span, "install --no-install-recommends")]
                    )
                }
            )
        }
    }

    static let interactiveInstall = dockerfile(
        id: "interactive-install",
        code: "DL3014",
        others: ["DL3030", "DL3034", "DL3038"],
        severity: .warning,
        summary: "a package manager would ask before it installs",
        rationale:
            "Nobody answers while an image is built: the question ends the build, or is taken for a no.",
        examples: Examples(
            clean: [
                "FROM debian:12\nRUN apt-get install -y curl\n", "FROM fedora:43\nRUN dnf install -y curl\n",
            ],
            flagged: [
                "FROM debian:12\nRUN ⟪apt-get install curl⟫\n", "FROM fedora:43\nRUN ⟪dnf install curl⟫\n",
                "FROM opensuse/leap:15.6\nRUN ⟪zypper install curl⟫\n",
            ]
        ),
        check: interactiveInstalls
    )

    @Sendable private static func interactiveInstalls(_ context: DockerfileContext) -> [Finding] {
        context.commands("apt-get", "yum", "dnf", "microdnf", "zypper").filter { _, command in
            let words = command.arguments.map(\.text)
            let verbs: Set<String> =
                command.program == "zypper"
                ? ["install", "in", "remove", "rm", "source-install", "si", "patch"]
                : command.program == "apt-get" ? ["install"] : ["install", "groupinstall", "localinstall"]
            guard words.contains(where: verbs.contains) else { return false }
            let assumed: Set<String> =
                command.program == "zypper"
                ? ["--non-interactive", "-n", "--no-confirm", "-y"]
                : ["--yes", "--assume-yes", "--assumeyes", "-qq", "-q=2", "--quiet=2"]
            return !words.contains {
                assumed.contains($0) || isShort($0, with: command.program == "zypper" ? "n" : "y")
            }
                && !(command.program == "apt-get" && words.count { $0 == "-q" || $0 == "--quiet" } > 1)
        }.map { _, command in
            let option = command.program == "zypper" ? "--non-interactive" : "-y"
            var finding = Finding(
                "`\(command.program)` would ask before it installs",
                at: command.span,
                "nobody answers",
                help: "add `\(option)`"
            )
            finding.code =
                ["yum": "DL3030", "zypper": "DL3034", "dnf": "DL3038", "microdnf": "DL3038"][command.program]
            // All of them take it before the verb, where the fix of `apt-recommends` does not clash with it.
            finding.fix = command.words.first.map { program in
                .init(
                    title: "add `\(option)`",
                    applicability: .needsReview,
                    edits: [.init(program.span, "\(program.text) \(option)")]
                )
            }
            return finding
        }
    }

    /// Whether a word is a bundle of short options with a letter, such as `-qy`.
    private static func isShort(_ word: String, with letter: Character) -> Bool {
        word.hasPrefix("-") && !word.hasPrefix("--") && word.dropFirst().contains(letter)
    }

    static let upgradeInBuild = dockerfile(
        id: "upgrade-in-build",
        code: "DL3005",
        others: ["DL3035"],
        severity: .error,
        summary: "a build upgrades the whole distribution",
        rationale: """
            What is built then depends on the day, and no cached layer notices. A fresher base image brings the same repairs to \
            everybody, and its digest says which.
            """,
        examples: Examples(
            clean: ["FROM debian:12\nRUN apt-get update\n"],
            flagged: ["FROM debian:12\nRUN ⟪apt-get -y dist-upgrade⟫\n"]
        )
    ) { context in
        context.commands("apt-get", "zypper").filter { _, command in
            command.arguments.contains { ["dist-upgrade", "full-upgrade", "dup"].contains($0.text) }
        }.map { _, command in
            var finding = Finding(
                "the image depends on the day of its build",
                at: command.span,
                "upgrades everything",
                help: "build upon a newer base image"
            )
            finding.code = command.program == "zypper" ? "DL3035" : nil
            return finding
        }
    }
}

/// One `pip install`, however pip is called.
struct PipInstall {
    let run: DockerfileRun
    let command: ShellCommand
    /// What follows `install`.
    let words: ArraySlice<DockerfileWord>

    /// Those of all RUN instructions.
    static func all(in context: DockerfileContext) -> [PipInstall] {
        context.runs.flatMap { run in
            run.commands.compactMap { command -> PipInstall? in
                var words = command.words[...]
                if command.program.hasPrefix("python"),
                    command.words.dropFirst().prefix(2).map(\.text) == ["-m", "pip"]
                {
                    words = words.dropFirst(3)
                } else if ["pip", "pip2", "pip3"].contains(command.program) {
                    words = words.dropFirst()
                } else {
                    return nil
                }
                guard let verb = words.firstIndex(where: { $0.text == "install" }) else { return nil }
                return PipInstall(run: run, command: command, words: words[(verb + 1)...])
            }
        }
    }
}
