// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Foundation
import Support

/// The manifests of the shop that users copy, by path as seen from the shop's folder.
enum ShopFiles {
    static func read() throws -> [String: String] {
        let root = URL(filePath: repositoryRoot).appending(path: "manifests/shop")
        let found = FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String } ?? []
        var files: [String: String] = [:]
        for path in found where path.hasSuffix("msctl.yaml") {
            files[path] = String(decoding: try Data(contentsOf: root.appending(path: path)), as: UTF8.self)
        }
        return files
    }

    static func sources(_ files: [String: String]) -> [SourceFile] {
        files.map { SourceFile(path: $0.key, text: $0.value) }
    }
}
