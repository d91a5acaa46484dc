// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Kubernetes
import Rollout
import Support
import Testing

@testable import Commands

@Suite struct DeployTextTests {
    private let now = Timestamp(seconds: 1_790_000_000)
    private let deployment = ObjectReference(
        type: GroupVersionKind(apiVersion: "apps/v1", kind: "Deployment"),
        namespace: "shop",
        name: "orders"
    )

    private var crash: RootCause {
        let file = SourceFile(path: "services/orders/msctl.yaml", text: "a: 1\n    secrets: [ACQUIRER_KEY]\n")
        var cause = RootCause(
            .crashLoop,
            "container `orders` exits 1 at start (3 times)",
            object: deployment,
            pointer: "/spec/template/spec/containers/0"
        )
        cause.span = SourceSpan(file: file, range: 9..<16)
        cause.logTail = ["starting", "fatal: environment variable DATABASE_URL is not set\u{1B}[0m", ""]
        return cause
    }

    private var report: DeployReport {
        var catalog = ServiceReport(service: "catalog", outcome: .succeeded, revision: 12)
        catalog.ready = ReadyCount(ready: 3, desired: 3)
        catalog.duration = .milliseconds(1_900)
        var orders = ServiceReport(service: "orders", outcome: .failed, revision: 15)
        orders.ready = ReadyCount(ready: 1, desired: 3)
        orders.duration = .milliseconds(14_200)
        orders.cause = crash
        orders.rollback = RollbackResult(
            revision: 14,
            provenAt: Timestamp(seconds: now.seconds - 2 * 86_400),
            ready: ReadyCount(ready: 3, desired: 3),
            duration: .milliseconds(2_800)
        )
        let cart = ServiceReport(service: "cart", outcome: .unchanged, revision: 9)
        let plan = DeployPlan(
            scope: SystemScope(system: "shop", environment: "staging", namespace: "shop"),
            entries: []
        )
        return DeployReport(
            outcome: .failedRolledBack,
            services: [catalog, orders, cart],
            plan: plan,
            duration: .seconds(17)
        )
    }

