// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Lint
import Manifest

/// One folder of the workspace: its files, with open texts over those on disk, and the systems that they form.
struct WorkspaceFolder: Sendable {
    /// The absolute path.
    let path: String
    /// Every YAML file by its path relative to the folder.
    private(set) var files: [String: ManifestFile] = [:]
    /// The open texts of all kinds by path, manifests among them.
    private var open: [String: SourceFile] = [:]
    /// What was found in systems whose texts are still the same, by their roots.
    private var judged: [String: Judged] = [:]
    /// The open Dockerfiles by path; nothing is said about those that nobody looks at.
    private(set) var dockerfiles: [String: SourceFile] = [:]
    /// The texts on disk, which return when an editor closes a file without saving.
    private var onDisk: [String: SourceFile] = [:]
    /// The folders of Helm charts, by what lies on disk.
    private var charts: [String] = []
    private(set) var contents: WorkspaceContents?
    private(set) var settings: ProjectSettings?
    private(set) var settingsProblems: [Diagnostic] = []
    /// What services are written in, by name; looked up once per reading of the folder.
    private var runtimes: [String: String?] = [:]
    /// The systems, kept until something changes.
    private var kept: [SystemGroup]?

    init(path: String) { self.path = path }

    /// The path relative to the folder; `nil` for one that lies elsewhere.
    func relative(_ absolute: String) -> String? {
        let prefix = path == "/" ? path : path + "/"
        // Bytes, because that is what paths are.
        guard absolute.utf8.starts(with: prefix.utf8) else { return nil }
        return String(absolute.utf8.dropFirst(prefix.utf8.count))
    }

    func absolute(_ relative: String) -> String { path == "/" ? "/" + relative : "\(path)/\(relative)" }

    /// Whether a text is what a file of the folder says now.
    func has(_ file: SourceFile) -> Bool { (dockerfiles[file.path] ?? files[file.path]?.file) == file }

    /// Takes what lies on disk; open texts stay, and files with the same bytes are not read again.
    mutating func load(_ contents: WorkspaceContents, open: [String: OpenDocument]) {
        self.contents = contents
        self.open = open.mapValues(\.file)
        judged = [:]
        dockerfiles = open.filter { $0.value.isDockerfile }.mapValues(\.file)
        let open = open.filter { !$0.value.isDockerfile }.mapValues(\.file)
        onDisk = Dictionary(contents.files.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
        let charts = OtherTools.charts(among: contents.files).sorted()
        let before = charts == self.charts ? files : [:]
        self.charts = charts
        files = [:]
        for (path, file) in onDisk.merging(open, uniquingKeysWith: { _, open in open }) {
            if let known = before[path], known.file == file {
                files[path] = known
            } else {
                files[path] = ManifestFile(file, after: before[path], charts: charts)
            }
        }
        settings = nil
        settingsProblems = []
        if let file = contents.settings { (settings, settingsProblems) = ProjectSettings.read(file) }
        runtimes = [:]
        kept = nil
    }

    /// Takes the text of an open document; `nil` goes back to the one on disk.
    mutating func update(_ path: String, _ document: OpenDocument?) {
        kept = nil
        open[path] = document?.file
        dockerfiles[path] = document?.isDockerfile == true ? document?.file : nil
        let text = document?.isDockerfile == true ? nil : document?.file
        guard let file = text ?? onDisk[path] else {
            files[path] = nil
            return
        }
        if files[path]?.file != file { files[path] = ManifestFile(file, after: files[path], charts: charts) }
    }

    /// The systems of the folder.
    ///
    /// Where several files declare a System, a file belongs to the nearest one at or above its own folder; what lies below
    /// none forms a system of its own, as it would without any.
    mutating func groups() -> [SystemGroup] {
        if let kept { return kept }
        let roots = Set(files.filter { !$0.value.readable.systems.isEmpty }.keys.map(\.parentFolder))
        var members: [String: [String]] = [:]
        for path in Set(files.keys).union(dockerfiles.keys) {
            guard roots.count > 1 else {
                members["", default: []].append(path)
                continue
            }
            var folder = path.parentFolder
            while !folder.isEmpty, !roots.contains(folder) { folder = folder.parentFolder }
            members[folder, default: []].append(path)
        }
        let groups = members.sorted { $0.key < $1.key }.map { root, paths in
            SystemGroup(
                root: root,
                files: paths.sorted().compactMap { files[$0] },
                dockerfiles: paths.sorted().compactMap { dockerfiles[$0] }
            )
        }
        kept = groups
        return groups
    }

    /// The system that a file belongs to.
    mutating func group(of path: String) -> SystemGroup? { groups().first { $0.paths.contains(path) } }

    private struct Judged: Sendable {
        var files: [SourceFile]
        var today: CalendarDate
        var environment: String?
        var findings: [Diagnostic]
    }

    /// What is to say about a system; one that is as it was is not looked at again.
    mutating func findings(of group: SystemGroup, today: CalendarDate, environment: String?) -> [Diagnostic] {
        let files = group.files.map(\.file) + group.dockerfiles
        if let known = judged[group.root], known.files == files, known.today == today,
            known.environment == environment
        {
            return known.findings
        }
        let set = group.current
        let options = lintOptions(for: set, today: today, environment: environment)
        let findings = Linter.lint(set, dockerfiles: group.dockerfiles, options: options).findings
        judged[group.root] = Judged(files: files, today: today, environment: environment, findings: findings)
        return findings
    }

    /// What the linter is asked for.
    private mutating func lintOptions(
        for set: ManifestSet,
        today: CalendarDate,
        environment: String?
    ) -> LintOptions {
        var options = LintOptions(today: today)
        options.settings = settings
        // Other systems of the folder and Dockerfiles that are not open are not looked at.
        options.seesRepository = false
        options.files = contents?.repository.with(open)
        options.environment = environment
        for service in set.services {
            if runtimes[service.name] == nil { runtimes[service.name] = .some(contents?.runtime(service)) }
            if case .some(.some(let runtime)) = runtimes[service.name] {
                options.runtimes[service.name] = runtime
            }
        }
        return options
    }
}

/// The files that form one system.
struct SystemGroup: Sendable {
    /// The folder of the System, relative to the folder of the workspace.
    let root: String
    let files: [ManifestFile]
    /// The open Dockerfiles.
    let dockerfiles: [SourceFile]
    let paths: Set<String>
    /// What everything that could last be read amounts to.
    let readable: ManifestSet

    init(root: String, files: [ManifestFile], dockerfiles: [SourceFile] = []) {
        self.root = root
        self.files = files
        self.dockerfiles = dockerfiles
        paths = Set(files.map(\.file.path) + dockerfiles.map(\.path))
        readable = ManifestSet.merged(files.map(\.readable))
    }

    /// What everything amounts to now, with what is wrong.
    var current: ManifestSet { ManifestSet.merged(files.map(\.current)) }

    /// The system as it could last be read, for one Environment or the first one for production.
    func resolved(for environment: String?) -> ServiceSystem {
        let asked = environment.flatMap(readable.environment(named:))
        let chosen = asked ?? readable.environments.first { $0.effectiveClass == .production }
        return ServiceSystem.resolve(readable, environment: chosen).0
    }
}
