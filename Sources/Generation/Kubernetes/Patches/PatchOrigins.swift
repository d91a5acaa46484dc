// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents

/// Keeps the origins of fields true while a patch changes the object: what it sets leads to the patch.
struct PatchOrigins {
    let span: SourceSpan

    /// The origins after a merge patch.
    func merging(_ value: JSONValue, into origins: [String: SourceSpan]) -> [String: SourceSpan] {
        var result = origins
        for pointer in leaves(value, at: .root) { set(pointer, in: &result) }
        return result
    }

    /// The origins after the steps of a JSON patch, each with the document that it was applied to.
    func following(
        _ steps: [(operation: JSONPatchOperation, before: JSONValue)],
        from origins: [String: SourceSpan]
    ) -> [String: SourceSpan] {
        var result = origins
        for (operation, before) in steps { follow(operation, before, &result) }
        return result
    }

    private func follow(
        _ operation: JSONPatchOperation,
        _ before: JSONValue,
        _ origins: inout [String: SourceSpan]
    ) {
        let path = resolved(operation.path, in: before)
        switch operation.name {
        case .test: return
        case .replace: set(path, in: &origins)
        case .add, .copy:
            shift(path, in: before, by: 1, &origins)
            set(path, in: &origins)
        case .remove: remove(path, in: before, &origins)
        case .move:
            if let from = operation.from { remove(resolved(from, in: before), in: before, &origins) }
            shift(path, in: before, by: 1, &origins)
            set(path, in: &origins)
        }
    }

    /// What stands below a field that was set as a whole came with it.
    private func set(_ pointer: JSONPointer, in origins: inout [String: SourceSpan]) {
        drop(pointer, &origins)
        origins[pointer.description] = span
    }

    private func drop(_ pointer: JSONPointer, _ origins: inout [String: SourceSpan]) {
        let text = pointer.description
        origins = origins.filter { $0.key != text && !$0.key.hasPrefix(text + "/") }
    }

    private func remove(
        _ pointer: JSONPointer,
        in before: JSONValue,
        _ origins: inout [String: SourceSpan]
    ) {
        drop(pointer, &origins)
        shift(pointer, in: before, by: -1, &origins)
    }

    /// Elements behind one that was put in or taken out of a list have another index now.
    private func shift(
        _ pointer: JSONPointer,
        in before: JSONValue,
        by offset: Int,
        _ origins: inout [String: SourceSpan]
    ) {
        let parent = JSONPointer(Array(pointer.tokens.dropLast()))
        guard let last = pointer.tokens.last, let index = Int(last), parent.resolve(in: before)?.array != nil
        else { return }
        let prefix = parent.description + "/"
        var result: [String: SourceSpan] = [:]
        for (key, span) in origins {
            guard key.hasPrefix(prefix) else {
                result[key] = span
                continue
            }
            let rest = key.dropFirst(prefix.count)
            let token = rest.prefix { $0 != "/" }
            guard let old = Int(token), old >= index else {
                result[key] = span
                continue
            }
            result["\(prefix)\(old + offset)\(rest.dropFirst(token.count))"] = span
        }
        origins = result
    }

    /// `-` is the place behind the last element.
    private func resolved(_ pointer: JSONPointer, in document: JSONValue) -> JSONPointer {
        guard pointer.tokens.last == "-" else { return pointer }
        let parent = JSONPointer(Array(pointer.tokens.dropLast()))
        return parent.appending(String(parent.resolve(in: document)?.array?.count ?? 0))
    }

    private func leaves(
        _ value: JSONValue,
        at pointer: JSONPointer
    ) -> [JSONPointer] {
        guard case .object(let members) = value, !members.isEmpty else { return [pointer] }
        return members.flatMap { leaves($0.value, at: pointer.appending($0.key)) }
    }
}
