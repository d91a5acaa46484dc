// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

/// The conditions and container statuses of a pod, as a kubelet writes them.
enum PodStatus {
    /// Sets a condition in place; the transition time moves only with the status.
    static func set(
        _ type: String,
        _ value: String,
        in status: inout JSONValue,
        at time: String,
        reason: String? = nil,
        message: String? = nil
    ) {
        var conditions = status["conditions"]?.elements ?? []
        let index = conditions.firstIndex { $0["type"]?.string == type }
        let old = index.map { conditions[$0] }
        let entry: JSONValue = [
            "type": .string(type), "status": .string(value), "lastProbeTime": .null,
            "lastTransitionTime": (old?["status"]?.string == value ? old?["lastTransitionTime"] : nil)
                ?? .string(time),
            "reason": reason.map { .string($0) }, "message": message.map { .string($0) },
        ]
        if let index { conditions[index] = entry } else { conditions.append(entry) }
        status["conditions"] = .array(conditions)
    }

    /// Sets all conditions that follow from the containers.
    static func setReadiness(
        _ isReady: Bool,
        containers: [String],
        in status: inout JSONValue,
        at time: String
    ) {
        let value = isReady ? "True" : "False"
        let message = isReady ? nil : "containers with unready status: [\(containers.joined(separator: " "))]"
        for type in ["Ready", "ContainersReady"] {
            set(
                type,
                value,
                in: &status,
                at: time,
                reason: isReady ? nil : "ContainersNotReady",
                message: message
            )
        }
    }

    /// Puts a condition behind the others: a kubelet lists its own first.
    static func moveToEnd(_ type: String, in status: inout JSONValue) {
        let conditions = status["conditions"]?.elements ?? []
        let (moved, rest) = (
            conditions.filter { $0["type"]?.string == type }, conditions.filter { $0["type"]?.string != type }
        )
        status["conditions"] = .array(rest + moved)
    }

    static func waiting(_ reason: String, _ message: String? = nil) -> JSONValue {
        ["waiting": ["reason": .string(reason), "message": message.map { .string($0) }]]
    }
}
