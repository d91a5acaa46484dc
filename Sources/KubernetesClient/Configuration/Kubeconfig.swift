// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents

/// What one or more kubeconfig files say together (C4.1, C4.2).
struct Kubeconfig: Sendable {
    private(set) var currentContext: String?
    private(set) var clusters: [String: KubeconfigEntry] = [:]
    private(set) var users: [String: KubeconfigEntry] = [:]
    private(set) var contexts: [String: KubeconfigEntry] = [:]
    private(set) var warnings: [String] = []
    /// The files that were read.
    private(set) var paths: [String] = []
    /// The files that were looked for and are not there.
    private(set) var absent: [String] = []

    /// Whether nothing at all is configured, so that in-cluster configuration may be used (C4.3).
    var isEmpty: Bool { clusters.isEmpty && users.isEmpty && contexts.isEmpty && currentContext == nil }

    /// Which files were looked for, and what came of it: what to say when none of them names a context.
    func search(_ environment: [String: String]) -> [String] {
        let isGiven = environment["KUBECONFIG"]?.isEmpty == false
        let why = isGiven ? "as KUBECONFIG says" : "as KUBECONFIG is not set"
        let read = paths.map { "`\($0)` was read, and names no context" }
        let missed = absent.map { "`\($0)` was looked for, \(why), and does not exist" }
        let found = read + missed
        return found.isEmpty
            ? ["neither KUBECONFIG nor HOME is set, so there was no file to look for"] : found
    }

    /// Reads the explicit file, else those of `KUBECONFIG`, else `~/.kube/config`.
    init(explicit: String?, system: SystemAccess) throws(ConfigurationError) {
        if let explicit {
            guard try add(explicit, system) else {
                throw ConfigurationError("there is no such kubeconfig file", file: explicit)
            }
            return
        }
        if let list = system.environment["KUBECONFIG"], !list.isEmpty {
            var seen: Set<String> = []
            let names = list.split(separator: ":").map(String.init).filter { seen.insert($0).inserted }
            for name in names { _ = try add(name, system) }
            if paths.isEmpty { warnings.append("none of the files in KUBECONFIG exists: \(list)") }
            return
        }
        if let home = system.environment["HOME"], !home.isEmpty {
            _ = try add("\(home)/.kube/config", system)
        }
    }

    private mutating func add(_ path: String, _ system: SystemAccess) throws(ConfigurationError) -> Bool {
        let bytes: [UInt8]
        switch system.readFile(path) {
        case .missing:
            absent.append(path)
            return false
        case .unreadable(let reason):
            throw ConfigurationError("the kubeconfig file cannot be read: \(reason)", file: path)
        case .content(let content): bytes = content
        }
        paths.append(path)
        let reading = YAMLReader.read(SourceFile(path: path, bytes: bytes))
        if let problem = reading.diagnostics.first(where: { $0.severity == .error }) {
            let reason = "the kubeconfig file is no YAML: \(problem.headline)"
            throw problem.primary.map { ConfigurationError(reason, at: $0.span) }
                ?? ConfigurationError(reason, file: path)
        }
        guard let root = reading.documents.first?.root else { return true }
        guard root.mapping != nil || root.value == .null else {
            throw ConfigurationError("a kubeconfig file is a mapping", at: root.span)
        }
        try merge(root, directory: Self.directory(of: path))
        return true
    }

    /// C4.2: the first file to name an entry wins the whole entry, the first to set a scalar wins it.
    private mutating func merge(_ root: YAMLNode, directory: String) throws(ConfigurationError) {
        if currentContext == nil, let name = root["current-context"]?.scalar?.text, !name.isEmpty {
            currentContext = name
        }
        let first = { (old: KubeconfigEntry, _: KubeconfigEntry) in old }
        clusters.merge(try Self.entries(root, "clusters", "cluster", directory), uniquingKeysWith: first)
        users.merge(try Self.entries(root, "users", "user", directory), uniquingKeysWith: first)
        contexts.merge(try Self.entries(root, "contexts", "context", directory), uniquingKeysWith: first)
    }

    private static func entries(
        _ root: YAMLNode,
        _ list: String,
        _ member: String,
        _ directory: String
    ) throws(ConfigurationError) -> [String: KubeconfigEntry] {
        guard let node = root[list], node.value != .null else { return [:] }
        guard let elements = node.sequence else {
            throw ConfigurationError("`\(list)` should be a list", at: node.span)
        }
        var result: [String: KubeconfigEntry] = [:]
        for element in elements {
            guard let name = element["name"]?.scalar?.text else {
                throw ConfigurationError("an entry of `\(list)` has no name", at: element.span)
            }
            let content = element[member] ?? YAMLNode(.mapping([]), span: element.span)
            guard content.mapping != nil || content.value == .null else {
                throw ConfigurationError("`\(member)` should be a mapping", at: content.span)
            }
            guard result[name] == nil else {
                throw ConfigurationError(
                    "`\(list)` has two entries with the name `\(name)`",
                    at: element.span,
                    hint: "remove one of the two"
                )
            }
            result[name] = KubeconfigEntry(name: name, node: content, directory: directory)
        }
        return result
    }

    private static func directory(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "" : String(path[..<slash])
    }
}
