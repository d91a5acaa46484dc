// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Java with Maven: classes or Spring Boot's layers on an image with a Java runtime.
struct JavaRecipe: Recipe {
    /// How the compiled program is laid out in the image.
    private enum Layout: Sendable, Hashable {
        /// Classes and a folder of libraries, started by the name of the main class.
        case classes(main: String, libraries: Bool)
        /// One archive that Spring Boot repackaged, taken apart into layers.
        case springBoot(archive: String)
        /// The same, not taken apart, for releases before 3.3.
        case springBootArchive(String)
    }

    private var layout: Layout
    private var maven: String
    private var hasWrapper: Bool
    private var hasWrapperSettings: Bool
    let detection: Detection

    init(_ tree: some ProjectTree, hints: BuildHints, source: String) throws(GenerationFailure) {
        guard let pom = tree.text(of: "pom.xml") else { throw Self.gradle(source) }
        let project = MavenProject(pom: pom)
        if project.isMultiModule { throw Self.multiModule() }
        hasWrapper = tree.has("mvnw") && tree.has(".mvn/wrapper/maven-wrapper.properties")
        hasWrapperSettings = tree.hasFolder(".mvn")
        maven = (hasWrapper ? "./mvnw" : "mvn") + " -B -ntp"
        layout = try Self.layout(project, tree, hints: hints)
        let version = VersionChoice.choose(
            .java,
            hints: hints,
            found: [
                (project.javaVersion, "pom.xml"),
                (SourceLines.firstWord(tree.text(of: ".java-version")).flatMap(Self.major), ".java-version"),
                SourceLines.toolVersion("java", tree, parts: 1),
            ]
        )
        let entry: String
        switch layout {
        case .classes(let main, _): entry = main
        case .springBoot(let archive), .springBootArchive(let archive): entry = "\(archive).jar"
        }
        detection = Detection(
            runtime: .java,
            runtimeSource: source,
            framework: project.springBoot != nil
                ? "Spring Boot" : Self.frameworks.first { project.mentions($0.group) }?.name,
            version: version.version,
            versionSource: version.source,
            entryPoint: entry,
            packageManager: hasWrapper ? "Maven wrapper" : "Maven",
            notes: ["Maven has no lock file: versions are as exact as `pom.xml` writes them"]
        )
    }

    private static let frameworks: [(group: String, name: String)] = [
        ("io.quarkus", "Quarkus"), ("io.micronaut", "Micronaut"), ("io.helidon", "Helidon"),
        ("io.ktor", "Ktor"),
    ]

    private static func major(_ text: String) -> String? { SourceLines.version(in: text, parts: 1) }

    private static func layout(
        _ project: MavenProject,
        _ tree: some ProjectTree,
        hints: BuildHints
    ) throws(GenerationFailure) -> Layout {
        if let boot = project.springBoot {
            guard let archive = project.archive else { throw unnamedArchive() }
            let numbers = boot.split(separator: ".").compactMap { Int($0) }
            let layered = numbers.count < 2 || (numbers[0], numbers[1]) >= (3, 3)
            return layered ? .springBoot(archive: archive) : .springBootArchive(archive)
        }
        let main = try mainClass(project, tree, hints: hints)
        return .classes(main: main, libraries: project.hasRuntimeDependencies)
    }

    private static func mainClass(
        _ project: MavenProject,
        _ tree: some ProjectTree,
        hints: BuildHints
    ) throws(GenerationFailure) -> String {
        if let main = hints.product ?? project.value("mainClass") ?? project.value("exec.mainClass") {
            return main
        }
        let root = "src/main/java"
        let mains = tree.files(under: root, extension: "java")
            .filter { tree.text(of: $0)?.contains("static void main(") == true }
            .map { String($0.dropFirst(root.count + 1).dropLast(5)).replacing("/", with: ".") }
        if let only = mains.first, mains.count == 1 { return only }
        throw GenerationFailure(
            .entryPoint,
            mains.isEmpty
                ? "cannot find a program to start because no class below `\(root)` has a `main` method"
                : "cannot decide what to start because \(mains.count) classes have a `main` method",
            evidence: mains.map { "`\($0)`" },
            help: "set `build.product` to the full name of the main class"
        )
    }

    private static func gradle(_ source: String) -> GenerationFailure {
        GenerationFailure(
            .noRecipe,
            "cannot write a Dockerfile for Java with Gradle, found by \(source)",
            evidence: ["for Java, msctl has a recipe for Maven only"],
            help: "write a Dockerfile and set `build.dockerfile` to its path"
        )
    }

