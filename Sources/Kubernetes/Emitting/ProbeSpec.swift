// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Documents

/// A question that the kubelet asks a container again and again.
package struct ProbeSpec: Emittable {
    /// What the kubelet does to ask.
    package enum Action: Sendable, Hashable {
        case httpGet(path: String, port: IntOrString)
        case tcpSocket(port: IntOrString)
        case grpc(port: Int)
        case exec([String])
    }

    /// What the kubelet does to ask.
    package var action: Action
    /// The wait before the first question, in seconds; a server takes 0.
    package var initialDelaySeconds: Int?
    /// The time between two questions, in seconds; a server takes 10.
    package var periodSeconds: Int?
    /// How long an answer may take, in seconds; a server takes 1.
    package var timeoutSeconds: Int?
    /// How many misses in a row make a failure; a server takes 3.
    package var failureThreshold: Int?

    /// Asks in one way; the rest is set afterwards.
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
