// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Sandbox
import Testing

/// What ConfigMaps and Secrets cannot hold.
@Suite struct ConfigurationRefusalTests {
    private static let secrets = Refusal.path("secrets")

    private static func secret(_ type: String, _ data: JSONObject = [:]) -> JSONValue {
        ["metadata": ["name": "x"], "type": .string("kubernetes.io/\(type)"), "data": .object(data)]
    }

    private static let hidden: JSONValue = "<secret contents redacted>"

    private static let refusals: [Refusal] = [
        Refusal(
            "configmaps",
            ["metadata": ["name": "x"], "data": ["a": "", "b": "2"], "binaryData": ["b": "Mg==", "c": ""]],
            .invalid("data[b]", "b", "duplicate of key present in binaryData")
        ),
        Refusal(
            "secrets",
            secret("service-account-token"),
            .required("metadata.annotations[kubernetes.io/service-account.name]")
        ),
        Refusal("secrets", secret("dockerconfigjson"), .required("data[.dockerconfigjson]")),
        Refusal(
            "secrets",
            secret("dockerconfigjson", [".dockerconfigjson": ""]),
            .invalid("data[.dockerconfigjson]", hidden, "unexpected end of JSON input")
        ),
        // A list.
        Refusal(
            "secrets",
            secret("dockercfg", [".dockercfg": "W10="]),
            .invalid(
                "data[.dockercfg]",
                hidden,
                "json: cannot unmarshal array into Go value of type map[string]interface {}"
            )
        ),
        Refusal("secrets", secret("ssh-auth", ["ssh-privatekey": ""]), .required("data[ssh-privatekey]")),
        Refusal("secrets", secret("tls", ["tls.crt": ""]), .required("data[tls.key]")),
        Refusal(
            "secrets",
            secret("basic-auth", ["token": ""]),
            .required("data[username]"),
            .required("data[password]")
        ),
    ]

    @Test(arguments: refusals)
    func isRefusedAsByAServer(refusal: Refusal) async throws { try await refusal.check() }

    @Test(
        arguments: [
            // An empty object, and an empty document.
            ("dockerconfigjson", [".dockerconfigjson": "e30="]),
            ("dockercfg", [".dockercfg": "bnVsbA=="]), ("tls", ["tls.crt": "", "tls.key": ""]),
            ("basic-auth", ["password": ""]), ("ssh-auth", ["ssh-privatekey": "YQ=="]),
        ] as [(String, JSONObject)]
    )
    func whatAServerTakesIsTaken(type: String, data: JSONObject) async throws {
        let made = try await SandboxClient().send("POST", Self.secrets, Self.secret(type, data))
        #expect(made.status == 201, "\(made.text)")
    }

    @Test func aTokenOfAnAccountNamesIt() async throws {
        var secret = Self.secret("service-account-token")
        secret["metadata"]?["annotations"] = ["kubernetes.io/service-account.name": "default"]
        let made = try await SandboxClient().send("POST", Self.secrets, secret)
        #expect(made.status == 201, "\(made.text)")
    }

    /// Where Go's decoder stops.
    @Test(
        arguments: [
            ("***", 0), ("YW*=", 2), ("YWJj!", 4), ("YWJ", 0), ("YWJjYQ", 4), ("=", 0), ("YQ=", 3),
            ("YQ=a", 2), ("YQ==YQ==", 4), ("YW\nJ*", 4), ("ä", 0),
        ]
    )
    func whatIsNoBase64IsNoSecret(text: String, place: Int) async throws {
        let client = SandboxClient()
        let secret: JSONValue = ["metadata": ["name": "x"], "data": ["a": .string(text)]]
        let words = "illegal base64 data at input byte \(place)"
        let posted = try await client.send("POST", Self.secrets, secret)
        #expect(posted.status == 400)
        let lead = "Secret in version \"v1\" cannot be handled as a Secret: "
        #expect(posted.body["message"] == .string(lead + words))
        let map: JSONValue = [
            "apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": "x"],
            "binaryData": ["a": .string(text)],
        ]
        let applied = try await client.apply(Refusal.path("configmaps") + "/x", map)
        #expect(applied.status == 500)
        let told = applied.body["message"]?.string ?? ""
        #expect(told.hasSuffix(": error decoding from json: \(words)"), "\(told)")
    }

    @Test(arguments: ["", "YQ==", "YWI=", "YWJj", "YW\r\nJj\n", "YQ=\n=\n"])
    func lineBreaksInBase64CountForNothing(text: String) async throws {
        let secret: JSONValue = ["metadata": ["name": "x"], "data": ["a": .string(text)]]
        let made = try await SandboxClient().send("POST", Self.secrets, secret)
        #expect(made.status == 201, "\(made.text)")
    }

    @Test(
        arguments: [
            ("", "cannot parse \"\" as \"2006\""), ("soon", "cannot parse \"soon\" as \"2006\""),
            ("2026-01", "cannot parse \"\" as \"-\""),
            ("2026-01-02 03:04:05Z", "cannot parse \" 03:04:05Z\" as \"T\""),
            ("2026-01-02T03:04:05", "cannot parse \"\" as \"Z07:00\""),
            ("2026-13-02T03:04:05Z", "month out of range"), ("2026-02-29T03:04:05Z", "day out of range"),
            ("2026-01-02T03:04:05Z+", "extra text: \"+\""),
        ]
    )
    func aTimeThatIsNoneIsRefused(time: String, words: String) async throws {
        let map: JSONValue = ["metadata": ["name": "x", "creationTimestamp": .string(time)]]
        let answer = try await SandboxClient().send("POST", Refusal.path("configmaps"), map)
        #expect(answer.status == 400)
        let layout = words.hasPrefix("cannot") ? " as \"2006-01-02T15:04:05Z07:00\"" : ""
        let lead = "ConfigMap in version \"v1\" cannot be handled as a ConfigMap: parsing time"
        #expect(answer.body["message"] == .string("\(lead) \"\(time)\"\(layout): \(words)"))
    }

    @Test(arguments: ["2026-01-02T03:04:05Z", "2024-02-29T03:04:05.5+01:00", "0001-01-01T00:00:00Z"])
    func aTimeThatIsOneIsReplaced(time: String) async throws {
        let map: JSONValue = ["metadata": ["name": "x", "creationTimestamp": .string(time)]]
        let answer = try await SandboxClient().send("POST", Refusal.path("configmaps"), map)
        #expect(answer.status == 201)
        #expect(answer.body[path: "metadata", "creationTimestamp"] != .string(time))
    }
}
