// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Dispatch
import Glibc

/// Runs commands as a user types them, in a folder of their own.
struct Shell: Sendable {
    let folder: String

    /// What came of a command; both streams together.
    struct Outcome: Sendable {
        var status: Int32
        var text: String
    }

    init() {
        var template = Array("/tmp/msctl-shell-XXXXXX".utf8CString)
        template.withUnsafeMutableBufferPointer { buffer in
            if let base = buffer.baseAddress { _ = mkdtemp(base) }
        }
        folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Whether a program is on the path.
    static func has(_ program: String) -> Bool {
        guard let path = getenv("PATH") else { return false }
        return String(cString: path).split(separator: ":").contains { access("\($0)/\(program)", X_OK) == 0 }
    }

    func write(_ name: String, _ text: String) {
        guard let file = fopen("\(folder)/\(name)", "w") else { return }
        fputs(text, file)
        fclose(file)
    }

    func remove() { system("rm -rf '\(folder)'") }

    /// Runs a script that stops at its first mistake, for at most a minute.
    func run(_ script: String) async -> Outcome {
        write(
            "script",
            "set -e\ncd '\(folder)'\nexport HOME='\(folder)' KUBECONFIG='\(folder)/config'\n\(script)\n"
        )
        let command = "timeout 60 sh '\(folder)/script' 2>&1"
        return await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                guard let pipe = popen(command, "r") else {
                    continuation.resume(returning: Outcome(status: -1, text: ""))
                    return
                }
                var bytes: [UInt8] = []
                var chunk = [UInt8](repeating: 0, count: 65_536)
                while case let count = fread(&chunk, 1, chunk.count, pipe), count > 0 {
                    bytes += chunk[..<count]
                }
                let status = pclose(pipe) >> 8
                continuation.resume(
                    returning: Outcome(status: status, text: String(decoding: bytes, as: UTF8.self))
                )
            }
        }
    }
}
