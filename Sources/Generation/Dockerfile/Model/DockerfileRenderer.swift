// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Writes a `Dockerfile` value as text.
enum DockerfileRenderer {
    /// The stages as text, without the header.
    static func text(of dockerfile: Dockerfile) -> String {
        dockerfile.stages.map(stage).joined(separator: "\n")
    }

    private static func stage(_ stage: Stage) -> String {
        let platform = stage.onBuildPlatform ? "--platform=$BUILDPLATFORM " : ""
        let name = stage.name.map { " AS \($0)" } ?? ""
        let head = "FROM \(platform)\(stage.image.text)\(name)\n"
        return head + stage.instructions.map(instruction).joined()
    }

    private static func instruction(_ instruction: Instruction) -> String {
        switch instruction {
        case .comment(let text): text.split(separator: "\n").map { "# \($0)\n" }.joined()
        case .argument(let name, let value): "ARG \(name)\(value.map { "=" + quoted($0) } ?? "")\n"
        case .environment(let variables): "ENV " + assignments(variables)
        case .workingDirectory(let path): "WORKDIR \(path)\n"
        case .copy(let copy): self.copy(copy)
        case .run(let run): self.run(run)
        case .user(let user): "USER \(user)\n"
        case .expose(let port): "EXPOSE \(port)\n"
        case .entryPoint(let words): "ENTRYPOINT [\(words.map(jsonString).joined(separator: ", "))]\n"
        case .label(let variables): "LABEL " + assignments(variables)
        case .healthCheckNone: "HEALTHCHECK NONE\n"
        case .blank: "\n"
        }
    }

    private static func copy(_ copy: Instruction.Copy) -> String {
        let link = copy.link ? " --link" : ""
        let from = copy.from.map { " --from=\($0)" } ?? ""
        return "COPY\(link)\(from) \((copy.sources + [copy.destination]).joined(separator: " "))\n"
    }

    private static func run(_ run: Instruction.Run) -> String {
        var text = ""
        if let accepted = run.accepted {
            text += "# \(accepted.reason)\n# hadolint ignore=\(accepted.codes.joined(separator: ","))\n"
        }
        let lines = run.mounts.map(mount)
        let separator = " \\\n    "
        let commands = run.commands.joined(separator: separator + "&& ")
        return text + "RUN " + (lines + [commands]).joined(separator: separator) + "\n"
    }

    private static func mount(_ mount: Instruction.Mount) -> String {
        switch mount {
        case .cache(let target, let id, let locked):
            "--mount=type=cache,target=\(target)\(id.map { ",id=" + $0 } ?? "")\(locked ? ",sharing=locked" : "")"
        case .bind(let file, let target):
            "--mount=type=bind,source=\(file),target=\(target ?? file)"
        case .stage(let stage, let source, let target):
            "--mount=type=bind,from=\(stage),source=\(source),target=\(target)"
        }
    }

    private static func assignments(_ variables: [Instruction.Variable]) -> String {
        variables.map { "\($0.name)=\(quoted($0.value, expands: $0.expands))" }.joined(separator: " \\\n    ")
            + "\n"
    }

    /// A value that needs no quotes stays bare.
    private static func quoted(_ value: String, expands: Bool = false) -> String {
        let bare = !value.isEmpty && value.utf8.allSatisfy(isBare)
        if bare { return value }
        var escaped = ""
        for character in value {
            switch character {
            case "\"", "\\": escaped += "\\\(character)"
            case "$" where !expands: escaped += "\\$"
            case "\n", "\r", "\r\n": escaped += " "
            default: escaped.append(character)
            }
        }
        return "\"\(escaped)\""
    }

    private static func isBare(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: ":"):
            true
        case UInt8(ascii: "="), UInt8(ascii: ","), UInt8(ascii: "+"), UInt8(ascii: "@"): true
        default: false
        }
    }

    private static func jsonString(_ word: String) -> String {
        var text = "\""
        for scalar in word.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\t": text += "\\t"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text + "\""
    }
}
