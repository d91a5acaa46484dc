// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

/// Whether what was read is all of a system, so that a service which is deployed and not declared has been given up.
///
/// What follows from it is a deletion; so whatever may hide a manifest makes it a part.
enum SystemExtent: Equatable {
    case whole
    /// Only a part; `reason` says why it is no more, where that is not what the user asked for.
    case part(reason: String?)
}

extension LoadedSystem {
    /// How much of the system was read.
    func extent(in context: CommandContext) -> SystemExtent {
        // Without the document of the system, what lies elsewhere may belong to it as well.
        guard isWhole, let system = manifests.systems.first else { return .part(reason: nil) }
        let document = system.source.file.path
        guard roots.count == 1, let root = roots.first, Self.holds(root, document) else {
            return .part(
                reason: "name no paths, or the one directory that holds `\(document)` and all services"
            )
        }
        if let problem = unread.first { return .part(reason: problem) }
        if let error = manifests.diagnostics.first(where: { $0.severity == .error }) {
            let place = error.primary.map { "`\($0.span.file.path)` cannot be read: " } ?? ""
            return .part(reason: place + error.headline)
        }
        if let hidden = passedOver.first(where: { Self.holdsManifest($0, in: context) }) {
            return .part(
                reason:
                    "`\(hidden.shown)` is passed over, because of its name or of `.gitignore`, and holds a manifest"
            )
        }
        return .whole
    }

    /// Whether a file lies below a directory, by the paths that a walk gives them.
    private static func holds(_ root: String, _ file: String) -> Bool {
        let directory = root.hasSuffix("/") ? root : root + "/"
        return directory == "./" ? !file.hasPrefix("/") : file.hasPrefix(directory)
    }

    private static func holdsManifest(_ place: Workspace.PassedOver, in context: CommandContext) -> Bool {
        guard place.isDirectory else { return true }
        do throws(FileError) {
            return try context.files.entries(of: place.absolute)
                .contains { WorkspaceWalk.isManifestName($0.name) }
        } catch {
            // Nobody knows what is in it.
            return true
        }
    }
}
