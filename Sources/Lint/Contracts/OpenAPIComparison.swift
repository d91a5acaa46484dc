// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents

/// Finds what callers of an HTTP API would notice of a new contract.
enum OpenAPIComparison {
    static func changes(from old: OpenAPIContract, to new: OpenAPIContract) -> [ContractChange] {
        let bases = new.basePaths
        let to = bases.first ?? []
        let paths = Set(new.operations.map { to + $0.shape })
        var prefixes: ([String], [String])?
        var moved: [ContractChange] = []
        var known = Set(bases)
        for from in old.basePaths where known.insert(from).inserted {
            // What went from the addresses of the servers into the paths, or the other way, has not moved.
            if old.operations.contains(where: { paths.contains(from + $0.shape) }) {
                prefixes = prefixes ?? (from, to)
            } else {
                moved.append(servers(from, to, old, new))
            }
        }
        let (prefix, newPrefix) = prefixes ?? ([], [])
        return moved
            + old.operations.flatMap { before -> [ContractChange] in
                let same = new.operations.first {
                    $0.method == before.method && newPrefix + $0.shape == prefix + before.shape
                }
                guard let now = same else { return [removed(before, in: new)] }
                return parameters(before, now) + request(before, now) + responses(before, now)
                    + security(before, old, now, new)
            }
    }

    private static func servers(
        _ from: [String],
        _ to: [String],
        _ old: OpenAPIContract,
        _ new: OpenAPIContract
    ) -> ContractChange {
        func shown(_ path: [String]) -> String { "`/\(path.joined(separator: "/"))`" }
        let isOneOfSeveral = !Set(new.basePaths).isDisjoint(with: old.basePaths)
        return .init(
            text: isOneOfSeveral
                ? "no longer has its paths below \(shown(from))"
                : "moves all paths from \(shown(from)) to \(shown(to))",
            span: new.serversSpan ?? new.pathsSpan,
            label: isOneOfSeveral ? "\(shown(from)) is gone" : "another path in front of all",
            before: old.serversSpan ?? old.pathsSpan,
            place: (["servers"] + from).joined(separator: "/")
        )
    }

    private static func removed(
        _ operation: OpenAPIContract.Operation,
        in new: OpenAPIContract
    ) -> ContractChange {
        let path = new.source.root["paths"]?.mapping?.first {
            $0.key.scalar?.text == operation.path
        }
        return .init(
            text: "no longer has `\(operation.title)`",
            span: path?.key.span ?? new.pathsSpan,
            label: "`\(path == nil ? operation.title : operation.method)` is gone",
            before: operation.span,
            place: operation.title
        )
    }

    private static func parameters(
        _ old: OpenAPIContract.Operation,
        _ new: OpenAPIContract.Operation
    ) -> [ContractChange] {
        var changes: [ContractChange] = []
        let before = old.parameters
        for parameter in new.parameters where parameter.kind != "path" {
            let place = "\(old.title)/\(parameter.kind)/\(parameter.name)"
            let same = before.first { $0.kind == parameter.kind && $0.name == parameter.name }
            if parameter.isRequired, same?.isRequired != true {
                changes.append(
                    .init(
                        text:
                            "now requires the \(parameter.kind) parameter `\(parameter.name)` of `\(new.title)`",
                        span: parameter.span,
                        label: "callers do not send it",
                        before: same?.span ?? old.span,
                        place: place
                    )
                )
            }
            if let from = same?.schema, let to = parameter.schema {
                changes += compared(
                    .sent,
                    from,
                    to,
                    "in the parameter `\(parameter.name)` of `\(new.title)`",
                    place,
                    root: "the value"
                )
            }
        }
        return changes + pathParameters(old, new)
    }

