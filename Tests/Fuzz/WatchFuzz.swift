// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

@testable import KubernetesClient

/// Feeds one input as the body of a watch, cut into pieces of any size: the cuts must not matter.
///
/// The first byte says how large the pieces are. Built by `run.sh`, with libFuzzer and the address sanitizer; not
/// part of the package.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> Int32 {
    let bytes = Array(UnsafeBufferPointer(start: data, count: size))
    guard let first = bytes.first else { return 0 }
    let body = Array(bytes.dropFirst())
    let lines = Array(body.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init))
    let expected = lines.last == [] ? lines.dropLast() : lines[...]
    var splitter = LineSplitter()
    var found: [[UInt8]] = []
    var rest = body[...]
    while !rest.isEmpty {
        let piece = rest.prefix(Int(first) + 1)
        splitter.take(Array(piece))
        while let line = splitter.next() { found.append(line) }
        rest = rest.dropFirst(piece.count)
    }
    if let last = splitter.end() { found.append(last) }
    precondition(found == Array(expected), "lines depend on how the body was cut")
    var strings = JSONStringTable()
    for line in found {
        guard let event = try? WatchEvent(line: line, sharing: &strings) else { continue }
        var machine = WatchStateMachine(doing: "", streamsLists: first % 2 == 0, random: { 0.5 })
        _ = machine.receive(.start, now: .zero)
        _ = machine.receive(.opened, now: .zero)
        let actions = machine.receive(.received(event), now: .seconds(1))
        precondition(!actions.isEmpty, "the machine stands still")
    }
    return 0
}
