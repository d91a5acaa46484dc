// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Manifest

/// Finds in what a new schema disagrees with those who rely on the old one.
struct SchemaComparison {
    /// Who writes the values.
    enum Direction {
        /// Callers send them: what was accepted has to be accepted.
        case sent
        /// Callers receive them: nothing else than before may come.
        case received
    }

    let direction: Direction
    /// Where the values stand: "in the request of `POST /carts`".
    let context: String
    /// The same for fingerprints.
    let place: String
    /// What the whole value is called.
    private let root: String
    private(set) var changes: [ContractChange] = []
    /// Pairs that were compared, which ends circles.
    private var seen: Set<[SourceSpan]> = []
    /// What the schemas that are being compared hold, still to be compared.
    private var inner: [Pair] = []

    /// Two schemas at the same place.
    private struct Pair {
        var old: SchemaView
        var new: SchemaView
        var path: [String]
        var anchor: SourceSpan
    }

    /// Nobody's values lie deeper; a chain of references through a large file does.
    private static let depthLimit = 256

    /// Compares values of one direction and place; `root` is what the whole value is called there.
    init(_ direction: Direction, context: String, place: String, root: String = "the body") {
        self.root = root
        self.direction = direction
        self.context = context
        self.place = place
    }

    /// Compares two schemas; what cannot be followed on either side is left alone.
    ///
    /// What is missing in the new one is shown at `anchor`, where that schema hangs.
    mutating func compare(_ old: SchemaView, _ new: SchemaView, anchor: SourceSpan) {
        // No recursion: references may lead through as many schemas as a file has room for.
        var waiting = [Pair(old: old, new: new, path: [], anchor: anchor)]
        while let pair = waiting.popLast() {
            compare(pair)
            waiting += inner.reversed()
            inner = []
        }
    }

    private mutating func later(_ old: SchemaView, _ new: SchemaView, at path: [String], anchor: SourceSpan) {
        guard path.count < Self.depthLimit else { return }
        inner.append(Pair(old: old, new: new, path: path, anchor: anchor))
    }

    private mutating func compare(_ pair: Pair) {
        let (path, anchor) = (pair.path, pair.anchor)
        guard var old = FlatSchema(pair.old), var new = FlatSchema(pair.new) else { return }
        // What was one alternative and is one of several now is still an alternative, and the other way.
        if old.alternatives.isEmpty, new.alternatives.count > 1 {
            old = FlatSchema(pair.old, keepsAlternative: true) ?? old
        } else if new.alternatives.isEmpty, old.alternatives.count > 1 {
            new = FlatSchema(pair.new, keepsAlternative: true) ?? new
        }
        guard seen.insert([old.span, new.span]).inserted else { return }
        compareTypes(old, new, path, anchor)
        compareChoices(old, new, path, anchor)
        compareProperties(old, new, path, anchor)
        if direction == .sent { compareLimits(old, new, path) }
        if let before = old.items, let now = new.items {
            later(before, now, at: path + ["[]"], anchor: now.node.span)
        }
        if let before = old.others, let now = new.others {
            later(before, now, at: path + ["*"], anchor: now.node.span)
        }
        compareAlternatives(old, new, path, anchor)
    }

    private mutating func compareTypes(
        _ old: FlatSchema,
        _ new: FlatSchema,
        _ path: [String],
        _ anchor: SourceSpan
    ) {
        let (producer, consumer) = direction == .sent ? (old, new) : (new, old)
        let span = new.typeSpan ?? anchor
        if !Self.fits(producer.types, consumer.types) {
            add(
                "\(verb) \(name(path)) as \(Self.list(new.types)), which was \(Self.list(old.types)),",
                span,
                direction == .sent
                    ? "no longer accepts all that callers send" : "may be what no caller expects",
                old.typeSpan ?? old.span,
                path + ["type"]
            )
            return
        }
        guard let before = old.format, let now = new.format, before.value != now.value else { return }
        let widths = ["int32": 0, "int64": 1, "float": 0, "double": 1]
        if let from = widths[producer.format?.value ?? ""], let to = widths[consumer.format?.value ?? ""],
            from <= to
        {
            return
        }
        add(
            "\(verb) \(name(path)) in the format `\(now.value)`, which was `\(before.value)`,",
            now.span,
            "another format",
            before.span,
            path + ["format"]
        )
    }

    private mutating func compareChoices(
        _ old: FlatSchema,
        _ new: FlatSchema,
        _ path: [String],
        _ anchor: SourceSpan
    ) {
        guard direction == .sent, let now = new.choices else { return }
        let values = Set(now.map(\.value))
        guard let before = old.choices else {
            let span = now.first?.span ?? anchor
            return add(
                "accepts only some values as \(name(path))",
                span,
                "any value was accepted",
                old.span,
                path + ["enum"]
            )
        }
        for choice in before where !values.contains(choice.value) {
            add(
                "no longer accepts `\(choice.value)` as \(name(path))",
                now.first?.span ?? anchor,
                "`\(choice.value)` is gone",
                choice.span,
                path + ["enum", choice.value]
            )
        }
    }

