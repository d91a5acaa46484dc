// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Commands
import Testing

@Suite struct GeneratedPagesTests {
    @Test func referencePagesAreFresh() throws {
        for page in try ReferencePages.all() {
            #expect(
                SourceTree.read("docs/\(page.name)") == page.text,
                "docs/\(page.name) is not fresh: `make docs`"
            )
        }
    }
}
