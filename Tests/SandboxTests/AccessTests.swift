// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import HTTP
import HTTPTypes
import Kubernetes
import Sandbox
import Testing

@Suite struct AccessTests {
    private let server: SandboxServer
    private let transport: InProcessTransport

    init() async throws {
        var options = SandboxOptions()
        options.accounts = [
            SandboxAccount(token: "root", name: "root", groups: ["system:masters"]),
            SandboxAccount(token: "ada", name: "ada", groups: ["team"]),
        ]
        server = SandboxServer(options: options, clock: .manual(Timestamp(seconds: 1_800_000_000)))
        transport = InProcessTransport(server)
    }

    private func send(
        _ method: String,
        _ path: String,
        as token: String?,
        _ body: JSONValue? = nil,
        impersonating user: String? = nil
    ) async throws -> (status: Int, body: JSONValue) {
        var request = HTTPRequest(
            method: HTTPRequest.Method(rawValue: method) ?? .get,
            scheme: "http",
            authority: "sandbox",
            path: path
        )
        request.headerFields[.accept] = "application/json"
        if let token { request.headerFields[.authorization] = "Bearer \(token)" }
        if let user, let name = HTTPField.Name("Impersonate-User") { request.headerFields[name] = user }
        if body != nil { request.headerFields[.contentType] = "application/json" }
        let reply = try await transport.send(request, body: body?.bytes() ?? [])
        return (reply.head.status.code, try JSONReader.read(reply.body))
    }

    private func grant(_ role: String, to group: String, in namespace: String) async throws {
        let binding: JSONValue = [
            "metadata": ["name": "team"], "roleRef": ["kind": "ClusterRole", "name": .string(role)],
            "subjects": [["kind": "Group", "name": .string(group)]],
        ]
        let path = "/apis/rbac.authorization.k8s.io/v1/namespaces/\(namespace)/rolebindings"
        let made = try await send("POST", path, as: "root", binding)
        #expect(made.status == 201)
    }

    @Test func anUnknownTokenIsNobodyAndNoTokenIsAnonymous() async throws {
        let wrong = try await send("GET", "/api/v1/pods", as: "wrong")
        #expect(wrong.status == 401)
        #expect(wrong.body["reason"] == "Unauthorized")
        let none = try await send("GET", "/api/v1/pods", as: nil)
        #expect(none.status == 403)
        #expect(
            none.body["message"]
                == "pods is forbidden: User \"system:anonymous\" cannot list resource \"pods\" in API group \"\" at the cluster scope"
        )
        #expect(try await send("GET", "/version", as: nil).status == 200)
    }

    @Test func aRoleAllowsWhatItSaysWhereItSays() async throws {
        let maps = "/api/v1/namespaces/default/configmaps"
        #expect(try await send("GET", maps, as: "ada").status == 403)
        try await grant("edit", to: "team", in: "default")
        #expect(try await send("GET", maps, as: "ada").status == 200)
        #expect(try await send("POST", maps, as: "ada", ["metadata": ["name": "a"]]).status == 201)
        #expect(try await send("GET", "/api/v1/namespaces/kube-system/configmaps", as: "ada").status == 403)
        #expect(try await send("GET", "/api/v1/nodes", as: "ada").status == 403)
    }

    @Test func anApplyThatCreatesNeedsTheRightToCreate() async throws {
        let role: JSONValue = [
            "metadata": ["name": "patcher"],
            "rules": [["verbs": ["patch"], "apiGroups": [""], "resources": ["configmaps"]]],
        ]
        #expect(
            try await send("POST", "/apis/rbac.authorization.k8s.io/v1/clusterroles", as: "root", role).status
                == 201
        )
        try await grant("patcher", to: "team", in: "default")
        var request = HTTPRequest(
            method: .patch,
            scheme: "http",
            authority: "sandbox",
            path: "/api/v1/namespaces/default/configmaps/new?fieldManager=ada"
        )
        request.headerFields[.authorization] = "Bearer ada"
        request.headerFields[.contentType] = "application/apply-patch+yaml"
        let reply = try await transport.send(request, body: Sample.configMap("new", [:]).bytes())
        #expect(reply.head.status.code == 403)
        #expect(String(decoding: reply.body, as: UTF8.self).contains("cannot create resource"))
    }

    @Test func reviewsAnswerLikeTheRequestsThemselves() async throws {
        try await grant("view", to: "team", in: "default")
        func may(_ verb: String, _ resource: String) async throws -> JSONValue? {
            let review: JSONValue = [
                "spec": [
                    "resourceAttributes": [
                        "namespace": "default", "verb": .string(verb), "resource": .string(resource),
                    ]
                ]
            ]
            let path = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews"
            return try await send("POST", path, as: "ada", review).body[path: "status", "allowed"]
        }
        #expect(try await may("list", "pods") == true)
        #expect(try await may("delete", "pods") == false)
        #expect(try await may("get", "secrets") == false)
    }

    @Test func onlyWhoMayImpersonateDoes() async throws {
        let maps = "/api/v1/namespaces/default/configmaps"
        let asGuest = try await send("GET", maps, as: "root", impersonating: "guest")
        #expect(asGuest.status == 403)
        #expect(asGuest.body["message"]?.string?.contains("User \"guest\" cannot list") == true)
        #expect(try await send("GET", maps, as: "ada", impersonating: "root").status == 403)
    }
}
