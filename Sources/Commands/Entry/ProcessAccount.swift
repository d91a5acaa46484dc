// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Glibc

/// A user of a machine, as the operating system knows them.
struct ProcessAccount: Sendable, Hashable {
    /// The name of the user; `nil` if it is not known.
    var user: String?
    /// The name of the machine; `nil` if it is not known.
    var host: String?

    /// Who runs this process, and where.
    ///
    /// Containers and services often do not put the user into `USER`. `/etc/passwd` is read directly: asking the C library
    /// would load name services, which takes longer than the rest of the start.
    @Sendable static func ofThisProcess() -> ProcessAccount {
        ProcessAccount(user: userName(), host: hostName())
    }

    private static func userName() -> String? {
        let user = geteuid()
        guard let file = fopen("/etc/passwd", "re") else { return "uid \(user)" }
        defer { fclose(file) }
        while let entry = fgetpwent(file) {
            guard entry.pointee.pw_uid == user else { continue }
            return entry.pointee.pw_name.map { String(cString: $0) }
        }
        return "uid \(user)"
    }

    private static func hostName() -> String? {
        var name = [UInt8](repeating: 0, count: 256)
        let isKnown = name.withUnsafeMutableBytes { bytes in
            bytes.withMemoryRebound(to: CChar.self) { buffer in
                buffer.baseAddress.map { gethostname($0, buffer.count - 1) == 0 } ?? false
            }
        }
        guard isKnown else { return nil }
        return String(decoding: name.prefix { $0 != 0 }, as: UTF8.self)
    }
}
