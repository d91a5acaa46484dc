// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents

/// Feeds one input to the readers and checks what must hold for every text; a broken promise traps.
///
/// Built by `run.sh`, with libFuzzer and the address sanitizer; not part of the package.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> Int32 {
    let bytes = Array(UnsafeBufferPointer(start: data, count: size))
    checkYAML(bytes)
    checkJSON(bytes)
    return 0
}

private func checkYAML(_ bytes: [UInt8]) {
    let file = SourceFile(path: "fuzz.yaml", bytes: bytes)
    let reading = YAMLReader.read(file)
    for document in reading.documents {
        check(document.root, in: file)
        var end = 0
        for comment in document.comments {
            precondition(comment.range.lowerBound >= end, "comments overlap")
            precondition(bytes[comment.range.lowerBound] == UInt8(ascii: "#"), "a comment begins with #")
            end = comment.range.upperBound
        }
    }
    let report = DiagnosticReport(reading.diagnostics)
    for format in DiagnosticFormat.allCases { _ = report.render(format, style: .ansi, width: 40) }

    let documents = reading.documents.map { JSONValue($0.root) }
    let again = YAMLReader.read(SourceFile(path: "again.yaml", text: YAMLWriter.write(documents)))
    // A nesting at the limit or very many values may be refused; all else must come back as it was.
    guard again.diagnostics.isEmpty else { return }
    precondition(
        again.documents.map { portable(JSONValue($0.root)) } == documents.map(portable),
        "not written as read"
    )
}

/// Spans lie in the file, and children without aliases lie in order.
private func check(_ node: YAMLNode, in file: SourceFile) {
    precondition(node.span.range.upperBound <= file.bytes.count, "a span ends behind the file")
    switch node.content {
    case .scalar: break
    case .sequence(let elements): for element in elements { check(element, in: file) }
    case .mapping(let entries):
        for entry in entries {
            check(entry.key, in: file)
            check(entry.value, in: file)
        }
    }
}

/// Numbers with exponents are written in another notation.
private func portable(_ value: JSONValue) -> JSONValue {
    switch value {
    case .decimal(let literal): .decimal(Double(literal).map { "\($0)" } ?? literal)
    case .array(let elements): .array(elements.map(portable))
    case .object(let object): .object(JSONObject(object.members.map { ($0.key, portable($0.value)) }))
    default: value
    }
}

private func checkJSON(_ bytes: [UInt8]) {
    guard let value = try? JSONReader.read(bytes) else { return }
    let again = try? JSONReader.read(value.bytes(.pretty))
    precondition(again == value, "JSON is not written as read")
}
