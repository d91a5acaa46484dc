// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Manifest

/// The manifests below what a user named, and which services are meant.
struct LoadedSystem {
    /// Everything that was read; its diagnostics include the files that could not be read.
    var manifests: ManifestSet
    /// The services that were named, or all of them.
    var selected: [ServiceManifest]
    /// Words that name no service of the manifests, where a service may be meant that is deployed only.
    var undeclared: [String] = []
    /// Words that name no service of the manifests, and a file or directory that was read.
    var places: [String] = []
    /// Whether no service was named, so that all are meant.
    var isWhole = true
    /// The texts that were read, also those that are no manifests.
    var files: [SourceFile]
    /// The Dockerfiles, where they were asked for.
    var dockerfiles: [SourceFile] = []
    /// The first directory that was read: where git is asked for the tag.
    var root: String { roots.first ?? "." }
    /// What was named to be read, or the current directory.
    var roots: [String]
    /// What could not be read, in words.
    var unread: [String] = []
    /// What was not read.
    var passedOver: [Workspace.PassedOver] = []

    /// Reads everything below the roots; all services are meant.
    ///
    /// With `takesOthers` it is enough to find what other tools apply.
    static func load(
        roots: [String],
        takesOthers: Bool = false,
        in context: CommandContext
    ) -> LoadedSystem {
        let workspace = Workspace.load(roots, takesDockerfiles: takesOthers, in: context)
        var manifests = ManifestReader.read(workspace.files)
        manifests.diagnostics += workspace.diagnostics
        manifests.unidentified += workspace.diagnostics.count { $0.severity == .error }
        refuseNamed(roots, workspace, &manifests)
        let isEmpty =
            manifests.services.isEmpty && manifests.systems.isEmpty && manifests.environments.isEmpty
        let dockerfiles =
            takesOthers
            ? NamedDockerfiles.added(to: workspace.dockerfiles, of: manifests.services, in: context) : []
        let hasOthers =
            !dockerfiles.isEmpty || !manifests.kubernetes.isEmpty || !manifests.kubernetesDiagnostics.isEmpty
        if isEmpty, !(takesOthers && hasOthers),
            !manifests.diagnostics.contains(where: { $0.severity == .error })
        {
            let broken = syntaxErrors(in: workspace.files.filter { roots.contains($0.path) })
            manifests.diagnostics +=
                broken.isEmpty ? [noManifest(roots, workspace, manifests.unreadable)] : broken
        }
        manifests.diagnostics = Diagnostic.ordered(manifests.diagnostics)
        return LoadedSystem(
            manifests: manifests,
            selected: manifests.services,
            files: workspace.files,
            dockerfiles: dockerfiles,
            roots: roots,
            unread: workspace.diagnostics.map(\.headline),
            passedOver: workspace.passedOver
        )
    }

    /// Tells services and paths apart, reads the paths, and selects the services.
    ///
    /// With `takesUndeclared` a word may name a service that is deployed and has no manifest.
    ///
    /// - Throws: ``CommandFailure`` for a word that is neither a service nor a path.
    static func load(
        targets: [String],
        takesUndeclared: Bool = false,
        in context: CommandContext
    ) throws(CommandFailure) -> LoadedSystem {
        var roots = targets.filter(isPath)
        var words = targets.filter { !isPath($0) }
        var system = load(roots: roots.isEmpty ? ["."] : roots, in: context)
        let unknown = words.filter { system.service(named: $0) == nil }
        let paths = unknown.filter { word in
            (try? context.files.status(of: context.absolute(word))) != nil
                && !(takesUndeclared && system.mayHide(word, in: context))
        }
        if !paths.isEmpty {
            roots += paths
            words.removeAll { paths.contains($0) }
            system = load(roots: roots, in: context)
            system.places = paths
        }
        guard !words.isEmpty else { return system }
        var selected: [ServiceManifest] = []
        for word in words {
            if let service = system.service(named: word) {
                selected.append(service)
            } else {
                // Where nothing was read, the word rather is a slip of the hand.
                let hasRead = !system.manifests.services.isEmpty || !system.manifests.systems.isEmpty
                guard takesUndeclared, hasRead else { throw system.unknownService(word) }
                system.undeclared.append(word)
            }
        }
        system.selected = selected
        system.isWhole = false
        return system
    }

