// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Manifest

/// Which part of a system somebody is working on: changed files, and the services around them.
package struct LintFocus: Sendable {
    /// Whether a manifest has changed, by its path.
    private let isChanged: @Sendable (String) -> Bool
    /// Whether anything below a folder has changed.
    private let hasChanges: @Sendable (String) -> Bool

    /// Asks `file` about manifests, and `folder` about the folders of services.
    package init(
        file: @escaping @Sendable (String) -> Bool,
        folder: @escaping @Sendable (String) -> Bool
    ) {
        isChanged = file
        hasChanges = folder
    }

    /// The findings about changed files, about services that changed, and about their callers and callees.
    ///
    /// A change of the System or of an Environment concerns everything.
    func kept(of findings: [Diagnostic], in context: LintContext) -> [Diagnostic] {
        let shared = context.manifests.systems.map(\.file) + context.manifests.environments.map(\.file)
        if shared.contains(where: { isChanged($0.path) }) { return findings }
        let names = neighbourhood(in: context.system)
        return findings.filter { finding in
            if finding.isUnreadable { return true }
            if let service = finding.service, names.contains(service) { return true }
            let labels = [finding.primary].compactMap(\.self) + finding.secondary
            return finding.primary == nil || labels.contains { isChanged($0.span.file.path) }
        }
    }

    private func neighbourhood(in system: ServiceSystem) -> Set<String> {
        let changed = system.services.indices.filter { index in
            let service = system.services[index]
            return isChanged(service.file.path) || (!service.folder.isEmpty && hasChanges(service.folder))
        }
        var found = Set(changed)
        for index in changed {
            found.formUnion(system.calls(from: index).compactMap(\.target.service))
            found.formUnion(system.calls(to: index).map(\.caller))
            found.formUnion(system.routes(to: index).map(\.gateway))
            found.formUnion(system.routes(of: index).compactMap(\.target.service))
        }
        return Set(found.map { system.services[$0].name })
    }
}
