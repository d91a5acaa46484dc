// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents

extension Rule {
    static let shellForm = dockerfile(
        id: "shell-form",
        code: "DL3025",
        severity: .warning,
        summary: "CMD or ENTRYPOINT starts a shell instead of the program",
        rationale: """
            In the shell form a shell is the first process. It does not pass on the signal to stop, so that the program is killed \
            in the middle of its work when the pod goes.
            """,
        examples: Examples(
            clean: ["FROM debian:12\nCMD [\"/app\", \"serve\"]\n"],
            flagged: ["FROM debian:12\nCMD ⟪/app serve⟫\n", "FROM debian:12\nENTRYPOINT ⟪/app⟫\n"]
        )
    ) { context in
        context.document.instructions.filter {
            ["CMD", "ENTRYPOINT"].contains($0.keyword) && $0.execForm == nil
        }.map { instruction in
            let words = instruction.words.map { "\"\($0.text)\"" }.joined(separator: ", ")
            return Finding(
                "a shell stands between the container and the program",
                at: instruction.arguments.span,
                "the shell form",
                help: words.contains("$") || words.contains("&&")
                    ? "write a JSON list" : "write `\(instruction.keyword) [\(words)]`"
            )
        }
    }

    static let manyCommands = repeated("many-commands", "DL4003", "CMD", .warning)
    static let manyEntrypoints = repeated("many-entrypoints", "DL4004", "ENTRYPOINT", .error)
    static let manyHealthchecks = repeated("many-healthchecks", "DL3012", "HEALTHCHECK", .error)

    private static func repeated(
        _ id: String,
        _ code: String,
        _ keyword: String,
        _ severity: Diagnostic.Severity
    ) -> Rule {
        let value = keyword == "HEALTHCHECK" ? "CMD [\"/a\"]" : "[\"/a\"]"
        return dockerfile(
            id: id,
            code: code,
            severity: severity,
            summary: "a stage has more than one \(keyword)",
            rationale:
                "Only the last \(keyword) of a stage counts; those before it mislead whoever reads them.",
            examples: Examples(
                clean: ["FROM debian:12\n\(keyword) \(value)\n"],
                flagged: ["FROM debian:12\n\(keyword) \(value)\n⟪\(keyword)⟫ \(value)\n"]
            )
        ) { context in
            context.stages.flatMap { stage in
                stage.instructions.filter { $0.keyword == keyword }.dropFirst().map {
                    Finding(
                        "the stage has a \(keyword) already",
                        at: $0.keywordSpan,
                        "overrules it",
                        help: "keep one of them"
                    )
                }
            }
        }
    }

    static let noHealthcheck = dockerfile(
        id: "no-healthcheck",
        code: "DL3057",
        severity: .info,
        status: .preview,
        summary: "an image has no HEALTHCHECK",
        rationale:
            "Off unless it is asked for: Kubernetes ignores it, and its own probes know more. It is of use where Docker runs the image.",
        examples: Examples(
            clean: ["FROM debian:12\nHEALTHCHECK NONE\n"],
            flagged: ["FROM ⟪debian:12⟫\nCMD [\"/a\"]\n"]
        )
    ) { context in
        guard let last = context.stages.last,
            !context.lineage(of: last).contains(where: { $0.last("HEALTHCHECK") != nil })
        else { return [] }
        return [
            Finding(
                "nobody asks whether the container works",
                at: last.image.span,
                "no HEALTHCHECK follows",
                help: "add one, or `HEALTHCHECK NONE`"
            )
        ]
    }
}
