// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

extension KubernetesObject {
    /// Whether something else made it and looks after it, as a CronJob does with its Jobs.
    package var hasController: Bool { controller != nil }

    /// Whether its controller has this UID.
    package func isControlled(by uid: String?) -> Bool {
        uid.map { isControlled(byAny: [$0]) } ?? false
    }

    /// Whether its controller is one of these, by their UIDs.
    package func isControlled(byAny uids: Set<String>) -> Bool {
        controller?["uid"]?.string.map(uids.contains) ?? false
    }

    /// The owner that looks after it; the API lets there be one.
    private var controller: JSONValue? {
        self[metadata: "ownerReferences"]?.array?.first { $0["controller"]?.bool == true }
    }
}
