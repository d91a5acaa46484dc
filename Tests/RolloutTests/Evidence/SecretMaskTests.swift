// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import KubernetesClient
import Testing

@testable import Rollout

@Suite struct SecretMaskTests {
    @Test(arguments: [
        ("DB_PASSWORD", true), ("apiKey", true), ("ACQUIRER_KEY", true), ("acquirer-token", true),
        ("SESSION_SECRET", true), ("DATABASE_URL", false), ("KEY_PREFIX", false), ("MONKEY", false),
        ("LOG_LEVEL", false), ("DB_PASSWORD2", true), ("apiKey2", true), ("API_KEY_1", true),
        ("SHA256", false),
        ("пароль_token", true), ("2", false), ("", false),
    ])
    func knowsSecretsByTheirNames(name: String, isTelling: Bool) {
        #expect(SecretMask.isTelling(name) == isTelling)
    }

    @Test(arguments: [
        ("postgres://orders:hunter2@db/orders", "postgres://orders:‹redacted›@db/orders"),
        ("see https://example.com/a:b@c", "see https://example.com/a:b@c"),
        ("start --password=hunter2 --port=80", "start --password=‹redacted› --port=80"),
        ("token=", "token="),
    ])
    func hidesPasswordsInLines(line: String, shown: String) {
        #expect(SecretMask.withoutPasswords(line) == shown)
    }

