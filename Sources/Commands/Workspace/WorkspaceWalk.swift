// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Lint
import Parallelism

/// One walk over the roots that a user named: first which files there are, then what is in them, side by side.
struct WorkspaceWalk {
    private(set) var workspace = Workspace()
    private let context: CommandContext
    /// What was seen already: ends link loops, and keeps overlapping roots from reading a file twice.
    private var seen: Set<FileStatus.Identity> = []
    /// What was found, and what could not be looked into, in the order of the walk.
    private var found: [Found] = []

    /// Folders that tools fill and nobody writes manifests into.
    static let buildFolders: Set<String> = [
        "__pycache__", "build", "dist", "node_modules", "out", "target", "vendor", "venv",
    ]

    private let takesDockerfiles: Bool

    init(context: CommandContext, takesDockerfiles: Bool) {
        self.context = context
        self.takesDockerfiles = takesDockerfiles
    }

    /// Visits what a user named: a file is read whatever its name, a directory is walked whatever its name.
    mutating func visit(root: String) {
        let shown = root == "." ? "" : root.hasSuffix("/") && root.count > 1 ? String(root.dropLast()) : root
        // A variable of a script that is not set must not mean the current directory.
        guard !root.isEmpty else { return report(root, "is empty, and names no file", .error) }
        do throws(FileError) {
            let status = try context.files.status(of: context.absolute(root))
            switch status.kind {
            case .directory:
                let absolute = Path.normalized(context.absolute(root))
                walk(Place(shown: shown, absolute: absolute, depth: 0), status, outerRules(above: absolute))
            default:
                found.append(Found(shown: shown, absolute: context.absolute(root), severity: .error))
            }
        } catch {
            report(root, error.reason, .error)
        }
    }

    /// A file that is to be read.
    private struct Found: Sendable {
        /// The path for people.
        var shown: String
        var absolute: String
        /// How bad it is when it cannot be read.
        var severity: Diagnostic.Severity
        /// Why it is known already that it cannot.
        var problem: String?
    }

    private struct Place {
        /// The path for people: as they named the root, with what is below it.
        var shown: String
        var absolute: String
        var depth: Int

        func child(_ name: String) -> Place {
            Place(
                shown: shown.isEmpty ? name : Path.join(shown, name),
                absolute: Path.join(absolute, name),
                depth: depth + 1
            )
        }
    }

    private mutating func walk(_ place: Place, _ status: FileStatus, _ outer: IgnoreRules) {
        guard seen.insert(status.identity).inserted else { return }
        guard place.depth <= Workspace.depthLimit else {
            report(place.shown, "directories are nested more than \(Workspace.depthLimit) deep", .warning)
            return
        }
        workspace.directoryCount += 1
        do throws(FileError) {
            let entries = try context.files.entries(of: place.absolute)
            var rules = outer
            if entries.contains(where: { $0.name == ".gitignore" }) {
                addRules(of: place.absolute, to: &rules)
            }
            for entry in entries where !entry.name.hasPrefix(".") {
                visit(entry, at: place.child(entry.name), rules)
            }
        } catch {
            report(
                place.shown.isEmpty ? "." : place.shown,
                error.reason,
                place.depth == 0 ? .error : .warning
            )
        }
    }

    private mutating func visit(_ entry: DirectoryEntry, at place: Place, _ rules: IgnoreRules) {
        let isYAML = entry.name.hasSuffix(".yaml") || entry.name.hasSuffix(".yml")
        let isDockerfile = takesDockerfiles && DockerfileName.isDockerfile(entry.name)
        guard isYAML || isDockerfile || entry.kind == .directory || entry.kind == .link else { return }
        do throws(FileError) {
            // What the listing calls a regular file needs no further look until it is opened.
            let status = entry.kind == .regular ? nil : try context.files.status(of: place.absolute)
            switch status?.kind ?? .regular {
            case .directory:
                guard let status else { return }
                guard !Self.buildFolders.contains(entry.name),
                    !rules.ignores(place.absolute, isDirectory: true)
                else { return passOver(place, isDirectory: true) }
                walk(place, status, rules)
            case .regular:
                guard isYAML || isDockerfile else { return }
                guard !rules.ignores(place.absolute, isDirectory: false) else {
                    if Self.isManifestName(entry.name) { passOver(place, isDirectory: false) }
                    return
                }
                found.append(
                    Found(shown: place.shown, absolute: place.absolute, severity: severity(of: entry))
                )
            default: break
            }
        } catch {
            // A link to nowhere is common (editors' lock files) and only matters where a manifest is expected.
            if isYAML { report(place.shown, error.reason, severity(of: entry)) }
        }
    }

