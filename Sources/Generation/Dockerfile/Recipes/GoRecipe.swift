// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Go: a static binary on an image without anything else.
struct GoRecipe: Recipe {
    private var hasChecksums: Bool
    private var isVendored: Bool
    /// Modules beside this one are missing while only `go.mod` is mounted.
    private var hasLocalModules: Bool
    private var usesC: Bool
    private var hasEmbeddedNonGoFiles: Bool
    private var main: String
    let detection: Detection

    init(_ tree: some ProjectTree, hints: BuildHints, source: String) throws(GenerationFailure) {
        let module = tree.text(of: "go.mod") ?? ""
        let lines = SourceLines.lines(module)
        let requires = lines.contains { $0.hasPrefix("require") }
        hasChecksums = tree.has("go.sum")
        isVendored = tree.has("vendor/modules.txt")
        hasLocalModules = tree.has("go.work") || lines.contains { $0.contains("=> ./") }
        if requires, !hasChecksums {
            throw .missingLock("go.sum", besides: "go.mod", cure: "go mod tidy")
        }
        usesC = tree.files(extension: "go").contains { path in
            !path.hasPrefix("vendor/") && tree.text(of: path)?.contains("import \"C\"") == true
        }
        hasEmbeddedNonGoFiles = tree.mentions("//go:embed", extension: "go")
        main = try Self.mainPackage(tree, hints: hints)
        let version = VersionChoice.choose(.go, hints: hints, found: Self.versions(lines, tree))
        let framework = Self.frameworks.first { module.contains($0.module) }?.name
        var notes: [String] = []
        if usesC {
            notes.append(
                "a Go file imports \"C\", so the image carries a C library and is built per platform"
            )
        }
        if isVendored { notes.append("dependencies come from `vendor/`") }
        detection = Detection(
            runtime: .go,
            runtimeSource: source,
            framework: framework,
            version: version.version,
            versionSource: version.source,
            entryPoint: main,
            packageManager: "go modules",
            notes: notes
        )
    }

    private static let frameworks: [(module: String, name: String)] = [
        ("github.com/gin-gonic/gin", "Gin"), ("github.com/labstack/echo", "Echo"),
        ("github.com/gofiber/fiber", "Fiber"), ("github.com/go-chi/chi", "chi"),
    ]

    private static func versions(
        _ lines: [String],
        _ tree: some ProjectTree
    ) -> [(version: String?, source: String)] {
        func directive(_ name: String) -> String? {
            lines.first { $0.hasPrefix(name + " ") }.flatMap { SourceLines.version(in: $0, parts: 2) }
        }
        return [
            (directive("toolchain"), "go.mod"), (directive("go"), "go.mod"),
            SourceLines.toolVersion("golang", tree, parts: 2), SourceLines.toolVersion("go", tree, parts: 2),
        ]
    }

    /// The package to build: `.`, or the only one below `cmd/`.
    private static func mainPackage(
        _ tree: some ProjectTree,
        hints: BuildHints
    ) throws(GenerationFailure) -> String {
        let mains = Set(
            tree.files(extension: "go").filter { path in
                !path.hasSuffix("_test.go") && !path.hasPrefix("vendor/") && isMain(tree.text(of: path) ?? "")
            }.map { path in path.lastIndex(of: "/").map { "./" + path[..<$0] } ?? "." }
        ).sorted()
        if let product = hints.product {
            let wanted = mains.first { $0 == product || $0 == "./" + product || $0.hasSuffix("/" + product) }
            if let wanted { return wanted }
            throw GenerationFailure(
                .hint,
                "cannot find the main package `\(product)` that `build.product` names",
                evidence: ["main packages: \(mains.map { "`\($0)`" }.joined(separator: ", "))"],
                help: "name one of them, such as `\(mains.first ?? "./cmd/app")`"
            )
        }
        if let only = mains.first, mains.count == 1 { return only }
        if mains.contains(".") { return "." }
        throw GenerationFailure(
            .entryPoint,
            mains.isEmpty
                ? "cannot find a program to build because no Go file says `package main`"
                : "cannot decide what to start because there are \(mains.count) main packages",
            evidence: mains.map { "`\($0)`" },
            help: mains.isEmpty
                ? "point `build` at the module that has the program" : "set `build.product` to one of them"
        )
    }

    private static func isMain(_ text: String) -> Bool {
        SourceLines.lines(text).contains { $0 == "package main" || $0.hasPrefix("package main ") }
    }

    var context: ContextFilter {
        // An embedded file may be of any kind, so then everything is let in.
        if hasEmbeddedNonGoFiles || usesC { return ContextFilter(except: ["bin", "**/*_test.go"]) }
        let only = ["go.mod", "go.sum", "go.work", "go.work.sum", "vendor", "**/*.go"]
        return ContextFilter(only: only, except: ["**/*_test.go"])
    }

    func stages(_ request: DockerfileRequest) -> Dockerfile {
        let images = BaseImages(digests: request.digests)
        var build: [Instruction] = [.workingDirectory("/src")]
        build += download
        build.append(.copy(.init(sources: ["."], destination: ".")))
        if !usesC { build += ["TARGETOS", "TARGETARCH"].map { .argument(name: $0, value: nil) } }
        build += request.hints.arguments.map { .argument(name: $0.name, value: $0.value) }
        build.append(.run(.init(mounts: caches, commands: [compile])))
        let final = Stage(
            image: usesC ? images.distrolessBase : images.distrolessStatic,
            instructions: [.copy(.init(from: "build", sources: ["/out/app"], destination: "/app"))]
        )
        return Dockerfile(stages: [
            Stage(
                image: images.go(detection.version),
                name: "build",
                onBuildPlatform: !usesC,
                instructions: build
            ),
            final,
        ])
    }

    func entryPoint(_ request: DockerfileRequest) -> [String] { ["/app"] }

    private var caches: [Instruction.Mount] {
        [.cache(target: "/go/pkg/mod"), .cache(target: "/root/.cache/go-build")]
    }

    /// Modules are fetched before the sources arrive, so that a change of code does not fetch them again.
    private var download: [Instruction] {
        guard hasChecksums, !isVendored, !hasLocalModules else { return [] }
        let mounts: [Instruction.Mount] = [
            .cache(target: "/go/pkg/mod"), .bind(file: "go.mod"), .bind(file: "go.sum"),
        ]
        return [.run(.init(mounts: mounts, commands: ["go mod download"]))]
    }

    private var compile: String {
        let target = usesC ? "CGO_ENABLED=1" : "CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH"
        let vendor = isVendored ? " -mod=vendor" : " -mod=readonly"
        return "\(target) go build\(vendor) -trimpath -ldflags=\"-s -w -buildid=\" -o /out/app \(main)"
    }
}
