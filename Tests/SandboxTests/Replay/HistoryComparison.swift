// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

/// Compares what controllers did in a recording and in the sandbox, as clients that watched saw it.
///
/// When controllers get to their work depends on the machine, and two changes close together may be seen as one. So
/// for each object two things have to hold: the sandbox shows no state that a real cluster did not show, in no other
/// order; and it shows every turn: every change of a condition, a phase or a reason, with its message.
struct HistoryComparison {
    private(set) var differences: [String] = []
    private let recorded: CanonicalNames
    private let actual: CanonicalNames

    init(recorded: CanonicalNames, actual: CanonicalNames) {
        self.recorded = recorded
        self.actual = actual
    }

    /// Compares the events of one watch; all are of one kind.
    mutating func compare(_ recordedEvents: [JSONValue], _ actualEvents: [JSONValue]) {
        if recordedEvents.first?[path: "object", "kind"] == "Event" {
            return compareEvents(recordedEvents, actualEvents)
        }
        let (left, right) = (histories(recordedEvents, recorded), histories(actualEvents, actual))
        for name in Set(left.keys).union(right.keys).sorted() {
            compare(name, left[name] ?? [], right[name] ?? [])
        }
    }

    /// Events: each object has to be told the same things, however often.
    private mutating func compareEvents(_ recordedEvents: [JSONValue], _ actualEvents: [JSONValue]) {
        let (left, right) = (remarks(recordedEvents, recorded), remarks(actualEvents, actual))
        for remark in left.subtracting(right).sorted() { differences.append("missing: \(remark)") }
        for remark in right.subtracting(left).sorted() { differences.append("invented: \(remark)") }
    }

    private func remarks(_ events: [JSONValue], _ names: CanonicalNames) -> Set<String> {
        Set(
            events.compactMap { event in
                let object = event["object"] ?? [:]
                let about = object["involvedObject"]
                let source =
                    object[path: "source", "component"]?.string ?? object["reportingComponent"]?.string ?? ""
                // What a kubelet says is simulated on both sides.
                if source == "kubelet" { return nil }
                let message = object["message"]?.string ?? ""
                return names.text(
                    "\(source) to \(about?["kind"]?.string ?? "") \(about?["name"]?.string ?? ""): "
                        + "\(object["type"]?.string ?? "") \(object["reason"]?.string ?? ""): \(message)"
                )
            }
        )
    }

    /// The states of each object, by name; objects with made-up names are alike under one name.
    private func histories(_ events: [JSONValue], _ names: CanonicalNames) -> [String: [[JSONValue]]] {
        var byName: [String: [JSONValue]] = [:]
        for event in events where event["type"] != "BOOKMARK" {
            let name = event[path: "object", "metadata", "name"]?.string ?? ""
            byName[name, default: []].append(Self.state(event, names))
        }
        var result: [String: [[JSONValue]]] = [:]
        for (name, states) in byName.sorted(by: { $0.key < $1.key }) {
            result[names.text(name), default: []].append(Self.withoutRepetition(states))
        }
        return result
    }

    private mutating func compare(_ name: String, _ left: [[JSONValue]], _ right: [[JSONValue]]) {
        guard left.count == right.count else {
            differences.append("\(name): \(right.count) of them, should be \(left.count)")
            return
        }
        // Which of several alike went another way than the others is chance.
        func order(_ histories: [[JSONValue]]) -> [[JSONValue]] {
            histories.map { (key: "\(Self.turns($0))", history: $0) }.sorted { $0.key < $1.key }.map(
                \.history
            )
        }
        for (recorded, actual) in zip(order(left), order(right)) {
            compare(name, recorded: recorded, actual: actual)
        }
    }

    private mutating func compare(_ name: String, recorded: [JSONValue], actual: [JSONValue]) {
        let (wanted, turns) = (Self.turns(recorded), Self.turns(actual))
        if wanted != turns {
            let index = zip(wanted, turns).enumerated().first { $0.element.0 != $0.element.1 }?.offset
            let place = index ?? min(wanted.count, turns.count)
            differences.append(
                "\(name): turn \(place) of \(turns.count) is \(Self.short(turns, place)), should be "
                    + "\(Self.short(wanted, place)) of \(wanted.count)"
            )
            return
        }
        var rest = recorded[...]
        for state in actual {
            guard let index = rest.firstIndex(of: state) else {
                differences.append(
                    "\(name): \(state.text()) was not seen then; next was \(rest.first?.text() ?? "nothing")"
                )
                return
            }
            rest = rest[index...]
        }
    }

    private static func short(_ states: [JSONValue], _ index: Int) -> String {
        states.indices.contains(index) ? states[index].text() : "missing"
    }

    /// The states without what may change many times between two turns: numbers.
    private static func turns(_ states: [JSONValue]) -> [JSONValue] {
        withoutRepetition(states.map(withoutNumbers))
    }

    private static func withoutNumbers(_ value: JSONValue) -> JSONValue {
        switch value {
        case .object(let members):
            var result = JSONObject()
            for member in members {
                if case .integer = member.value { continue }
                result[member.key] = withoutNumbers(member.value)
            }
            return .object(result)
        case .array(let elements): return .array(elements.map(withoutNumbers))
        default: return value
        }
    }

    private static func withoutRepetition(_ states: [JSONValue]) -> [JSONValue] {
        states.reduce(into: []) { result, state in if result.last != state { result.append(state) } }
    }

