// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import HTTPTypes
import Kubernetes
import NIOConcurrencyHelpers
import Testing

@testable import KubernetesClient

/// A machine made of a dictionary.
func system(
    _ files: [String: String] = [:],
    _ environment: [String: String] = [:],
    isInteractive: Bool = false,
    run: @escaping @Sendable (ProgramRun) async throws(CredentialError) -> [UInt8] = {
        (_) async throws(CredentialError) in []
    }
) -> SystemAccess {
    SystemAccess(
        readFile: { path in files[path].map { .content(Array($0.utf8)) } ?? .missing },
        environment: environment,
        isInteractive: isInteractive,
        now: { Timestamp(seconds: 1_000_000) },
        run: run
    )
}

func kubeconfig(cluster: String = "server: https://one:6443", user: String = "token: t", context: String = "")
    -> String
{
    """
    current-context: c
    clusters: [{name: k, cluster: {\(cluster)}}]
    users: [{name: u, user: {\(user)}}]
    contexts: [{name: c, context: {cluster: k, user: u\(context)}}]
    """
}

@Suite struct ClusterConfigurationTests {
    private func load(
        _ text: String,
        _ files: [String: String] = [:],
        _ environment: [String: String] = [:],
        _ change: (inout ConfigurationOptions) -> Void = { _ in }
    ) throws(ConfigurationError) -> ClusterConfiguration {
        var options = ConfigurationOptions()
        options.kubeconfig = "/h/config"
        change(&options)
        return try .load(options, system: system(files.merging(["/h/config": text]) { $1 }, environment))
    }

    private func message(_ body: () throws(ConfigurationError) -> ClusterConfiguration) -> String {
        do throws(ConfigurationError) {
            return "loaded \(try body().address)"
        } catch {
            return error.description
        }
    }

    @Test func theFirstFileWinsWholeEntriesAndScalars() throws {
        // C4.1, C4.2
        let one =
            "contexts: [{name: c, context: {cluster: k}}]\nclusters: [{name: k, cluster: {server: 'https://one'}}]"
        let two = """
            current-context: c
            contexts: [{name: c, context: {cluster: k, namespace: other}}]
            clusters: [{name: k, cluster: {server: 'https://two', tls-server-name: x}}]
            """
        let machine = system(["/a": one, "/b": two], ["KUBECONFIG": "/missing::/a:/a:/b", "HOME": "/h"])
        let configuration = try ClusterConfiguration.load(system: machine)
        #expect(configuration.address.description == "https://one")
        #expect(configuration.namespace == "default")
        #expect(configuration.transport.serverName == nil)
    }

