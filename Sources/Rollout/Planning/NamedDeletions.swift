// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Kubernetes

extension DeployOptions {
    /// Whether deletions were asked for by name and by no number: then nothing else is deleted.
    var deletesOnlyWhatIsNamed: Bool {
        allowedDeletions == nil && !(deletable.isEmpty && departing.isEmpty)
    }

    /// Whether an object was named.
    func names(_ object: KubernetesObject) -> Bool {
        deletable.contains(NamedObject(kind: object.kind, name: object.name))
    }
}

extension ObjectPruner.Unwanted {
    /// The same with everything kept that was not named.
    ///
    /// An autoscaler goes all the same where its workload stays without one: it would answer the number of replicas that is
    /// applied with its own.
    func narrowed(to options: DeployOptions, desired: [KubernetesObject]) -> ObjectPruner.Unwanted {
        guard options.deletesOnlyWhatIsNamed else { return self }
        var result = ObjectPruner.Unwanted(spared: spared)
        for object in deletions {
            let governed = ReplicaOwnership.governed(by: [object])
            let isInTheWay = desired.contains { governed.least(of: $0) != nil }
            if options.names(object) || isInTheWay {
                result.deletions.append(object)
            } else {
                result.spared.append(object)
            }
        }
        return result
    }
}

extension ResolvedPlan {
    /// The deletions that nobody has asked for by name: what a number has to allow.
    var unaskedDeletions: [KubernetesObject] { deletions.filter { !asked.contains($0.reference) } }

    /// Notes which deletions were asked for by name, and which names were in vain.
    mutating func compare(with options: DeployOptions) {
        let departing = Set(leaving.map(\.name)).intersection(options.departing)
        let ofServices = leaving.filter { departing.contains($0.name) }.flatMap(\.deletions)
        asked = Set((deletions.filter(options.names) + ofServices).map(\.reference))
        let found = Set(deletions.map { DeployOptions.NamedObject(kind: $0.kind, name: $0.name) })
        let objects = options.deletable.subtracting(found).map { "\($0.kind)/\($0.name)" }
        idleNames = (objects + options.departing.subtracting(departing)).sorted()
        guard !idleNames.isEmpty else { return }
        // A service that no manifest declares goes as a whole, so that its objects are no names.
        let taken = asked.union(leaving.flatMap(\.deletions).map(\.reference))
        let names = (deletions.filter { !taken.contains($0.reference) } + spared).map {
            "\($0.kind)/\($0.name)"
        }
        let services = Set((leaving + staying.map(\.service)).map(\.name)).subtracting(departing)
        otherNames = Set(names).union(services).sorted()
    }

    /// What to say of objects and services that stay, and of names that were in vain.
    var deletionNotes: [String] {
        var notes = staying.map(\.note)
        let kept = spared.filter { ObjectPruner.mayDelete($0.kind) }.map(\.reference.description)
        if !kept.isEmpty {
            notes.append("kept, because nobody has named it for deletion: \(kept.joined(separator: ", "))")
        }
        return notes + idleNotes
    }

    /// What to say of names that were in vain: with the one that was probably meant, or else with those that there are.
    var idleNotes: [String] {
        idleNames.map { name in
            if let environment = elsewhere[name] {
                return """
                    `--allow-delete \(name)` deletes nothing: environment `\(environment)` has deployed it; with \
                    `--take-over` it can be deleted
                    """
            }
            let kind = unknownKind(name)
            let start = "`--allow-delete \(name)` names nothing that this deploy could delete\(kind)"
            if let near = Spelling.suggestion(for: name, among: otherNames) {
                return "\(start); did you mean `\(near)`?"
            }
            guard !otherNames.isEmpty else { return start }
            let shown = otherNames.prefix(3).map { "`\($0)`" }.joined(separator: ", ")
            let rest = otherNames.count > 3 ? " and \(otherNames.count - 3) more" : ""
            return "\(start); it could delete \(shown)\(rest)"
        }
    }

    /// That nobody knows the kind of a name, if that is so.
    private func unknownKind(_ name: String) -> String {
        let parts = name.split(separator: "/")
        guard parts.count == 2, let kind = parts.first.map(String.init), ResourceType.meant(by: kind) == nil,
            !otherNames.contains(where: { $0.lowercased().hasPrefix("\(kind.lowercased())/") })
        else { return "" }
        return ", and no kind `\(kind)` is known"
    }
}
