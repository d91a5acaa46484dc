// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes
import KubernetesClient

/// What an object would be made with, told apart by a fingerprint of all that a plan may show of it.
///
/// The fingerprint is made only for who asks, which is a plan that is saved or held against a saved one.
package struct PlannedContent: Sendable, Hashable {
    private enum Form: Sendable {
        /// Not to be seen: it holds all values.
        case object(Redacted<KubernetesObject>)
        case recorded(String)
    }

    private let form: Form

    /// The content of an object that is yet to be made.
    init(of object: KubernetesObject) {
        form = .object(Redacted(object))
    }

    /// The content that a saved plan tells of.
    init(fingerprint: String) {
        form = .recorded(fingerprint)
    }

    /// No value of a Secret is in it, and no literal under a telling name.
    package var fingerprint: String {
        switch form {
        case .object(let object): object.secret.shownContent
        case .recorded(let fingerprint): fingerprint
        }
    }

    /// Whether two would not be told apart.
    package static func == (left: Self, right: Self) -> Bool { left.fingerprint == right.fingerprint }

    /// Hashes the fingerprint.
    package func hash(into hasher: inout Hasher) { hasher.combine(fingerprint) }
}
