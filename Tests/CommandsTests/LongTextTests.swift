// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import KubernetesClient
import Rollout
import Testing

@testable import Commands

/// A server may refuse with 100 kB of reasons: people read their beginning, programs all of them.
@Suite struct LongTextTests {
    private let long = "spec.a: required " + String(repeating: "x", count: 100_000)
    private let object = ObjectReference(
        type: GroupVersionKind(apiVersion: "apps/v1", kind: "Deployment"),
        namespace: "shop",
        name: "orders"
    )

    @Test func theBeginningIsShownAndHowMuchMoreThereIs() {
        let short = LongText.shortened(long)
        #expect(short.hasPrefix("spec.a: required xx"))
        #expect(short.hasSuffix("x… (98017 more characters, which `--verbose` shows)"))
        #expect(short.count < 2_100)
        #expect(LongText.shortened(short) == short)
        let harmless = String(repeating: "x", count: LongText.limit + 50)
        #expect(LongText.shortened(harmless) == harmless)
        #expect(LongText.$isWhole.withValue(true) { LongText.shortened(long) } == long)
    }

    @Test(arguments: [
        (["deploy", "-v"], true), (["--verbose", "plan"], true), (["plan"], false),
        (["plan", "--", "-v"], false),
    ])
    func verboseAsksForAllOfIt(arguments: [String], isAsked: Bool) {
        #expect(LongText.isAskedFor(arguments) == isAsked)
    }

    private var report: DeployReport {
        var cause = RootCause(.applyRefused, "the server refuses `\(object)`", object: object, pointer: "")
        cause.detail = long
        var orders = ServiceReport(service: "orders", outcome: .failed, revision: 2)
        orders.cause = cause
        orders.notes = [long]
        let scope = SystemScope(system: "shop", environment: "test", namespace: "shop")
        let plan = DeployPlan(scope: scope, entries: [])
        return DeployReport(
            outcome: .failedNotRolledBack,
            services: [orders],
            plan: plan,
            duration: .seconds(1)
        )
    }

    @Test func whatIsWaitedForIsShortenedToo() throws {
        let event = DeployEvent(at: Timestamp(seconds: 0), service: "orders", what: .waiting(long))
        let line = try #require(DeployEventText.line(event))
        #expect(line.hasPrefix("orders: spec.a: required xx"))
        #expect(line.count < 2_200)
    }

    @Test func aBoardShowsTheBeginningAndJSONAllOfIt() {
        let layout = BoardLayout(paint: Paint(isOn: false), width: .max)
        let text = DeployReportText(layout: layout, now: Timestamp(seconds: 0))
        let lines = text.lines(report, verb: "deploy")
        #expect(lines.allSatisfy { $0.count < 2_200 })
        #expect(lines.count { $0.contains("more characters") } == 2)
        #expect(JSONValue.object(report.json).text().contains(long))
        let whole = LongText.$isWhole.withValue(true) { text.lines(report, verb: "deploy") }
        #expect(whole.count { $0.contains(long) } == 2)
    }

    @Test func aLogAndAPlanShowTheBeginning() throws {
        let cause = try #require(report.services.first?.cause)
        let event = DeployEvent(at: Timestamp(seconds: 0), service: "orders", what: .failed(cause))
        #expect(try #require(DeployEventText.line(event)).count < 2_300)
        let entry = DeployPlan.Entry(object: object, service: "orders", change: .refused(long))
        let plan = DeployPlan(scope: report.plan.scope, entries: [entry])
        let lines = PlanText(paint: Paint(isOn: false)).lines(plan)
        #expect(lines.contains { $0.contains("more characters") })
        #expect(lines.allSatisfy { $0.count < 2_200 })
        #expect(plan.json.text().contains(long))
    }

    @Test func aFailureShowsTheBeginningAndJSONAllOfIt() {
        let failure = CommandFailure(.preflight, "applying `orders`: refused", notes: ["server: \(long)"])
        #expect(failure.lines.allSatisfy { $0.count < 2_200 })
        #expect(MachineForm.object.line(failure).contains(long))
    }
}
