// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents

extension Rule {
    static let addInsteadOfCopy = dockerfile(
        id: "add-instead-of-copy",
        code: "DL3020",
        severity: .error,
        summary: "ADD copies plain files or folders",
        rationale:
            "ADD also downloads and unpacks, so that a reader cannot tell what it does; COPY only copies.",
        examples: Examples(
            clean: ["FROM debian:12\nCOPY app /app\n", "FROM debian:12\nADD rootfs.tar.gz /\n"],
            flagged: ["FROM debian:12\n⟪ADD⟫ app /app\n"]
        )
    ) { context in
        context.document.instructions.filter { $0.keyword == "ADD" }.compactMap { instruction in
            let sources = (instruction.execForm ?? instruction.words).dropLast()
            guard instruction.heredocs.isEmpty, !sources.isEmpty,
                sources.contains(where: { !isRemote($0.text) && !isArchive($0.text) && !$0.hasVariable })
            else { return nil }
            return Finding(
                "ADD may do more than copy",
                at: instruction.keywordSpan,
                "only copies here",
                help: "write `COPY`",
                fix: .init(
                    title: "write `COPY`",
                    applicability: .needsReview,
                    edits: [.init(instruction.keywordSpan, "COPY")]
                )
            )
        }
    }

    private static func isRemote(_ text: String) -> Bool {
        let starts = ["http://", "https://", "git://", "git@"]
        return starts.contains { text.hasPrefix($0) }
    }

    private static func isArchive(_ text: String) -> Bool { archiveEndings.contains { text.hasSuffix($0) } }

    private static let archiveEndings = [
        ".tar", ".gz", ".bz2", ".xz", ".zip", ".tgz", ".tb2", ".tbz", ".tbz2", ".tz2", ".lz", ".lzma", ".tlz",
        ".txz",
        ".Z", ".tZ", ".zst", ".tzst", ".7z",
    ]

    static let addURL = dockerfile(
        id: "add-url",
        severity: .warning,
        summary: "ADD downloads a file without a checksum",
        rationale: """
            What an address serves can change at any time, and the build takes whatever comes. With `--checksum` the builder \
            refuses anything else, and needs not download twice.
            """,
        examples: Examples(
            clean: ["FROM debian:12\nADD --checksum=sha256:24454f83 https://example.com/a.tar.gz /a/\n"],
            flagged: ["FROM debian:12\nADD ⟪https://example.com/a.tar.gz⟫ /a/\n"]
        )
    ) { context in
        context.document.instructions.filter { $0.keyword == "ADD" && $0.flag("checksum") == nil }.flatMap {
            instruction in
            (instruction.execForm ?? instruction.words).dropLast()
                .filter {
                    isRemote($0.text) && !$0.text.hasPrefix("git") && !$0.text.hasSuffix(".git")
                        && !$0.text.contains(".git#")
                }
                .map {
                    Finding(
                        "nobody checks what is downloaded",
                        at: $0.span,
                        "can be another file tomorrow",
                        help: "add `--checksum=sha256:…`"
                    )
                }
        }
    }

    static let copyIntoNoFolder = dockerfile(
        id: "copy-into-no-folder",
        code: "DL3021",
        severity: .error,
        summary: "several files are copied to something that is no folder",
        rationale:
            "With more than one source the destination has to be a folder, and its name has to end with `/`; otherwise the build stops.",
        examples: Examples(
            clean: ["FROM debian:12\nCOPY a b /app/\n"],
            flagged: ["FROM debian:12\nCOPY a b ⟪/app⟫\n"]
        )
    ) { context in
        copies(context).compactMap { _, instruction in
            let words = instruction.execForm ?? instruction.words
            guard words.count > 2, instruction.heredocs.isEmpty, let target = words.last,
                !target.text.hasSuffix("/"),
                target.text != ".", target.text != "..", !target.text.hasSuffix("/."), !target.hasVariable
            else { return nil }
            return Finding(
                "\(words.count - 1) files cannot become one",
                at: target.span,
                "no folder",
                help: "end it with `/`",
                fix: .init(
                    title: "end it with `/`",
                    applicability: .needsReview,
                    edits: [.init(target.span, target.span.text + "/")]
                )
            )
        }
    }

    private static func copies(_ context: DockerfileContext) -> [(
        stage: DockerfileStage, copy: DockerfileInstruction
    )] {
        context.stages.flatMap { stage in
            stage.instructions.filter { $0.keyword == "COPY" }.map { (stage, $0) }
        }
    }

