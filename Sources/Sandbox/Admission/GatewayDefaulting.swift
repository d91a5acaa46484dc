// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

/// The defaults that the Gateway API's definitions carry.
enum GatewayDefaulting {
    static func route(_ object: inout JSONValue) {
        object.update("spec") { spec in
            spec.update(
                "parentRefs",
                each { parent in
                    parent.fill("group", "gateway.networking.k8s.io")
                    parent.fill("kind", "Gateway")
                }
            )
            spec.fill("rules", [["matches": [["path": ["type": "PathPrefix", "value": "/"]]]]])
            spec.update(
                "rules",
                each { rule in
                    rule.fill("matches", [["path": ["type": "PathPrefix", "value": "/"]]])
                    rule.update(
                        "matches",
                        each { match in
                            match.fill("path", ["type": "PathPrefix", "value": "/"])
                            match.update("path") { path in
                                path.fill("type", "PathPrefix")
                                path.fill("value", "/")
                            }
                        }
                    )
                    rule.update(
                        "backendRefs",
                        each { backend in
                            backend.fill("group", "")
                            backend.fill("kind", "Service")
                            backend.fill("weight", 1)
                        }
                    )
                }
            )
        }
    }

    private static func each(_ change: @escaping (inout JSONValue) -> Void) -> (inout JSONValue) -> Void {
        { list in
            list = .array(
                list.elements.map { element in
                    var element = element
                    change(&element)
                    return element
                }
            )
        }
    }
}
