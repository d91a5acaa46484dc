// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents

extension Rule {
    static let aptKept = dockerfile(
        id: "apt-lists-kept",
        code: "DL3009",
        severity: .info,
        summary: "the lists of apt stay in the image",
        rationale: """
            The lists of packages are tens of megabytes that nobody needs at run time, and they are out of date soon. Deleting them \
            in a later RUN does not make the image smaller; a cache mount keeps them out of it.
            """,
        examples: Examples(
            clean: [
                "FROM debian:12\nRUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*\n",
                "FROM debian:12\nRUN --mount=type=cache,target=/var/cache/apt --mount=type=cache,target=/var/lib/apt apt-get update\n",
            ],
            flagged: [
                "FROM debian:12\nRUN ⟪apt-get update⟫ && apt-get install -y --no-install-recommends curl\n"
            ]
        )
    ) { context in
        let kept = Set(context.stages.last.map { context.lineage(of: $0).map(\.number) } ?? [])
        return context.commands("apt-get", "apt").filter { run, command in
            kept.contains(run.stage) && command.arguments.contains { $0.text == "update" }
                && !run.keepsOut("/var/lib/apt/lists")
                && !run.commands.contains { removes("/var/lib/apt/lists", $0) }
        }.map { _, command in
            Finding(
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

    static let apkKept = dockerfile(
        id: "apk-cache-kept",
        code: "DL3019",
        severity: .info,
        summary: "the index of apk stays in the image",
        rationale: "`--no-cache` fetches the index for this one command and leaves nothing behind.",
        examples: Examples(
            clean: ["FROM alpine:3.22\nRUN apk add --no-cache curl\n"],
            flagged: ["FROM alpine:3.22\nRUN ⟪apk add curl⟫\n"]
        )
    ) { context in
        context.commands("apk").filter { run, command in
            command.arguments.contains { $0.text == "add" }
                && !command.arguments.contains { $0.text == "--no-cache" }
                && !run.keepsOut("/var/cache/apk") && !run.keepsOut("/etc/apk/cache")
        }.map { _, command in
            Finding(
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
            id: "\(program)-cache-kept",
            code: code,
            severity: .warning,
            summary: "the cache of \(program) stays in the image",
            rationale:
                "What \(program) downloaded is of no use at run time; deleting it in a later RUN does not make the image smaller.",
            examples: Examples(
                clean: ["FROM \(image)\nRUN \(program) install -y curl && \(program) clean all\n"],
                flagged: ["FROM \(image)\nRUN ⟪\(program) install -y curl⟫\n"]
            )
        ) { context in
            context.commands(program).filter { run, command in
                command.arguments.contains { $0.text == "install" } && !run.keepsOut(folder)
                    && !run.commands.contains {
                        ($0.program == program && $0.words.map(\.text).contains("clean"))
                            || removes(folder, $0)
                    }
            }.map { _, command in
                Finding(
                    "the cache of \(program) stays in the image",
                    at: command.span,
                    help: "end the RUN with `\(program) clean all`"
                )
            }
        }
    }

    static let pipKept = dockerfile(
        id: "pip-cache-kept",
        code: "DL3042",
        severity: .warning,
        summary: "the cache of pip stays in the image",
        rationale:
            "pip keeps what it downloads for the next time, which does not come in an image. A cache mount keeps it for the next build.",
        examples: Examples(
            clean: [
                "FROM python:3.13\nRUN pip install --no-cache-dir flask==3.1\n",
                "FROM python:3.13\nRUN --mount=type=cache,target=/root/.cache/pip pip install flask==3.1\n",
                "FROM python:3.13\nENV PIP_NO_CACHE_DIR=1\nRUN pip install flask==3.1\n",
            ],
            flagged: ["FROM python:3.13\nRUN ⟪pip install flask==3.1⟫\n"]
        )
    ) { context in
        PipInstall.all(in: context).filter { install in
            !install.words.contains { $0.text == "--no-cache-dir" }
                && !install.run.keepsOut("/root/.cache/pip")
                && !context.hasVariable("PIP_NO_CACHE_DIR", in: install.run.stage)
        }.map { install in
            Finding(
                "what pip downloads stays in the image",
                at: install.command.span,
                help: "add `--no-cache-dir`, or `--mount=type=cache,target=/root/.cache/pip` to the RUN"
            )
        }
    }

    static let yarnKept = dockerfile(
        id: "yarn-cache-kept",
        code: "DL3060",
        severity: .info,
        summary: "the cache of yarn stays in the image",
        rationale:
            "yarn keeps what it downloads, which is of no use at run time. A cache mount keeps it for the next build.",
        examples: Examples(
            clean: [
                "FROM node:24\nRUN yarn install && yarn cache clean\n",
                "FROM node:24\nRUN --mount=type=cache,target=/usr/local/share/.cache/yarn yarn install\n",
            ],
            flagged: ["FROM node:24\nRUN ⟪yarn install⟫\n"]
        )
    ) { context in
        context.commands("yarn").filter { run, command in
            command.words.count > 1 && command.words[1].text == "install"
                && !run.runs("yarn", "cache", "clean")
                && run.mounts("cache").isEmpty && run.mounts("tmpfs").isEmpty
        }.map { _, command in
            Finding(
                "what yarn downloads stays in the image",
                at: command.span,
                help: "end the RUN with `yarn cache clean`, or mount a cache"
            )
        }
    }
}
