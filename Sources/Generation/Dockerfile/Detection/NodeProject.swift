// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

/// What the generator needs of a `package.json` and the files beside it.
struct NodeProject: Sendable, Hashable {
    var hasDependencies: Bool
    var hasProductionDependencies: Bool
    /// Whether there is a `build` script.
    var isBuilt: Bool
    /// Next.js with `output: "standalone"`, which lays the server out by itself.
    var isStandaloneNext: Bool
    var framework: String?
    /// Flags for the interpreter, then the file to start.
    var start: [String]
    var handlesTermination: Bool
    /// What `engines.node` says.
    var engine: String?

    init(_ tree: some ProjectTree, hints: BuildHints) throws(GenerationFailure) {
        let package = try Self.package(tree)
        try Self.refuseOthers(tree)
        let production = package[path: "dependencies"]?.object ?? [:]
        let development = package[path: "devDependencies"]?.object ?? [:]
        hasProductionDependencies = !production.isEmpty
        hasDependencies = !production.isEmpty || !development.isEmpty
        if hasDependencies, !tree.has("package-lock.json") {
            throw .missingLock(
                "package-lock.json",
                besides: "package.json",
                cure: "npm install --package-lock-only"
            )
        }
        isBuilt = package[path: "scripts", "build"]?.string != nil
        framework = Self.frameworks.first { production[$0.package] != nil }?.name
        engine = package[path: "engines", "node"]?.string
        isStandaloneNext = framework == "Next.js"
        if isStandaloneNext {
            try Self.requireStandalone(tree)
            start = ["server.js"]
        } else {
            start = try Self.start(package, tree, isBuilt: isBuilt, hints: hints)
        }
        handlesTermination =
            isStandaloneNext
            || ["js", "mjs", "cjs", "ts", "mts"].contains { tree.mentions("SIGTERM", extension: $0) }
            || (framework == "NestJS" && tree.mentions("enableShutdownHooks", extension: "ts"))
    }

    private static let frameworks: [(package: String, name: String)] = [
        ("next", "Next.js"), ("@nestjs/core", "NestJS"), ("fastify", "Fastify"), ("express", "Express"),
        ("hono", "Hono"),
    ]

    private static func package(_ tree: some ProjectTree) throws(GenerationFailure) -> JSONValue {
        do {
            return try JSONReader.read(tree.contents(of: "package.json") ?? [])
        } catch {
            throw GenerationFailure(
                .unreadable,
                "cannot read `package.json`: \(error)",
                help: "repair the file; `node -e 'require(\"./package.json\")'` shows the same place"
            )
        }
    }

    private static func refuseOthers(_ tree: some ProjectTree) throws(GenerationFailure) {
        let others: [(file: String, name: String)] = [
            ("pnpm-lock.yaml", "pnpm"), ("yarn.lock", "Yarn"), ("bun.lock", "Bun"), ("bun.lockb", "Bun"),
        ]
        guard !tree.has("package-lock.json") else { return }
        for other in others where tree.has(other.file) {
            throw GenerationFailure(
                .noRecipe,
                "cannot write a Dockerfile for Node.js with \(other.name), found by `\(other.file)`",
                evidence: ["for Node.js, msctl has a recipe for npm only"],
                help: "write a Dockerfile and set `build.dockerfile` to its path"
            )
        }
    }

    private static func requireStandalone(_ tree: some ProjectTree) throws(GenerationFailure) {
        let configurations = tree.paths.filter { $0.hasPrefix("next.config.") }
        if configurations.contains(where: { tree.text(of: $0)?.contains("standalone") == true }) { return }
        throw GenerationFailure(
            .entryPoint,
            "cannot start Next.js without npm because it is not built as a standalone server",
            evidence: configurations.map { "`\($0)` does not say `output: \"standalone\"`" },
            help: "set `output: \"standalone\"` in `next.config.js`"
        )
    }

    private static func start(
        _ package: JSONValue,
        _ tree: some ProjectTree,
        isBuilt: Bool,
        hints: BuildHints
    ) throws(GenerationFailure) -> [String] {
        if let product = hints.product { return [product] }
        var words = package[path: "scripts", "start"]?.string?.split(separator: " ").map(String.init) ?? []
        if words.first == "exec" { words.removeFirst() }
        if words.count > 1, words[0] == "node", !words.contains("&&") {
            return Array(words.dropFirst())
        }
        var files = [package[path: "main"]?.string].compactMap(\.self)
        files += [
            "server.js", "index.js", "app.js", "src/server.js", "src/index.js", "dist/main.js",
            "dist/server.js",
        ]
        for file in files {
            let name = file.hasPrefix("./") ? String(file.dropFirst(2)) : file
            if tree.has(name) || (isBuilt && file == package[path: "main"]?.string) { return [name] }
        }
        throw GenerationFailure(
            .entryPoint,
            "cannot decide what to start because neither `scripts.start` nor `main` of `package.json` names a file for node",
            evidence: package[path: "scripts", "start"]?.string.map { ["`scripts.start` is `\($0)`"] } ?? [],
            help: "set `main`, or `build.product` in the manifest, to the file to start"
        )
    }
}
