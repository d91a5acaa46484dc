// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents

/// Channels and messages, read from an AsyncAPI 2 or 3 document.
struct AsyncAPIContract: Sendable {
    /// What a service sends into a channel or takes out of it.
    struct Operation: Sendable {
        /// Whether the service sends; otherwise it receives.
        var sends: Bool
        /// The address of the channel.
        var channel: String
        /// The name that code generators use.
        var id: String?
        var span: SourceSpan
        var messages: [Message]

        /// The operation as people write it: `send orders.placed`.
        var title: String { "\(sends ? "send" : "receive") \(channel)" }
    }

    /// One kind of message.
    struct Message: Sendable {
        var name: String
        var span: SourceSpan
        var payload: SchemaView?
    }

    let source: SchemaSource
    /// The operations in the order of the document.
    let operations: [Operation]
    /// Where the channels begin.
    let channelsSpan: SourceSpan

    init(_ source: SchemaSource) {
        self.source = source
        let entries = source.root.mapping ?? []
        let channels = entries.first { $0.key.scalar?.text == "channels" }
        channelsSpan = channels?.key.span ?? entries.first?.key.span ?? source.root.span
        let isThird = source.root["asyncapi"]?.scalar?.text.hasPrefix("3.") == true
        operations = isThird ? Self.third(source) : Self.second(source, channels?.value.mapping ?? [])
    }

    /// What a manifest may call the operations.
    var names: [String] { operations.flatMap { [$0.id, $0.title].compactMap(\.self) } }

    /// The operation that a manifest means: by its id, or as `send channel` or `receive channel`.
    func operation(_ text: String) -> Operation? { operations.first { $0.id == text || $0.title == text } }

    /// AsyncAPI 2: `subscribe` is what others may subscribe to, so the service sends it.
    private static func second(_ source: SchemaSource, _ channels: [YAMLEntry]) -> [Operation] {
        channels.flatMap { channel in
            (source.resolved(channel.value)?.node.mapping ?? []).compactMap { entry -> Operation? in
                guard let word = entry.key.scalar?.text, ["publish", "subscribe"].contains(word) else {
                    return nil
                }
                let message = entry.value["message"]
                let choices = message?["oneOf"]?.sequence ?? [message].compactMap(\.self)
                return Operation(
                    sends: word == "subscribe",
                    channel: channel.key.scalar?.text ?? "",
                    id: entry.value["operationId"]?.scalar?.text,
                    span: entry.key.span,
                    messages: choices.enumerated().compactMap { index, node in
                        Self.message(node, name: "message \(index + 1)", span: node.span, source)
                    }
                )
            }
        }
    }

    private static func third(_ source: SchemaSource) -> [Operation] {
        (source.root["operations"]?.mapping ?? []).compactMap { entry in
            guard let operation = source.resolved(entry.value),
                let reference = operation.node["channel"],
                let channel = operation.source.resolved(reference)
            else { return nil }
            let key = reference["$ref"]?.scalar?.text.split(separator: "/").last.map(String.init)
            let chosen = operation.node["messages"]?.sequence?.compactMap { node -> Message? in
                let name = node["$ref"]?.scalar?.text.split(separator: "/").last.map(String.init)
                return message(node, name: name ?? "message", span: node.span, operation.source)
            }
            let all = (channel.node["messages"]?.mapping ?? []).compactMap { message in
                Self.message(
                    message.value,
                    name: message.key.scalar?.text ?? "",
                    span: message.key.span,
                    channel.source
                )
            }
            return Operation(
                sends: operation.node["action"]?.scalar?.text == "send",
                channel: channel.node["address"]?.scalar?.text ?? key ?? "",
                id: entry.key.scalar?.text,
                span: entry.key.span,
                messages: chosen ?? all
            )
        }
    }

    private static func message(
        _ node: YAMLNode,
        name: String,
        span: SourceSpan,
        _ source: SchemaSource
    ) -> Message? {
        guard let place = source.resolved(node) else { return nil }
        let payload = place.node["payload"].map { node in
            // AsyncAPI 3 can wrap the schema to name its language.
            SchemaView(node["schemaFormat"] == nil ? node : node["schema"] ?? node, in: place.source)
        }
        let named = place.node["name"]?.scalar?.text ?? place.node["messageId"]?.scalar?.text
        return Message(name: named ?? name, span: span, payload: payload)
    }
}

/// Finds what the other sides of channels would notice of a new contract.
enum AsyncAPIComparison {
    static func changes(from old: AsyncAPIContract, to new: AsyncAPIContract) -> [ContractChange] {
        old.operations.flatMap { before -> [ContractChange] in
            let same = new.operations.first { $0.sends == before.sends && $0.channel == before.channel }
            guard let now = same else {
                return [
                    .init(
                        text:
                            "no longer \(before.sends ? "sends into" : "receives from") `\(before.channel)`",
                        span: new.channelsSpan,
                        label: "`\(before.channel)` is gone",
                        before: before.span,
                        place: before.title
                    )
                ]
            }
            return before.messages.flatMap { messages($0, before, now) }
        }
    }

    private static func messages(
        _ message: AsyncAPIContract.Message,
        _ before: AsyncAPIContract.Operation,
        _ now: AsyncAPIContract.Operation
    ) -> [ContractChange] {
        let place = "\(before.title)/\(message.name)"
        let only = before.messages.count == 1 && now.messages.count == 1 ? now.messages.first : nil
        guard let same = now.messages.first(where: { $0.name == message.name }) ?? only else {
            return [
                .init(
                    text:
                        "no longer \(before.sends ? "sends" : "accepts") `\(message.name)` in `\(now.channel)`",
                    span: now.span,
                    label: "`\(message.name)` is gone",
                    before: message.span,
                    place: place
                )
            ]
        }
        guard let from = message.payload, let to = same.payload else { return [] }
        var comparison = SchemaComparison(
            before.sends ? .received : .sent,
            context: "in `\(same.name)` of `\(now.channel)`",
            place: place
        )
        comparison.compare(from, to, anchor: same.span)
        return comparison.changes
    }
}
