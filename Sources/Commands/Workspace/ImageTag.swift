// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Which tag the images of services with `build` carry.
enum ImageTag {
    /// The tag asked for, else what git calls the checkout, else `dev` in the sandbox.
    ///
    /// - Throws: ``CommandFailure`` when no tag is known for an Environment that pulls images.
    static func resolve(
        _ requested: String?,
        isSandbox: Bool,
        root: String,
        in context: CommandContext
    ) throws(CommandFailure) -> String {
        if let requested {
            guard isTag(requested) else {
                throw CommandFailure(
                    .usage,
                    "`\(requested)` is not an image tag",
                    hint: "at most 128 letters, digits, `_`, `.` and `-`, not starting with `.` or `-`"
                )
            }
            return requested
        }
        if let described = described(root: root, in: context) { return described }
        guard !isSandbox else { return "dev" }
        throw CommandFailure(
            .usage,
            "no image tag is known: this is not a git checkout, or git is not installed",
            hint: "say which one with `--tag`"
        )
    }

    private static func described(root: String, in context: CommandContext) -> String? {
        let arguments = ["-C", context.absolute(root), "describe", "--always", "--dirty"]
        guard let result = context.programs.run("git", arguments), result.status == 0 else { return nil }
        let text = result.output.split(separator: "\n").first.map(String.init) ?? ""
        // A git tag may hold `/` and `+`, which an image tag may not.
        let tag = String(
            text.map { $0.isASCII && ($0.isLetter || $0.isNumber || "_.-".contains($0)) ? $0 : "-" }
        )
        return isTag(tag) ? tag : nil
    }

    /// The grammar of the OCI distribution specification: `[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}`.
    static func isTag(_ text: String) -> Bool {
        let isWord = { (byte: UInt8) in
            (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 95
        }
        guard let first = text.utf8.first, isWord(first), text.utf8.count <= 128 else { return false }
        return text.utf8.allSatisfy { isWord($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") }
    }
}
