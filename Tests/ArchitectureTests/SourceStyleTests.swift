// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Testing

@Suite struct SourceStyleTests {
    @Test(arguments: SourceTree.swiftFiles)
    func filesStayShort(file: SourceTree.File) {
        #expect(file.lines.count <= 400, "what second thing is in \(file.path)?")
    }

    @Test func theMedianFileIsShort() throws {
        let sizes = SourceTree.swiftFiles.map(\.lines.count).sorted()
        try #require(!sizes.isEmpty)
        #expect(sizes[sizes.count / 2] <= 110)
    }

    @Test(arguments: SourceTree.swiftFiles)
    func filesSayWhoseTheyAre(file: SourceTree.File) {
        #expect(file.text.hasPrefix("// SPDX-License-Identifier: Apache-2.0\n// Copyright (c)"))
    }

    @Test(arguments: SourceTree.swiftFiles)
    func everyPackageDeclarationIsDocumented(file: SourceTree.File) {
        let lines = file.lines
        for (index, line) in lines.enumerated() where isPackageDeclaration(line) {
            var above = index - 1
            while above >= 0, trimmed(lines[above]).hasPrefix("@") { above -= 1 }
            let isDocumented = above >= 0 && trimmed(lines[above]).hasPrefix("///")
            #expect(isDocumented, "\(file.path):\(index + 1) has no doc sentence")
        }
    }

    @Test(arguments: SourceTree.swiftFiles)
    func nothingEndsTheProcessOnOutsideInput(file: SourceTree.File) {
        for banned in ["try! ", "fatalError(", "as! ", "TODO", "FIXME"] {
            #expect(!file.text.contains(banned), "\(file.path) has `\(banned)`")
        }
    }

    @Test func everyRoomSaysWhatItIsFor() {
        for room in Set(SourceTree.swiftFiles.map(\.room)) where room != "msctl" {
            #expect(
                !SourceTree.read("Sources/\(room)/README.md").isEmpty,
                "Sources/\(room)/README.md is missing"
            )
        }
    }

    private func isPackageDeclaration(_ line: Substring) -> Bool {
        let text = trimmed(line)
        return text.hasPrefix("package ") && !text.hasPrefix("package import ")
            && !text.hasPrefix("package extension ")
    }

    /// Bytes, because a hundred thousand lines of characters take a minute without optimization.
    private func trimmed(_ line: Substring) -> Substring {
        let blank = UInt8(ascii: " ")
        return line[(line.utf8.firstIndex { $0 != blank } ?? line.endIndex)...]
    }
}
