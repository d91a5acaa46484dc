// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes
import Rollout
import Testing

@testable import Commands

@Suite struct AdoptionTextTests {
    private func result(_ name: String, _ outcome: AdoptionResult.Outcome) -> AdoptionResult {
        let type = GroupVersionKind(apiVersion: "apps/v1", kind: "Deployment")
        let reference = ObjectReference(type: type, namespace: "shop", name: name)
        var result = AdoptionResult(object: reference, service: name, outcome: outcome)
        if outcome == .adopted {
            result.managers = ["helm", "kubectl-edit"]
            result.fields = 12
            result.helmRelease = "shop"
        }
        return result
    }

    private var results: [AdoptionResult] {
        [
            result("a", .adopted), result("b", .ours), result("c", .absent),
            result("d", .refused("a controller has made it and looks after it")),
        ]
    }

    @Test func saysWhatChangedHandsAndWhatToDoNext() {
        let lines = AdoptionText(paint: Paint(isOn: false), isRehearsal: false).lines(results)
        #expect(lines.count == 5)
        #expect(lines[0] == "  + Deployment a  12 fields from `helm`, `kubectl-edit`")
        #expect(lines[1] == "  ! Deployment d  a controller has made it and looks after it")
        #expect(lines[2] == "4 objects: 1 adopted, 1 already ours, 1 not there yet, 1 refused")
        #expect(lines[3].contains("`helm uninstall` would delete the objects"))
        #expect(lines[4].contains("`msctl plan`"))
    }

    @Test func aRehearsalAdvisesNothing() {
        let lines = AdoptionText(paint: Paint(isOn: false), isRehearsal: true).lines(results)
        #expect(lines.last == "4 objects: 1 to adopt, 1 already ours, 1 not there yet, 1 refused")
    }

    /// What another tool goes on writing is not ours, and whose it is has to be named.
    @Test func namesWhoGoesOnOwning() {
        var shared = result("a", .ours)
        shared.others = ["flux"]
        let text = AdoptionText(paint: Paint(isOn: false), isRehearsal: true)
        #expect(
            text.lines([shared, result("b", .ours)]) == [
                "  · Deployment a  `flux` goes on owning fields of it",
                "2 objects: 1 already ours, 1 with another owner",
                "a deploy may change what `flux` owns: stop it, then take over with `--from flux`",
            ]
        )
    }
}
