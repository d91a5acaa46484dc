// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Kubernetes
import Manifest

extension Rule {
    static let danglingBackend = Rule(
        id: "dangling-backend",
        severity: .warning,
        family: .kubernetes,
        summary: "an Ingress or HTTPRoute leads to a Service or port that is not there",
        rationale: """
            Such a route answers 503 to everybody. A port that the Service does not have is an error; a Service that is not among \
            the files is a warning, as it may live elsewhere. Without any Service among the files nothing is said.
            """,
        examples: Examples(
            clean: [Examples.documents(service, ingress(name: "web", port: "{ number: 80 }"))],
            flagged: [
                Examples.documents(service, ingress(name: "⟪wep⟫", port: "{ number: 80 }")),
                Examples.documents(service, ingress(name: "web", port: "{ number: ⟪8080⟫ }")),
                Examples.documents(service, ingress(name: "web", port: "{ name: ⟪grpc⟫ }")),
            ]
        ),
        source: .objects { context in
            let services = context.objects.filter { $0.isKind("Service", of: "") }
            guard !services.isEmpty else { return [] }
            let names = services.map(\.name)
            return context.objects.flatMap { object in
                backends(of: object).compactMap {
                    danglingBackend($0, of: object, names, in: context)
                }
            }
        }
    )

    private static let service = Examples.object(
        "v1",
        "Service",
        "web",
        "spec:\n  ports:\n    - { name: http, port: 80 }"
    )

    private static func ingress(name: String, port: String) -> String {
        Examples.object(
            "networking.k8s.io/v1",
            "Ingress",
            "web",
            "spec:\n  defaultBackend:\n    service:\n      name: \(name)\n      port: \(port)"
        )
    }

    /// One way out of a route.
    private struct Backend {
        var name: YAMLNode
        var port: YAMLNode?
    }

    private static func backends(of object: LintedObject) -> [Backend] {
        let spec = object.node["spec"]
        switch (object.type.group, object.type.kind) {
        case ("networking.k8s.io", "Ingress"):
            let paths = (spec?["rules"]?.elements ?? []).flatMap { $0.at("http", "paths")?.elements ?? [] }
            let all = paths.compactMap { $0["backend"] } + [spec?["defaultBackend"]].compactMap(\.self)
            return all.compactMap { $0["service"] }.compactMap { service in
                service.at("name").map {
                    Backend(name: $0, port: service.at("port", "number") ?? service.at("port", "name"))
                }
            }
        case ("gateway.networking.k8s.io", "HTTPRoute"), ("gateway.networking.k8s.io", "GRPCRoute"):
            let rules = (spec?["rules"]?.elements ?? []).flatMap { $0["backendRefs"]?.elements ?? [] }
            return rules.compactMap { reference in
                guard reference["kind"]?.text ?? "Service" == "Service", reference["namespace"] == nil,
                    (reference["group"]?.text ?? "").isEmpty, let name = reference.at("name")
                else { return nil }
                return Backend(name: name, port: reference.at("port"))
            }
        default: return []
        }
    }

    private static func danglingBackend(
        _ backend: Backend,
        of object: LintedObject,
        _ names: [String],
        in context: ObjectContext
    ) -> Finding? {
        let name = backend.name.text ?? ""
        let services = context.objects("Service", named: name, near: object)
        guard !services.isEmpty else {
            let near = Spelling.suggestion(for: name, among: Set(names).sorted())
            return Finding(
                "\(object.phrase) leads to the Service `\(name)`, which is not among these files",
                at: backend.name.span,
                "not found",
                help: near.map { "did you mean `\($0)`?" } ?? "add it, or accept this if it lives elsewhere",
                object: object
            )
        }
        guard let port = backend.port, let text = port.text else { return nil }
        let ports = services.flatMap { $0.node.at("spec", "ports")?.elements ?? [] }
        let field = port.integer == nil ? "name" : "port"
        guard !ports.contains(where: { $0[field]?.text == text }),
            !services.contains(where: { $0.node.at("spec", "type")?.text == "ExternalName" })
        else { return nil }
        return Finding(
            "the Service `\(name)` has no port `\(text)`",
            at: port.span,
            "not found",
            severity: .error,
            secondary: [.init(services[0].nameSpan, "the Service")],
            notes: ports.isEmpty
                ? [] : ["its ports are \(ports.compactMap { $0[field]?.text }.joined(separator: ", "))"],
            help: "name a port of the Service",
            object: object
        )
    }
}
