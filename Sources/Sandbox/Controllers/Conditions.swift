// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

/// The conditions of a status.
enum Conditions {
    static func find(_ type: String, in status: JSONValue) -> JSONValue? {
        (status["conditions"]?.elements ?? []).first { $0["type"]?.string == type }
    }

    /// Sets a condition as the workload controllers do: unchanged ones stay, changed ones go to the end.
    static func set(_ condition: Condition, in status: inout JSONValue, at time: String) {
        let old = find(condition.type, in: status)
        if let old, old["status"]?.string == condition.status, old["reason"]?.string == condition.reason,
            old["message"]?.string == condition.message, !condition.isProgress
        {
            return
        }
        let sameStatus = old?["status"]?.string == condition.status
        let others = (status["conditions"]?.elements ?? []).filter { $0["type"]?.string != condition.type }
        let entry: JSONValue = [
            "type": .string(condition.type), "status": .string(condition.status),
            "lastProbeTime": condition.hasProbeTime ? .string(time) : nil,
            "lastUpdateTime": condition.hasUpdateTime ? .string(time) : nil,
            "lastTransitionTime": (sameStatus ? old?["lastTransitionTime"] : nil) ?? .string(time),
            "reason": condition.reason.isEmpty ? nil : .string(condition.reason),
            "message": condition.message.isEmpty ? nil : .string(condition.message),
        ]
        status["conditions"] = .array(others + [entry])
    }

    static func remove(_ type: String, from status: inout JSONValue) {
        let others = (status["conditions"]?.elements ?? []).filter { $0["type"]?.string != type }
        status["conditions"] = others.isEmpty ? nil : .array(others)
    }
}

/// A condition to set.
struct Condition: Sendable {
    var type: String
    var status: String
    var reason: String = ""
    var message: String = ""
    /// Deployments also say when they last looked.
    var hasUpdateTime = false
    /// Jobs say when they were last probed, which is when the condition was set.
    var hasProbeTime = false
    /// Whether the time of the last update moves although nothing else changes.
    var isProgress = false
}
