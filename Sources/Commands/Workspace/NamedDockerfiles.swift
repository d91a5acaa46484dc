// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

/// The Dockerfiles that manifests name, whatever they are called.
enum NamedDockerfiles {
    /// The files that were found, with those that `build.dockerfile` names; what cannot be read is for other commands to report.
    static func added(
        to found: [SourceFile],
        of services: [ServiceManifest],
        in context: CommandContext
    ) -> [SourceFile] {
        var files = found
        var known = Set(found.map { Path.normalized(context.absolute($0.path)) })
        for service in services {
            guard let name = service.build?.value.dockerfile?.value else { continue }
            let path = service.folder.isEmpty ? name : Path.join(service.folder, name)
            guard known.insert(Path.normalized(context.absolute(path))).inserted,
                let bytes = try? context.files.read(context.absolute(path), limit: 1 << 20)
            else { continue }
            files.append(SourceFile(path: path, bytes: bytes))
        }
        return files
    }
}
