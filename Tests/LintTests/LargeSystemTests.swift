// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Lint
import Manifest
import Support
import Testing

/// Rules whose time could grow with a power of the system; the limits are far from what they take, and nearer to it than that.
@Suite struct LargeSystemTests {
    private func lint(_ rule: String, _ services: [SourceFile], files: [SourceFile] = []) -> [Diagnostic] {
        var options = LintOptions.today
        options.only = [rule]
        options.files = .holding(services + files)
        return Linter.lint(ManifestReader.read(services), options: options).findings
    }

    private func service(_ number: Int, _ fields: String, product: String = "") -> SourceFile {
        SourceFile(
            path: "services/s\(number)/msctl.yaml",
            text: "apiVersion: msctl.dev/v1\nkind: Service\n"
                + "metadata: { name: \(product)s\(number) }\nspec:\n"
                + "  owner: team-\(number)\n  domain: shop\n  build: .\n" + fields
        )
    }

    private func worker(_ number: Int, from: [Int], to: Int) -> SourceFile {
        let subscriptions = from.map { "{ topic: t\($0), version: v1, dlq: true }" }.joined(separator: ", ")
        return service(
            number,
            "  role: worker\n  events:\n    subscribes: [\(subscriptions)]\n"
                + "    publishes: [{ topic: t\(to), version: v1, outbox: true }]\n"
        )
    }

    @Test(.timeLimit(.minutes(1))) func aRingOfThousandsOfEventsIsOneFinding() {
        let count = 2000
        let found = lint("event-loop", (0..<count).map { worker($0, from: [$0], to: ($0 + 1) % count) })
        #expect(found.count == 1)
        #expect(found.first?.secondary.count == count - 1)
        let other = worker(7, from: [7, 5000], to: 8)
        let talking = lint(
            "event-loop",
            (0..<count).map { $0 == 7 ? other : worker($0, from: [$0], to: ($0 + 1) % count) }
        )
        #expect(talking.isEmpty)
    }

    @Test func circlesThatMeetAreToldApart() {
        // 0 → 1 → 0 and 2 → 3 → 2 are closed; the way from one to the other makes no circle.
        let found = lint(
            "event-loop",
            [
                worker(0, from: [0], to: 1), worker(1, from: [1], to: 0), worker(2, from: [2], to: 3),
                worker(3, from: [3], to: 2), worker(4, from: [1], to: 2),
            ]
        )
        #expect(
            found.map(\.headline) == [
                "events go in a circle: `t0` → `t1` → `t0`", "events go in a circle: `t2` → `t3` → `t2`",
            ]
        )
        // Whoever hears of more than the circle may publish for that reason.
        #expect(lint("event-loop", [worker(0, from: [0, 9], to: 1), worker(1, from: [1], to: 0)]).isEmpty)
    }

    @Test(.timeLimit(.minutes(1))) func thousandsOfLinesOfCodeownersAreLookedUp() {
        let count = 2000
        let lines = (0..<count).map { "/services/s\($0)/ @acme/team-\($0 == 7 ? 8 : $0)\n" }.joined()
        let found = lint(
            "codeowners",
            (0..<count).map { service($0, "") },
            files: [SourceFile(path: "CODEOWNERS", text: lines)]
        )
        #expect(found.map(\.service) == ["s7"])
        #expect(found.first?.primary?.span.text == "@acme/team-8")
    }

    @Test(.timeLimit(.minutes(1))) func thousandsOfUnreadableValuesReachTheirCallersOnce() {
        let count = 3000
        let fields =
            "  scale: { min: two, max: four, cpu: five, rps: six, lag: seven, rpsPerReplica: eight }\n"
        let services = (0..<count).map { number in
            let calls = "  consumes: [{ api: s\(number + 1)/v1, timeout: 1s }]\n"
            return service(
                number,
                "  provides: [{ api: s\(number), version: v1, http: 8080 }]\n"
                    + (number + 1 < count ? calls : "") + fields
            )
        }
        var options = LintOptions.today
        options.only = ["capacity"]
        let result = Linter.lint(ManifestReader.read(services), options: options)
        #expect(result.findings.isEmpty)
        #expect(result.undecided.count == count * 6)
        #expect(result.undecided.allSatisfy { $0.rules == ["capacity"] })
    }

    @Test(.timeLimit(.minutes(1))) func theNameOfTheProductIsLookedForOnce() {
        // Every word of it is one more that each service has in common with all others.
        let product = "a-b-c-d-e-f-g-h-i-j-k-l-m-n-o-p-q-r-s-t-u-v-w-x-y-"
        let services = (0..<3000).map { service($0, "", product: product) }
        #expect(lint("layer-cut", services).isEmpty)
    }
}