    private static func multiModule() -> GenerationFailure {
        GenerationFailure(
            .noRecipe,
            "cannot write a Dockerfile for a Maven project of several modules",
            evidence: ["`pom.xml` has `<modules>`"],
            help:
                "point `build` at the module of the service if it builds alone, or write a Dockerfile and set "
                + "`build.dockerfile` to its path"
        )
    }

    private static func unnamedArchive() -> GenerationFailure {
        GenerationFailure(
            .entryPoint,
            "cannot tell the name of the archive that Maven makes because `pom.xml` does not say it in full",
            help: "set `<finalName>app</finalName>` in the `<build>` section"
        )
    }

    var context: ContextFilter {
        ContextFilter(only: ["pom.xml", "mvnw", ".mvn", "src/main"], except: ["**/target"])
    }

    func stages(_ request: DockerfileRequest) -> Dockerfile {
        let images = BaseImages(digests: request.digests)
        let repository = Instruction.Mount.cache(target: "/root/.m2", locked: true)
        var build: [Instruction] = [.workingDirectory("/src")]
        if hasWrapperSettings {
            build.append(
                .copy(
                    .init(
                        sources: hasWrapper ? ["mvnw"] : [".mvn/"],
                        destination: hasWrapper ? "./" : ".mvn/"
                    )
                )
            )
        }
        if hasWrapper { build.append(.copy(.init(sources: [".mvn/"], destination: ".mvn/"))) }
        build += [
            .run(
                .init(
                    mounts: [repository, .bind(file: "pom.xml")],
                    commands: ["\(maven) dependency:go-offline"]
                )
            ),
            .copy(.init(sources: ["pom.xml"], destination: "./")),
            .copy(.init(sources: ["src/main"], destination: "src/main")),
            .argument(name: "SOURCE_DATE_EPOCH", value: nil),
        ]
        build += request.hints.arguments.map { .argument(name: $0.name, value: $0.value) }
        build.append(
            .comment(
                "class files are the same on every platform, so only the last stage is built per platform"
            )
        )
        build.append(.run(.init(mounts: [repository], commands: commands)))
        let image = images.distrolessJava(detection.version) ?? images.javaRuntime(detection.version)
        return Dockerfile(stages: [
            Stage(
                image: images.maven(java: detection.version),
                name: "build",
                onBuildPlatform: true,
                instructions: build
            ),
            Stage(image: image, instructions: final(request)),
        ])
    }

    private var commands: [String] {
        let package =
            "\(maven) package -DskipTests \"-Dproject.build.outputTimestamp=${SOURCE_DATE_EPOCH:-1}\""
        switch layout {
        case .classes(_, let libraries):
            let copy =
                "\(maven) dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory=/out/lib"
            return [package, "mkdir -p /out/lib"] + (libraries ? [copy] : []) + [
                "cp -R target/classes /out/classes"
            ]
        case .springBoot(let archive):
            return [
                package, "cp \"target/\(archive).jar\" app.jar",
                "java -Djarmode=tools -jar app.jar extract --layers --destination /out",
            ]
        case .springBootArchive(let archive):
            return [package, "install -D -m 0644 \"target/\(archive).jar\" /out/app.jar"]
        }
    }

    private func final(_ request: DockerfileRequest) -> [Instruction] {
        var steps: [Instruction] = [.workingDirectory("/app")]
        switch layout {
        case .classes:
            // The last slash tells BuildKit to copy into the folder.
            steps += [
                .copy(.init(from: "build", sources: ["/out/lib/"], destination: "/app/lib/")),
                .copy(.init(from: "build", sources: ["/out/classes/"], destination: "/app/classes/")),
            ]
        case .springBoot:
            let layers = ["dependencies", "spring-boot-loader", "snapshot-dependencies", "application"]
            steps += layers.map {
                .copy(.init(from: "build", sources: ["/out/\($0)/"], destination: "/app/"))
            }
        case .springBootArchive:
            steps.append(.copy(.init(from: "build", sources: ["/out/app.jar"], destination: "/app/app.jar")))
        }
        var variables: [Instruction.Variable] = [
            .init("JAVA_TOOL_OPTIONS", "-XX:MaxRAMPercentage=75 -XX:+ExitOnOutOfMemoryError"),
            .init("PORT", String(request.port)),
        ]
        if detection.framework == "Spring Boot" {
            variables += [
                .init("SERVER_PORT", String(request.port)), .init("SERVER_SHUTDOWN", "graceful"),
            ]
        }
        steps.append(.environment(variables))
        return steps
    }

    func entryPoint(_ request: DockerfileRequest) -> [String] {
        let java =
            BaseImages(digests: [:]).distrolessJava(detection.version) == nil ? "java" : "/usr/bin/java"
        guard case .classes(let main, _) = layout else { return [java, "-jar", "/app/app.jar"] }
        return [java, "-cp", "/app/classes:/app/lib/*", main]
    }
}
