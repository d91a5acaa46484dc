// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Lint
import Manifest
import Support
import Testing

/// The largest values that manifests take: arithmetic with them has to end in a finding.
@Suite struct ExtremeValueTests {
    @Test func theLongestBatchHasALength() throws {
        let text = MarkedText(
            """
            apiVersion: msctl.dev/v1
            kind: System
            metadata: { name: shop }
            spec:
              brokers: { main: { engine: sqs } }
              topics: { placed: { owner: orders } }
            ---
            apiVersion: msctl.dev/v1
            kind: Service
            metadata: { name: billing }
            spec:
              owner: team
              domain: shop
              build: .
              events:
                subscribes:
                  - topic: placed
                    version: v1
                    batch: ⟪2147483647⟫
                    deadline: 36500d
                    retry: { max: 100, backoff: 36500d, cap: 36500d }
            """
        )
        var options = LintOptions.today
        options.only = ["consumer-budget"]
        let findings = Linter.lint(ManifestReader.read([text.file(path: "msctl.yaml")]), options: options)
            .findings
        #expect(findings.map(\.primary?.span.range) == text.ranges)
        #expect(findings.first?.fix == nil)
        #expect(findings.first?.help == "give up on each earlier: one event alone takes longer")
        #expect(
            findings.first?.headline
                == "a batch of `placed` can take `billing` 36500000000d, SQS waits for 30s"
        )
    }
}