    /// The service of a name.
    func service(named name: String) -> ServiceManifest? { manifests.services.first { $0.name == name } }

    /// Whether a word names a directory of the system in which something cannot be read and no service can: it rather is the
    /// service that is meant to be declared there.
    private func mayHide(_ word: String, in context: CommandContext) -> Bool {
        guard !manifests.systems.isEmpty else { return false }
        let directory = Path.normalized(context.absolute(word))
        let place = { (file: SourceFile) in Path.parent(Path.normalized(context.absolute(file.path))) }
        let isUnread = UnreadManifests(manifests).errors.contains { error in
            error.primary.map { place($0.span.file) == directory } ?? false
        }
        return isUnread
            && !manifests.services.contains { (place($0.source.file) + "/").hasPrefix(directory + "/") }
    }

    /// Why a service cannot be meant, with the nearest name as help.
    func unknownService(_ name: String) -> CommandFailure {
        let names = manifests.services.map(\.name)
        return CommandFailure(
            .usage,
            "there is no service and no path `\(name)`",
            notes: [
                names.isEmpty ? "no service was found below `\(root)`" : "services: \(Self.few(names))"
            ] + UnreadManifests(manifests).lines,
            hint: Spelling.suggestion(for: name, among: names).map { "did you mean `\($0)`?" }
        )
    }

    /// Names in a row, as many as are read at a glance.
    static func few(_ names: [String]) -> String {
        names.prefix(12).joined(separator: ", ") + (names.count > 12 ? ", …" : "")
    }

    private static func isPath(_ target: String) -> Bool {
        target.contains("/") || target == "." || target == ".." || target.hasSuffix(".yaml")
            || target.hasSuffix(".yml")
    }

    /// What is wrong with the YAML of files that were named themselves: those are meant, whatever they are.
    private static func syntaxErrors(in files: [SourceFile]) -> [Diagnostic] {
        files.flatMap { YAMLReader.read($0).diagnostics.filter { $0.severity == .error } }
    }

    /// Reports files that were named themselves and cannot be read, which are passed over elsewhere: no YAML, and templates.
    private static func refuseNamed(
        _ roots: [String],
        _ workspace: Workspace,
        _ manifests: inout ManifestSet
    ) {
        let unreadable = Set(manifests.unreadable.map(\.file.path))
        let hasTemplates = manifests.templates > 0
        guard hasTemplates || !unreadable.isEmpty else { return }
        let named = Set(roots)
        let passedOver = workspace.files.filter { file in
            named.contains(file.path) && !file.mayHoldManifest
                && (unreadable.contains(file.path) || (hasTemplates && OtherTools.hasPlaceholders(file)))
        }
        manifests.diagnostics += syntaxErrors(in: passedOver)
        manifests.unreadable.removeAll { named.contains($0.file.path) }
    }

    private static func noManifest(
        _ roots: [String],
        _ workspace: Workspace,
        _ unreadable: [SourceSpan]
    ) -> Diagnostic {
        let places = roots.map { "`\($0)`" }.joined(separator: ", ")
        let count = workspace.files.count
        return Diagnostic(
            id: "no-manifest",
            severity: .error,
            headline: "no manifest in \(places)",
            notes: ["\(count) YAML file\(count == 1 ? "" : "s") read, none with `apiVersion: msctl.dev/v1`"]
                + [LintRemarks.unreadable(unreadable)].compactMap(\.self),
            help: """
                write a file such as `msctl.yaml` beside the code of each service; `msctl schema --format example` \
                prints one to start from
                """
        )
    }
}
