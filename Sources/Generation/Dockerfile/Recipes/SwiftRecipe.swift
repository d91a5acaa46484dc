// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Swift: a binary with the Swift runtime linked in, on an image with little more than a C library.
struct SwiftRecipe: Recipe {
    private var hasDependencies: Bool
    private var product: String
    private var folders: [String]
    /// Debian packages that Foundation's networking and XML parts load at run time.
    private var libraries: [String]
    private var handlesTermination: Bool
    let detection: Detection

    init(_ tree: some ProjectTree, hints: BuildHints, source: String) throws(GenerationFailure) {
        let manifest = tree.text(of: "Package.swift") ?? ""
        hasDependencies = manifest.contains(".package(url:") || manifest.contains(".package(id:")
        if hasDependencies, !tree.has("Package.resolved") {
            throw .missingLock("Package.resolved", besides: "Package.swift", cure: "swift package resolve")
        }
        product = try Self.product(manifest, hints: hints)
        folders = ["Public", "Resources"].filter(tree.hasFolder)
        libraries = []
        if tree.mentions("import FoundationNetworking", under: "Sources", extension: "swift") {
            libraries.append("libcurl4")
        }
        if tree.mentions("import FoundationXML", under: "Sources", extension: "swift") {
            libraries.append("libxml2")
        }
        let version = VersionChoice.choose(
            .swift,
            hints: hints,
            found: [
                (
                    SourceLines.firstWord(tree.text(of: ".swift-version")).flatMap(Self.short),
                    ".swift-version"
                ),
                SourceLines.toolVersion("swift", tree, parts: 2),
            ]
        )
        let framework = Self.frameworks.first { manifest.contains($0.package) }?.name
        handlesTermination =
            framework != nil || manifest.contains("swift-service-lifecycle")
            || tree.mentions("SIGTERM", under: "Sources", extension: "swift")
        var notes: [String] = []
        if !libraries.isEmpty {
            notes.append(
                "Foundation needs \(libraries.joined(separator: ", ")), so the image is Debian's, with a shell"
            )
        }
        if !handlesTermination {
            notes.append(
                "nothing reacts to SIGTERM, so `tini` is process 1 and a stop does not wait for the kill"
            )
        }
        detection = Detection(
            runtime: .swift,
            runtimeSource: source,
            framework: framework,
            version: version.version,
            versionSource: version.source,
            entryPoint: product,
            packageManager: "SwiftPM",
            notes: notes
        )
    }

    private static let frameworks: [(package: String, name: String)] = [
        ("vapor/vapor", "Vapor"), ("hummingbird-project/hummingbird", "Hummingbird"),
    ]

    private static func short(_ text: String) -> String? { SourceLines.version(in: text, parts: 2) }

    private static func product(_ manifest: String, hints: BuildHints) throws(GenerationFailure) -> String {
        let code = SourceLines.lines(manifest).filter { !$0.hasPrefix("//") }.joined(separator: " ")
        func names(_ call: String) -> [String] {
            SourceLines.allBetween(call, ")", in: code).compactMap {
                SourceLines.between("name: \"", "\"", in: $0)
            }
        }
        let products = names(".executable(")
        let programs = products.isEmpty ? names(".executableTarget(") : products
        if let wanted = hints.product {
            if programs.contains(wanted) { return wanted }
            throw GenerationFailure(
                .hint,
                "cannot find the executable `\(wanted)` that `build.product` names",
                evidence: ["`Package.swift` declares \(programs.map { "`\($0)`" }.joined(separator: ", "))"],
                help: "name one of the declared executables"
            )
        }
        if let only = programs.first, programs.count == 1 { return only }
        throw GenerationFailure(
            .entryPoint,
            programs.isEmpty
                ? "cannot find a program to build because `Package.swift` declares no executable"
                : "cannot decide what to start because `Package.swift` declares \(programs.count) executables",
            evidence: programs.map { "`\($0)`" },
            help: programs.isEmpty
                ? "declare an `.executableTarget` or set `build.product`"
                : "set `build.product` to one of them"
        )
    }

    var context: ContextFilter {
        ContextFilter(
            only: ["Package.swift", "Package.resolved", ".swift-version", "Sources", "Plugins"] + folders,
            except: ["**/.build", "**/.swiftpm"]
        )
    }

