// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Documents

/// One environment variable of a container.
package struct EnvVariable: Emittable {
    /// Where the value of a variable comes from.
    package enum Value: Sendable, Hashable {
        case text(String)
        case secretKey(secret: String, key: String, isOptional: Bool = false)
        /// A field of the pod itself, such as `metadata.name`.
        case field(String)
        /// A limit or request of the container, such as `limits.memory`.
        case resource(String)
    }

    /// The name, as the process sees it.
    package var name: String
    /// Where the value comes from: a text, or something that the kubelet looks up at start.
    package var value: Value

    /// A variable with its source.
    package init(_ name: String, _ value: Value) {
        self.name = name
        self.value = value
    }

    /// The fields that are set.
    package var json: JSONObject {
        switch value {
        case .text(let text): ["name": .string(name), "value": .string(text)]
        case .secretKey(let secret, let key, let isOptional):
            [
                "name": .string(name),
                "valueFrom": [
                    "secretKeyRef": [
                        "name": .string(secret), "key": .string(key), "optional": .when(isOptional, true),
                    ]
                ],
            ]
        case .field(let path):
            ["name": .string(name), "valueFrom": ["fieldRef": ["fieldPath": .string(path)]]]
        case .resource(let resource):
            ["name": .string(name), "valueFrom": ["resourceFieldRef": ["resource": .string(resource)]]]
        }
    }
}

/// A whole ConfigMap or Secret as environment.
package enum EnvSource: Emittable, Hashable {
    case configMap(String)
    case secret(String, isOptional: Bool = false)

    /// The reference to the whole object.
    package var json: JSONObject {
        switch self {
        case .configMap(let name): ["configMapRef": ["name": .string(name)]]
        case .secret(let name, let isOptional):
            ["secretRef": ["name": .string(name), "optional": .when(isOptional, true)]]
        }
    }
}
