// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

/// Feeds one input to the JSON reader: what it accepts it must write so that it reads the same, in both styles, and it has to
/// accept the same in each of its ways to read; packed, it has to stay the same.
///
/// Built by `run.sh`, with libFuzzer and the address sanitizer; not part of the package.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> Int32 {
    let bytes = Array(UnsafeBufferPointer(start: data, count: size))
    let read = try? JSONReader.read(bytes)
    var strings = JSONStringTable()
    for _ in 1...2 {
        precondition(
            (try? JSONReader.read(bytes, sharing: &strings)) == read,
            "with shared strings it reads otherwise"
        )
    }
    var items: [JSONValue] = []
    var whole = try? JSONReader.read(bytes, handingOver: "items") { items.append($0) }
    if whole?["items"]?.array != nil { whole?["items"] = .array(items) }
    precondition(whole == read, "in pieces it reads otherwise")
    guard let value = read else { return 0 }
    precondition(PackedJSON(value).value.bytes() == value.bytes(), "packed it comes back otherwise")
    let pretty = value.bytes(.pretty)
    precondition((try? JSONReader.read(pretty)) == value, "pretty JSON is not written as read")
    let dense = value.bytes()
    precondition((try? JSONReader.read(dense)) == value, "dense JSON is not written as read")
    precondition(!dense.contains(0x0A), "dense JSON has more than one line")
    return 0
}
