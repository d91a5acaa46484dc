// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Kubernetes

/// Takes secrets out of what is said and written down: values that are known, and what looks like one by its name or form.
struct SecretMask: Sendable, CustomStringConvertible {
    static let mask = "‹redacted›"

    /// Values that are removed wherever they stand: those of Secrets, and literals under telling names.
    private var values = ValueIndex()
    /// Names that everybody may see, though a Secret may hold the same word: a user of a database is called like its service.
    private var names: Set<String> = []
    /// The Secrets that pods refer to; their values are still to be read.
    private(set) var referred: Set<ObjectReference> = []
    /// Those whose values could not be read, and therefore not removed.
    private(set) var unread: Set<String> = []

    /// Shorter values are too likely to be ordinary words of a log.
    private static let shortestValue = 6

    /// Nothing that it knows is said by it.
    var description: String { Self.mask }

    /// Whether a value of this name is likely a secret: `DB_PASSWORD`, `apiKey2`, `acquirer-token`.
    static func isTelling(_ name: String) -> Bool {
        var name = name
        return name.withUTF8(TellingName.isTelling)
    }

    init() {}

    /// Knows what the objects of a service hold that must not be shown: everything in Secrets, and literals elsewhere; and
    /// which other Secrets their pods get.
    init(of objects: [KubernetesObject]) { take(objects) }

    /// Knows of further objects as well.
    mutating func take(_ objects: [KubernetesObject]) {
        for object in objects {
            names.formUnion([object.name, object.namespace].compactMap { $0 })
            names.formUnion(object.containerNames)
        }
        for object in objects {
            guard object.kind == "Secret" else {
                referred.formUnion(object.referredSecrets)
                _ = clean(object)
                continue
            }
            learn(SecretForms.of(object))
        }
    }

    /// Knows names that everybody may see.
    mutating func allow(_ names: [String]) { self.names.formUnion(names) }

    /// Knows values that must not be said.
    mutating func learn(_ forms: some Sequence<String>) {
        for form in forms where form.count >= Self.shortestValue && !names.contains(form) {
            values.insert(Array(form.utf8))
        }
    }

    /// Notes that what a Secret holds is not known, though its pods may say it.
    mutating func leaveUnread(_ secret: String) { unread.insert(secret) }

    /// What stands in the place of words of a container that may repeat a value which is not known; `nil` if there is none.
    var withholding: String? {
        guard !unread.isEmpty else { return nil }
        let secrets = unread.sorted().map { "`\($0)`" }.joined(separator: ", ")
        let many = unread.count > 1
        return "‹withheld: the values of the Secret\(many ? "s" : "") \(secrets) could not be read, "
            + "so that they cannot be taken out; `msctl logs` shows it all›"
    }

    /// A cause in whose words none of the values is left.
    func clean(_ cause: RootCause) -> RootCause {
        var cause = cause
        if let withholding {
            // These are the container's own words, which the kubelet repeats.
            let isQuoted = [.crashLoop, .neverReady].contains(cause.code) && cause.detail?.isEmpty == false
            if isQuoted || !cause.logTail.isEmpty { cause.logTail = [withholding] }
            if isQuoted { cause.detail = nil }
        }
        cause.headline = clean(text: cause.headline)
        cause.detail = cause.detail.map(clean(text:))
        cause.logTail = clean(lines: cause.logTail)
        cause.chain = cause.chain.map(clean(text:))
        return cause
    }

    /// An event in whose message none of the values is left.
    func clean(_ event: EventEntry) -> EventEntry {
        var event = event
        // A probe or a hook that fails tells what the container has answered.
        let isQuoted = ["Unhealthy", "FailedPostStartHook", "FailedPreStopHook"].contains(event.reason)
        let withheld = isQuoted ? withholding : nil
        event.message = withheld ?? clean(text: event.message)
        return event
    }

    /// A value as it may be shown, given the name that it stands under.
    static func shown(_ value: JSONValue, as name: String?) -> JSONValue {
        var mask = SecretMask()
        return mask.clean(value, under: name)
    }

