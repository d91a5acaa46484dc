// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Testing

/// Discovery, paths and what users may type go by the list of all resource types, so no constant may be missing there.
@Suite struct ResourceTypeListTests {
    @Test func everyConstantIsListed() throws {
        let folder = "Sources/Kubernetes/Schema/"
        let files = SourceTree.swiftFiles.filter { $0.path.hasPrefix(folder + "ResourceType+") }
        let constants = files.flatMap(\.lines).compactMap { line -> String? in
            let words = line.split(separator: " ")
            guard words.starts(with: ["package", "static", "let"]), words.count > 5, words[5].hasPrefix("of(")
            else { return nil }
            return String(words[3])
        }
        try #require(constants.count >= 40)
        let list = SourceTree.read(folder + "ResourceType+Known.swift")
        let listed = Set(list.split { !$0.isLetter }.map(String.init))
        for constant in constants { #expect(listed.contains(constant), "`\(constant)` is not in the list") }
    }
}
