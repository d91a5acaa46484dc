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
    /// The texts on disk, which return when an editor closes a file without saving.
    private var onDisk: [String: SourceFile] = [:]
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
        if path == "/" { return String(absolute.dropFirst()) }
        return absolute.hasPrefix(path + "/") ? String(absolute.dropFirst(path.utf8.count + 1)) : nil
    }

    func absolute(_ relative: String) -> String { path == "/" ? "/" + relative : "\(path)/\(relative)" }

    /// Takes what lies on disk; open texts stay, and files with the same bytes are not read again.
    mutating func load(_ contents: WorkspaceContents, open: [String: SourceFile]) {
        self.contents = contents
        onDisk = Dictionary(contents.files.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
        let before = files
        files = [:]
        for (path, file) in onDisk.merging(open, uniquingKeysWith: { _, open in open }) {
            if let known = before[path], known.file == file {
                files[path] = known
            } else {
                files[path] = ManifestFile(file, after: before[path])
            }
        }
        settings = nil
        settingsProblems = []
        if let file = contents.settings { (settings, settingsProblems) = ProjectSettings.read(file) }
        runtimes = [:]
        kept = nil
    }

    /// Takes the text of one file; `nil` goes back to the one on disk.
    mutating func update(_ path: String, _ file: SourceFile?) {
        kept = nil
        guard let file = file ?? onDisk[path] else {
            files[path] = nil
            return
        }
        if files[path]?.file != file { files[path] = ManifestFile(file, after: files[path]) }
    }

    /// The systems of the folder.
    ///
    /// Where several files declare a System, a file belongs to the nearest one at or above its own folder; what lies below
    /// none forms a system of its own, as it would without any.
    mutating func groups() -> [SystemGroup] {
        if let kept { return kept }
        let roots = Set(files.filter { !$0.value.readable.systems.isEmpty }.keys.map(\.parentFolder))
        var members: [String: [String]] = [:]
        for path in files.keys {
            guard roots.count > 1 else {
                members["", default: []].append(path)
                continue
            }
            var folder = path.parentFolder
            while !folder.isEmpty, !roots.contains(folder) { folder = folder.parentFolder }
            members[folder, default: []].append(path)
        }
        let groups = members.sorted { $0.key < $1.key }.map { root, paths in
            SystemGroup(root: root, files: paths.sorted().compactMap { files[$0] })
        }
        kept = groups
        return groups
    }

    /// The system that a file belongs to.
    mutating func group(of path: String) -> SystemGroup? { groups().first { $0.paths.contains(path) } }

    /// What the linter is asked for.
    mutating func lintOptions(
        for set: ManifestSet,
        today: CalendarDate,
        environment: String?
    ) -> LintOptions {
        var options = LintOptions(today: today)
        options.settings = settings
        options.files = contents?.repository
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
    let paths: Set<String>
    /// What everything that could last be read amounts to.
    let readable: ManifestSet

    init(root: String, files: [ManifestFile]) {
        self.root = root
        self.files = files
        paths = Set(files.map(\.file.path))
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
