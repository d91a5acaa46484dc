// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import HTTP
import HTTPTypes
import Kubernetes
import Support
import Testing

@testable import KubernetesClient

/// What users read when something does not work, all of it in two golden files, to be read aloud.
@Suite struct ErrorTextTests {
    private static let marker = "MARKER-7c1e"

    private func text(_ answer: ScriptedTransport.Answer) async -> String {
        var options = ClientOptions(clock: SkippingClock(), random: { 0.5 })
        options.maximumRetries = 0
        let client = ClusterClient(
            transport: ScriptedTransport([answer]),
            address: ServerAddress(scheme: "https", authority: "cluster.example:6443"),
            credentials: FixedCredentials(Credentials(.bearer(Redacted(Self.marker)))),
            options: options
        )
        let object = KubernetesObject(
            type: GroupVersionKind(apiVersion: "v1", kind: "Secret"),
            metadata: ["name": "web", "namespace": "shop"],
            members: ["stringData": ["password": .string(Self.marker)]]
        )
        let error = await failure { () async throws(ClusterError) in try await client.apply(object) }
        var dumped = ""
        dump(error, to: &dumped)
        #expect(!dumped.contains(Self.marker))
        return error.map { "\($0)" } ?? "no error"
    }

    @Test func everyFailureOfARequestReadsWell() async {
        let conflict: JSONObject = [
            "causes": [
                [
                    "reason": "FieldManagerConflict", "field": ".data.password",
                    "message": "conflict with \"helm\" using v1",
                ]
            ]
        ]
        let answers: [(String, ScriptedTransport.Answer)] = [
            ("400", .reply(400, status(400, "BadRequest", "the body is not an object"))),
            ("401", .reply(401, status(401, "Unauthorized", "Unauthorized"))),
            (
                "403",
                .reply(
                    403,
                    status(403, "Forbidden", "secrets \"web\" is forbidden: User \"jo\" cannot patch")
                )
            ),
            (
                "404",
                .reply(
                    404,
                    status(
                        404,
                        "NotFound",
                        "namespaces \"shop\" not found",
                        details: ["kind": "namespaces", "name": "shop"]
                    )
                )
            ),
            ("405", .reply(405, status(405, "MethodNotAllowed", "the server does not allow this method"))),
            ("409 exists", .reply(409, status(409, "AlreadyExists", "secrets \"web\" already exists"))),
            ("409 changed", .reply(409, status(409, "Conflict", "the object has been modified"))),
            (
                "409 owned",
                .reply(409, status(409, "Conflict", "Apply failed with 1 conflict", details: conflict))
            ),
            ("410", .reply(410, status(410, "Expired", "too old resource version: 3 (9)"))),
            ("422", .reply(422, status(422, "Invalid", "Secret \"web\" is invalid: type: Required value"))),
            ("429", .reply(429, status(429, "TooManyRequests", "too many requests"))),
            (
                "429 of a flow schema",
                .reply(429, status(429, "TooManyRequests", "x"), ["X-Kubernetes-PF-FlowSchema-UID": "4f1a"])
            ),
            ("500", .reply(500, status(500, "InternalError", "etcdserver: no leader"))),
            ("502 of a proxy", .text(502, "<html>\n<h1>Bad gateway</h1>")),
            ("504", .reply(504, status(504, "Timeout", "request did not complete within 60s"))),
            ("a reply that is no JSON", .text(200, "<html>")),
            ("no name", .broken(.nameNotResolved)), ("nobody listens", .broken(.connectionRefused)),
            ("wrong certificate", .broken(.tlsFailure)),
            ("certificate of our own that is none", .broken(.identityUnusable)),
            ("broken", .broken(.connectionLost)),
            ("silent", .broken(.timedOut)), ("cancelled", .broken(.cancelled)),
            ("not sent", .broken(.notSent)),
        ]
        var whole = ""
        for (title, answer) in answers { whole += "# \(title)\n\(await text(answer))\n\n" }
        #expect(!whole.contains(Self.marker))
        golden(whole, story: "client-errors", file: "requests.txt")
    }

    /// A question has begun nothing that would go on; whether the server ever answered decides where to look.
    @Test func aQuestionWithoutAnAnswerSaysWhereToLook() async throws {
        let never = client(ScriptedTransport([.broken(.timedOut)]))
        let stranger = await failure { () async throws(ClusterError) in try await never.version() }
        #expect(stranger?.hint?.contains("VPN, proxy or firewall") == true)
        let version: JSONValue = [
            "gitVersion": "v1.36.0", "major": "1", "minor": "36", "platform": "linux/amd64",
        ]
        let once = client(ScriptedTransport([.reply(200, version), .broken(.timedOut)]))
        _ = try await once.version()
        let tired = await failure { () async throws(ClusterError) in try await once.version() }
        #expect(tired?.hint?.contains("it may be overloaded") == true)
    }