    @Test func theFinalBoardSaysTheCauseAndTheWayBack() {
        let layout = BoardLayout(paint: Paint(isOn: false), width: 100)
        let lines = DeployReportText(layout: layout, now: now).lines(report, verb: "deploy")
        #expect(
            lines == [
                "  ✔ catalog  r12  3/3 ready   1.9 s",
                "  ✖ orders   r15  1/3 ready  14.2 s   container `orders` exits 1 at start (3 times)",
                "      services/orders/msctl.yaml:2  secrets: [ACQUIRER_KEY]",
                "      last log   fatal: environment variable DATABASE_URL is not set [0m",
                "      ↺ rolled back to r14 (proven 2 days ago), verified unchanged, 3/3 ready in 2.8 s",
                "  · cart     r9   no change",
                "deploy failed: 1 of 3 services, rolled back",
            ]
        )
    }

    /// The namespace comes before the lock, so that a refusal under the lock has written it.
    @Test func aRefusalSaysWhatItHasWrittenBefore() {
        let namespace = ObjectReference(type: .namespace, namespace: nil, name: "shop")
        var refusal = report
        refusal.outcome = .preflightRefused
        let layout = BoardLayout(paint: Paint(isOn: false), width: .max)
        let text = DeployReportText(layout: layout, now: now)
        #expect(
            text.lines(refusal, verb: "deploy").last
                == "deploy not begun: 1 of 3 services could not become ready; nothing was written"
        )
        refusal.written = [namespace]
        let words = "nothing but Namespace shop was written"
        #expect(
            text.lines(refusal, verb: "deploy").last
                == "deploy not begun: 1 of 3 services could not become ready; \(words)"
        )
        #expect(refusal.json["written"] == ["Namespace shop"])
        refusal.outcome = .interrupted
        #expect(text.lines(refusal, verb: "deploy").contains("  applied    Namespace shop"))
    }

    @Test func theFinalBoardTellsOfMoreThanPods() {
        let file = SourceFile(path: "services/web/msctl.yaml", text: "a: 1\nroutes: [{host: shop.example}]\n")
        let route = ObjectReference(
            type: GroupVersionKind(apiVersion: "gateway.networking.k8s.io/v1", kind: "HTTPRoute"),
            namespace: "shop",
            name: "web"
        )
        let words = "no listener of Gateway edge takes the host names"
        var cause = RootCause(
            .routeRefused,
            "the gateway refuses `web`: \(words)",
            object: route,
            pointer: "/spec/parentRefs"
        )
        cause.detail = words
        cause.span = SourceSpan(file: file, range: 5..<11)
        cause.chain = ["HTTPRoute web", "NoMatchingListenerHostname"]
        var report = report
        report.services[0].notes = [
            "no controller has reported on `Ingress catalog`: it has no address, so that it may not be served",
            "`HorizontalPodAutoscaler catalog` cannot scale: the metrics API is not there",
        ]
        report.services[1].service = "web"
        report.services[1].cause = cause
        let layout = BoardLayout(paint: Paint(isOn: false), width: .max)
        let lines = DeployReportText(layout: layout, now: now).lines(report, verb: "deploy")
        golden(lines.joined(separator: "\n") + "\n", story: "deploy-routes", file: "report.txt")
    }

    /// What the client says of trouble comes in several lines; each stays below the service that it is about.
    @Test(arguments: [100, .max])
    func theWordsOfAServerStayBelowTheirService(width: Int) {
        let words = "reading Secret shop/x: not found (404)\n  server: secrets not found\n  try: again"
        var orders = ServiceReport(service: "orders", outcome: .failed, revision: 2)
        orders.notes = [words]
        orders.rollbackFailure = words
        var report = report
        report.services = [orders]
        report.notes = [words]
        let layout = BoardLayout(paint: Paint(isOn: false), width: width)
        let lines = DeployReportText(layout: layout, now: now).lines(report, verb: "deploy")
        #expect(
            lines.dropLast() == [
                "  ✖ orders  r2  reading Secret shop/x: not found (404)",
                "      server: secrets not found",
                "      try: again",
                "      ↺ rollback did not work: reading Secret shop/x: not found (404)",
                "        server: secrets not found",
                "        try: again",
                "  reading Secret shop/x: not found (404)",
                "      server: secrets not found",
                "      try: again",
            ]
        )
        let event = DeployEvent(at: now, service: "orders", what: .rollbackFailed(words))
        #expect(
            DeployEventText.line(event) == """
                orders: rollback did not work: reading Secret shop/x: not found (404)
                    server: secrets not found
                    try: again
                """
        )
    }

    @Test func aStepDoesNotRepeatTheWordsAboveIt() {
        var cause = crash
        #expect(FailureText.steps(to: cause) == cause.chain)
        cause.detail = "violates PodSecurity"
        cause.chain = ["Deployment orders", "FailedCreate: violates PodSecurity", "Pod x: other words"]
        #expect(FailureText.steps(to: cause) == ["Deployment orders", "FailedCreate", "Pod x: other words"])
    }

    @Test func everyOutcomeHasItsStatus() {
        #expect(DeployReportText.status(of: .succeeded) == .done)
        #expect(DeployReportText.status(of: .failedRolledBack).code == 20)
        #expect(DeployReportText.status(of: .failedNotRolledBack).code == 21)
        #expect(DeployReportText.status(of: .deadlinePassed).code == 22)
        #expect(DeployReportText.status(of: .locked).code == 23)
        #expect(DeployReportText.status(of: .conflict).code == 24)
        #expect(DeployReportText.status(of: .preflightRefused).code == 25)
        #expect(DeployReportText.status(of: .rollbackFailed).code == 27)
        #expect(DeployReportText.status(of: .interrupted).code == 130)
        #expect(DeployReportText.status(of: .unreachable).code == 10)
        #expect(DeployReportText.status(of: .notAllowed).code == 11)
    }

    @Test(arguments: [
        (OwnedField.Owner.person, "`--take-over` takes it over"),
        (.tool, "`msctl adopt --from argocd` makes it msctl's, `--take-over` only these fields"),
    ])
    func aConflictComesWithTheWayOut(owner: OwnedField.Owner, advice: String) {
        var service = ServiceReport(service: "orders", outcome: .conflict)
        service.conflicts = [
            OwnedField(
                manager: "argocd",
                owner: owner,
                field: ".spec.paused",
                value: true,
                time: nil
            )
        ]
        let scope = SystemScope(system: "shop", environment: "staging", namespace: "shop")
        let report = DeployReport(
            outcome: .conflict,
            services: [service],
            plan: DeployPlan(scope: scope, entries: []),
            duration: .zero
        )
        let layout = BoardLayout(paint: Paint(isOn: false), width: 100)
        #expect(
            DeployReportText(layout: layout, now: now).lines(report, verb: "deploy").last
                == "deploy refused: somebody else owns what would change; \(advice)"
        )
    }

    @Test func deletionsAreNoLackOfChange() {
        let scope = SystemScope(system: "shop", environment: "staging", namespace: "shop")
        var report = DeployReport(
            outcome: .succeeded,
            services: [ServiceReport(service: "orders", outcome: .unchanged)],
            plan: DeployPlan(scope: scope, entries: []),
            duration: .seconds(2)
        )
        let layout = BoardLayout(paint: Paint(isOn: false), width: 100)
        let text = DeployReportText(layout: layout, now: now)
        #expect(text.lines(report, verb: "deploy").last == "no change: 1 service")
        report.pruned = [deployment]
        let last = text.lines(report, verb: "deploy").last
        #expect(last?.hasPrefix("deploy done: 1 object deleted, 1 service unchanged in ") == true)
    }

    @Test func aScaleSetByAPersonComesWithAllWaysOut() {
        func conflict(_ service: String, live: Int64, wanted: Int64) -> ServiceReport {
            var report = ServiceReport(service: service, outcome: .conflict)
            report.conflicts = [
                OwnedField(
                    manager: "kubectl",
                    owner: .person,
                    field: ".spec.replicas",
                    value: .integer(live),
                    wanted: .integer(wanted),
                    time: nil
                )
            ]
            return report
        }
        let scope = SystemScope(system: "shop", environment: "staging", namespace: "shop")
        var report = DeployReport(
            outcome: .conflict,
            services: [conflict("orders", live: 4, wanted: 2)],
            plan: DeployPlan(scope: scope, entries: []),
            duration: .zero
        )
        #expect(
            DeployReportText.advice(report)
                == "`msctl scale orders=4` keeps what was set, or write it into the manifest; "
                + "`--take-over` sets what the manifest says: 4 → 2"
        )
        // `msctl scale` would set the bounds of an autoscaler that is to go.
        let scaler = ObjectReference(
            type: GroupVersionKind(apiVersion: "autoscaling/v2", kind: "HorizontalPodAutoscaler"),
            namespace: "shop",
            name: "orders"
        )
        var going = report
        going.plan.entries.append(.init(object: scaler, service: "orders", change: .delete))
        #expect(
            DeployReportText.advice(going)
                == "write what was set into the manifest, or `--take-over` sets what the manifest says: 4 → 2"
        )
        report.services.append(conflict("cart", live: 1, wanted: 3))
        let advice = DeployReportText.advice(report)
        #expect(advice.hasPrefix("`msctl scale orders=4 cart=1` keeps"))
        #expect(advice.hasSuffix(": orders 4 → 2, cart 1 → 3"))
    }

    @Test func aPlanShowsFieldsAndOwners() {
        let scope = SystemScope(system: "shop", environment: "staging", namespace: "shop")
        let field = FieldChange(
            field: "spec.replicas",
            pointer: "/spec/replicas",
            before: .integer(2),
            after: .integer(3)
        )
        let owned = OwnedField(
            manager: "kubectl",
            owner: .person,
            field: ".spec.replicas",
            value: .integer(5),
            time: "2026-11-20T10:00:00Z"
        )
        let plan = DeployPlan(
            scope: scope,
            entries: [
                .init(object: deployment, service: "orders", change: .update([field])),
                .init(object: deployment, service: "orders", change: .unchanged),
                .init(object: deployment, service: "orders", change: .conflict([owned])),
            ]
        )
        #expect(
            PlanText(paint: Paint(isOn: false)).lines(plan) == [
                "  ~ Deployment orders",
                "      spec.replicas  2 → 3",
                "  ! Deployment orders",
                "      spec.replicas is 5, set by `kubectl` (person) at 2026-11-20T10:00:00Z",
                "3 objects: 1 to change, 1 in conflict, 1 unchanged",
            ]
        )
    }

    @Test func aFieldThatOnlyChangesHandsIsNotShownAsAChangeOfItsValue() {
        let field = FieldChange(
            field: "spec.replicas",
            pointer: "/spec/replicas",
            before: .integer(3),
            after: .integer(3)
        )
        var entry = DeployPlan.Entry(object: deployment, service: "orders", change: .update([field]))
        entry.notes = ["it is looked after", "`spec.replicas` is handed over to the autoscaler"]
        let scope = SystemScope(system: "shop", environment: "staging", namespace: "shop")
        #expect(
            PlanText(paint: Paint(isOn: false)).lines(DeployPlan(scope: scope, entries: [entry])) == [
                "  ~ Deployment orders",
                "      spec.replicas  3, handed over to the autoscaler",
                "      it is looked after",
                "1 object: 1 to change",
            ]
        )
    }

    @Test func oneReasonForManyObjectsIsSaidOnce() {
        let objects = ["a", "b", "c", "d", "e"].map {
            ObjectReference(type: deployment.type, namespace: "shop", name: $0)
        }
        var entries = objects.map {
            DeployPlan.Entry(object: $0, service: $0.name, change: .refused("it belongs to system `other`"))
        }
        entries[1].change = .refused("its selector is immutable")
        let scope = SystemScope(system: "shop", environment: "staging", namespace: "shop")
        #expect(
            PlanText(paint: Paint(isOn: false)).lines(DeployPlan(scope: scope, entries: entries)) == [
                "  ! Deployment a, Deployment c, Deployment d and 1 more",
                "      it belongs to system `other`",
                "  ! Deployment b",
                "      its selector is immutable",
                "5 objects: 5 refused",
            ]
        )
    }

    @Test func whoWaitsForALockIsToldSinceWhenAndForHowLong() {
        let event = DeployEvent(
            at: now,
            service: nil,
            what: .lockHeld(by: "ci@runner", since: now - .seconds(185), until: now + .seconds(300))
        )
        let line = "waiting up to 5 minutes for the lock, held for 3 minutes by ci@runner"
        #expect(DeployEventText.line(event) == line)
        var board = DeployBoard(services: [])
        board.receive(event)
        #expect(board.banner == line)
        #expect(event.json["since"] == .string((now - .seconds(185)).description))
        #expect(event.json["until"] == .string((now + .seconds(300)).description))
        var unknown = event
        unknown.what = .lockHeld(by: "ci@runner", since: nil, until: nil)
        #expect(DeployEventText.line(unknown) == "waiting for the lock, held by ci@runner")
    }

    @Test func theBoardShowsWhatIsWorthKnowingAndWhatIsWaitedFor() {
        var board = DeployBoard(services: ["orders"])
        let note = "`Job shop/migrate` runs again, as going back makes it anew"
        func row(after events: DeployEvent.What...) -> BoardRow? {
            for what in events { board.receive(DeployEvent(at: now, service: "orders", what: what)) }
            return board.rows(at: now).first
        }
        let waiting = row(after: .noted(note), .started(revision: 3), .waiting("waits for its end"))
        #expect(waiting?.text == "waits for its end")
        #expect(waiting?.details == [note])
        let applied = row(after: .applied(deployment, .updated), .noted(note))
        #expect(applied?.text == "updated Deployment orders")
        #expect(applied?.details == [note])
        let back = row(after: .rollingBack(to: 2), .waiting("waits"), .applied(deployment, .updated))
        #expect(back?.text == "rolling back to r2")
        var end = ServiceReport(service: "orders", outcome: .succeeded, revision: 3)
        end.notes = [note]
        #expect(row(after: .finished(end))?.details == [note])
    }

    @Test func theBoardCountsDownWhileItIsProvenThatAServiceStaysReady() {
        var board = DeployBoard(services: ["orders"])
        let count = ReadyCount(ready: 3, desired: 3)
        let ready = DeployEvent(at: now, service: "orders", what: .ready(count, soak: .seconds(130)))
        board.receive(ready)
        func text(after seconds: Int64) -> String? { board.rows(at: now + .seconds(seconds)).first?.text }
        let words = "ready, proving that it stays so"
        #expect(text(after: 0) == "\(words), 2 min 10 s left")
        #expect(text(after: 123) == "\(words), 7 s left")
        // What cannot be seen meanwhile does not count, so that it may take longer.
        #expect(text(after: 130) == words)
        // A log has no moment to count to.
        #expect(DeployEventText.line(ready) == "orders: 3/3 ready, proving that it stays so")
        board.receive(DeployEvent(at: now, service: "orders", what: .waiting("no longer ready")))
        #expect(text(after: 1) == "no longer ready")
    }

    @Test func aLogGetsOneLinePerChangeAndAHeartbeat() async {
        let error = Capture()
        let time = ManualTime()
        var context = CommandContext.failing { Issue.record("\($0)") }
        context.standardError = { error.append($0) }
        context.now = { 0 }
        context.elapsed = { time.elapsed }
        let layout = BoardLayout(paint: Paint(isOn: false), width: 100)
        let display = DeployDisplay(
            mode: .plain,
            services: ["orders"],
            layout: layout,
            notices: Notices(context),
            context: context
        )
        let held = DeployEvent.What.lockHeld(by: "ci", since: nil, until: nil)
        await display.receive(DeployEvent(at: now, service: nil, what: held))
        error.clear()
        time.elapsed = .seconds(30)
        await display.tick()
        #expect(error.text == "still waiting for the lock held by ci\n")
        error.clear()
        time.elapsed = .zero
        await display.receive(DeployEvent(at: now, service: nil, what: .lockAcquired))
        await display.receive(DeployEvent(at: now, service: "orders", what: .started(revision: 3)))
        let count = ReadyCount(ready: 1, desired: 3)
        await display.receive(DeployEvent(at: now, service: "orders", what: .progressed(count)))
        time.elapsed = .seconds(29)
        await display.tick()
        time.elapsed = .seconds(30)
        await display.tick()
        await display.tick()
        #expect(
            error.text == """
                orders: deploying r3
                orders: 1/3 ready
                still working: 0 of 1 done; waiting for orders 1/3 ready

                """
        )
        let silence = "nothing is heard of the cluster since yesterday"
        await display.receive(DeployEvent(at: now, service: nil, what: .waiting(silence)))
        error.clear()
        time.elapsed = .seconds(60)
        await display.tick()
        #expect(
            error.text == "still working: 0 of 1 done; waiting for orders 1/3 ready; \(silence)\n"
        )
    }

    @Test func aTerminalIsRedrawnInPlaceAndLeftClean() async {
        let error = Capture()
        var context = CommandContext.failing { Issue.record("\($0)") }
        context.standardError = { error.append($0) }
        context.now = { 1_790_000_002 }
        let layout = BoardLayout(paint: Paint(isOn: false), width: 40)
        let display = DeployDisplay(
            mode: .live,
            services: ["orders"],
            layout: layout,
            notices: Notices(context),
            context: context
        )
        await display.receive(DeployEvent(at: now, service: "orders", what: .started(revision: 3)))
        await display.receive(DeployEvent(at: now, service: "orders", what: .troubled(crash)))
        await display.finish()
        #expect(
            error.text
                == "\r\u{1B}[K  ⠋ orders  r3    2.0 s   applying\n\u{1B}[J"
                + "\u{1B}[1A\r\u{1B}[K  ⠋ orders  r3    2.0 s   container `or…\n\u{1B}[J"
                + "\u{1B}[1A\r\u{1B}[J"
        )
    }

    @Test func eventsAreOneJSONObjectPerLine() async {
        let output = Capture()
        var context = CommandContext.failing { Issue.record("\($0)") }
        context.standardOutput = { output.append($0) }
        let layout = BoardLayout(paint: Paint(isOn: false), width: 40)
        let display = DeployDisplay(
            mode: .jsonLines,
            services: ["orders"],
            layout: layout,
            notices: Notices(context),
            context: context
        )
        await display.receive(DeployEvent(at: now, service: "orders", what: .proven(revision: 3)))
        #expect(
            output.text
                == "{\"at\":\"\(now)\",\"service\":\"orders\",\"event\":\"proven\",\"revision\":3}\n"
        )
    }

    @Test(arguments: [20, 40, 60, 80])
    func noLineThatIsRedrawnIsLongerThanTheTerminal(width: Int) async {
        let error = Capture()
        var context = CommandContext.failing { Issue.record("\($0)") }
        context.standardError = { error.append($0) }
        context.now = { 1_790_000_002 }
        context.terminal.height = 8
        let names = (0..<30).map { "service-with-a-long-name-\($0)" }
        let layout = BoardLayout(paint: Paint(isOn: false), width: width)
        let display = DeployDisplay(
            mode: .live,
            services: names,
            layout: layout,
            heading:
                "shop → staging   context kind-staging · cluster https://127.0.0.1:6443 · namespace shop",
            notices: Notices(context),
            context: context
        )
        await display.receive(DeployEvent(at: now, service: names[20], what: .started(revision: 3)))
        await display.receive(DeployEvent(at: now, service: names[20], what: .troubled(crash)))
        let frames = error.text.split(separator: "\u{1B}[J")
        let lines = (frames.last ?? "").split(separator: "\u{1B}[K").dropFirst().map { line in
            line.replacing("\r", with: "").replacing("\n", with: "").replacing("\u{1B}[J", with: "")
        }
        #expect(lines.count == 6)
        #expect(lines.allSatisfy { TextWidth.of($0) <= width })
        #expect(lines.contains { $0.contains("⠋") })
    }

    @Test(arguments: [(5, "… 1 more service,"), (6, "… 2 more services,")])
    func whatThereIsNoRoomForIsCounted(services: Int, words: String) async {
        let error = Capture()
        var context = CommandContext.failing { Issue.record("\($0)") }
        context.standardError = { error.append($0) }
        context.now = { 1_790_000_002 }
        context.terminal.height = 8
        let names = (0..<services).map { "service-\($0)" }
        let display = DeployDisplay(
            mode: .live,
            services: names,
            layout: BoardLayout(paint: Paint(isOn: false), width: 80),
            notices: Notices(context),
            context: context
        )
        await display.receive(DeployEvent(at: now, service: names[0], what: .started(revision: 3)))
        #expect(error.text.contains(words), "\(error.text)")
    }

    @Test func aPlanSaysWhatADeployWouldBeRefusedFor() {
        var report = report
        report.outcome = .preflightRefused
        var orders = ServiceReport(service: "orders", outcome: .failed)
        orders.cause = RootCause(
            .missingSecret,
            "Secret `db` does not exist",
            object: deployment,
            pointer: ""
        )
        orders.cause?.remedy = "create it with the key `URL`"
        var cart = ServiceReport(service: "cart", outcome: .skipped)
        cart.notes = ["not begun because of `orders`"]
        report.services = [orders, cart]
        let layout = BoardLayout(paint: Paint(isOn: false), width: 100)
        let forecast = DeployForecast(
            plan: report.plan,
            refusal: report,
            reason: "Secret `db` does not exist"
        )
        let lines = RefusalText(layout: layout).lines(forecast)
        #expect(
            lines == [
                "  ✖ orders    Secret `db` does not exist",
                "      help       create it with the key `URL`",
                "  – cart      not begun because of `orders`",
                "a deploy would not begin: 1 of 2 services could not become ready",
            ]
        )
        #expect(RefusalText(layout: layout).lines(DeployForecast(plan: report.plan)) == [])
    }
}
