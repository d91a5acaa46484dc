// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Python with pip or uv: a virtual environment at the same path in both stages.
struct PythonRecipe: Recipe {
    private var project: PythonProject
    private var hasSourceFolder: Bool
    let detection: Detection

    init(_ tree: some ProjectTree, hints: BuildHints, source: String) throws(GenerationFailure) {
        project = try PythonProject(tree, hints: hints)
        hasSourceFolder = tree.hasFolder("src")
        let wanted = SourceLines.lines(tree.text(of: "pyproject.toml") ?? "").first {
            $0.hasPrefix("requires-python")
        }
        let version = VersionChoice.choose(
            .python,
            hints: hints,
            found: [
                (
                    SourceLines.firstWord(tree.text(of: ".python-version")).flatMap(Self.short),
                    ".python-version"
                ),
                (VersionChoice.within(wanted, of: .python, parts: 2), "pyproject.toml"),
                SourceLines.toolVersion("python", tree, parts: 2),
            ]
        )
        detection = Detection(
            runtime: .python,
            runtimeSource: source,
            framework: project.framework,
            version: version.version,
            versionSource: version.source,
            entryPoint: project.command.joined(separator: " "),
            packageManager: project.installer.rawValue,
            notes: project.handlesTermination
                ? []
                : ["nothing reacts to SIGTERM, so `tini` is process 1 and a stop does not wait for the kill"]
        )
    }

    private static func short(_ text: String) -> String? { SourceLines.version(in: text, parts: 2) }

    var context: ContextFilter {
        ContextFilter(except: [
            "**/__pycache__", "**/*.py[cod]", ".venv", "venv", "**/.pytest_cache", "**/.mypy_cache",
            "**/.ruff_cache",
            "**/*.egg-info", "tests", "dist", "build",
        ])
    }

    func stages(_ request: DockerfileRequest) -> Dockerfile {
        let images = BaseImages(digests: request.digests)
        let python = images.python(detection.version)
        var stages: [Stage] = []
        if project.installer == .uv, project.hasDependencies {
            stages.append(Stage(image: images.uv, name: "uv", instructions: []))
        }
        stages.append(Stage(image: python, name: "build", instructions: build(request)))
        var final: [Instruction] = [.workingDirectory("/app")]
        if !project.handlesTermination { final.append(TerminationInit.copy) }
        let folder = project.isPackage && !project.startsInterpreter ? "/app/.venv/" : "/app/"
        final.append(.copy(.init(from: "build", sources: [folder], destination: folder)))
        final.append(.environment(environment(request)))
        stages.append(Stage(image: python, instructions: final))
        return Dockerfile(stages: stages)
    }

    func entryPoint(_ request: DockerfileRequest) -> [String] {
        let bin = project.hasDependencies ? "/app/.venv/bin/" : ""
        var words = project.command
        if project.startsInterpreter {
            words = ["\(project.hasDependencies ? bin : "/usr/local/bin/")python", "/app/\(words[0])"]
        } else {
            words[0] = bin + words[0]
        }
        switch project.command.first {
        case "uvicorn": words += ["--host", "0.0.0.0", "--port", String(request.port)]
        case "gunicorn": words += ["--bind", "0.0.0.0:\(request.port)"]
        default: break
        }
        return project.handlesTermination ? words : TerminationInit.prefix + words
    }

    private func build(_ request: DockerfileRequest) -> [Instruction] {
        var steps: [Instruction] = project.handlesTermination ? [] : [TerminationInit.install]
        steps.append(.workingDirectory("/app"))
        // With it, byte code is checked by content, not by the time of the build.
        steps.append(.argument(name: "SOURCE_DATE_EPOCH", value: "0"))
        if project.hasDependencies { steps += project.installer == .uv ? uv : pip }
        steps += request.hints.arguments.map { .argument(name: $0.name, value: $0.value) }
        steps.append(.copy(.init(sources: ["."], destination: "./", link: false)))
        if project.isPackage {
            steps.append(
                .run(
                    .init(
                        mounts: [uvCache, uvProgram],
                        commands: ["uv sync --locked --no-dev --no-editable"]
                    )
                )
            )
        }
        return steps
    }

    private var uvCache: Instruction.Mount { .cache(target: "/root/.cache/uv") }
    private var uvProgram: Instruction.Mount { .stage("uv", source: "/uv", target: "/bin/uv") }

    private var uv: [Instruction] {
        [
            .environment([
                .init("UV_COMPILE_BYTECODE", "1"), .init("UV_LINK_MODE", "copy"),
                .init("UV_PYTHON_DOWNLOADS", "0"),
            ]),
            .run(
                .init(
                    mounts: [uvCache, uvProgram, .bind(file: "uv.lock"), .bind(file: "pyproject.toml")],
                    commands: ["uv sync --locked --no-dev --no-install-project"]
                )
            ),
        ]
    }

    private var pip: [Instruction] {
        let hashes = project.hasHashes ? " --require-hashes" : ""
        return [
            .run(
                .init(
                    mounts: [.cache(target: "/root/.cache/pip"), .bind(file: "requirements.txt")],
                    commands: [
                        "python -m venv /app/.venv",
                        "/app/.venv/bin/pip install --disable-pip-version-check\(hashes) -r requirements.txt",
                    ],
                    accepted: .init(
                        codes: ["DL3042"],
                        reason: "the cache is a mount and no part of the image"
                    )
                )
            )
        ]
    }

    private func environment(_ request: DockerfileRequest) -> [Instruction.Variable] {
        var variables: [Instruction.Variable] = [
            .init("PYTHONUNBUFFERED", "1"), .init("PYTHONDONTWRITEBYTECODE", "1"),
            .init("HOST", "0.0.0.0"), .init("PORT", String(request.port)),
        ]
        if hasSourceFolder, !project.isPackage { variables.append(.init("PYTHONPATH", "/app/src")) }
        return variables
    }
}
