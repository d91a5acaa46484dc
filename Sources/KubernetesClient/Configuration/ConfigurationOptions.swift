// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// What a user says about the cluster on the command line; wins over every file.
package struct ConfigurationOptions: Sendable, Hashable {
    /// The one kubeconfig file to read.
    package var kubeconfig: String?
    /// The context, instead of the current one.
    package var context: String?
    /// The cluster, instead of the context's.
    package var cluster: String?
    /// The user, instead of the context's.
    package var user: String?
    /// The namespace, instead of the context's.
    package var namespace: String?
    /// The server address, instead of the cluster's.
    package var server: String?
    /// Trusts any server certificate.
    package var isInsecure: Bool = false
    /// Whom to act as, instead of the user's `as`.
    package var impersonatedUser: String?

    /// Leaves everything to the files.
    package init() {}
}
