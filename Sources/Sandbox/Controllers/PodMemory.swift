// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes

/// What the make-believe kubelet remembers of a pod between two looks.
struct PodMemory: Sendable {
    /// Where the containers are.
    enum Stage: Sendable, Hashable {
        case assigned
        case creating
        case pullFailed
        case pullBackOff
        case configError
        case running
        case ready
        case crashed
        case finished
        case stopping
    }

    var stage: Stage = .assigned
    /// When the next step is due; `nil` when nothing happens by itself.
    var due: Timestamp?
    var startedAt: Timestamp?
    var restarts = 0
    var address = ""
    /// How often pulling the image failed.
    var pullFailures = 0
}
