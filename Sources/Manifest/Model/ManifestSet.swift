// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Diagnostics

/// Everything that was read from a set of files, before it is resolved against each other.
package struct ManifestSet: Sendable, Hashable {
    /// The services, by name, then by file and offset.
    package var services: [ServiceManifest]
    /// The systems, in the same order.
    package var systems: [SystemManifest]
    /// The Environments, in the same order.
    package var environments: [EnvironmentManifest]
    /// Documents that are Kubernetes objects, by file and offset.
    package var kubernetes: [ManifestSource]
    /// The kustomizations, by file and offset.
    package var kustomizations: [ManifestSource]
    /// What is wrong with the YAML of files with Kubernetes objects; it is of no concern to manifests.
    package var kubernetesDiagnostics: [Diagnostic]
    /// How many files are templates of another tool, such as Helm's.
    package var templates: Int
    /// How many documents were neither manifests nor Kubernetes objects.
    package var passedOver: Int
    /// Where files cease to be YAML that show no sign of being meant for msctl or for Kubernetes, one place each, by file.
    package var unreadable: [SourceSpan]
    /// What there is to say about the text, in display order.
    package var diagnostics: [Diagnostic]
    /// Names of services of which something could not be read, so that what refers to it is not reported again.
    package var incompleteServices: Set<String>
    /// Names of systems of which something could not be read.
    package var incompleteSystems: Set<String>
    /// The values that nobody knows, so that nothing is concluded from their absence.
    package var gaps: [ManifestGap]
    /// How many files or documents may be services whose names nobody knows, because they could not be read that far.
    package var unidentified: Int

    /// The Environment of a name.
    package func environment(named name: String) -> EnvironmentManifest? {
        environments.first { $0.name == name }
    }
}