    private mutating func compareProperties(
        _ old: FlatSchema,
        _ new: FlatSchema,
        _ path: [String],
        _ anchor: SourceSpan
    ) {
        let now = Dictionary(new.properties.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        let wasRequired = Set(old.required.map(\.value))
        let isRequired = Set(new.required.map(\.value))
        for property in old.properties {
            let inner = path + [property.name]
            guard let same = now[property.name] else {
                if direction == .received {
                    add(
                        "no longer sends \(name(inner))",
                        anchor,
                        "`\(property.name)` is gone",
                        property.nameSpan,
                        inner
                    )
                } else if new.isClosed {
                    add(
                        "refuses \(name(inner))",
                        anchor,
                        "`\(property.name)` is gone",
                        property.nameSpan,
                        inner
                    )
                }
                continue
            }
            if direction == .received, wasRequired.contains(property.name),
                !isRequired.contains(property.name)
            {
                add(
                    "may leave out \(name(inner))",
                    same.nameSpan,
                    "no longer required",
                    property.nameSpan,
                    inner + ["required"]
                )
            }
            later(property.schema, same.schema, at: inner, anchor: same.nameSpan)
        }
        guard direction == .sent else { return }
        if new.isClosed, !old.isClosed {
            let what = path.isEmpty ? root : "an object of \(name(path))"
            add(
                "refuses what it does not name in \(what)",
                new.closedSpan ?? anchor,
                "any field was accepted",
                old.span,
                path + ["additionalProperties"]
            )
        }
        for field in new.required where !wasRequired.contains(field.value) {
            add(
                "now requires \(name(path + [field.value]))",
                field.span,
                "callers do not send it",
                old.span,
                path + [field.value, "required"]
            )
        }
    }

    private mutating func compareLimits(_ old: FlatSchema, _ new: FlatSchema, _ path: [String]) {
        for (name, limit) in new.limits.sorted(by: { $0.key < $1.key }) {
            let before = old.limits[name]
            let isLower = FlatSchema.lowerLimits.contains(name)
            if let before, isLower ? limit.value <= before.value : limit.value >= before.value { continue }
            let was = before.map { "which was \(FigureText.number($0.value))" } ?? "which had none"
            add(
                "accepts less as \(self.name(path)): `\(name)` is \(FigureText.number(limit.value)), \(was),",
                limit.span,
                "narrower than before",
                before?.span ?? old.span,
                path + [name]
            )
        }
        guard let now = new.pattern, now.value != old.pattern?.value else { return }
        add(
            "accepts only what matches another pattern as \(name(path))",
            now.span,
            "a new pattern",
            old.pattern?.span ?? old.span,
            path + ["pattern"]
        )
    }

    /// Alternatives belong together by the name of what they refer to, and else by their order.
    private mutating func compareAlternatives(
        _ old: FlatSchema,
        _ new: FlatSchema,
        _ path: [String],
        _ anchor: SourceSpan
    ) {
        guard !old.alternatives.isEmpty, !new.alternatives.isEmpty else { return }
        let byName = Dictionary(
            new.alternatives.compactMap { view in view.reference.map { ($0, view) } },
            uniquingKeysWith: { first, _ in first }
        )
        let unnamed = new.alternatives.filter { $0.reference == nil }
        var next = unnamed.startIndex
        var matched: Set<SourceSpan> = []
        for (index, before) in old.alternatives.enumerated() {
            var now: SchemaView?
            if let reference = before.reference {
                now = byName[reference]
            } else if next < unnamed.endIndex {
                now = unnamed[next]
                next += 1
            }
            if let now {
                matched.insert(now.node.span)
                later(before, now, at: path, anchor: now.node.span)
            } else if direction == .sent, new.alternatives.count < old.alternatives.count {
                let shown =
                    before.reference.map { "`\($0.split(separator: "/").last ?? "")`" } ?? "one alternative"
                add(
                    "no longer accepts \(shown) as \(name(path))",
                    anchor,
                    "an alternative is gone",
                    before.node.span,
                    path + ["oneOf", "\(index)"]
                )
            }
        }
        guard direction == .received, new.alternatives.count > old.alternatives.count else { return }
        for (index, now) in new.alternatives.enumerated() where !matched.contains(now.node.span) {
            let shown =
                now.reference.map { "`\($0.split(separator: "/").last ?? "")`" } ?? "another alternative"
            add(
                "may send \(shown) as \(name(path))",
                now.node.span,
                "no caller expects it",
                old.span,
                path + ["oneOf", now.reference ?? "\(index)"]
            )
        }
    }

    private var verb: String { direction == .sent ? "takes" : "sends" }

    private mutating func add(
        _ text: String,
        _ span: SourceSpan,
        _ label: String,
        _ before: SourceSpan,
        _ path: [String]
    ) {
        changes.append(
            .init(
                text: "\(text) \(context)",
                span: span,
                label: label,
                before: before,
                place: ([place] + path).joined(separator: "/")
            )
        )
    }

    private func name(_ path: [String]) -> String {
        path.isEmpty ? root : "`\(path.joined(separator: ".").replacing(".[]", with: "[]"))`"
    }

    /// Whether every value of the one types is one of the others.
    private static func fits(_ produced: Set<String>?, _ accepted: Set<String>?) -> Bool {
        guard let accepted else { return true }
        guard let produced else { return false }
        return produced.allSatisfy {
            accepted.contains($0) || ($0 == "integer" && accepted.contains("number"))
        }
    }

    private static func list(_ types: Set<String>?) -> String {
        types.map { $0.sorted().map { "`\($0)`" }.joined(separator: " or ") } ?? "anything"
    }
}
