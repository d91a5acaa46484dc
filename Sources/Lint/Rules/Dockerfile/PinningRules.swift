// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents

extension Rule {
    static let unpinnedPip = dockerfile(
        id: "unpinned-pip",
        code: "DL3013",
        severity: .warning,
        summary: "pip installs whatever version is newest",
        rationale:
            "The image that is built tomorrow has other code than the one that was tested. A lock file with hashes is better still.",
        examples: Examples(
            clean: [
                "FROM python:3.13\nRUN pip install --no-cache-dir flask==3.1.0\n",
                "FROM python:3.13\nRUN pip install --no-cache-dir -r requirements.txt\n",
                "FROM python:3.13\nRUN pip install --no-cache-dir .\n",
            ],
            flagged: ["FROM python:3.13\nRUN pip install --no-cache-dir ⟪flask⟫\n"]
        )
    ) { context in
        PipInstall.all(in: context).flatMap { install -> [DockerfileWord] in
            let takesFile: Set<String> = ["-r", "--requirement", "-c", "--constraint", "-e", "--editable"]
            if install.words.contains(where: {
                takesFile.contains($0.text) || $0.text.hasPrefix("--requirement=")
                    || $0.text.hasPrefix("--constraint=")
            }) {
                return []
            }
            return packages(
                install.words,
                options: [
                    "-i", "--index-url", "--extra-index-url", "--target", "-t", "--prefix", "--root",
                    "--trusted-host",
                    "-f", "--find-links", "--timeout", "--proxy", "--progress-bar", "--platform",
                    "--python-version",
                    "--abi", "--implementation", "--src", "--cache-dir", "--only-binary", "--no-binary",
                    "--retries",
                ]
            ).filter { word in
                !(word.text.contains("git+") ? ["@"] : pipPins).contains { word.text.contains($0) }
                    && !isFile(word.text, [".whl", ".tar.gz", ".zip"]) && !word.text.hasPrefix(".[")
            }
        }.map { pin($0, "\($0.text)==1.2.3") }
    }

    static let unpinnedNpm = dockerfile(
        id: "unpinned-npm",
        code: "DL3016",
        severity: .warning,
        summary: "npm installs whatever version of a package is newest",
        rationale: "The image that is built tomorrow has other code than the one that was tested.",
        examples: Examples(
            clean: [
                "FROM node:24\nRUN npm install -g pnpm@10.1.0\n", "FROM node:24\nRUN npm install\n",
                "FROM node:24\nRUN npm ci\n",
            ],
            flagged: ["FROM node:24\nRUN npm install -g ⟪pnpm⟫\n"]
        )
    ) { context in
        context.commands("npm").flatMap { _, command -> [DockerfileWord] in
            let words = command.arguments
            guard let verb = words.firstIndex(where: { ["install", "i", "add"].contains($0.text) }) else {
                return []
            }
            return packages(
                words[(verb + 1)...],
                options: ["--registry", "--prefix", "--loglevel", "--cache"]
            ).filter { word in
                !word.text.dropFirst().contains("@") && !word.text.contains("#")
                    && (!word.text.contains("://") || word.text.hasPrefix("git+"))
                    && !isFile(word.text, [".tgz", ".tar.gz", ".tar"])
            }
        }.map { pin($0, "\($0.text)@1.2.3") }
    }

    static let unpinnedGem = dockerfile(
        id: "unpinned-gem",
        code: "DL3028",
        severity: .warning,
        summary: "gem installs whatever version is newest",
        rationale: "The image that is built tomorrow has other code than the one that was tested.",
        examples: Examples(
            clean: [
                "FROM ruby:3.4\nRUN gem install bundler:2.6.2\n",
                "FROM ruby:3.4\nRUN gem install bundler -v 2.6.2\n",
            ],
            flagged: ["FROM ruby:3.4\nRUN gem install ⟪bundler⟫\n"]
        )
    ) { context in
        context.commands("gem").flatMap { _, command -> [DockerfileWord] in
            let words = command.arguments
            guard let verb = words.firstIndex(where: { ["install", "i"].contains($0.text) }) else {
                return []
            }
            let rest = words[(verb + 1)...]
            if rest.contains(where: {
                ["-v", "--version"].contains($0.text) || $0.text.hasPrefix("--version=")
            }) {
                return []
            }
            return packages(
                rest.prefix { $0.text != "--" },
                options: ["-i", "--install-dir", "-n", "--bindir"]
            ).filter {
                !$0.text.contains(":") && !isFile($0.text, [".gem"])
            }
        }.map { pin($0, "\($0.text):1.2.3") }
    }

    static let unpinnedApt = dockerfile(
        id: "unpinned-apt",
        code: "DL3008",
        severity: .warning,
        status: .preview,
        summary: "apt-get installs whatever version the distribution has",
        rationale: """
            Off unless it is asked for: distributions delete old versions, so that a pinned build breaks as soon as there is a \
            repair, and the repair does not come in. The digest of the base image freezes what matters.
            """,
        examples: Examples(
            clean: ["FROM debian:12\nRUN apt-get install -y curl=7.88.1-10\n"],
            flagged: ["FROM debian:12\nRUN apt-get install -y ⟪curl⟫\n"]
        )
    ) { context in
        systemPackages(
            "apt-get",
            "install",
            options: ["-t", "--target-release", "-o", "--option", "-c"],
            context
        )
        .filter { !$0.text.contains("=") && !$0.text.contains("/") && !$0.text.hasSuffix(".deb") }
        .map { pin($0, "\($0.text)=1.2.3") }
    }

