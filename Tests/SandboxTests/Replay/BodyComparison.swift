// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

/// Compares what a client sees in two bodies, learning which made-up values correspond.
struct BodyComparison {
    var known: Correspondence
    private(set) var differences: [String] = []
    /// Whether what controllers write is of no interest: when they get to it depends on the machine.
    private let leavesControllersOut: Bool
    /// Whether the recording kept only a part of the bodies.
    private let isPartial: Bool

    init(_ known: Correspondence, leavesControllersOut: Bool, isPartial: Bool) {
        self.known = known
        self.isPartial = isPartial
        self.leavesControllersOut = leavesControllersOut
    }

    private static let workloads: Set<String> = ["Deployment", "StatefulSet", "ReplicaSet", "Scale"]

    /// Values that a server makes up: they have to correspond, not to be equal.
    private static let madeUp: Set<String> = [
        "uid", "resourceVersion", "continue", "clusterIP", "podIP", "ip", "hostIP", "nodeName", "hash",
        "etag",
        "pod-template-hash", "controller-uid", "batch.kubernetes.io/controller-uid", "token", "containerID",
        "serverAddress", "generateName",
    ]

    mutating func compare(_ recorded: JSONValue, _ actual: JSONValue, at path: String = "", key: String = "")
    {
        switch (recorded, actual) {
        case (.object(let left), .object(let right)): compare(left, right, at: path)
        case (.array(let left), .array(let right)):
            if key == "managedFields" { return compareManagers(left, right, at: path) }
            let (left, right) = key == "causes" ? (Self.sorted(left), Self.sorted(right)) : (left, right)
            if left.count != right.count {
                differences.append("\(path): \(right.count) elements, should be \(left.count)")
            }
            for (index, pair) in zip(left, right).enumerated() {
                compare(pair.0, pair.1, at: "\(path)[\(index)]", key: key)
            }
        case (.string(let left), .string(let right)): compare(left, right, at: path, key: key)
        case (.decimal, .integer), (.integer, .decimal), (.decimal, .decimal): return
        default:
            if recorded != actual { note(path, recorded, actual) }
        }
    }

    private mutating func compare(_ recorded: JSONObject, _ actual: JSONObject, at path: String) {
        let isWorkload = Self.workloads.contains(recorded["kind"]?.string ?? "")
        for member in recorded {
            if leavesControllersOut, member.key == "status", isWorkload { continue }
            if leavesControllersOut, member.key == ".", path.hasSuffix(".f:annotations") { continue }
            if leavesControllersOut, member.key == "deployment.kubernetes.io/revision" { continue }
            if leavesControllersOut, member.key == "annotations",
                member.value.object?.keys == ["deployment.kubernetes.io/revision"]
            {
                continue
            }
            let name = known.translate(member.key)
            if isPartial, member.value.isNull { continue }
            guard let other = actual[name] else {
                differences.append("\(path).\(name): missing, should be \(Self.short(member.value))")
                continue
            }
            compare(member.value, other, at: "\(path).\(name)", key: member.key)
        }
        let names = Set(recorded.keys.map { known.translate($0) })
        // Most recordings left managedFields out, which says nothing.
        for member in actual where !names.contains(member.key) && member.key != "managedFields" {
            if isPartial || leavesControllersOut && member.key == "." { continue }
            if leavesControllersOut, member.key == "status", isWorkload { continue }
            differences.append("\(path).\(member.key): is \(Self.short(member.value)), should be missing")
        }
    }

    private mutating func compare(_ recorded: String, _ actual: String, at path: String, key: String) {
        if Self.isTime(recorded), Self.isTime(actual) { return }
        if key == "resourceVersion", recorded.isEmpty == actual.isEmpty, !recorded.isEmpty {
            if leavesControllersOut {
                known.rebind(recorded, actual, in: key)
            } else if !known.bind(recorded, actual, in: key) {
                differences.append("\(path): \(actual), should be what \(recorded) was")
            }
            return
        }
        if key == "ca.crt" || path.contains(".cells[") && Self.isPassing(recorded, actual) { return }
        // Only a real server's columns are described.
        if key == "description", actual.isEmpty { return }
        let wanted = Self.withoutEcho(known.translateVersions(known.translate(recorded)))
        if wanted == Self.withoutEcho(actual) { return }
        let isMadeUp = Self.madeUp.contains(key) || Self.isGenerated(recorded, actual)
        if isMadeUp, known.bind(recorded, actual, in: key == "continue" ? key : "text") { return }
        note(path, .string(wanted), .string(actual))
    }

