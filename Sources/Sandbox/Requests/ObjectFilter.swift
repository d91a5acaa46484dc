// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// The label and field selectors of a list or watch.
struct ObjectFilter: Sendable {
    var labels = LabelSelector()
    var fields: [FieldRequirement] = []

    /// One condition on one field.
    struct FieldRequirement: Sendable, Hashable {
        var path: String
        var value: String
        var isNegated: Bool
    }

    var isEmpty: Bool { labels.requirements.isEmpty && fields.isEmpty }

    /// Reads the query; `supported` are the fields that the kind can be selected by.
    init(_ request: APIRequest, type: ResourceType) throws(StatusFailure) {
        if let text = request["labelSelector"] {
            do throws(LabelSelector.SyntaxError) {
                labels = try LabelSelector(parsing: text)
            } catch {
                throw .badRequest(Self.words(error.message))
            }
        }
        for part in (request["fieldSelector"] ?? "").split(separator: ",") {
            guard part.contains("=") else {
                throw .badRequest("invalid selector: '\(part)'; can't understand '\(part)'")
            }
            let isNegated = part.contains("!=")
            let sides = part.split(separator: "=", omittingEmptySubsequences: true)
            guard let left = sides.first else { continue }
            let name = String(isNegated ? left.dropLast() : left)
            let path = request.version?.selected(name) ?? name
            guard Self.supported(type).contains(path) else {
                throw .badRequest(
                    Self.hasOwnFields(type)
                        ? "field label not supported: \(name)"
                        : "\"\(name)\" is not a known field selector: only \"metadata.name\", "
                            + "\"metadata.namespace\""
                )
            }
            let value = sides.count > 1 ? String(sides[1]) : ""
            fields.append(FieldRequirement(path: path, value: value, isNegated: isNegated))
        }
    }

    /// A name that cannot be one gets the rule; everything else the parser's own words.
    private static func words(_ message: String) -> String {
        if message.hasSuffix("expected: ',' or ')'") { return "unable to parse requirement: \(message)" }
        guard let match = message.wholeMatch(of: /found '(.+)', expected: identifier/) else { return message }
        return
            "unable to parse requirement: <nil>: Invalid value: \"\(match.1)\": name part \(Format.keyRule)"
    }

    private static func hasOwnFields(_ type: ResourceType) -> Bool {
        type.type.group.isEmpty && supported(type) != ["metadata.name", "metadata.namespace"]
            || type == .jobs
    }

    private static func supported(_ type: ResourceType) -> Set<String> {
        switch type {
        case .pods:
            [
                "metadata.name", "metadata.namespace", "spec.nodeName", "spec.restartPolicy",
                "spec.schedulerName",
                "spec.serviceAccountName", "spec.hostNetwork", "status.phase", "status.podIP",
                "status.nominatedNodeName",
            ]
        case .events:
            [
                "metadata.name", "metadata.namespace", "involvedObject.kind", "involvedObject.namespace",
                "involvedObject.name", "involvedObject.uid", "involvedObject.apiVersion",
                "involvedObject.resourceVersion", "involvedObject.fieldPath", "reason", "reportingComponent",
                "source",
                "type",
            ]
        case .secrets: ["metadata.name", "metadata.namespace", "type"]
        case .namespaces: ["metadata.name", "status.phase"]
        case .nodes: ["metadata.name", "spec.unschedulable"]
        case .jobs: ["metadata.name", "metadata.namespace", "status.successful"]
        case .replicaSets: ["metadata.name", "metadata.namespace", "status.replicas"]
        case .services: ["metadata.name", "metadata.namespace", "spec.clusterIP", "spec.type"]
        default: ["metadata.name", "metadata.namespace"]
        }
    }

    func matches(_ object: StoredObject) -> Bool {
        if !labels.requirements.isEmpty, !labels.matches(object.labels) { return false }
        return fields.allSatisfy { requirement in
            let text =
                switch Self.value(of: requirement.path, in: .object(object.json)) {
                case .string(let text): text
                case .integer(let number): String(number)
                case .bool(let flag): String(flag)
                default: ""
                }
            return (text == requirement.value) != requirement.isNegated
        }
    }

    /// What an object is selected by: the field of the path, or what the server makes of others for it.
    private static func value(of path: String, in object: JSONValue) -> JSONValue? {
        switch path {
        case "source":
            let component = object[path: "source", "component"] ?? ""
            return component == "" ? object["reportingComponent"] : component
        case "status.successful": return object[path: "status", "succeeded"] ?? 0
        case "spec.hostNetwork", "spec.unschedulable":
            return object[path: "spec", String(path.dropFirst("spec.".count))] ?? false
        default: return path.split(separator: ".").reduce(JSONValue?.some(object)) { $0?[String($1)] }
        }
    }
}
