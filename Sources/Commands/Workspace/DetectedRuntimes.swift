// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Generation
import Manifest

/// What services are written in, as their folders show, for the defaults that depend on it.
enum DetectedRuntimes {
    /// The runtimes of services with `build`, by name; those that are not clear are left out.
    static func of(_ services: [ServiceManifest], in context: CommandContext) -> [String: String] {
        var runtimes: [String: String] = [:]
        for service in services {
            guard let folder = service.buildContext, service.build?.value.runtime == nil else { continue }
            let tree = ShallowProjectTree(root: folder, in: context)
            runtimes[service.name] = RuntimeDetector.runtime(of: tree)?.rawValue
        }
        return runtimes
    }
}

/// The top of a build context: enough to tell the runtime, in one look at a folder.
private struct ShallowProjectTree: ProjectTree {
    let paths: [String]
    private let root: String
    private let files: any FileAccess

    init(root: String, in context: CommandContext) {
        files = context.files
        let folder = Path.normalized(context.absolute(root))
        self.root = folder
        // A folder that cannot be listed shows nothing; the commands that build from it report that.
        let entries = (try? context.files.entries(of: folder)) ?? []
        var paths = entries.filter { $0.kind == .regular }.map(\.name)
        let known = ["public", "src/main/kotlin"]
        let folders = Set(entries.filter { $0.kind == .directory }.map(\.name))
        for name in known where folders.contains(String(name.prefix { $0 != "/" })) {
            let inside = (try? context.files.entries(of: Path.join(folder, name))) ?? []
            paths += inside.filter { $0.kind == .regular }.map { Path.join(name, $0.name) }.prefix(1)
        }
        self.paths = paths.sorted()
    }

    func contents(of path: String) -> [UInt8]? {
        try? files.read(Path.join(root, path), limit: 1 << 20)
    }
}