    /// A refused patch comes back as text with times and versions in it; what follows is the reason.
    private static func withoutEcho(_ text: String) -> String {
        guard text.contains("Invalid value: ") || text.contains("current: ") else { return text }
        return text.replacing(/patch: Invalid value: "\{.*\}":/, with: "patch: Invalid value: {…}:")
            .replacing(/^Invalid value: "\{.*\}":/, with: "Invalid value: {…}:")
            .replacing(/current: \d+$/, with: "current: …")
    }

    /// The order of the entries depends on seconds; their content does not.
    private mutating func compareManagers(_ recorded: [JSONValue], _ actual: [JSONValue], at path: String) {
        func name(_ entry: JSONValue) -> String {
            ["manager", "operation", "subresource", "apiVersion"].compactMap { entry[$0]?.string }
                .joined(separator: "/")
        }
        let left = Dictionary(recorded.map { (name($0), $0) }, uniquingKeysWith: { first, _ in first })
        let right = Dictionary(actual.map { (name($0), $0) }, uniquingKeysWith: { first, _ in first })
        for (manager, entry) in left.sorted(by: { $0.key < $1.key }) {
            if leavesControllersOut, manager.hasPrefix("kube-controller-manager/") { continue }
            guard let other = right[manager] else {
                differences.append("\(path)[\(manager)]: missing, should be \(Self.short(entry))")
                continue
            }
            compare(entry, other, at: "\(path)[\(manager)]")
        }
        for manager in right.keys.sorted() where left[manager] == nil {
            differences.append("\(path)[\(manager)]: should be missing")
        }
    }

    /// A real server iterates over a map here: the order of conflicts is any.
    private static func sorted(_ causes: [JSONValue]) -> [JSONValue] {
        var causes = causes
        // Some checks run more than once in a real server.
        for (index, cause) in causes.enumerated().reversed() where causes[..<index].contains(cause) {
            causes.remove(at: index)
        }
        guard causes.allSatisfy({ $0["reason"] == "FieldManagerConflict" }) else { return causes }
        return causes.sorted { $0.text() < $1.text() }
    }

    private mutating func note(_ path: String, _ recorded: JSONValue, _ actual: JSONValue) {
        differences.append("\(path): is \(Self.short(actual)), should be \(Self.short(recorded))")
    }

    private static func short(_ value: JSONValue) -> String {
        let text = value.text()
        return text.count > 1200 ? text.prefix(1200) + "…" : text
    }

    /// Ages, addresses and names of machines in the cells of a table.
    private static func isPassing(_ left: String, _ right: String) -> Bool {
        let kinds: [Regex<Substring>] = [
            /\d+[smhd](?:\d+[smh])?/, /\d+\.\d+\.\d+\.\d+/, /\d+:3\d{4}\/TCP/, /(?:node|sandbox)-\d/,
        ]
        return kinds.contains { left.wholeMatch(of: $0) != nil && right.wholeMatch(of: $0) != nil }
    }

    private static func isTime(_ text: String) -> Bool {
        text.contains(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/)
    }

    /// Names with made-up endings of the same beginning.
    private static func isGenerated(_ left: String, _ right: String) -> Bool {
        let pattern =
            /^(.+?)((?:-[a-z0-9]{8,10})?-(?:[a-z0-9]{5}|[a-z0-9]{8,10})|\.[0-9a-f]{16}|-?[a-z0-9]{5})$/
        guard let one = left.wholeMatch(of: pattern), let other = right.wholeMatch(of: pattern) else {
            return false
        }
        return one.1 == other.1
    }
}