    /// A manifest that cannot be read would leave a hole in the system; of other files nothing is known.
    private func severity(of entry: DirectoryEntry) -> Diagnostic.Severity {
        Self.isManifestName(entry.name) ? .error : .warning
    }

    /// Whether a file of this name is expected to be a manifest.
    static func isManifestName(_ name: String) -> Bool {
        name.hasSuffix("msctl.yaml") || name.hasSuffix("msctl.yml")
    }

    private mutating func passOver(_ place: Place, isDirectory: Bool) {
        workspace.passedOver.append(
            Workspace.PassedOver(shown: place.shown, absolute: place.absolute, isDirectory: isDirectory)
        )
    }

    /// Reads what was found; of two paths to one file the first counts.
    mutating func readFiles() {
        let files = context.files
        let readings = Parallel.map(found) { Self.read($0, files) }
        for (file, reading) in zip(found, readings) {
            if let identity = reading.identity, !seen.insert(identity).inserted { continue }
            switch reading.result {
            case .success(let text):
                if takesDockerfiles, DockerfileName.isDockerfile(Path.lastComponent(file.shown)) {
                    workspace.dockerfiles.append(text)
                } else {
                    workspace.files.append(text)
                }
            case .failure(let error):
                workspace.diagnostics.append(
                    Diagnostic(
                        id: "unreadable-file",
                        severity: file.severity,
                        headline: "`\(file.shown)` \(Self.sentence(error.reason))"
                    )
                )
            }
        }
        found = []
    }

    private struct Reading: Sendable {
        var identity: FileStatus.Identity?
        var result: Result<SourceFile, FileError>
    }

    private static func read(_ file: Found, _ files: any FileAccess) -> Reading {
        do throws(FileError) {
            if let problem = file.problem { throw FileError(path: file.absolute, reason: problem) }
            let contents = try files.contents(of: file.absolute, limit: Workspace.sizeLimit)
            return Reading(
                identity: contents.status.identity,
                result: refusal(of: contents).map { .failure(FileError(path: file.absolute, reason: $0)) }
                    ?? .success(SourceFile(path: file.shown, bytes: contents.bytes))
            )
        } catch {
            return Reading(result: .failure(error))
        }
    }

    private static func refusal(of contents: FileContents) -> String? {
        let size = contents.status.size
        if size > Workspace.sizeLimit {
            return "has \(size >> 20) MiB; at most \(Workspace.sizeLimit >> 20) MiB are read"
        }
        // The same test as git's: a NUL byte near the start.
        return contents.bytes.prefix(8_000).contains(0) ? "is not a text file" : nil
    }

    /// The rules of the directories above a root, up to the top of its git repository.
    private func outerRules(above root: String) -> IgnoreRules {
        var directories: [String] = []
        var directory = root
        while directory != "/" {
            if (try? context.files.status(of: Path.join(directory, ".git"))) != nil {
                var rules = IgnoreRules()
                for directory in directories.reversed() { addRules(of: directory, to: &rules) }
                return rules
            }
            directory = Path.parent(directory)
            directories.append(directory)
        }
        return IgnoreRules()
    }

    private func addRules(of directory: String, to rules: inout IgnoreRules) {
        // A `.gitignore` that cannot be read leaves nothing out: more is looked at, never less.
        guard
            let bytes = try? context.files.read(Path.join(directory, ".gitignore"), limit: 1 << 20)
        else { return }
        rules.add(String(decoding: bytes, as: UTF8.self), in: directory)
    }

    private mutating func report(_ path: String, _ reason: String, _ severity: Diagnostic.Severity) {
        found.append(Found(shown: path, absolute: path, severity: severity, problem: reason))
    }

    private static func sentence(_ reason: String) -> String {
        reason.hasPrefix("is ") || reason.hasPrefix("has ") ? reason : "cannot be read: \(reason)"
    }
}
