// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Glibc
import Testing

/// Compares generated text with a file under `Tests/Goldens`.
enum GoldenFile {
    /// Compares; with `UPDATE_GOLDEN=1` it rewrites the file and still records an issue.
    static func expect(_ text: String, is name: String, source: String = #filePath) {
        let tests = source.split(separator: "/").dropLast(3).joined(separator: "/")
        let path = "/\(tests)/Goldens/\(name)"
        if getenv("UPDATE_GOLDEN") != nil {
            write(text, to: path)
            Issue.record("rewrote \(name)")
            return
        }
        let expected = read(path)
        #expect(expected == text, "\(name) differs; run with UPDATE_GOLDEN=1 and look at the difference")
    }

    private static func read(_ path: String) -> String? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        while case let byte = fgetc(file), byte != EOF { bytes.append(UInt8(byte)) }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func write(_ text: String, to path: String) {
        var folder = ""
        for part in path.split(separator: "/").dropLast() {
            folder += "/\(part)"
            mkdir(folder, 0o755)
        }
        guard let file = fopen(path, "w") else { return }
        defer { fclose(file) }
        fputs(text, file)
    }
}
