// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// Objects as rows, the form in which `kubectl get` asks for them.
struct ObjectTable: Sendable {
    var type: ResourceType
    /// The version of the objects behind the rows, where it is not the one that is stored.
    var version: ConvertedVersion?
    var now: Timestamp

    /// One column.
    struct Column: Sendable {
        var name: String
        var type = "string"
        var format = ""
        /// 0 is shown always, 1 with `-o wide` only.
        var priority = 0
    }

    /// Refuses a policy for the objects behind the rows that there is not.
    static func check(_ includeObject: String?) throws(StatusFailure) {
        guard let includeObject, !["None", "Metadata", "Object"].contains(includeObject) else { return }
        throw .badRequest(
            "Unable to convert to Table as requested: includeObject: Invalid value: \"\(includeObject)\": must be "
                + "'Metadata', 'Object', 'None', or empty"
        )
    }

    /// The table of some objects.
    func json(_ objects: [JSONValue], metadata: JSONObject, _ includeObject: String?) -> JSONValue {
        let columns = TableColumns.columns(of: type)
        let rows = objects.map { object -> JSONValue in
            let carried: JSONValue? =
                switch includeObject ?? "Metadata" {
                case "None": .null
                case "Object": version?.fromStored(object) ?? object
                default: Cluster.metadataOnly(version?.fromStored(object) ?? object)
                }
            return ["cells": .array(TableColumns.cells(object, type: type, now: now)), "object": carried]
        }
        return [
            "kind": "Table", "apiVersion": "meta.k8s.io/v1", "metadata": .object(metadata),
            "columnDefinitions": .array(
                columns.map { column in
                    [
                        "name": .string(column.name), "type": .string(column.type),
                        "format": .string(column.format), "description": "",
                        "priority": .integer(Int64(column.priority)),
                    ]
                }
            ), "rows": .array(rows),
        ]
    }
}
