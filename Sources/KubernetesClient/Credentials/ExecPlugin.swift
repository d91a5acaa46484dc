// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// A program that gives credentials, as a kubeconfig describes it (C5.1, C5.2).
struct ExecPlugin: Sendable {
    private enum Interaction: String {
        case never = "Never"
        case ifAvailable = "IfAvailable"
        case always = "Always"
    }

    private static let group = "client.authentication.k8s.io"

    let apiVersion: String
    let run: ProgramRun
    let installHint: String?

    /// Reads an `exec` part and decides how the program will be run.
    init(
        _ exec: KubeconfigEntry,
        cluster: KubeconfigEntry?,
        _ address: ServerAddress,
        _ settings: TransportSettings,
        _ system: SystemAccess
    ) throws(ConfigurationError) {
        guard let command = try exec.text("command") else { throw exec.error("`exec` has no command") }
        guard let version = try exec.text("apiVersion") else { throw exec.error("`exec` has no apiVersion") }
        guard ["\(Self.group)/v1", "\(Self.group)/v1beta1"].contains(version) else {
            throw exec.error(
                "`\(version)` is not a version of exec plugins that msctl speaks",
                at: "apiVersion",
                hint: "msctl speaks \(Self.group)/v1 and \(Self.group)/v1beta1"
            )
        }
        let isInteractive = try Self.isInteractive(exec, version, system)
        var variables = system.environment
        for entry in try exec.entries("env") {
            guard let name = entry["name"]?.scalar?.text else {
                throw ConfigurationError("an entry of `env` has no name", at: entry.span)
            }
            variables[name] = entry["value"]?.scalar?.text ?? ""
        }
        let needsCluster = try exec.flag("provideClusterInfo")
        let spec: JSONObject = [
            "cluster": needsCluster ? .object(try Self.info(cluster, address, settings)) : nil,
            "interactive": .bool(isInteractive),
        ]
        let request: JSONValue = [
            "kind": "ExecCredential", "apiVersion": .string(version), "spec": .object(spec),
        ]
        variables["KUBERNETES_EXEC_INFO"] = request.text()
        apiVersion = version
        run = ProgramRun(
            command: command.contains("/") && !command.hasPrefix("/")
                ? "\(exec.directory)/\(command)" : command,
            arguments: try exec.texts("args"),
            environment: variables.map { "\($0.key)=\($0.value)" }.sorted(),
            isInteractive: isInteractive
        )
        // The file that it comes from may not be the user's own (C5.4).
        installHint = try exec.text("installHint")?.harmless
    }

    private static func isInteractive(
        _ exec: KubeconfigEntry,
        _ version: String,
        _ system: SystemAccess
    ) throws(ConfigurationError) -> Bool {
        let text = try exec.text("interactiveMode")
        guard text != nil || version.hasSuffix("/v1beta1") else {
            throw exec.error("`exec` has no interactiveMode", hint: "add `interactiveMode: IfAvailable`")
        }
        switch Interaction(rawValue: text ?? "IfAvailable") {
        case .never: return false
        case .ifAvailable: return system.isInteractive
        case .always:
            guard system.isInteractive else {
                throw exec.error(
                    "the exec plugin asks questions, and nobody can answer here",
                    at: "interactiveMode",
                    hint: "run the command in a terminal"
                )
            }
            return true
        case nil:
            throw exec.error(
                "`interactiveMode` should be Never, IfAvailable or Always",
                at: "interactiveMode"
            )
        }
    }

    private static func info(
        _ cluster: KubeconfigEntry?,
        _ address: ServerAddress,
        _ settings: TransportSettings
    ) throws(ConfigurationError) -> JSONObject {
        let own = try cluster?.entries("extensions").first { $0["name"]?.scalar?.text == "\(group)/exec" }
        return [
            "server": .string(address.description),
            "tls-server-name": settings.serverName.map { .string($0) },
            "insecure-skip-tls-verify": settings.isInsecure ? true : nil,
            "certificate-authority-data": settings.certificateAuthority.map { .string(Base64.encode($0)) },
            "proxy-url": try cluster?.text("proxy-url").map { .string($0) },
            "disable-compression": settings.disablesCompression ? true : nil,
            "config": own?["extension"].map { JSONValue($0) },
        ]
    }
}

/// What a plugin answered (C5.3).
struct ExecCredential: Sendable {
    var token: Redacted<String>?
    var identity: ClientIdentity?
    /// `nil`: until the process ends, or the server refuses.
    var expiry: Timestamp?

    /// Reads the plugin's output.
    init(_ output: [UInt8], apiVersion: String) throws(CredentialError) {
        let value: JSONValue
        do throws(JSONReader.Failure) {
            value = try JSONReader.read(output)
        } catch {
            throw CredentialError("the exec plugin's answer is not JSON")
        }
        guard value["kind"]?.string == "ExecCredential", value["apiVersion"]?.string == apiVersion else {
            throw CredentialError("the exec plugin's answer is not an ExecCredential of `\(apiVersion)`")
        }
        guard let status = value["status"]?.object else {
            throw CredentialError("the exec plugin's answer has no status")
        }
        func text(_ key: String) -> String? { status[key]?.string.flatMap { $0.isEmpty ? nil : $0 } }
        token = text("token").map { Redacted($0) }
        switch (text("clientCertificateData"), text("clientKeyData")) {
        case (nil, nil): identity = nil
        case (let certificate?, let key?):
            guard !PrivateKeyText.isEncrypted(Array(key.utf8)) else {
                throw CredentialError(
                    "the key in the exec plugin's answer is encrypted, and msctl asks for no passphrase",
                    hint: "have the plugin give the key without a passphrase"
                )
            }
            identity = ClientIdentity(certificate: Array(certificate.utf8), key: Redacted(Array(key.utf8)))
        default: throw CredentialError("the exec plugin's answer has a certificate or a key, but not both")
        }
        guard token != nil || identity != nil else {
            throw CredentialError("the exec plugin's answer has neither a token nor a certificate")
        }
        guard let expirationTimestamp = text("expirationTimestamp") else { return }
        guard let time = Timestamp(expirationTimestamp) else {
            throw CredentialError("the exec plugin's expirationTimestamp is not a time")
        }
        expiry = time
    }
}
