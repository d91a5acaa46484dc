// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import HTTPTypes
import Kubernetes

extension Cluster {
    /// Answers what is not about objects: health, version, discovery, schemas.
    func answerWithoutResource(_ request: APIRequest) throws(StatusFailure) -> APIResponse? {
        let path = request.path.hasSuffix("/") ? String(request.path.dropLast()) : request.path
        let segments = path.split(separator: "/").map(String.init)
        switch (segments.first, segments.count) {
        case ("healthz", _), ("livez", _), ("readyz", _): return try onlyGet(request, .text(200, "ok"))
        case ("version", 1): return try onlyGet(request, .json(200, version))
        case ("openapi", _): return try onlyGet(request, openAPI(segments, request))
        case ("api", 1):
            return try onlyGet(request, wantsAggregated(request) ? aggregated(core: true) : legacyCore)
        case ("apis", 1):
            return try onlyGet(request, wantsAggregated(request) ? aggregated(core: false) : legacyGroups)
        case ("api", 2):
            guard segments[1] == "v1" else { throw .noSuchResource }
            return try onlyGet(request, resources(group: "", version: "v1"))
        case ("apis", 2):
            guard let group = groups.first(where: { $0.name == segments[1] }) else { return .pageNotFound }
            return try onlyGet(request, .json(200, group.json(withKind: true)))
        case ("apis", 3):
            guard let group = groups.first(where: { $0.name == segments[1] }) else { return .pageNotFound }
            guard group.versions.contains(segments[2]) else { throw .noSuchResource }
            return try onlyGet(request, resources(group: segments[1], version: segments[2]))
        case (nil, _):
            return try onlyGet(
                request,
                .json(
                    200,
                    [
                        "paths": [
                            "/api", "/api/v1", "/apis", "/healthz", "/livez", "/openapi/v2",
                            "/openapi/v3", "/readyz", "/version",
                        ]
                    ]
                )
            )
        default: return nil
        }
    }

    private func onlyGet(_ request: APIRequest, _ response: APIResponse) throws(StatusFailure) -> APIResponse
    {
        guard request.method == "GET" else { throw .methodNotAllowed }
        return response
    }

    private var version: JSONValue {
        let numbers = options.version.drop { !$0.isNumber }.split(separator: ".")
        return [
            "major": .string(String(numbers.first ?? "1")),
            "minor": .string(String(numbers.dropFirst().first ?? "0")),
            "gitVersion": .string(options.version), "gitCommit": "sandbox", "gitTreeState": "clean",
            "buildDate": "1970-01-01T00:00:00Z", "goVersion": "none", "compiler": "swift",
            "platform": "linux/amd64",
        ]
    }

    private func wantsAggregated(_ request: APIRequest) -> Bool {
        request.accept.contains("g=apidiscovery.k8s.io") && request.accept.contains("v=v2;")
            || request.accept.contains("v=v2,") || request.accept.hasSuffix("v=v2")
    }

    /// The groups but the core one, in the order of their names.
    var groups: [APIGroup] {
        var versions: [String: [String]] = [:]
        for type in servedTypes where !type.type.group.isEmpty {
            if !(versions[type.type.group]?.contains(type.type.version) ?? false) {
                versions[type.type.group, default: []].append(type.type.version)
            }
        }
        return versions.sorted { $0.key < $1.key }.map { APIGroup(name: $0.key, versions: $0.value) }
    }

    private var legacyCore: APIResponse {
        .json(200, ["kind": "APIVersions", "versions": ["v1"], "serverAddressByClientCIDRs": []])
    }

    private var legacyGroups: APIResponse {
        .json(
            200,
            [
                "kind": "APIGroupList", "apiVersion": "v1",
                "groups": .array(groups.map { $0.json(withKind: false) }),
            ]
        )
    }

    private func resources(group: String, version: String) -> APIResponse {
        let apiVersion = group.isEmpty ? version : "\(group)/\(version)"
        let entries = types(group: group, version: version)
            .flatMap { type -> [JSONValue] in
                [type.discovery]
                    + type.parts.map { part in
                        [
                            "name": .string("\(type.plural)/\(part.name)"), "singularName": "",
                            "namespaced": .bool(type.isNamespaced),
                            "group": part.type.group == group ? nil : .string(part.type.group),
                            "version": part.type.group == group ? nil : .string(part.type.version),
                            "kind": .string(part.type.kind), "verbs": .array(part.verbs.map { .string($0) }),
                        ]
                    }
            }
        return .json(
            200,
            [
                "kind": "APIResourceList", "apiVersion": "v1", "groupVersion": .string(apiVersion),
                "resources": .array(entries),
            ]
        )
    }

    /// The resources of a group in the order of their names, in which `kubectl get all` shows them.
    private func types(group: String, version: String) -> [ResourceType] {
        servedTypes.filter { $0.type.group == group && $0.type.version == version }
            .sorted { $0.plural < $1.plural }
    }

    private func aggregated(core: Bool) -> APIResponse {
        let shown = core ? [APIGroup(name: "", versions: ["v1"])] : groups
        let items = shown.map { group -> JSONValue in
            let versions = group.versions.map { version -> JSONValue in
                let resources = types(group: group.name, version: version).map(\.aggregatedDiscovery)
                return ["version": .string(version), "resources": .array(resources), "freshness": "Current"]
            }
            return [
                "metadata": [
                    "name": group.name.isEmpty ? nil : .string(group.name), "creationTimestamp": .null,
                ],
                "versions": .array(versions),
            ]
        }
        let list: JSONValue = [
            "kind": "APIGroupDiscoveryList", "apiVersion": "apidiscovery.k8s.io/v2", "metadata": [:],
            "items": .array(items),
        ]
        return .reply(
            .init(
                status: 200,
                contentType: "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList",
                body: list.bytes()
            )
        )
    }
}

/// A group of kinds and its versions, the preferred one first.
struct APIGroup: Sendable {
    var name: String
    var versions: [String]

    func json(withKind: Bool) -> JSONValue {
        let list = versions.map { version -> JSONValue in
            ["groupVersion": .string("\(name)/\(version)"), "version": .string(version)]
        }
        return [
            "kind": withKind ? "APIGroup" : nil, "apiVersion": withKind ? "v1" : nil, "name": .string(name),
            "versions": .array(list), "preferredVersion": list.first,
        ]
    }
}
