// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents

extension Rule {
    static let aptInRun = dockerfile(
        "apt-in-run",
        "DL3027",
        .warning,
        "a RUN uses `apt`, which is for people",
        why: "`apt` promises no stable interface and warns about that itself; `apt-get` and `apt-cache` do.",
        clean: ["FROM debian:12\nRUN apt-get update\n"],
        flagged: ["FROM debian:12\nRUN ⟪apt⟫ update\n"]
    ) { context in
        context.commands("apt").compactMap { _, command in
            command.words.first.map {
                DockerfileProblem(
                    "`apt` is for people at a terminal",
                    at: $0.span,
                    "may change",
                    help: "write `apt-get`"
                )
                .fixed("write `apt-get`", .init($0.span, "apt-get"))
            }
        }
    }

    static let aptKept = dockerfile(
        "apt-lists-kept",
        "DL3009",
        .info,
        "the lists of apt stay in the image",
        why: """
            The lists of packages are tens of megabytes that nobody needs at run time, and they are out of date soon. Deleting them \
            in a later RUN does not make the image smaller; a cache mount keeps them out of it.
            """,
        clean: [
            "FROM debian:12\nRUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*\n",
            "FROM debian:12\nRUN --mount=type=cache,target=/var/cache/apt --mount=type=cache,target=/var/lib/apt apt-get update\n",
        ],
        flagged: ["FROM debian:12\nRUN ⟪apt-get update⟫ && apt-get install -y --no-install-recommends curl\n"]
    ) { context in
        let kept = Set(context.stages.last.map { context.lineage(of: $0).map(\.number) } ?? [])
        return context.commands("apt-get", "apt").filter { run, command in
            kept.contains(run.stage) && command.arguments.contains { $0.text == "update" }
                && !run.keepsOut("/var/lib/apt/lists")
                && !run.commands.contains { removes("/var/lib/apt/lists", $0) }
        }.map { _, command in
            DockerfileProblem(
                "the lists of apt stay in the image",
                at: command.span,
                "leaves files behind",
                help: "end the RUN with `rm -rf /var/lib/apt/lists/*`, or mount a cache there"
            )
        }
    }

    private static func removes(_ folder: String, _ command: ShellCommand) -> Bool {
        command.program == "rm" && command.arguments.contains { $0.text.hasPrefix(folder) }
    }

    static let aptRecommends = dockerfile(
        "apt-recommends",
        "DL3015",
        .info,
        "apt-get installs more than it is asked for",
        why:
            "Recommended packages make images larger and bring programs that nobody asked for, each with holes of its own.",
        clean: ["FROM debian:12\nRUN apt-get install -y --no-install-recommends curl\n"],
        flagged: ["FROM debian:12\nRUN ⟪apt-get install -y curl⟫\n"]
    ) { context in
        context.commands("apt-get").filter { _, command in
            command.arguments.contains { $0.text == "install" }
                && !command.arguments.contains {
                    $0.text == "--no-install-recommends"
                        || $0.text.replacing(" ", with: "") == "APT::Install-Recommends=false"
                        || $0.text.contains("APT::Install-Recommends=0")
                }
        }.map { _, command in
            let problem = DockerfileProblem(
                "recommended packages are installed as well",
                at: command.span,
                help: "add `--no-install-recommends`"
            )
            guard let verb = command.words.first(where: { $0.text == "install" }) else { return problem }
            return problem.fixed(
                "add `--no-install-recommends`",
                .init(verb.span, "install --no-install-recommends")
            )
        }
    }

    static let interactiveInstall = dockerfile(
        "interactive-install",
        "DL3014",
        others: ["DL3030", "DL3034", "DL3038"],
        .warning,
        "a package manager would ask before it installs",
        why: "Nobody answers while an image is built: the question ends the build, or is taken for a no.",
        clean: [
            "FROM debian:12\nRUN apt-get install -y curl\n", "FROM fedora:43\nRUN dnf install -y curl\n",
        ],
        flagged: [
            "FROM debian:12\nRUN ⟪apt-get install curl⟫\n", "FROM fedora:43\nRUN ⟪dnf install curl⟫\n",
            "FROM opensuse/leap:15.6\nRUN ⟪zypper install curl⟫\n",
        ],
        check: interactiveInstalls
    )

