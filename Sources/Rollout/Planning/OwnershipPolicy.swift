// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes

/// Decides what to do about a field that somebody else owns.
enum OwnershipPolicy {
    /// What kind of owner a manager is.
    ///
    /// The Horizontal Pod Autoscaler writes as `kube-controller-manager` through the scale subresource; everything
    /// that kubectl does carries its name.
    static func owner(manager: String, subresource: String?, field: String) -> OwnedField.Owner {
        if manager == FieldManager.msctl || manager.hasPrefix("\(FieldManager.msctl)-") { return .ourselves }
        if isAutoscaler(manager, subresource: subresource), field == ".spec.replicas" { return .autoscaler }
        if manager.hasPrefix("kubectl") || manager.hasPrefix("k9s") || manager == "dashboard" {
            return .person
        }
        return .tool
    }

    /// Whether a manager changes the scale of workloads, or what they may use, of its own accord.
    static func isAutoscaler(_ manager: String, subresource: String?) -> Bool {
        if manager == FieldManager.controllers { return subresource == "scale" }
        let word = manager.lowercased()
        return word.contains("autoscaler") || word.hasPrefix("keda") || word.hasPrefix("vpa-")
    }
}

extension OwnedField {
    /// Whether it is the number of replicas as the cluster's own autoscaler has set it.
    var isHorizontalAutoscalers: Bool { owner == .autoscaler && manager == FieldManager.controllers }

    /// The name that the value of a field stands under: of `….env[name="TOKEN"].value` that of the variable.
    static func name(in field: String) -> String? {
        let last = field.split(separator: ".").last.map(String.init)
        guard last == "value" else { return last }
        let element = field.dropLast(".value".count)
        guard element.hasSuffix("\"]"), let start = element.lastIndex(of: "=") else { return last }
        return String(element[element.index(start, offsetBy: 2)...].dropLast(2))
    }
}