    static let unknownCopySource = dockerfile(
        id: "unknown-copy-source",
        code: "DL3022",
        severity: .warning,
        summary: "COPY --from names neither a stage before it nor an image",
        rationale:
            "A name that is no stage is taken for an image of a registry: a typo then downloads what a stranger has published.",
        examples: Examples(
            clean: [
                "FROM debian:12 AS build\nFROM debian:12\nCOPY --from=build /a /a\n",
                "FROM debian:12\nCOPY --from=ghcr.io/astral-sh/uv:0.9 /uv /uv\n",
            ],
            flagged: ["FROM debian:12 AS build\nFROM debian:12\nCOPY ⟪--from=biuld⟫ /a /a\n"]
        )
    ) { context in
        copies(context).compactMap { stage, instruction in
            guard let flag = instruction.flag("from"), let name = flag.value, !name.contains("$"),
                !name.contains(":"),
                !name.contains("@"), name != stage.name, context.stage(name, before: stage.number) == nil
            else { return nil }
            return Finding(
                "no stage before is called `\(name)`",
                at: flag.span,
                "taken for an image",
                help: "name a stage that comes before, or an image with its tag"
            )
        }
    }

    static let copyFromItself = dockerfile(
        id: "copy-from-itself",
        code: "DL3023",
        severity: .error,
        summary: "COPY --from names its own stage",
        rationale: "A stage cannot copy from itself: it is not finished.",
        examples: Examples(
            clean: ["FROM debian:12 AS build\nFROM debian:12\nCOPY --from=build /a /a\n"],
            flagged: ["FROM debian:12 AS build\nCOPY ⟪--from=build⟫ /a /b\n"]
        )
    ) { context in
        copies(context).compactMap { stage, instruction in
            guard let flag = instruction.flag("from"), let name = flag.value, name == stage.name,
                context.stage(name, before: stage.number) == nil
            else { return nil }
            return Finding(
                "the stage copies from itself",
                at: flag.span,
                "not finished yet",
                help: "leave `--from` out to copy from the context, or name another stage"
            )
        }
    }

    static let copyWithoutWorkdir = dockerfile(
        id: "copy-without-workdir",
        code: "DL3045",
        severity: .warning,
        summary: "COPY goes to a relative place although no WORKDIR is set",
        rationale: "Where the files end up depends on the base image, and changes with it.",
        examples: Examples(
            clean: ["FROM debian:12\nWORKDIR /app\nCOPY a .\n", "FROM debian:12\nCOPY a /app/a\n"],
            flagged: ["FROM debian:12\nCOPY a ⟪app/a⟫\n"]
        )
    ) { context in
        context.stages.flatMap { stage -> [Finding] in
            var hasWorkdir = context.lineage(of: stage).dropFirst().contains { $0.last("WORKDIR") != nil }
            return stage.instructions.compactMap { instruction in
                if instruction.keyword == "WORKDIR" { hasWorkdir = true }
                guard instruction.keyword == "COPY", !hasWorkdir, instruction.heredocs.isEmpty,
                    let target = (instruction.execForm ?? instruction.words).last, isRelative(target.text)
                else { return nil }
                return Finding(
                    "where `\(target.text)` is depends on the base image",
                    at: target.span,
                    "relative to nothing known",
                    help: "set WORKDIR first, or write an absolute path"
                )
            }
        }
    }

    private static func isRelative(_ path: String) -> Bool {
        let bytes = Array(path.utf8.prefix(2))
        let hasDrive = bytes.count == 2 && bytes[1] == UInt8(ascii: ":")
        return !path.hasPrefix("/") && !path.hasPrefix("$") && !path.hasPrefix("\\") && !hasDrive
    }

    static let relativeWorkdir = dockerfile(
        id: "relative-workdir",
        code: "DL3000",
        severity: .error,
        summary: "a WORKDIR is relative",
        rationale:
            "Where it leads depends on the WORKDIR before it, or on the base image; an absolute path says so itself.",
        examples: Examples(
            clean: ["FROM debian:12\nWORKDIR /app\n", "ARG D=/app\nFROM debian:12\nWORKDIR $D\n"],
            flagged: ["FROM debian:12\nWORKDIR ⟪app⟫\n"]
        )
    ) { context in
        context.document.instructions.filter { $0.keyword == "WORKDIR" }.compactMap { instruction in
            guard let word = instruction.words.first, isRelative(word.text) else { return nil }
            return Finding(
                "`\(word.text)` depends on what is before it",
                at: word.span,
                "relative",
                help: "begin it with `/`"
            )
        }
    }
}
