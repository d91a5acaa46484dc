// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import Testing

@testable import Rollout

/// What a pod says is missing may have been made since.
@Suite struct ProvidedConfigurationTests {
    private func provided(_ kind: String, _ name: String, _ members: JSONObject = [:])
        -> ProvidedConfiguration
    {
        var configuration = ProvidedConfiguration()
        configuration.add(
            KubernetesObject(
                type: GroupVersionKind(apiVersion: "v1", kind: kind),
                metadata: ["name": .string(name), "namespace": "shop"],
                members: members
            )
        )
        return configuration
    }

    private func followed(_ message: String, _ configuration: ProvidedConfiguration) -> Followed {
        var followed = Followed.underWay(configuration: configuration)
        followed.see(Seen.pod(container: Seen.waiting("CreateContainerConfigError", message)))
        return followed
    }

    @Test func whatIsInPlaceIsMissedForThePatienceOnly() {
        // C7 (i)
        var followed = followed(#"configmap "settings" not found"#, provided("ConfigMap", "settings"))
        #expect(followed.failure == nil)
        #expect(followed.troubles == [.missingConfig])
        followed.wait(.seconds(59))
        #expect(followed.failure == nil)
        followed.wait(.seconds(1))
        #expect(followed.failure?.headline == "ConfigMap `settings` does not exist")
    }

    @Test func thePodGoesOnOnceTheKubeletTriesAgain() {
        var followed = followed(#"secret "tokens" not found"#, provided("Secret", "tokens"))
        followed.wait(.seconds(15))
        followed.see(Seen.pod(container: Seen.running(ready: true)), Seen.deployment(ready: 3))
        followed.wait(.seconds(10))
        #expect(followed.isProven)
    }

    @Test(arguments: [("Secret", "settings"), ("ConfigMap", "others")])
    func whatElseIsInPlaceDoesNotCount(kind: String, name: String) {
        let followed = followed(#"configmap "settings" not found"#, provided(kind, name))
        #expect(followed.failure?.code == .missingConfig)
    }

    @Test func aKeyThatTheObjectLacksIsMissedAtOnce() {
        let message = "couldn't find key acquirer in Secret shop/keys"
        let lacking = followed(message, provided("Secret", "keys", ["stringData": ["other": "x"]]))
        #expect(lacking.failure?.headline == "Secret `keys` has no key `acquirer`")
        let having = followed(message, provided("Secret", "keys", ["stringData": ["acquirer": "x"]]))
        #expect(having.failure == nil)
        // As it is recorded, without its values.
        #expect(followed(message, provided("Secret", "keys")).failure == nil)
    }

    @Test func aVolumeGetsWhatHasBeenMadeSinceWhenItIsTriedAgain() {
        // C7 (k)
        let warning = Seen.event(
            "FailedMount",
            #"MountVolume.SetUp failed for volume "c" : secret "certs" not found"#
        )
        for (isMade, seconds) in [(false, 60), (true, 600)] {
            var followed = Followed.underWay(configuration: isMade ? provided("Secret", "certs") : .init())
            followed.see(Seen.pod(container: Seen.waiting("ContainerCreating")), warning)
            followed.wait(.seconds(seconds - 1))
            #expect(followed.failure == nil)
            followed.wait(.seconds(1))
            #expect(followed.failure?.code == .missingSecret)
        }
    }
}