    @Sendable private static func interactiveInstalls(_ context: DockerfileContext) -> [DockerfileProblem] {
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
            var problem = DockerfileProblem(
                "`\(command.program)` would ask before it installs",
                at: command.span,
                "nobody answers",
                help: "add `\(option)`"
            )
            problem.code =
                ["yum": "DL3030", "zypper": "DL3034", "dnf": "DL3038", "microdnf": "DL3038"][command.program]
            // All of them take it before the verb, where the fix of `apt-recommends` does not clash with it.
            guard let program = command.words.first else { return problem }
            return problem.fixed("add `\(option)`", .init(program.span, "\(program.text) \(option)"))
        }
    }

    /// Whether a word is a bundle of short options with a letter, such as `-qy`.
    private static func isShort(_ word: String, with letter: Character) -> Bool {
        word.hasPrefix("-") && !word.hasPrefix("--") && word.dropFirst().contains(letter)
    }

    static let upgradeInBuild = dockerfile(
        "upgrade-in-build",
        "DL3005",
        others: ["DL3035"],
        .error,
        "a build upgrades the whole distribution",
        why: """
            What is built then depends on the day, and no cached layer notices. A fresher base image brings the same repairs to \
            everybody, and its digest says which.
            """,
        clean: ["FROM debian:12\nRUN apt-get update\n"],
        flagged: ["FROM debian:12\nRUN ⟪apt-get -y dist-upgrade⟫\n"]
    ) { context in
        context.commands("apt-get", "zypper").filter { _, command in
            command.arguments.contains { ["dist-upgrade", "full-upgrade", "dup"].contains($0.text) }
        }.map { _, command in
            var problem = DockerfileProblem(
                "the image depends on the day of its build",
                at: command.span,
                "upgrades everything",
                help: "build upon a newer base image"
            )
            problem.code = command.program == "zypper" ? "DL3035" : nil
            return problem
        }
    }

    static let apkKept = dockerfile(
        "apk-cache-kept",
        "DL3019",
        .info,
        "the index of apk stays in the image",
        why: "`--no-cache` fetches the index for this one command and leaves nothing behind.",
        clean: ["FROM alpine:3.22\nRUN apk add --no-cache curl\n"],
        flagged: ["FROM alpine:3.22\nRUN ⟪apk add curl⟫\n"]
    ) { context in
        context.commands("apk").filter { run, command in
            command.arguments.contains { $0.text == "add" }
                && !command.arguments.contains { $0.text == "--no-cache" }
                && !run.keepsOut("/var/cache/apk") && !run.keepsOut("/etc/apk/cache")
        }.map { _, command in
            DockerfileProblem(
                "the index of apk stays in the image",
                at: command.span,
                help: "add `--no-cache`"
            )
        }
    }

    static let yumKept = cacheKept("yum", "DL3032", "/var/cache/yum", image: "centos:stream9")
    static let dnfKept = cacheKept("dnf", "DL3040", "/var/cache/dnf", image: "fedora:43")

    private static func cacheKept(_ program: String, _ code: String, _ folder: String, image: String) -> Rule
    {
        dockerfile(
            "\(program)-cache-kept",
            code,
            .warning,
            "the cache of \(program) stays in the image",
            why:
                "What \(program) downloaded is of no use at run time; deleting it in a later RUN does not make the image smaller.",
            clean: ["FROM \(image)\nRUN \(program) install -y curl && \(program) clean all\n"],
            flagged: ["FROM \(image)\nRUN ⟪\(program) install -y curl⟫\n"]
        ) { context in
            context.commands(program).filter { run, command in
                command.arguments.contains { $0.text == "install" } && !run.keepsOut(folder)
                    && !run.commands.contains {
                        ($0.program == program && $0.words.map(\.text).contains("clean"))
                            || removes(folder, $0)
                    }
            }.map { _, command in
                DockerfileProblem(
                    "the cache of \(program) stays in the image",
                    at: command.span,
                    help: "end the RUN with `\(program) clean all`"
                )
            }
        }
    }

    static let pipKept = dockerfile(
        "pip-cache-kept",
        "DL3042",
        .warning,
        "the cache of pip stays in the image",
        why:
            "pip keeps what it downloads for the next time, which does not come in an image. A cache mount keeps it for the next build.",
        clean: [
            "FROM python:3.13\nRUN pip install --no-cache-dir flask==3.1\n",
            "FROM python:3.13\nRUN --mount=type=cache,target=/root/.cache/pip pip install flask==3.1\n",
            "FROM python:3.13\nENV PIP_NO_CACHE_DIR=1\nRUN pip install flask==3.1\n",
        ],
        flagged: ["FROM python:3.13\nRUN ⟪pip install flask==3.1⟫\n"]
    ) { context in
        PipInstall.all(in: context).filter { install in
            !install.words.contains { $0.text == "--no-cache-dir" }
                && !install.run.keepsOut("/root/.cache/pip")
                && !context.hasVariable("PIP_NO_CACHE_DIR", in: install.run.stage)
        }.map { install in
            DockerfileProblem(
                "what pip downloads stays in the image",
                at: install.command.span,
                help: "add `--no-cache-dir`, or `--mount=type=cache,target=/root/.cache/pip` to the RUN"
            )
        }
    }

    static let yarnKept = dockerfile(
        "yarn-cache-kept",
        "DL3060",
        .info,
        "the cache of yarn stays in the image",
        why:
            "yarn keeps what it downloads, which is of no use at run time. A cache mount keeps it for the next build.",
        clean: [
            "FROM node:24\nRUN yarn install && yarn cache clean\n",
            "FROM node:24\nRUN --mount=type=cache,target=/usr/local/share/.cache/yarn yarn install\n",
        ],
        flagged: ["FROM node:24\nRUN ⟪yarn install⟫\n"]
    ) { context in
        context.commands("yarn").filter { run, command in
            command.words.count > 1 && command.words[1].text == "install"
                && !run.runs("yarn", "cache", "clean")
                && run.mounts("cache").isEmpty && run.mounts("tmpfs").isEmpty
        }.map { _, command in
            DockerfileProblem(
                "what yarn downloads stays in the image",
                at: command.span,
                help: "end the RUN with `yarn cache clean`, or mount a cache"
            )
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
