// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// What the generator needs of a Python project.
struct PythonProject: Sendable, Hashable {
    /// What installs the dependencies.
    enum Installer: String, Sendable, Hashable {
        case uv
        case pip
    }

    var installer: Installer
    /// Whether there is anything to install.
    var hasDependencies: Bool
    /// Whether every requirement carries a hash.
    var hasHashes: Bool
    /// Whether the project is itself a package that is installed.
    var isPackage: Bool
    var framework: String?
    /// The words after the folder of the environment's programs, such as `uvicorn main:app`.
    var command: [String]
    /// Whether the first word of the command is a program of the environment or a file for the interpreter.
    var startsInterpreter: Bool
    /// Whether anything reacts to SIGTERM, which the first process of a container otherwise ignores.
    var handlesTermination: Bool

    init(_ tree: some ProjectTree, hints: BuildHints) throws(GenerationFailure) {
        let project = tree.text(of: "pyproject.toml") ?? ""
        let requirements = tree.text(of: "requirements.txt")
        try Self.refuseOthers(tree, project)
        let declared = (requirements ?? "") + project
        if requirements != nil, !tree.has("uv.lock") {
            installer = .pip
            let lines = SourceLines.lines(requirements ?? "").filter { !$0.isEmpty && !$0.hasPrefix("#") }
            hasDependencies = !lines.isEmpty
            hasHashes = lines.contains { $0.contains("--hash=") }
            if let loose = lines.first(where: Self.isLoose) { throw Self.unpinned(loose) }
        } else {
            installer = .uv
            hasDependencies = tree.has("uv.lock")
            hasHashes = false
            if !tree.has("uv.lock"), Self.declaresDependencies(project) {
                throw .missingLock("uv.lock", besides: "pyproject.toml", cure: "uv lock")
            }
        }
        isPackage = installer == .uv && hasDependencies && project.contains("[build-system]")
        framework =
            [("fastapi", "FastAPI"), ("django", "Django"), ("flask", "Flask")]
            .first { declared.lowercased().contains($0.0) }?.1
        let start = try Self.start(tree, project: project, declared: declared.lowercased(), hints: hints)
        command = start.words
        startsInterpreter = start.interpreter
        let servers = ["uvicorn", "gunicorn"]
        handlesTermination = servers.contains(start.words[0]) || tree.mentions("SIGTERM", extension: "py")
    }

    private static func refuseOthers(_ tree: some ProjectTree, _ project: String) throws(GenerationFailure) {
        let others: [(file: String, name: String)] = [
            ("poetry.lock", "Poetry"), ("Pipfile", "Pipenv"), ("pdm.lock", "PDM"),
        ]
        guard !tree.has("uv.lock"), !tree.has("requirements.txt") else { return }
        for other in others where tree.has(other.file) {
            throw GenerationFailure(
                .noRecipe,
                "cannot write a Dockerfile for Python with \(other.name), found by `\(other.file)`",
                evidence: ["for Python, msctl has recipes for pip and uv"],
                help:
                    "write a Dockerfile and set `build.dockerfile` to its path, or export a `requirements.txt` with exact "
                    + "versions"
            )
        }
    }

    /// A requirement without an exact version makes every build a different one.
    private static func isLoose(_ line: String) -> Bool {
        !line.hasPrefix("-") && !line.hasPrefix("\\") && !line.contains("==") && !line.contains(" @ ")
    }

    private static func unpinned(_ line: String) -> GenerationFailure {
        GenerationFailure(
            .missingLockFile,
            "cannot write a repeatable build because `requirements.txt` does not say exact versions",
            evidence: ["`\(line)` allows more than one version"],
            help:
                "keep the wishes in `requirements.in` and run `uv pip compile --generate-hashes requirements.in -o "
                + "requirements.txt`"
        )
    }

    private static func declaresDependencies(_ project: String) -> Bool {
        let dense = project.filter { $0 != " " && $0 != "\t" }
        guard let list = SourceLines.between("dependencies=[", "]", in: "\n" + dense) else { return false }
        return list.contains("\"") || list.contains("'")
    }
}

extension PythonProject {
    private struct Start {
        var words: [String]
        var interpreter: Bool
    }

    private static func start(
        _ tree: some ProjectTree,
        project: String,
        declared: String,
        hints: BuildHints
    ) throws(GenerationFailure) -> Start {
        if let product = hints.product {
            return Start(words: [product], interpreter: product.hasSuffix(".py"))
        }
        if declared.contains("django"), declared.contains("gunicorn"),
            let wsgi = tree.files(extension: "py").first(where: { $0.hasSuffix("wsgi.py") })
        {
            return Start(words: ["gunicorn", "\(module(wsgi)):application"], interpreter: false)
        }
        if declared.contains("uvicorn") || declared.contains("fastapi[standard]"),
            let application = application("FastAPI(", tree) ?? application("Starlette(", tree)
        {
            return Start(words: ["uvicorn", application], interpreter: false)
        }
        if declared.contains("gunicorn"), let application = application("Flask(", tree) {
            return Start(words: ["gunicorn", application], interpreter: false)
        }
        let scripts = SourceLines.between("[project.scripts]\n", "[", in: project + "\n[") ?? ""
        let names = SourceLines.lines(scripts).compactMap { line in
            line.contains("=") ? SourceLines.trimmed(line.prefix { $0 != "=" }) : nil
        }
        if let only = names.first, names.count == 1 { return Start(words: [only], interpreter: false) }
        let files = ["main.py", "app.py", "server.py", "__main__.py", "src/main.py"].filter(tree.has)
        if let file = files.first { return Start(words: [file], interpreter: true) }
        throw GenerationFailure(
            .entryPoint,
            "cannot decide what to start: there is no `main.py`, no single script, and no application object that uvicorn or "
                + "gunicorn could serve",
            evidence: ["uvicorn and gunicorn count only when they are among the dependencies"],
            help: "set `build.product` to the file or the installed program to start"
        )
    }

    /// `module:variable` of the only place that makes an application object.
    private static func application(_ constructor: String, _ tree: some ProjectTree) -> String? {
        for file in tree.files(extension: "py") where !file.hasPrefix("tests/") {
            for line in (tree.text(of: file) ?? "").split(whereSeparator: \.isNewline) {
                guard let found = line.firstRange(of: constructor), let first = line.first,
                    !first.isWhitespace
                else { continue }
                let left = line[..<found.lowerBound]
                guard let equals = left.firstIndex(of: "=") else { continue }
                let name = SourceLines.trimmed(left[..<equals].prefix { $0 != ":" })
                return "\(module(file)):\(name)"
            }
        }
        return nil
    }

    private static func module(_ file: String) -> String {
        var path = file.hasPrefix("src/") ? String(file.dropFirst(4)) : file
        path = String(path.dropLast(3))
        if path.hasSuffix("/__init__") { path = String(path.dropLast(9)) }
        return path.replacing("/", with: ".")
    }
}