    @Test(arguments: [
        (#"{"level":"info","password":"x","n":1}"#, #"{"level":"info","password":"‹redacted›","n":1}"#),
        (#"{"password": "a\"b c", "q": 2}"#, #"{"password": "‹redacted›", "q": 2}"#),
        (#"{\"password\":\"x\",\"a\":1}"#, #"{\"password\":\"‹redacted›\",\"a\":1}"#),
        ("password: x", "password: ‹redacted›"),
        ("api-key: abc # new", "api-key: ‹redacted› # new"),
        ("password = x y", "password = ‹redacted› y"),
        ("password => x", "password => ‹redacted›"),
        ("level=a\npassword=x\nb=c", "level=a\npassword=‹redacted›\nb=c"),
        ("> Authorization: Bearer abc", "> Authorization: Bearer ‹redacted›"),
        ("authorization: Basic dTpw", "authorization: Basic ‹redacted›"),
        (#""Authorization":"Bearer abc","x":1"#, #""Authorization":"Bearer ‹redacted›","x":1"#),
        ("map[Authorization:[Bearer abc] Host:[x]]", "map[Authorization:[Bearer ‹redacted›] Host:[x]]"),
        ("with bearer abcdefghijklmnop1234 now", "with bearer ‹redacted› now"),
        ("Cookie: a=b; c=d\nnext", "Cookie: ‹redacted›\nnext"),
        ("run --token x now", "run --token ‹redacted› now"),
        (#"["--token","x","--port"]"#, #"["--token","‹redacted›","--port"]"#),
        (
            "key AKIAIOSFODNN7EXAMPLE, wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY end",
            "key ‹redacted›, ‹redacted› end"
        ),
        ("got eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abc-_x end", "got ‹redacted› end"),
        (
            "a\n-----BEGIN RSA PRIVATE KEY-----\nMII\nabc\n-----END RSA PRIVATE KEY-----\nbye",
            "a\n-----BEGIN RSA PRIVATE KEY-----‹redacted›-----END RSA PRIVATE KEY-----\nbye"
        ),
        ("a\n-----BEGIN PRIVATE KEY-----\nMII", "a\n-----BEGIN PRIVATE KEY-----‹redacted›"),
        ("Authorization:Bearer abc", "Authorization:Bearer ‹redacted›"),
        ("authorization: Basic  dTpw", "authorization: Basic  ‹redacted›"),
        (#"{Password:"x"}"#, #"{Password:"‹redacted›"}"#),
        ("abc\n-----END PRIVATE KEY-----\nbye", "‹redacted›-----END PRIVATE KEY-----\nbye"),
    ])
    func hidesWhatLooksLikeASecret(text: String, shown: String) {
        #expect(SecretMask.withoutPasswords(text) == shown)
        // What was hidden once stays as it is.
        #expect(SecretMask.withoutPasswords(shown) == shown)
    }

    @Test(arguments: [
        "image registry.example/auth:v2 failed", "secret \"api-token\" not found", "key: value",
        "MountVolume.SetUp failed for volume \"api-token\" : secret \"api-token\" not found",
        "token: permission denied", "spec.containers[0].env[0].valueFrom.secretKeyRef.name: Required value",
        "secretName: web", "automountServiceAccountToken: false", #""token":null"#, "token == nil",
        "token != nil", "bearer token expired", "use --token", "--token\nnext",
        "-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----", "", "=", ":", "--", "-----BEGIN ",
        "\"",
        "image registry.example/password-reset:1.4.2 failed", "http://password-mail:8080/v1",
        "image registry.example/authorization:v2 failed to start", "pulling cookie:1.2",
        "authorization: server message: insufficient_scope: authorization failed",
        "DB_PASSWORD: required key is not set", "smtp-password: file /etc/secret not found",
        "password:\"", "password=", "AKIA", "eyJ", "a=b=c", "exits 1: container `web`",
    ])
    func leavesOtherTextsAsTheyAre(text: String) {
        #expect(SecretMask.withoutPasswords(text) == text)
    }

    /// Each would take minutes if what was looked through in vain were looked through again from its next part on.
    @Test(arguments: [
        "token:", "eyJ-", "--.", "\"token\":{", "authorization: no thing ", "AKIAIOSFODNN7EXAMPLE ",
    ])
    func longLinesAreReadOnce(part: String) {
        let line = String(repeating: part, count: 200_000 / part.utf8.count)
        #expect(SecretMask.withoutPasswords(line).contains("AKIA") == false)
    }

    @Test(arguments: [
        ("registry.example/password-reset:1.4.2", "registry.example/password-reset:1.4.2"),
        ("http://password-mail:8080/v1", "http://password-mail:8080/v1"),
        ("password: is said here", "password: is said here"),
        ("postgres://u:pw@password-db:5432/x", "postgres://u:‹redacted›@password-db:5432/x"),
        ("start --password=hunter2", "start --password=‹redacted›"),
    ])
    func fieldsKeepWhatFollowsAColon(value: String, shown: String) {
        #expect(SecretMask.shown(.string(value), as: "image") == .string(shown))
    }

    @Test func imagesOfTellingNamesDoNotPassForEachOther() {
        let contents = ["passwd-mail:1.0", "passwd-mail:6.6.6-evil"].map { image in
            KubernetesObject(
                type: GroupVersionKind(apiVersion: "v1", kind: "Pod"),
                metadata: ["name": "mail"],
                members: ["spec": ["containers": [["name": "mail", "image": .string(image)]]]]
            ).shownContent
        }
        #expect(Set(contents).count == 2)
    }

    private func secret(_ data: [String: String]) -> KubernetesObject {
        let members = data.sorted { $0.key < $1.key }
            .map { ($0.key, JSONValue.string(Base64.encode(Array($0.value.utf8)))) }
        return KubernetesObject(
            type: .secret,
            metadata: ["name": "web-secrets", "namespace": "shop"],
            members: ["data": .object(JSONObject(members))]
        )
    }

    @Test(arguments: [
        // A file ends with a line break, and the log repeats it without.
        ("abcdefgh\n", "it is abcdefgh!", "it is ‹redacted›!"),
        ("line-1-of-it\nline-2-of-it", "1 line-1-of-it\n2 line-2-of-it", "1 ‹redacted›\n2 ‹redacted›"),
        ("abcdefgh", "dTphYmNk YWJjZGVmZ2g=", "dTphYmNk ‹redacted›="),
        ("abc?>def?>", "YWJjPz5kZWY_Pg", "‹redacted›"),
        (#"abc"def\ghi"#, #"{"a":"abc\"def\\ghi"}"#, #"{"a":"‹redacted›"}"#),
        ("abc@def/ghi", "http://u?q=abc%40def%2Fghi", "http://u?q=‹redacted›"),
        ("hunter&2<xyzabc>", #"{"p":"hunter\u00262\u003cxyzabc\u003e"}"#, #"{"p":"‹redacted›"}"#),
        ("hunter/2/secretpart", #"{"p":"hunter\/2\/secretpart"}"#, #"{"p":"‹redacted›"}"#),
        ("hünterßöxyzabc", #"{"p":"h\u00fcnter\u00df\u00f6xyzabc"}"#, #"{"p":"‹redacted›"}"#),
        ("key🔑/abcdef", #"{"p":"key\ud83d\udd11\/abcdef"}"#, #"{"p":"‹redacted›"}"#),
        ("hunter2 xyz+abc", "p=hunter2+xyz%2Babc&q=1", "p=‹redacted›&q=1"),
        ("abc@def/ghi", "http://u?q=abc%40def%2fghi", "http://u?q=‹redacted›"),
        ("hunter2'xyzabcd", #"sh -c 'hunter2'\''xyzabcd'"#, "sh -c '‹redacted›'"),
        ("hunter2&\"xyz'abcd", "<p>hunter2&amp;&#34;xyz&#39;abcd</p>", "<p>‹redacted›</p>"),
        ("postgres://u:s3cr3t-pw@db/x", "refused s3cr3t-pw", "refused ‹redacted›"),
        ("a: b\nconnection: \"S3cr3t;x\"\n", "with S3cr3t;x", "with ‹redacted›"),
        (#"{"auth":"dXNlcjpwdw"}"#, "sent dXNlcjpwdw", "sent ‹redacted›"),
        (
            "kind: Deployment\nserver:\n  database:\n    dsn: p4ss-w0rd\nalice:s3cr3t-1\nYWJjZGVmZ2g=",
            "Deployment server: database: p4ss-w0rd alice:s3cr3t-1 s3cr3t-1 YWJjZGVmZ2g=",
            "Deployment server: database: ‹redacted› ‹redacted› ‹redacted› ‹redacted›"
        ),
        ("short", "it is short", "it is short"),
        ("orders", "the orders service", "the orders service"),
    ])
    func hidesWhatASecretHolds(value: String, text: String, shown: String) {
        let workload = KubernetesObject(
            type: GroupVersionKind(apiVersion: "apps/v1", kind: "Deployment"),
            metadata: ["name": "orders", "namespace": "shop"]
        )
        let mask = SecretMask(of: [secret(["key": value]), workload])
        #expect(mask.clean(text: text) == shown)
    }

    @Test func hidesThousandsOfValuesWhereTheyOverlapToo() {
        var mask = SecretMask()
        mask.learn((0..<5_000).map { "value-\($0)-of-many" } + ["abcdefgh", "efghijkl", "abcdefghijklm"])
        let lines = (0..<5_000).map { "line with value-\($0)-of-many in it" }
        #expect(Set(mask.clean(lines: lines)) == ["line with ‹redacted› in it"])
        #expect(mask.clean(text: "xabcdefghijkly") == "x‹redacted›y")
        #expect(mask.clean(text: "value-5000-of-many abcdefg") == "value-5000-of-many abcdefg")
    }

    @Test func optionsAndTheirValuesMayBeTwoArguments() {
        var mask = SecretMask()
        let pod = KubernetesObject(
            type: GroupVersionKind(apiVersion: "v1", kind: "Pod"),
            metadata: ["name": "orders"],
            members: [
                "spec": ["containers": [["name": "orders", "args": ["--token", "abc", "--port", "80"]]]]
            ]
        )
        let clean = mask.clean(pod)
        let arguments = clean[path: "spec", "containers"]?.array?.first?["args"]
        #expect(arguments == ["--token", .string(SecretMask.mask), "--port", "80"])
    }

    @Test func findsTheSecretsThatPodsReferTo() {
        let pod: JSONValue = [
            "imagePullSecrets": [["name": "a"]],
            "initContainers": [["name": "i", "envFrom": [["secretRef": ["name": "b"]]]]],
            "containers": [
                [
                    "name": "c",
                    "env": [["name": "X", "valueFrom": ["secretKeyRef": ["name": "c", "key": "k"]]]],
                ]
            ],
            "volumes": [
                ["name": "d", "secret": ["secretName": "d"]],
                ["name": "e", "projected": ["sources": [["secret": ["name": "e", "optional": true]]]]],
                ["name": "f", "csi": ["driver": "x", "nodePublishSecretRef": ["name": "f"]]],
                ["name": "g", "configMap": ["name": "no"]],
            ],
        ]
        let specs: [(String, JSONValue)] = [
            ("Pod", pod), ("Deployment", ["template": ["spec": pod]]),
            ("CronJob", ["jobTemplate": ["spec": ["template": ["spec": pod]]]]),
        ]
        for (kind, spec) in specs {
            let object = KubernetesObject(
                type: GroupVersionKind(apiVersion: "v1", kind: kind),
                metadata: ["name": "orders", "namespace": "shop"],
                members: ["spec": spec]
            )
            #expect(object.referredSecrets.map(\.name).sorted() == ["a", "b", "c", "d", "e", "f"], "\(kind)")
            #expect(SecretMask(of: [object]).referred.map(\.namespace).allSatisfy { $0 == "shop" })
        }
    }

    @Test func hidesValuesInObjectsAndThenInLogs() {
        var mask = SecretMask()
        let env: JSONValue = [
            ["name": "DB_PASSWORD", "value": "hunter22"], ["name": "LEVEL", "value": "debug"],
            ["name": "TOKEN", "valueFrom": ["secretKeyRef": ["name": "orders", "key": "token"]]],
        ]
        let pod = KubernetesObject(
            type: GroupVersionKind(apiVersion: "v1", kind: "Pod"),
            metadata: ["name": "orders", "managedFields": [["manager": "msctl"]]],
            members: ["spec": ["containers": [["name": "orders", "env": env]]]]
        )
        let clean = mask.clean(pod)
        let variables = clean[path: "spec", "containers"]?.array?.first?["env"]?.array
        #expect(variables?[0]["value"] == .string(SecretMask.mask))
        #expect(variables?[1]["value"] == "debug")
        #expect(variables?[2]["valueFrom"]?["secretKeyRef"] == ["name": "orders", "key": "token"])
        #expect(clean["metadata"]?["managedFields"] == nil)
        #expect(mask.clean(text: "login with hunter22 refused\nbye") == "login with ‹redacted› refused\nbye")
    }

    @Test func readsAFileInAFieldAsAText() {
        let file: JSONValue = [
            "app.yaml": "image: acme/password-mail:1.0\npassword: hunter22\n", "image": "a/password-b:2",
        ]
        let shown = SecretMask.shown(file, as: nil)
        #expect(shown["app.yaml"] == "image: acme/password-mail:1.0\npassword: ‹redacted›\n")
        #expect(shown["image"] == "a/password-b:2")
    }
}
