// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

extension ClusterConfiguration {
    /// The names of the contexts of a kubeconfig file, or of those that the environment names, sorted.
    ///
    /// - Throws: ``ConfigurationError`` for a file that cannot be read.
    package static func contextNames(
        kubeconfig: String?,
        system: SystemAccess = .live
    ) throws(ConfigurationError) -> [String] {
        try Kubeconfig(explicit: kubeconfig, system: system).contexts.keys.sorted()
    }
}
