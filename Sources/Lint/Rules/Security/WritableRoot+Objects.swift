// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents

/// Containers that may write everywhere; an info unless somebody asks for it.
enum WritableRoots {
    static func findings(in context: ObjectContext) -> [Finding] {
        context.pods.filter { $0.work != .foreign && $0.spec.at("os", "name")?.text != "windows" }.flatMap {
            pod in
            pod.allContainers.compactMap { container in
                let field = container.node["securityContext"]?.entry("readOnlyRootFilesystem")
                guard field?.value.flag != true else { return nil }
                return Finding(
                    "\(container.phrase) of \(pod.owner.phrase) can write everywhere in its file system",
                    at: field?.value.span ?? container.nameSpan,
                    "writable",
                    severity: field?.value.flag == false ? .warning : .info,
                    help: "set `readOnlyRootFilesystem: true`, with an `emptyDir` where it has to write",
                    object: pod.owner
                )
            }
        }
    }
}
