// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
package import Kubernetes

/// What a service should become, as far as watching it is concerned.
package struct RolloutTarget: Sendable {
    /// How much of what its pods tell of their past a workload is judged by.
    package enum Past: Sendable, Hashable {
        /// All of it: what runs is judged, whenever it was made, or what a killed run has begun.
        case whole
        /// That of pods which were made since our last write of the workload; of older ones what is seen to happen.
        case sinceWrite
        /// What is seen to happen: it has proven itself and is not changed, so whatever was before is not of our making.
        case sinceSight
    }

    /// One workload of the service.
    ///
    /// What its pods are made of is most of it, and read only where they are in trouble: it is packed.
    package struct Workload: Sendable {
        /// What was asked for, with the text it came from; made anew each time.
        package var desired: DesiredObject {
            DesiredObject(packed.objects[0], service: named.service, origins: named.origins)
        }
        /// The same with nothing but its name.
        let named: DesiredObject
        /// Whether it asks itself to be stopped, which is then meant to stand.
        let isStoppedOnPurpose: Bool
        /// How long its containers may take.
        let budgets: ProbeBudgets
        /// The object as the server returned it for our write, or as it was if nothing had to be written; without the template
        /// of its pods.
        package let accepted: KubernetesObject
        /// The template of its pods as the server returned it, made anew each time.
        var acceptedTemplate: JSONValue? { template?.value }
        /// Whether we wrote it in this deploy.
        package var wasWritten: Bool
        /// How many replicas its autoscaler gives it at least; 0 without an autoscaler.
        package var leastReplicas: Int
        /// The UID of the object of the same name that had to go first; late news of it are not about this one.
        package var predecessor: String?
        /// How much of the past of its pods counts; without a word, nothing that was before the deploy.
        package var past: Past
        private let packed: KubernetesObject.Packed
        private let template: PackedJSON?

        /// Makes a workload; whether it is to stand still, the manifest says, unless there is a better word than that.
        package init(
            desired: DesiredObject,
            accepted: KubernetesObject,
            wasWritten: Bool,
            leastReplicas: Int = 0,
            predecessor: String? = nil,
            past: Past? = nil,
            isStoppedOnPurpose: Bool? = nil
        ) {
            packed = KubernetesObject.Packed([desired.object])
            named = desired.named
            self.isStoppedOnPurpose = isStoppedOnPurpose ?? (desired.object.stoppingField != nil)
            budgets = ProbeBudgets(of: desired.object)
            self.accepted = accepted.withoutPodTemplate
            template = accepted.podTemplate.map { PackedJSON($0, with: .ofObjects) }
            self.wasWritten = wasWritten
            self.leastReplicas = leastReplicas
            self.predecessor = predecessor
            self.past = past ?? (wasWritten ? .sinceWrite : .sinceSight)
        }
    }

    /// An object beside the workloads whose controller says whether it works.
    package struct Companion: Sendable {
        /// The name of what was asked for, with the text it came from.
        package let named: DesiredObject
        /// The object as the server returned it for our write, or as it was if nothing had to be written, as far as it is watched.
        package let accepted: KubernetesObject
        /// When we wrote it in this deploy, by the server's clock; `nil` where that is not known.
        let written: String?
        /// Whether we wrote it in this deploy.
        package let wasWritten: Bool

        /// Makes a companion.
        package init(desired: DesiredObject, accepted: KubernetesObject, wasWritten: Bool) {
            named = desired.named
            self.accepted = accepted.onlyWhatIsWatched
            written = wasWritten ? accepted.writtenTime : nil
            self.wasWritten = wasWritten
        }
    }

    /// The name of the service.
    package var service: String
    /// Its workloads; a service without any is ready at once.
    package var workloads: [Workload]
    /// What else of it a controller has to take up.
    package var companions: [Companion]
    /// How long trouble that may pass is tolerated.
    package var patience: Duration
    /// How long it must stay ready to be proven.
    package var soak: Duration
    /// How long it may take from its first write until it is ready.
    package var deadline: Duration
    /// What the service holds that must not be said.
    var mask = SecretMask()
    /// What of its configuration is in place, whatever a pod from before says.
    var configuration = ProvidedConfiguration()

    /// Makes a target.
    package init(service: String, workloads: [Workload], options: DeployOptions) {
        self.service = service
        self.workloads = workloads
        companions = []
        patience = options.patience
        soak = options.soak
        deadline = options.deadline
    }

    /// How long nothing may be heard of a companion: there may be no controller for it.
    var silence: Duration { min(patience, .seconds(30)) }

    /// Whether a controller has to take an object up for the service to be reached, stored or scaled as it says.
    package static func isCompanion(_ object: KubernetesObject) -> Bool {
        object.kind == "Service"
            ? object["spec"]?["type"]?.string == "LoadBalancer" : companionKinds.contains(object.kind)
    }

    private static let companionKinds: Set<String> = [
        "HTTPRoute", "Ingress", "HorizontalPodAutoscaler", "PersistentVolumeClaim",
    ]

    /// Kinds that take time to become ready; everything else is ready once it is written.
    package static let workloadKinds: Set<String> = Set(GroupVersionKind.workloads.map(\.kind))
}

extension DesiredObject {
    /// Nothing but the name of the object, with the text it came from.
    fileprivate var named: DesiredObject {
        DesiredObject(object.onlyName, service: service, origins: origins)
    }
}

extension KubernetesObject {
    /// What its pods are made of; `nil` for what makes none.
    var podTemplate: JSONValue? { self["spec"]?["template"] }

    /// The object without what its pods are made of.
    var withoutPodTemplate: KubernetesObject {
        guard var spec = self["spec"]?.object, spec["template"] != nil else { return self }
        spec["template"] = nil
        var result = self
        result["spec"] = .object(spec)
        return result
    }
}