    @Test func whoAsksATroubledServerHasBegunNothing() async {
        for answer in [ScriptedTransport.Answer.text(503, "no backend"), .broken(.connectionLost)] {
            var options = ClientOptions(clock: SkippingClock(), random: { 0.5 })
            options.maximumRetries = 0
            let client = ClusterClient(
                transport: ScriptedTransport([answer]),
                address: ServerAddress(scheme: "https", authority: "cluster.example:6443"),
                options: options
            )
            let error = await failure { () async throws(ClusterError) in try await client.version() }
            #expect(error?.hint?.contains("ask again") == true, "\(error?.hint ?? "")")
        }
    }

    /// Where a program gives none, the server has not judged any.
    @Test func whoHasNoCredentialsIsNotSaidToBeRefused() {
        let cause = CredentialError("the exec plugin `aws` is not installed")
        let error = ClusterError(.unauthorized, doing: "listing Pod in shop", cause: cause)
        #expect(
            "\(error)"
                == "listing Pod in shop: no credentials could be had\n  because: the exec plugin `aws` is not installed"
        )
    }

    @Test func everyMistakeInAConfigurationReadsWell() {
        let marker = Self.marker
        let exec =
            "command: a, env: [{name: A, value: \(marker)}], apiVersion: client.authentication.k8s.io/v1"
        let files: [(String, String?)] = [
            ("no file", nil), ("not YAML", "a: [\(marker)"), ("not a mapping", "- \(marker)"),
            ("no current context", "clusters: []"), ("unknown context", "current-context: prod"),
            ("clusters is no list", "clusters: {a: \(marker)}"),
            ("entry without a name", "users: [{user: {token: \(marker)}}]"),
            ("entry that is no mapping", "users: [{name: u, user: \(marker)}]"),
            ("password in the address", kubeconfig(cluster: "server: 'https://jo:\(marker)@one'")),
            ("strange address", kubeconfig(cluster: "server: 'ftp://x'")),
            ("no server", kubeconfig(cluster: "tls-server-name: x")),
            ("no such flag", kubeconfig(cluster: "server: https://x, insecure-skip-tls-verify: perhaps")),
            (
                "authority and no verification",
                kubeconfig(
                    cluster:
                        "server: https://x, certificate-authority-data: QQ==, insecure-skip-tls-verify: true"
                )
            ),
            (
                "file and data",
                kubeconfig(
                    cluster: "server: https://x, certificate-authority: c, certificate-authority-data: QQ=="
                )
            ),
            ("missing authority", kubeconfig(cluster: "server: https://x, certificate-authority: c")),
            ("strange proxy", kubeconfig(cluster: "server: https://x, proxy-url: 'ftp://jo:\(marker)@p'")),
            (
                "proxy with an unescaped password",
                kubeconfig(cluster: "server: https://x, proxy-url: 'http://jo:\(marker)/1@p'")
            ),
            (
                "key behind a passphrase",
                kubeconfig(
                    user: "client-certificate-data: QQ==, client-key-data: "
                        + Base64.encode(Array("-----BEGIN ENCRYPTED PRIVATE KEY-----\n\(marker)\n".utf8))
                )
            ),
            (
                "key is no base64",
                kubeconfig(user: "client-certificate-data: QQ==, client-key-data: '\(marker)*'")
            ),
            ("certificate without key", kubeconfig(user: "client-certificate-data: QQ==")),
            ("token and password", kubeconfig(user: "token: \(marker), username: a, password: \(marker)")),
            ("token is a list", kubeconfig(user: "token: [\(marker)]")),
            ("groups without a user", kubeconfig(user: "token: \(marker), as-groups: [g]")),
            (
                "auth-provider",
                kubeconfig(user: "auth-provider: {name: gcp, config: {access-token: \(marker)}}")
            ),
            ("plugin without a command", kubeconfig(user: "exec: {apiVersion: v1}")),
            ("plugin of another version", kubeconfig(user: "exec: {command: a, apiVersion: v9}")),
            ("plugin without a mode", kubeconfig(user: "exec: {\(exec)}")),
            ("plugin that asks", kubeconfig(user: "exec: {\(exec), interactiveMode: Always}")),
            ("plugin with a strange mode", kubeconfig(user: "exec: {\(exec), interactiveMode: Maybe}")),
        ]
        var whole = ""
        for (title, file) in files {
            var contents: [String: String] = [:]
            contents["/h/config"] = file
            let text: String
            do throws(ConfigurationError) {
                _ = try ClusterConfiguration.load(
                    .forFile("/h/config"),
                    system: system(contents, [:])
                )
                text = "no error"
            } catch {
                text = "\(error)"
            }
            whole += "# \(title)\n\(text)\n\n"
        }
        #expect(!whole.contains(marker))
        golden(whole, story: "client-errors", file: "configuration.txt")
    }
}