    @Test func anExplicitFileMustExistAndMissingOnesAreSkipped() throws {
        // C4.1
        var options = ConfigurationOptions()
        options.kubeconfig = "/none"
        #expect(
            message { () throws(ConfigurationError) in try .load(options, system: system()) }
                == "/none: there is no such kubeconfig file"
        )
        let home = system(["/h/.kube/config": kubeconfig()], ["HOME": "/h"])
        #expect(try ClusterConfiguration.load(system: home).address.description == "https://one:6443")
        #expect(
            message { () throws(ConfigurationError) in try .load(system: system()) }.hasPrefix(
                "no cluster is configured"
            )
        )
    }

    @Test(arguments: [("True", true), ("yes", true), ("FALSE", false), ("off", false), ("''", nil)])
    func aFlagMayBeSpelledAsKubectlReadsIt(text: String, isInsecure: Bool?) throws {
        // C4.5
        let file = kubeconfig(cluster: "server: 'https://x', insecure-skip-tls-verify: \(text)")
        guard let isInsecure else {
            let problem = message { () throws(ConfigurationError) in try load(file) }
            #expect(problem.contains("`insecure-skip-tls-verify` should be true or false"))
            return
        }
        #expect(try load(file).transport.isInsecure == isInsecure)
    }

    @Test func problemsNameFileLineAndColumn() {
        // C4.1
        #expect(message { () throws(ConfigurationError) in try load("a: [") }.hasPrefix("/h/config:"))
        #expect(
            message { () throws(ConfigurationError) in try load(kubeconfig(cluster: "server: 'ftp://x'")) }
                == "/h/config:2:40: `ftp://x` is not the address of a server\n"
                + "  try: it looks like https://cluster.example:6443"
        )
        #expect(
            message { () throws(ConfigurationError) in
                try load(kubeconfig(cluster: "server: 'https://x', insecure-skip-tls-verify: maybe"))
            }
            .contains("`insecure-skip-tls-verify` should be true or false")
        )
    }

    @Test(arguments: [
        (
            "server: https://x, certificate-authority: ca, insecure-skip-tls-verify: true", "token: t",
            "skips TLS verification"
        ),
        (
            "server: https://x, certificate-authority: ca, certificate-authority-data: QQ==", "token: t",
            "are both given"
        ),
        ("server: https://x, certificate-authority-data: '*'", "token: t", "is not base64"),
        ("server: https://x, certificate-authority: ca2", "token: t", "`/h/ca2` is missing"),
        ("server: https://x, proxy-url: 'ftp://p'", "token: t", "`proxy-url` should start with"),
        ("server: https://x", "token: t, username: a, password: b", "a token and a password"),
        ("server: https://x", "client-certificate-data: QQ==", "without its key"),
        ("server: https://x", "client-key: k", "a client key without its certificate"),
        ("server: https://x", "as-groups: [g]", "acts with groups"),
        (
            "server: https://x",
            "exec: {command: a, apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never, env: {A: b}}",
            "`env` should be a list"
        ),
        (
            "server: https://x", "exec: {command: a, apiVersion: client.authentication.k8s.io/v1}",
            "no interactiveMode"
        ),
        ("server: https://x", "exec: {command: a, apiVersion: v9, interactiveMode: Never}", "not a version"),
        (
            "server: https://x",
            "exec: {command: a, apiVersion: client.authentication.k8s.io/v1, interactiveMode: Always}",
            "nobody can answer"
        ),
    ])
    func refusesWhatContradictsItself(cluster: String, user: String, words: String) {
        // C4.5, C4.6, C4.8, C5.1
        let text = message { () throws(ConfigurationError) in
            try load(kubeconfig(cluster: cluster, user: user), ["/h/ca": "A"])
        }
        #expect(text.contains(words), "\(text)")
    }

    @Test func halfOfACertificateIsSaidWithItsPlaceAndCure() {
        // C4.6: kubectl passes a key without a certificate over, and then nobody knows who the user is.
        let text = """
            current-context: c
            clusters: [{name: k, cluster: {server: 'https://x'}}]
            contexts: [{name: c, context: {cluster: k, user: u}}]
            users:
            - name: u
              user:
                client-key-data: QQ==
            """
        let key = message { () throws(ConfigurationError) in try load(text) }
        #expect(
            key == "/h/config:7:22: the user `u` has a client key without its certificate\n"
                + "  try: add `client-certificate` or `client-certificate-data`, or remove the key"
        )
    }

    /// Headers as `openssl genpkey -aes256` and `openssl rsa -aes256 -traditional` write them, and files as others do.
    @Test(arguments: [
        ("-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIH\n-----END ENCRYPTED PRIVATE KEY-----\n", true),
        ("-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,7\n\nMIH\n", true),
        ("-----BEGIN EC PRIVATE KEY-----\r\nProc-Type: 4,ENCRYPTED\r\n", true),
        (
            "-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----\n-----BEGIN ENCRYPTED PRIVATE KEY-----\n",
            true
        ),
        (
            "-----BEGIN PRIVATE KEY-----\nMIH\n-----END PRIVATE KEY-----\n-----BEGIN ENCRYPTED PRIVATE KEY-----\n",
            false
        ),
        (
            "-----BEGIN EC PARAMETERS-----\nBg==\n-----END EC PARAMETERS-----\n-----BEGIN EC PRIVATE KEY-----\nMIH\n",
            false
        ),
        ("no key", false), ("", false),
    ])
    func aKeyThatWantsAPassphraseIsRefusedWithItsCure(key: String, isEncrypted: Bool) {
        // C4.6: nobody is asked for it, and libcurl 7.88 would crash where it has none to give.
        let file = kubeconfig(user: "client-certificate-data: QQ==, client-key: pki/key")
        let fromFile = message { () throws(ConfigurationError) in try load(file, ["/h/pki/key": key]) }
        let data = Base64.encode(Array(key.utf8))
        let inline = kubeconfig(user: "client-certificate-data: QQ==, client-key-data: '\(data)'")
        let fromData = message { () throws(ConfigurationError) in try load(inline) }
        guard isEncrypted else {
            #expect(fromFile == "loaded https://one:6443")
            return
        }
        #expect(
            fromFile == "/h/config:3:69: the client key of the user `u` in `/h/pki/key` is encrypted, "
                + "and msctl asks for no passphrase\n  try: \(PrivateKeyText.cure)"
        )
        #expect(fromData.contains("the client key of the user `u` is encrypted"), "\(fromData)")
        #expect(PrivateKeyText.cure.contains("openssl pkey -in"))
    }

    @Test func twoEntriesOfOneNameInOneFileAreAnError() {
        // C4.2: as with kubectl; the second one would count for nothing.
        let text = kubeconfig().replacing("users: [", with: "users: [{name: u, user: {token: other}}, ")
        let twice = message { () throws(ConfigurationError) in try load(text) }
        #expect(twice.hasPrefix("/h/config:3:"), "\(twice)")
        #expect(twice.contains("`users` has two entries with the name `u`"), "\(twice)")
    }

    @Test func readsTrustRelativeToTheFileAndLetsFlagsWin() throws {
        // C4.2, C4.5
        let text = kubeconfig(
            cluster:
                "server: https://x, certificate-authority: pki/ca, tls-server-name: n, disable-compression: true"
        )
        let files = ["/h/pki/ca": "AUTHORITY"]
        let plain = try load(text, files)
        #expect(plain.transport.certificateAuthority == Array("AUTHORITY".utf8))
        #expect(plain.transport.serverName == "n")
        #expect(plain.transport.disablesCompression)
        let insecure = try load(text, files) { $0.isInsecure = true }
        #expect(insecure.transport.isInsecure && insecure.transport.certificateAuthority == nil)
        let elsewhere = try load(text, files) { $0.server = "fd00::1" }
        #expect(elsewhere.address.description == "https://[fd00::1]")
        #expect(elsewhere.transport.serverName == nil)
    }

    @Test func theNamespaceComesFromFlagThenContextThenDefault() throws {
        // C4.4
        #expect(try load(kubeconfig()).namespace == "default")
        #expect(try load(kubeconfig(context: ", namespace: shop")).namespace == "shop")
        #expect(try load(kubeconfig(context: ", namespace: shop")) { $0.namespace = "x" }.namespace == "x")
    }

    @Test func aPodUsesItsServiceAccountWhenNothingElseIsConfigured() async throws {
        // C4.3
        let folder = "/var/run/secrets/kubernetes.io/serviceaccount"
        let files = ["\(folder)/token": "tok\n", "\(folder)/ca.crt": "CA", "\(folder)/namespace": "pods"]
        let environment = ["KUBERNETES_SERVICE_HOST": "fd00::1", "KUBERNETES_SERVICE_PORT": "443"]
        let inside = try ClusterConfiguration.load(system: system(files, environment))
        #expect(inside.address.description == "https://[fd00::1]:443")
        #expect(inside.namespace == "pods")
        #expect(try await inside.credentials.current().identity == .bearer(Redacted("tok")))
        // A file that was meant and is missing is said all the same.
        let meant = system(files, environment.merging(["KUBECONFIG": "/none"]) { $1 })
        let warnings = try ClusterConfiguration.load(system: meant).warnings
        #expect(warnings == ["none of the files in KUBECONFIG exists: /none"])
        let configured = system(
            files.merging(["/h/.kube/config": kubeconfig()]) { $1 },
            environment.merging(["HOME": "/h"]) { $1 }
        )
        #expect(try ClusterConfiguration.load(system: configured).address.host == "one")
    }

    @Test func impersonationIsSent() async throws {
        // C4.8
        let user = "token: t, as: jane, as-uid: '7', as-groups: [a, b], as-user-extra: {Example.org/x: [v]}"
        let credentials = try await load(kubeconfig(user: user)).credentials.current()
        #expect(
            credentials.headerFields.map { "\($0.name.rawName): \($0.value)" } == [
                "Authorization: Bearer t", "Impersonate-User: jane", "Impersonate-Uid: 7",
                "Impersonate-Group: a",
                "Impersonate-Group: b", "Impersonate-Extra-example.org%2Fx: v",
            ]
        )
    }

    @Test func tokenFileBeatsTokenOnceItCanBeRead() async throws {
        // C4.7
        let text = kubeconfig(user: "token: t, tokenFile: tok")
        #expect(try await load(text).credentials.current().identity == .bearer(Redacted("t")))
        #expect(
            try await load(text, ["/h/tok": " f \n"]).credentials.current().identity == .bearer(Redacted("f"))
        )
    }

    private static let strangeProxies = [
        ("http://user:s3c/ret@proxy:3128", "has a `/`, `?` or `#` before its `@`", "`/` is `%2F`"),
        ("http://user:12/s3cret@proxy:3128", "has a `/`, `?` or `#` before its `@`", "`/` is `%2F`"),
        ("http://user:s3cret#a@proxy:3128", "has a `/`, `?` or `#` before its `@`", "`#` is `%23`"),
        ("http://user:s3cret a@proxy:3128", "holds a blank or a control character", "a blank is `%20`"),
        ("http://user:s3cret@a@proxy:3128", "has more than one `@`", "`@` is `%40`"),
        (
            "http://user:s3cret%00a@proxy:3128", "has an escaped control character before its `@`",
            "percent-escape"
        ),
        (
            "http://user:s3cret@proxy:99999", "has a port that is no number from 1 to 65535",
            "proxy.example:3128"
        ),
        ("http://user:s3cret@proxy:", "has a port that is no number from 1 to 65535", "proxy.example:3128"),
        ("http://user:s3cret@pro!xy:1", "names no host", "proxy.example:3128"),
        ("http://user:s3cret@", "names no host", "proxy.example:3128"),
        ("http://user:s3cret@:3128", "names no host", "proxy.example:3128"),
        ("http://user:s3cret@[::1:3128", "names no host", "proxy.example:3128"),
        (
            "gopher://user:s3cret@proxy:3128", "should start with http://, https:// or socks5://",
            "proxy.example:3128"
        ),
    ]

    /// libcurl quotes what it does not understand; one of these it takes for no proxy at all.
    @Test(arguments: strangeProxies)
    func aProxyThatIsNoneIsSaidWithoutItsPassword(text: String, words: String, cure: String) {
        // C2.3
        for name in ["HTTPS_PROXY", "https_proxy"] {
            let problem = message { () throws(ConfigurationError) in try load(kubeconfig(), [:], [name: text])
            }
            #expect(problem.hasPrefix("the variable `\(name)` \(words)\n  try: "), "\(problem)")
            #expect(problem.contains(cure) && !problem.contains("s3c"), "\(problem)")
        }
        let file = kubeconfig(cluster: "server: 'https://one', proxy-url: '\(text)'")
        let problem = message { () throws(ConfigurationError) in try load(file) }
        #expect(problem.hasPrefix("/h/config:2:66: `proxy-url` \(words)\n  try: "), "\(problem)")
        #expect(problem.contains(cure) && !problem.contains("s3c"), "\(problem)")
        // Who needs no proxy hears nothing of it.
        let local = kubeconfig(cluster: "server: 'https://127.0.0.1'")
        let direct = message { () throws(ConfigurationError) in try load(local, [:], ["HTTPS_PROXY": text]) }
        #expect(direct == "loaded https://127.0.0.1")
    }

    @Test(arguments: [
        ("http://u:s3c%2Fret@proxy:3128", "http://u:s3c%2Fret@proxy:3128"),
        ("http://u:50%off@proxy:3128/path", "http://u:50%off@proxy:3128"),
        ("u:p@proxy", "http://u:p@proxy:80"), ("https://proxy", "https://proxy:443"),
        ("socks5://[fd00::1]", "socks5h://[fd00::1]:1080"),
        ("HTTP://[fd00::1]:8080/", "http://[fd00::1]:8080"),
    ])
    func aProxyHasThePortOfItsScheme(text: String, proxy: String) throws {
        // C2.3: as with the official clients; libcurl would try 1080 for `http`.
        #expect(try load(kubeconfig(), [:], ["HTTPS_PROXY": text]).transport.proxy?.secret == proxy)
    }

    @Test func theProxyComesFromTheClusterThenTheEnvironmentExceptForNetworksThatNeedNone() throws {
        // C2.3, C4.5
        let environment = ["HTTPS_PROXY": "proxy:3128", "no_proxy": "10.0.0.0/8, .internal,exact.org:6443"]
        func proxy(_ server: String, _ more: String = "") throws -> String? {
            try load(kubeconfig(cluster: "server: '\(server)'\(more)"), [:], environment).transport.proxy?
                .secret
        }
        #expect(try proxy("https://11.1.2.3") == "http://proxy:3128")
        #expect(try proxy("https://10.1.2.3") == nil)
        #expect(try proxy("https://a.internal") == nil)
        #expect(try proxy("https://internal") == "http://proxy:3128")
        #expect(try proxy("https://exact.org:6443") == nil)
        #expect(try proxy("https://exact.org") == "http://proxy:3128")
        #expect(try proxy("https://127.0.0.1") == nil)
        #expect(try proxy("https://10.1.2.3", ", proxy-url: 'socks5://s:1'") == "socks5h://s:1")
        let socks = try load(kubeconfig(), [:], ["HTTPS_PROXY": "SOCKS5://s:1"])
        #expect(socks.transport.proxy?.secret == "socks5h://s:1")
    }
}
