// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

/// Feeds one input to the JSON reader: what it accepts it must write so that it reads the same, in both styles.
///
/// Built by `run.sh`, with libFuzzer and the address sanitizer; not part of the package.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> Int32 {
    let bytes = Array(UnsafeBufferPointer(start: data, count: size))
    guard let value = try? JSONReader.read(bytes) else { return 0 }
    let pretty = value.bytes(.pretty)
    precondition((try? JSONReader.read(pretty)) == value, "pretty JSON is not written as read")
    let dense = value.bytes()
    precondition((try? JSONReader.read(dense)) == value, "dense JSON is not written as read")
    precondition(!dense.contains(0x0A), "dense JSON has more than one line")
    return 0
}
