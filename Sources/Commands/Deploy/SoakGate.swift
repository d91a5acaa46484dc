// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Kubernetes
import Manifest
import Rollout

/// The demand that a version has run in another Environment first: decided by the revisions recorded there.
struct SoakGate {
    /// The Environment that is deployed to.
    let environment: EnvironmentManifest
    /// The one that versions come from.
    let origin: EnvironmentManifest
    /// How long they must have been in place and proven there.
    let soak: Located<Duration>

    /// The gate of an Environment; `nil` where it has none, or where a person has waived it.
    init?(_ gates: DeployGates, in manifests: ManifestSet) {
        guard gates.answers.withoutSoak == nil, let soak = gates.environment.requires?.value.soak,
            let name = gates.environment.promotesFrom?.value.text,
            let origin = manifests.environment(named: name)
        else { return nil }
        environment = gates.environment
        self.origin = origin
        self.soak = soak
    }

    /// Which services run other images now than they would, and have no proof of theirs in the origin.
    ///
    /// `current` are the histories here: what runs already needs no proof. `proofs` are those of the origin.
    func objections(
        to services: [DesiredService],
        current: [RevisionHistory],
        proofs: [RevisionHistory],
        now: Timestamp
    ) -> [String] {
        services.compactMap { service in
            let images = service.images
            guard !images.isEmpty, current.of(service.name)?.current?.images != images else { return nil }
            let wanted = Set(images.map { identity($0, environment) })
            let history = proofs.of(service.name)
            let runs = (history?.revisions ?? []).filter { revision in
                Set(revision.images.map { identity($0, origin) }) == wanted
            }
            let times = runs.compactMap { history?.secondsInPlace(of: $0, by: now) }
            guard !times.isEmpty else {
                let shown = images.joined(separator: ", ")
                return "\(service.name): `\(shown)` is \(runs.isEmpty ? "not deployed" : "not proven") there"
            }
            // A version that was taken back there after a minute has run for a minute, however long ago that was.
            let time = times.reduce(0, +)
            guard time < soak.value.components.seconds else { return nil }
            return "\(service.name): has run there for \(DurationText.count(seconds: time))"
        }
    }

    /// The refusal for some objections; `nil` when there are none.
    func refusal(_ objections: [String]) -> CommandFailure? {
        guard !objections.isEmpty else { return nil }
        let count = objections.count == 1 ? "1 service has" : "\(objections.count) services have"
        var notes = objections.prefix(10).map(\.self)
        if objections.count > 10 { notes.append("and \(objections.count - 10) more") }
        let place = "\(soak.span.file.path):\(soak.span.start.line):\(soak.span.start.column)"
        return CommandFailure(
            .preflight,
            "\(count) not run for \(soak.value.manifestText) in `\(origin.name)`, as `\(environment.name)` demands",
            notes: notes + ["declared at \(place)"],
            hint:
                "deploy to `\(origin.name)` first and wait, or deploy all the same with `--without-soak REASON`"
        )
    }

    /// What makes an image the same in two Environments: its digest, else its name without the registry.
    private func identity(_ image: String, _ environment: EnvironmentManifest) -> String {
        if let digest = image.split(separator: "@", maxSplits: 1).dropFirst().first { return String(digest) }
        guard let registry = environment.registry?.value, image.hasPrefix(registry + "/") else {
            return image
        }
        return String(image.dropFirst(registry.count + 1))
    }
}

extension [RevisionHistory] {
    fileprivate func of(_ service: String) -> RevisionHistory? { first { $0.service == service } }
}