    /// An object without bookkeeping and without secrets; remembers the values that it has hidden.
    mutating func clean(_ object: KubernetesObject) -> JSONValue {
        var object = object
        object[metadata: "managedFields"] = nil
        if var annotations = object[metadata: "annotations"]?.object {
            // It repeats the whole object, in a form that nothing here looks into.
            annotations["kubectl.kubernetes.io/last-applied-configuration"] = nil
            object[metadata: "annotations"] = .object(annotations)
        }
        return clean(.object(object.json), under: nil)
    }

    private mutating func clean(_ value: JSONValue, under name: String?) -> JSONValue {
        switch value {
        case .object(let object):
            var result = JSONObject()
            // An environment variable is a pair of name and value.
            let variable = object["value"] == nil ? nil : object["name"]?.string
            for member in object {
                let telling = member.key == "value" ? variable ?? name : member.key
                result[member.key] = clean(member.value, under: telling)
            }
            return .object(result)
        case .array(let elements):
            var previous: String?
            return .array(
                elements.map { element in
                    let option = previous
                    // An option and its value may be two arguments.
                    previous = element.string.flatMap { text in
                        text.hasPrefix("--") && !text.contains("=") && Self.isTelling(text) ? text : nil
                    }
                    return clean(element, under: previous == nil ? option ?? name : name)
                }
            )
        case .string(let text):
            guard let name, Self.isTelling(name), !SecretPattern.structural.contains(name) else {
                learn(SecretPattern.passwords(in: text))
                // Of several lines it is a file, in which a colon may well announce a password.
                let isFile = text.utf8.contains(UInt8(ascii: "\n"))
                return .string(
                    Self.masking(text, isFile ? SecretPattern.ranges(in:) : SecretPattern.ranges(inField:))
                )
            }
            learn([text])
            return .string(Self.mask)
        default: return value
        }
    }

    /// The same with none of the known values in any of its texts.
    func clean(texts value: JSONValue) -> JSONValue {
        switch value {
        case .object(let object):
            var result = JSONObject()
            for member in object { result[member.key] = clean(texts: member.value) }
            return .object(result)
        case .array(let elements): return .array(elements.map(clean(texts:)))
        case .string(let text): return .string(clean(text: text))
        default: return value
        }
    }

    /// Lines that were written one after the other; a secret may go over several, and then takes the place of one.
    func clean(lines: [String]) -> [String] {
        lines.isEmpty ? [] : clean(text: lines.joined(separator: "\n")).textLines.map(String.init)
    }

    /// A text without the values that are known, and without what looks like a secret.
    func clean(text: String) -> String {
        Self.withoutPasswords(Self.masking(text) { values.ranges(in: $0) })
    }

    /// Hides `pw` in `scheme://user:pw@host`, in `password=pw`, and what else ``SecretPattern`` knows.
    static func withoutPasswords(_ text: String) -> String {
        masking(text, SecretPattern.ranges(in:))
    }

    /// A text with the mask in the place of some ranges, which come in its order.
    private static func masking(
        _ text: String,
        _ find: (UnsafeBufferPointer<UInt8>) -> [Range<Int>]
    ) -> String {
        var text = text
        let masked = text.withUTF8 { bytes -> String? in
            let ranges = find(bytes)
            guard !ranges.isEmpty else { return nil }
            var result: [UInt8] = []
            result.reserveCapacity(bytes.count)
            var start = 0
            for range in ranges {
                result += bytes[start..<range.lowerBound]
                result += mask.utf8
                start = range.upperBound
            }
            result += bytes[start...]
            return String(decoding: result, as: UTF8.self)
        }
        return masked ?? text
    }
}

extension KubernetesObject {
    /// What its containers, or those of its pods, are called.
    fileprivate var containerNames: [String] {
        let spec = self["spec"]
        let pods = [spec, spec?["template"]?["spec"], spec?[path: "jobTemplate", "spec", "template", "spec"]]
        return pods.compactMap { $0 }.flatMap { pod in
            (pod["initContainers"]?.array ?? []) + (pod["containers"]?.array ?? [])
        }
        .compactMap { $0["name"]?.string }
    }
}
