// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

extension KubernetesObject {
    /// Why an object that is wanted has to go and to be made again; `nil` for what can be changed as it is.
    ///
    /// A deletion is never taken back, and a Job that has failed is never tried again: whoever deploys it once more wants
    /// just that.
    var reasonToGo: String? {
        if isBeingDeleted { return "\(departure); it is made again once it is gone" }
        return hasFailedAsJob ? "it has failed; it is deleted and made anew" : nil
    }

    /// Whether it is a claim that goes as soon as the pods do that a deploy would wait to write: that would not end.
    var isClaimInUse: Bool {
        guard isBeingDeleted, kind == "PersistentVolumeClaim" else { return false }
        let finalizers = self[metadata: "finalizers"]?.array ?? []
        return finalizers.contains { $0.string == "kubernetes.io/pvc-protection" }
    }

    /// Whether it is a Job that has come to its end without success.
    var hasFailedAsJob: Bool {
        kind == "Job" && !hasController
            && (self["status"]?["conditions"]?.array ?? []).contains {
                $0["type"]?.string == "Failed" && $0["status"]?.string == "True"
            }
    }
}
