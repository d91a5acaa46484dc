// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Documents

/// How the kubelet looks after a container.
package struct ProbeSpec: Emittable {
    /// What it does.
    package enum Action: Sendable, Hashable {
        case httpGet(path: String, port: IntOrString)
        case tcpSocket(port: IntOrString)
        case grpc(port: Int)
        case exec([String])
    }

    /// What it does.
    package var action: Action
    /// How long to wait before the first, in seconds.
    package var initialDelaySeconds: Int?
    /// How often, in seconds.
    package var periodSeconds: Int?
    /// How long an answer may take, in seconds.
    package var timeoutSeconds: Int?
    /// How many in a row make a failure.
    package var failureThreshold: Int?

    /// Probes with an action; the rest is set afterwards.
    package init(_ action: Action) {
        self.action = action
    }

    /// The fields that are set.
    package var json: JSONObject {
        var json: JSONObject
        switch action {
        case .httpGet(let path, let port): json = ["httpGet": ["path": .string(path), "port": port.json]]
        case .tcpSocket(let port): json = ["tcpSocket": ["port": port.json]]
        case .grpc(let port): json = ["grpc": ["port": .integer(Int64(port))]]
        case .exec(let command): json = ["exec": ["command": .optional(command)]]
        }
        json["initialDelaySeconds"] = .optional(initialDelaySeconds)
        json["periodSeconds"] = .optional(periodSeconds)
        json["timeoutSeconds"] = .optional(timeoutSeconds)
        json["failureThreshold"] = .optional(failureThreshold)
        return json
    }
}