    func stages(_ request: DockerfileRequest) -> Dockerfile {
        let images = BaseImages(digests: request.digests)
        let build = Stage(
            image: images.swift(detection.version),
            name: "build",
            instructions: buildSteps(request)
        )
        var final: [Instruction] = libraries.isEmpty ? [] : [install]
        if !handlesTermination { final.append(TerminationInit.copy) }
        final += [
            .workingDirectory("/app"),
            .copy(.init(from: "build", sources: ["/out/"], destination: "/app/")),
        ]
        final += folders.map { .copy(.init(sources: [$0], destination: "/app/\($0)")) }
        final.append(.environment(environment(request)))
        let image = libraries.isEmpty ? images.distrolessCC : images.debian
        return Dockerfile(stages: [build, Stage(image: image, instructions: final)])
    }

    func entryPoint(_ request: DockerfileRequest) -> [String] {
        let program = "/app/\(product)"
        guard detection.framework == "Vapor" else {
            return handlesTermination ? [program] : TerminationInit.prefix + [program]
        }
        return [
            program, "serve", "--env", "production", "--hostname", "0.0.0.0", "--port", String(request.port),
        ]
    }

    private func buildSteps(_ request: DockerfileRequest) -> [Instruction] {
        let packages = Instruction.Mount.cache(target: "/root/.cache/org.swift.swiftpm")
        // Package caches may be shared; a build folder belongs to one service.
        let products = Instruction.Mount.cache(
            target: "/src/.build",
            id: "msctl-\(request.service)-swift-build",
            locked: true
        )
        var steps: [Instruction] = handlesTermination ? [] : [TerminationInit.install]
        steps.append(.workingDirectory("/src"))
        if hasDependencies {
            let files: [Instruction.Mount] = [.bind(file: "Package.swift"), .bind(file: "Package.resolved")]
            steps.append(
                .run(
                    .init(
                        mounts: [packages, products] + files,
                        commands: ["swift package resolve --force-resolved-versions"]
                    )
                )
            )
        }
        steps.append(.copy(.init(sources: ["."], destination: ".")))
        steps += request.hints.arguments.map { .argument(name: $0.name, value: $0.value) }
        steps.append(.comment("a cache mount is no layer, so the results leave it in the same step"))
        steps.append(.run(.init(mounts: [packages, products], commands: commands)))
        return steps
    }

    private var commands: [String] {
        let locked = hasDependencies ? " --force-resolved-versions" : ""
        let flags = "-c release --product \(product) --static-swift-stdlib --disable-index-store\(locked)"
        return [
            "swift build \(flags) -Xlinker --build-id=none -Xswiftc -file-prefix-map -Xswiftc /src=.",
            "mkdir -p /out",
            "bin=\"$(swift build \(flags) --show-bin-path)\"",
            "install -m 0755 \"$bin/\(product)\" /out/",
            "strip --strip-debug \"/out/\(product)\"",
            "find \"$bin\" -maxdepth 1 -name '*.resources' -exec cp -R {} /out/ ';'",
            "install -m 0755 /usr/libexec/swift/linux/swift-backtrace-static /out/",
        ]
    }

    private var install: Instruction {
        .run(
            .init(
                mounts: [
                    .cache(target: "/var/cache/apt", locked: true),
                    .cache(target: "/var/lib/apt", locked: true),
                ],
                commands: [
                    "apt-get update",
                    "apt-get install -y --no-install-recommends \(libraries.joined(separator: " "))",
                ],
                accepted: .init(
                    codes: ["DL3008"],
                    reason: "the digest of the base image decides about versions"
                )
            )
        )
    }

    private func environment(_ request: DockerfileRequest) -> [Instruction.Variable] {
        let backtrace = "enable=yes,sanitize=yes,threads=all,images=all,interactive=no"
        var variables: [Instruction.Variable] = [
            .init("SWIFT_BACKTRACE", "\(backtrace),swift-backtrace=/app/swift-backtrace-static"),
            .init("HOST", "0.0.0.0"), .init("PORT", String(request.port)),
        ]
        if detection.framework == "Hummingbird" {
            variables += [.init("HTTP_HOST", "0.0.0.0"), .init("HTTP_PORT", String(request.port))]
        }
        return variables
    }
}