    /// Parameters of the path belong together by their place in it.
    private static func pathParameters(
        _ old: OpenAPIContract.Operation,
        _ new: OpenAPIContract.Operation
    ) -> [ContractChange] {
        func ordered(_ operation: OpenAPIContract.Operation) -> [OpenAPIContract.Operation.Parameter?] {
            let names = operation.path.split(separator: "/").filter { $0.hasPrefix("{") }
            return names.map { name in
                operation.parameters.first { $0.kind == "path" && "{\($0.name)}" == name }
            }
        }
        return zip(ordered(old), ordered(new)).flatMap { before, now -> [ContractChange] in
            guard let from = before?.schema, let now, let to = now.schema else { return [] }
            let context = "in the parameter `\(now.name)` of `\(new.title)`"
            return compared(
                .sent,
                from,
                to,
                context,
                "\(old.title)/path/\(now.name)",
                root: "the value"
            )
        }
    }

    private static func request(
        _ old: OpenAPIContract.Operation,
        _ new: OpenAPIContract.Operation
    ) -> [ContractChange] {
        guard let now = new.request else { return [] }
        var changes: [ContractChange] = []
        let before = old.request
        if now.isRequired, before?.isRequired != true {
            changes.append(
                .init(
                    text: "now requires a body in the request of `\(new.title)`",
                    span: now.span,
                    label: "callers may send none",
                    before: before?.span ?? old.span,
                    place: "\(old.title)/request"
                )
            )
        }
        return changes
            + bodies(
                before?.bodies ?? [],
                now.bodies,
                now.span,
                .sent,
                "in the request of `\(new.title)`",
                "\(old.title)/request"
            )
    }

    private static func responses(
        _ old: OpenAPIContract.Operation,
        _ new: OpenAPIContract.Operation
    ) -> [ContractChange] {
        let now = new.responses
        return old.responses.flatMap { before -> [ContractChange] in
            let place = "\(old.title)/\(before.status)"
            if let same = now.first(where: { $0.status == before.status }) {
                let context = "in the answer \(same.status) of `\(new.title)`"
                return bodies(before.bodies, same.bodies, same.span, .received, context, place)
            }
            guard before.isSuccess else { return [] }
            let others = now.filter(\.isSuccess)
            return [
                .init(
                    text: "no longer answers `\(new.title)` with \(before.status)",
                    span: others.first?.span ?? new.span,
                    label: others.isEmpty ? "no success is declared" : "another status than \(before.status)",
                    before: before.span,
                    place: place
                )
            ]
        }
    }

    private static func bodies(
        _ old: [OpenAPIContract.Operation.Body],
        _ new: [OpenAPIContract.Operation.Body],
        _ anchor: SourceSpan,
        _ direction: SchemaComparison.Direction,
        _ context: String,
        _ place: String
    ) -> [ContractChange] {
        old.flatMap { before -> [ContractChange] in
            guard let now = new.first(where: { $0.mediaType == before.mediaType }) else {
                return [
                    .init(
                        text: "\(direction == .sent ? "no longer accepts" : "no longer sends") "
                            + "`\(before.mediaType)` \(context)",
                        span: anchor,
                        label: "`\(before.mediaType)` is gone",
                        before: before.span,
                        place: "\(place)/\(before.mediaType)"
                    )
                ]
            }
            guard let from = before.schema, let to = now.schema else { return [] }
            return compared(direction, from, to, context, "\(place)/\(before.mediaType)", anchor: now.span)
        }
    }

    private static func security(
        _ before: OpenAPIContract.Operation,
        _ old: OpenAPIContract,
        _ now: OpenAPIContract.Operation,
        _ new: OpenAPIContract
    ) -> [ContractChange] {
        guard let wanted = now.security(in: new.source.root), !wanted.isOpen else { return [] }
        let earlier = before.security(in: old.source.root)
        guard earlier?.isOpen ?? true else { return [] }
        return [
            .init(
                text: "now wants to know who calls `\(now.title)`",
                span: wanted.span,
                label: "callers prove nothing so far",
                before: earlier?.span ?? before.span,
                place: "\(before.title)/security"
            )
        ]
    }

    private static func compared(
        _ direction: SchemaComparison.Direction,
        _ old: SchemaView,
        _ new: SchemaView,
        _ context: String,
        _ place: String,
        anchor: SourceSpan? = nil,
        root: String = "the body"
    ) -> [ContractChange] {
        var comparison = SchemaComparison(direction, context: context, place: place, root: root)
        comparison.compare(old, new, anchor: anchor ?? new.node.span)
        return comparison.changes
    }
}
