// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents

@testable import Lint

/// Evaluates an expression about a value that a schema describes: twice with the same outcome, and never beyond its steps.
///
/// A form feed separates the three. The expression is also taken for a pattern that is looked for in the last part. Built by
/// `run.sh`; not part of the package.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> Int32 {
    let bytes = UnsafeBufferPointer(start: data, count: size)
    let parts = bytes.split(separator: 0x0C, maxSplits: 2, omittingEmptySubsequences: false)
        .map { String(decoding: $0, as: UTF8.self) }
    checkPattern(parts[0], in: parts[parts.count - 1])
    guard let expression = try? CELParser.parse(parts[0], knowsOldSelf: true) else { return 0 }
    let value = parts.count == 3 ? value(parts[2], of: parts[1]) : .null
    let first = outcome(expression, value)
    precondition(first == outcome(expression, value), "an expression has two values")
    return 0
}

private func value(_ text: String, of schema: String) -> CELValue {
    guard let schema = node(schema), let node = node(text) else { return .null }
    let version = CustomDefinitions.Version(
        schema: CustomSchema(schema),
        dropsStatus: false,
        replicas: nil
    )
    var builder = CustomTreeBuilder(room: 10_000)
    guard let tree = builder.object(node, of: version), let value = try? CELValue(tree) else { return .null }
    return value
}

private func node(_ text: String) -> YAMLNode? {
    YAMLReader.read(SourceFile(path: "a.yaml", text: text)).documents.first?.root
}

/// The type of the value or why there is none, and the steps that are left.
private func outcome(_ expression: CELExpression, _ value: CELValue) -> String {
    var run = CELRun(value, steps: 100_000)
    do throws(CELFailure) {
        let value = try run.value(of: expression)
        precondition(run.steps >= 0, "an expression went beyond its steps")
        return "\(value.type) \(run.steps)"
    } catch {
        switch error {
        case .error(let error): return "\(error.phrase) \(run.steps)"
        case .left(let reason): return "\(reason) \(run.steps)"
        case .exhausted: return "exhausted"
        }
    }
}

/// Whether a pattern matches and where it does are told by two machines, which have to agree.
private func checkPattern(_ text: String, in other: String) {
    guard let pattern = GoPattern(text), pattern.cost(of: other) < 1_000_000 else { return }
    let scalars = Array(other.unicodeScalars)
    let search = pattern.search(in: scalars, from: 0, most: scalars.count)
    precondition(pattern.matches(other) == (search.range != nil), "two machines read one pattern differently")
}