    static let unpinnedApk = dockerfile(
        id: "unpinned-apk",
        code: "DL3018",
        severity: .warning,
        status: .preview,
        summary: "apk installs whatever version the distribution has",
        rationale: """
            Off unless it is asked for: Alpine deletes old versions, so that a pinned build breaks as soon as there is a repair, and \
            the repair does not come in. The digest of the base image freezes what matters.
            """,
        examples: Examples(
            clean: ["FROM alpine:3.22\nRUN apk add --no-cache curl=8.14.1-r1\n"],
            flagged: ["FROM alpine:3.22\nRUN apk add --no-cache ⟪curl⟫\n"]
        )
    ) { context in
        systemPackages("apk", "add", options: ["-t", "--virtual", "--repository", "-X"], context)
            .filter { word in
                !["=", "<", ">", "~"].contains(where: word.text.contains) && !word.text.hasSuffix(".apk")
            }
            .map { pin($0, "\($0.text)=1.2.3") }
    }

    private static func systemPackages(
        _ program: String,
        _ verb: String,
        options: Set<String>,
        _ context: DockerfileContext
    ) -> [DockerfileWord] {
        context.commands(program).flatMap { _, command -> [DockerfileWord] in
            guard let place = command.arguments.firstIndex(where: { $0.text == verb }) else { return [] }
            return packages(command.arguments[(place + 1)...], options: options)
        }
    }

    /// What makes a requirement of pip more than a name.
    private static let pipPins = ["==", ">=", "<=", "~=", "!=", ">", "<", "@", "://"]

    /// The words that are neither options nor the values of some of them, nor paths or variables.
    private static func packages(_ words: ArraySlice<DockerfileWord>, options: Set<String>)
        -> [DockerfileWord]
    {
        var found: [DockerfileWord] = []
        var skipsNext = false
        for word in words {
            if skipsNext {
                skipsNext = false
            } else if word.text.hasPrefix("-") {
                skipsNext = options.contains(word.text)
            } else if !word.text.isEmpty, !word.hasVariable, !isPath(word.text) {
                found.append(word)
            }
        }
        return found
    }

    private static func isPath(_ text: String) -> Bool {
        text == "." || text.hasPrefix("./") || text.hasPrefix("../") || text.hasPrefix("/")
    }

    private static func isFile(_ text: String, _ endings: [String]) -> Bool {
        endings.contains(where: text.hasSuffix)
    }

    private static func pin(_ word: DockerfileWord, _ example: String) -> Finding {
        Finding(
            "`\(word.text)` is installed in whatever version is newest",
            at: word.span,
            "no version",
            help: "name a version, such as `\(example)`"
        )
    }

    static let noLockFile = dockerfile(
        id: "no-lock-file",
        severity: .warning,
        summary: "dependencies are installed without their lock file",
        rationale: """
            A stage that copies the list of dependencies but not the lock file resolves them anew: the image has other versions \
            than those that were tested, and nobody sees which.
            """,
        examples: Examples(
            clean: [
                "FROM node:24\nCOPY package.json package-lock.json ./\nRUN npm ci\n",
                "FROM node:24\nCOPY package*.json ./\nRUN npm ci\n",
                "FROM golang:1.26\nCOPY . .\nRUN go build\n",
            ],
            flagged: [
                "FROM node:24\nCOPY ⟪package.json⟫ ./\nRUN npm install\n",
                "FROM golang:1.26\nCOPY ⟪go.mod⟫ ./\nRUN go mod download\n",
            ]
        )
    ) { context in
        context.stages.flatMap { stage -> [Finding] in
            let copied = stage.instructions.filter {
                ["COPY", "ADD"].contains($0.keyword) && $0.flag("from") == nil
            }
            .flatMap { ($0.execForm ?? $0.words).dropLast() }
            let mounted = stage.instructions.contains {
                $0.flags.contains { $0.name == "mount" && $0.value?.contains("bind") == true }
            }
            guard !mounted,
                !copied.contains(where: { $0.text == "." || $0.text.hasSuffix("/") || $0.text == "*" })
            else { return [] }
            return copied.compactMap { word in
                let parts = word.text.split(separator: "/")
                guard let file = parts.last.map(String.init), let locks = lockFiles[file],
                    !copied.contains(where: { other in locks.contains { matches(other.text, $0) } })
                else { return nil }
                return Finding(
                    "`\(file)` is copied without its lock file",
                    at: word.span,
                    "resolved anew at every build",
                    help:
                        "copy \(locks.map { "`\($0)`" }.joined(separator: " or ")) as well, and install exactly that"
                )
            }
        }
    }

    /// Lists of dependencies and the lock files of the tools that read them.
    private static let lockFiles: [String: [String]] = [
        "package.json": [
            "package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock",
            "bun.lockb",
        ],
        "go.mod": ["go.sum"],
        "Gemfile": ["Gemfile.lock"],
        "composer.json": ["composer.lock"],
        "Cargo.toml": ["Cargo.lock"],
        "mix.exs": ["mix.lock"],
        "Package.swift": ["Package.resolved"],
        "Pipfile": ["Pipfile.lock"],
    ]

    private static func matches(_ pattern: String, _ file: String) -> Bool {
        PathPattern("**/" + (pattern.split(separator: "/").last.map(String.init) ?? pattern)).matches(file)
    }
}
