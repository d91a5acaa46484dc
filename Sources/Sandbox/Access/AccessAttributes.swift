// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// What somebody wants to do, in the terms of roles.
struct AccessAttributes: Sendable, Hashable {
    var verb: String
    var group = ""
    var resource = ""
    var subresource = ""
    var namespace = ""
    var name = ""
    /// The path of what is no resource; empty for resources.
    var path = ""

    /// Reads a request; creating names no object yet.
    init(_ request: APIRequest) {
        guard let target = ResourcePath(parsing: request.path) else {
            verb = request.method.lowercased()
            path = request.path
            return
        }
        let name = target.name ?? ""
        switch request.method {
        case "POST": verb = "create"
        case "PUT": verb = "update"
        case "PATCH": verb = "patch"
        case "DELETE": verb = name.isEmpty ? "deletecollection" : "delete"
        case _ where request.flag("watch"): verb = "watch"
        default: verb = name.isEmpty ? "list" : "get"
        }
        group = target.group
        resource = target.plural
        subresource = target.subresource ?? ""
        namespace = target.namespace ?? ""
        if target.group.isEmpty, target.plural == ResourceType.namespaces.plural { namespace = name }
        self.name = name
    }

    /// Reads the question of an access review; `nil` when it asks about nothing.
    init?(review spec: JSONValue) {
        if let resource = spec["resourceAttributes"] {
            verb = resource["verb"]?.string ?? ""
            group = resource["group"]?.string ?? ""
            self.resource = resource["resource"]?.string ?? ""
            subresource = resource["subresource"]?.string ?? ""
            namespace = resource["namespace"]?.string ?? ""
            name = resource["name"]?.string ?? ""
        } else if let other = spec["nonResourceAttributes"] {
            verb = other["verb"]?.string ?? ""
            path = other["path"]?.string ?? ""
        } else {
            return nil
        }
    }

    /// `deployments/scale`: how roles name it.
    var fullResource: String { subresource.isEmpty ? resource : "\(resource)/\(subresource)" }
}

extension AccessAttributes {
    /// 403 in a server's words.
    func refusal(of caller: Caller) -> StatusFailure {
        let who = "User \"\(caller.name)\" cannot \(verb)"
        guard path.isEmpty else {
            return StatusFailure(
                code: 403,
                reason: "Forbidden",
                message: "forbidden: \(who) path \"\(path)\"",
                details: [:]
            )
        }
        let qualified = group.isEmpty ? resource : "\(resource).\(group)"
        let object = name.isEmpty ? qualified : "\(qualified) \"\(name)\""
        let place = namespace.isEmpty ? "at the cluster scope" : "in the namespace \"\(namespace)\""
        return StatusFailure(
            code: 403,
            reason: "Forbidden",
            message:
                "\(object) is forbidden: \(who) resource \"\(fullResource)\" in API group \"\(group)\" \(place)",
            details: [
                "name": name.isEmpty ? nil : .string(name), "group": group.isEmpty ? nil : .string(group),
                "kind": .string(resource),
            ]
        )
    }
}