    /// What one event shows, without times, addresses and uids, and in an order of its own.
    private static func state(_ event: JSONValue, _ names: CanonicalNames) -> JSONValue {
        let object = event["object"] ?? [:]
        var state: JSONObject = [
            "generation": object[path: "metadata", "generation"], "revision": object["revision"],
            "isDeleting": object[path: "metadata", "deletionTimestamp"] == nil ? nil : true,
            "isDeleted": event["type"] == "DELETED" ? true : nil,
        ]
        let shown = visible(object)["status"]
        if let shown { state["status"] = names.value(bare(shown, key: "status")) }
        return .object(state)
    }

    /// An object, or a list of them, with its names made canonical and without what a kubelet makes up.
    static func visible(_ object: JSONValue, _ names: CanonicalNames) -> JSONValue {
        guard let items = object["items"]?.array, var list = object.object else {
            return names.value(visible(object))
        }
        list["metadata"] = nil
        // The order is that of names, which are made up.
        let shown = items.map { names.value(visible($0)) }
        list["items"] = .array(shown.sorted { "\(bare($0, key: ""))" < "\(bare($1, key: ""))" })
        return names.value(.object(list))
    }

    /// Identities are made up, and what nodes write about pods is simulated on both sides: of that, the outlines count.
    private static func visible(_ object: JSONValue) -> JSONValue {
        var object = object
        for name in ["uid", "resourceVersion", "generateName", "managedFields"]
        where object["metadata"] != nil {
            object["metadata"]?[name] = nil
        }
        for name in ["topology.kubernetes.io/region", "topology.kubernetes.io/zone"]
        where object[path: "metadata", "labels", name] != nil { object["metadata"]?["labels"]?[name] = nil }
        if let owners = object[path: "metadata", "ownerReferences"]?.array {
            object["metadata"]?["ownerReferences"] = .array(
                owners.map { owner in
                    var owner = owner
                    owner["uid"] = nil
                    return owner
                }
            )
        }
        guard let status = object["status"], status["phase"] != nil, object[path: "spec", "finalizers"] == nil
        else { return object }
        let conditions = (status["conditions"]?.array ?? []).filter {
            ["PodScheduled", "Ready"].contains($0["type"])
        }
        object["status"] = [
            "phase": status["phase"],
            "conditions": .array(
                conditions.map { condition in
                    [
                        "type": condition["type"], "status": condition["status"],
                        "reason": condition["reason"],
                        "message": condition["type"] == "PodScheduled" ? condition["message"] : nil,
                    ]
                }
                .sorted { ($0["type"]?.string ?? "") < ($1["type"]?.string ?? "") }
            ),
        ]
        if object["spec"] != nil { object["spec"] = nil }
        return object
    }

    private static let passing: Set<String> = [
        "lastUpdateTime", "lastTransitionTime", "lastProbeTime", "startTime", "completionTime", "finishedAt",
        "startedAt", "lastScheduleTime", "lastSuccessfulTime", "lastScaleTime", "containerID", "imageID",
        "podIP",
        "podIPs", "hostIP", "hostIPs", "qosClass", "uid", "resourceVersion", "disruptedPods", "image",
    ]

    private static func bare(_ value: JSONValue, key: String) -> JSONValue {
        switch value {
        case .object(let members):
            let kept = members.filter { !passing.contains($0.key) }
            return .object(
                JSONObject(kept.map { ($0.key, bare($0.value, key: $0.key)) }.sorted { $0.0 < $1.0 })
            )
        case .array(let elements):
            let rest = elements.map { bare($0, key: "") }
            // Conditions are a map in the form of a list.
            guard key == "conditions" else { return .array(rest) }
            return .array(rest.sorted { ($0["type"]?.string ?? "") < ($1["type"]?.string ?? "") })
        default: return value
        }
    }
}

/// Names without what a cluster made up: hashes are numbered as they appear, other endings are left open.
struct CanonicalNames {
    private var hashes: [String: Int] = [:]

    /// Learns the hashes in the names of objects, in the order of the events.
    mutating func learn(_ events: [JSONValue]) {
        for event in events {
            let object = event["object"]
            switch object?["kind"] {
            case "ReplicaSet", "ControllerRevision": learn(object?[path: "metadata", "name"])
            case "StatefulSet":
                learn(object?[path: "status", "currentRevision"])
                learn(object?[path: "status", "updateRevision"])
            default: continue
            }
        }
    }

    private mutating func learn(_ name: JSONValue?) {
        guard let hash = name?.string?.split(separator: "-").last.map(String.init), hashes[hash] == nil
        else { return }
        hashes[hash] = hashes.count + 1
    }

    func text(_ text: String) -> String {
        var text = text
        for (hash, number) in hashes.sorted(by: { $0.key < $1.key }) where text.contains(hash) {
            text = text.replacing(hash, with: "#\(number)")
        }
        // The names of pods, of jobs by the minute, and of machines.
        text = text.replacing(/(#\d+|-\d{8})-[a-z0-9]{5}\b/) { "\($0.1)-…" }
        text = text.replacing(/\b(ok|bad[01]|ttl|dl|sus|manual-1)-[a-z0-9]{5}\b/) { "\($0.1)-…" }
        text = text.replacing(/-\d{8}\b/, with: "-@")
        return text.replacing(/\b(node|sandbox)-\d+\b/, with: "node")
    }

    func value(_ value: JSONValue) -> JSONValue {
        switch value {
        case .string(let string): .string(text(string))
        case .array(let elements): .array(elements.map(self.value))
        case .object(let members): .object(JSONObject(members.map { ($0.key, self.value($0.value)) }))
        default: value
        }
    }
}
