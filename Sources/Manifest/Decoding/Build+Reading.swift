// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents

extension Build: ManifestPart {
    static func read(_ fields: inout FieldReader) -> Build? {
        let context = fields.optional("context", .path, "the folder with the source; `.` by default")
        let build = Build(
            context: context ?? Located(".", at: fields.span),
            dockerfile: fields.optional(
                "dockerfile",
                .path,
                "a Dockerfile of your own, relative to the context"
            ),
            runtime: fields.optional(
                "runtime",
                .text("a runtime", "swift", "go", "node"),
                "the runtime, instead of detecting it"
            ),
            version: fields.optional(
                "version",
                .text("a version", "6.3", "24"),
                "the version of the runtime"
            ),
            product: fields.optional(
                "product",
                .text("an executable"),
                "which executable, when there are several"
            ),
            target: fields.optional(
                "target",
                .text("a stage"),
                "the stage of the Dockerfile to build; for whatever builds the image, msctl does not"
            ),
            args: fields.map("args", of: .anyText, "build arguments"),
            platforms: fields.list(
                "platforms",
                of: .platform,
                "platforms to build for; for whatever builds the image, msctl does not"
            )
        )
        return build
    }
}

extension FieldFormat where Value == Build {
    /// A folder, or the long form.
    static var build: FieldFormat {
        let folder = FieldFormat<String>.path.located { value, _ in Build(context: value) }
        return FieldFormat.part(Build.self).orShort(folder)
    }
}

extension Build {
    /// A build of a folder with nothing else said.
    init(context: Located<String>) {
        self.init(
            context: context,
            dockerfile: nil,
            runtime: nil,
            version: nil,
            product: nil,
            target: nil,
            args: [],
            platforms: []
        )
    }
}

extension FieldFormat where Value == String {
    /// An operating system and an architecture.
    static var platform: FieldFormat {
        .scalar(.text("a platform", "linux/amd64", "linux/arm64")) { scalar in
            let parts = scalar.text.split(separator: "/", omittingEmptySubsequences: false)
            return (2...3).contains(parts.count) && parts.allSatisfy { !$0.isEmpty } ? scalar.text : nil
        }
    }
}
