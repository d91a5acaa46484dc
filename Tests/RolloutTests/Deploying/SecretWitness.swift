// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import KubernetesClient
import Testing

@testable import Rollout

/// Everything that a run has said and left, as text, to be searched for what must not be said.
final class SecretWitness: Sendable {
    private let markers: [String]
    let texts = Shared<[(place: String, text: String)]>([])

    init(_ markers: [String] = [SecretMarkerTests.marker]) {
        self.markers = markers
    }

    func hear(_ place: String, _ value: Any) {
        let text = "\(value)"
        texts.change { $0.append((place, text)) }
    }

    func hear(_ event: DeployEvent) {
        hear("event \(event.what.word)", event.what)
        switch event.what {
        case .planned(let plan): hear("plan", plan.json.text())
        case .witnessed(let bundle, _): for file in bundle.files { hear(file.path, file.text) }
        case .failed(let cause), .troubled(let cause): hear("cause", JSONValue.object(cause.json).text())
        default: break
        }
    }

    func hear(_ report: DeployReport) {
        hear("report", report)
        for service in report.services {
            if let cause = service.cause { hear("cause", JSONValue.object(cause.json).text()) }
            for conflict in service.conflicts { hear("conflict", conflict.json.text()) }
        }
    }

    /// What was heard at places whose names contain a word.
    func texts(_ word: String) -> [String] {
        texts.value.filter { $0.place.contains(word) }.map(\.text)
    }

    /// That no marker was heard, neither as it is nor as a Secret holds it.
    func check() {
        for marker in markers {
            let encoded = Base64.encode(Array(marker.utf8))
            for (place, text) in texts.value {
                #expect(!text.contains(marker), "\(place): \(text)")
                #expect(!text.contains(encoded.prefix(16)), "\(place): \(text)")
            }
        }
        #expect(texts.value.count > 3)
    }
}
