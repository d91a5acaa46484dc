// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics

/// Finds what callers with code made from the old file would notice of a new one.
///
/// Changes that the encoding of protocol buffers tolerates, such as `int32` to `int64`, are none.
enum ProtoComparison {
    static func changes(from old: ProtoContract, to new: ProtoContract) -> [ContractChange] {
        guard old.package == new.package else {
            return [
                .init(
                    text:
                        "is now in the package `\(new.package)`, which was `\(old.package)`, so that every call has another name",
                    span: new.packageSpan ?? SourceSpan(file: new.file, range: 0..<0),
                    label: "another package",
                    before: old.packageSpan,
                    place: "package"
                )
            ]
        }
        return old.services.flatMap { service($0, new) } + old.messages.flatMap { message($0, new) }
            + old.enums.flatMap { enumeration($0, new) }
    }

    private static func service(_ old: ProtoContract.Service, _ new: ProtoContract) -> [ContractChange] {
        guard let now = new.services.first(where: { $0.name == old.name }) else {
            return [removed("service", old.name, old.span, new)]
        }
        return old.methods.flatMap { before -> [ContractChange] in
            let title = "\(old.name)/\(before.name)"
            guard let same = now.methods.first(where: { $0.name == before.name }) else {
                return [
                    .init(
                        text: "no longer has the call `\(title)`",
                        span: now.span,
                        label: "`\(before.name)` is gone",
                        before: before.span,
                        place: title
                    )
                ]
            }
            return [(before.request, same.request, "takes"), (before.response, same.response, "answers")]
                .filter { $0.0.title != $0.1.title }
                .map { was, is_, verb in
                    .init(
                        text: "\(verb) `\(is_.title)` in the call `\(title)`, which was `\(was.title)`",
                        span: is_.span,
                        label: "was `\(was.title)`",
                        before: was.span,
                        place: "\(title)/\(verb)"
                    )
                }
        }
    }

    private static func message(_ old: ProtoContract.Message, _ new: ProtoContract) -> [ContractChange] {
        guard let now = new.messages.first(where: { $0.name == old.name }) else {
            return [removed("message", old.name, old.span, new)]
        }
        var changes = old.fields.flatMap { field($0, of: old, now) }
        for field in now.fields
        where field.label == .required && !old.fields.contains(where: { $0.number == field.number }) {
            changes.append(
                change(
                    "now requires `\(old.name).\(field.name)`",
                    field.span,
                    "callers do not send it",
                    old.span,
                    field,
                    old
                )
            )
        }
        return changes
    }

    private static func field(
        _ old: ProtoContract.Field,
        of message: ProtoContract.Message,
        _ now: ProtoContract.Message
    ) -> [ContractChange] {
        let title = "`\(message.name).\(old.name)`"
        guard let new = now.fields.first(where: { $0.number == old.number }) else {
            if let moved = now.fields.first(where: { $0.name == old.name }) {
                let text = "gives \(title) the number \(moved.number), which was \(old.number)"
                return [change(text, moved.numberSpan, "was \(old.number)", old.numberSpan, old, message)]
            }
            let isReserved = now.reservedNumbers.contains { $0.contains(old.number) }
            let label =
                isReserved
                ? "the field \(old.number) is gone" : "the number \(old.number) is free to be used again"
            return [change("no longer has \(title)", now.span, label, old.span, old, message)]
        }
        var changes: [ContractChange] = []
        if !areAlike(old.type, new.type) {
            changes.append(
                change(
                    "has \(title) as `\(new.type)`, which was `\(old.type)`",
                    new.typeSpan,
                    "was `\(old.type)`",
                    old.typeSpan,
                    old,
                    message
                )
            )
        }
        if (old.label == .repeated) != (new.label == .repeated)
            || (old.label == .required) != (new.label == .required)
        {
            changes.append(
                change(
                    "has \(title) as \(new.label.rawValue), which was \(old.label.rawValue)",
                    new.span,
                    "was \(old.label.rawValue)",
                    old.span,
                    old,
                    message
                )
            )
        }
        if old.jsonName != new.jsonName {
            changes.append(
                change(
                    "calls \(title) `\(new.jsonName)` in JSON, which was `\(old.jsonName)`",
                    new.span,
                    "was `\(old.name)`",
                    old.span,
                    old,
                    message
                )
            )
        }
        if old.oneof != new.oneof, let group = new.oneof, now.fields.filter({ $0.oneof == group }).count > 1 {
            changes.append(
                change(
                    "no longer holds \(title) together with the other fields of `\(group)`",
                    new.span,
                    "now in the oneof `\(group)`",
                    old.span,
                    old,
                    message
                )
            )
        }
        return changes
    }

    private static func enumeration(_ old: ProtoContract.Enumeration, _ new: ProtoContract)
        -> [ContractChange]
    {
        guard let now = new.enums.first(where: { $0.name == old.name }) else {
            return [removed("enum", old.name, old.span, new)]
        }
        return old.values.compactMap { before in
            let same = now.values.filter { $0.number == before.number }
            if same.contains(where: { $0.name == before.name }) { return nil }
            let title = "`\(old.name).\(before.name)`"
            let text = same.first.map { "calls \(title) `\($0.name)`" } ?? "no longer has \(title)"
            return .init(
                text: text,
                span: same.first?.span ?? now.span,
                label: same.isEmpty ? "`\(before.name)` is gone" : "was `\(before.name)`",
                before: before.span,
                place: "\(old.name).\(before.name)"
            )
        }
    }

    private static func removed(
        _ kind: String,
        _ name: String,
        _ before: SourceSpan,
        _ new: ProtoContract
    ) -> ContractChange {
        let first = new.services.first?.span ?? new.messages.first?.span ?? new.packageSpan
        return .init(
            text: "no longer has the \(kind) `\(name)`",
            span: first ?? SourceSpan(file: new.file, range: 0..<0),
            label: "`\(name)` is gone from this file",
            before: before,
            place: name
        )
    }

    private static func change(
        _ text: String,
        _ span: SourceSpan,
        _ label: String,
        _ before: SourceSpan,
        _ field: ProtoContract.Field,
        _ message: ProtoContract.Message
    ) -> ContractChange {
        .init(
            text: text,
            span: span,
            label: label,
            before: before,
            place: "\(message.name).\(field.name)/\(label)"
        )
    }

    /// Types that the encoding reads alike: see "Updating a message type" in the language guide.
    private static func areAlike(_ old: String, _ new: String) -> Bool {
        let groups: [Set<String>] = [
            ["int32", "uint32", "int64", "uint64", "bool"], ["sint32", "sint64"], ["string", "bytes"],
            ["fixed32", "sfixed32"], ["fixed64", "sfixed64"],
        ]
        return old == new || groups.contains { $0.contains(old) && $0.contains(new) }
    }
}
