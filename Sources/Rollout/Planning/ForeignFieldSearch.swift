// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

extension ForeignFields {
    /// The search through the fields of one owner.
    struct Search {
        let manager: String
        /// Where what is looked at stands in the record of owners.
        let base: [String]
        /// What is there.
        let live: JSONValue
        var found: [ForeignFields.Field] = []

        /// Looks through the template of the pods of a workload.
        mutating func look(through theirs: JSONValue?, ours: JSONValue) {
            for (map, noun) in [("labels", "label"), ("annotations", "annotation")] {
                let path = ["f:metadata", "f:\(map)"]
                let own = ours[path: path[0], path[1]]
                for key in Self.keys(theirs?[path: path[0], path[1]])
                where own?[key] == nil && !Self.isCustomary(key.dropFirst(2)) {
                    add(noun, String(key.dropFirst(2)), " of the pods", isAdded: false, path + [key])
                }
            }
            let pod = live["spec"]
            let (theirs, ours) = (theirs?["f:spec"], ours["f:spec"])
            for list in ["initContainers", "containers"] {
                let theirs = theirs?["f:\(list)"]
                elements(theirs, ours?["f:\(list)"], by: "name", "container", "", ["f:spec", "f:\(list)"])
                for key in Self.keys(theirs) {
                    guard let own = ours?["f:\(list)"]?[key], let name = Self.member("name", of: key) else {
                        continue
                    }
                    let live = pod?[list]?.array?.first { $0["name"]?.string == name }
                    container(name, theirs?[key], own, live, ["f:spec", "f:\(list)", key])
                }
            }
            let volumes = ["f:spec", "f:volumes"]
            elements(theirs?["f:volumes"], ours?["f:volumes"], by: "name", "volume", "", volumes)
            values(
                [
                    "affinity", "hostIPC", "hostNetwork", "hostPID", "imagePullSecrets", "nodeSelector",
                    "priorityClassName", "runtimeClassName", "serviceAccountName", "tolerations",
                ],
                theirs,
                ours,
                pod,
                " of the pods",
                ["f:spec"]
            )
        }

        private mutating func container(
            _ name: String,
            _ theirs: JSONValue?,
            _ ours: JSONValue,
            _ live: JSONValue?,
            _ path: [String]
        ) {
            let place = " of container `\(name)`"
            elements(theirs?["f:env"], ours["f:env"], by: "name", "env", place, path + ["f:env"])
            for key in Self.keys(theirs?["f:env"]) {
                guard let own = ours["f:env"]?[key], let name = Self.member("name", of: key) else { continue }
                let isTheirs = ["f:value", "f:valueFrom"].contains {
                    theirs?["f:env"]?[key]?[$0] != nil && own[$0] == nil
                }
                if isTheirs { add("env", name, place, isAdded: false, path + ["f:env", key]) }
            }
            elements(
                theirs?["f:volumeMounts"],
                ours["f:volumeMounts"],
                by: "mountPath",
                "mount",
                place,
                path + ["f:volumeMounts"]
            )
            elements(
                theirs?["f:ports"],
                ours["f:ports"],
                by: "containerPort",
                "port",
                place,
                path + ["f:ports"]
            )
            for group in ["limits", "requests"] {
                let path = path + ["f:resources", "f:\(group)"]
                let own = ours["f:resources"]?["f:\(group)"]
                for key in Self.keys(theirs?["f:resources"]?["f:\(group)"]) where own?[key] == nil {
                    add("", "\(group).\(key.dropFirst(2))", place, isAdded: false, path + [key])
                }
            }
            values(
                [
                    "args", "command", "envFrom", "lifecycle", "livenessProbe", "readinessProbe",
                    "securityContext", "startupProbe", "workingDir",
                ],
                theirs,
                ours,
                live,
                place,
                path
            )
        }

        /// Elements of a list of which we own nothing.
        mutating func elements(
            _ theirs: JSONValue?,
            _ ours: JSONValue?,
            by key: String,
            _ noun: String,
            _ place: String,
            _ path: [String]
        ) {
            for element in Self.keys(theirs) where ours?[element] == nil && theirs?[element]?["."] != nil {
                guard let name = Self.member(key, of: element), !Self.isCustomary(name[...]) else { continue }
                add(noun, name, place, isAdded: true, path + [element])
            }
        }

        /// Fields that have no default, as far as we own nothing of them; an empty one is none.
        mutating func values(
            _ names: [String],
            _ theirs: JSONValue?,
            _ ours: JSONValue?,
            _ live: JSONValue?,
            _ place: String,
            _ path: [String]
        ) {
            for name in names where theirs?["f:\(name)"] != nil && ours?["f:\(name)"] == nil {
                guard let value = live?[name], value.object?.isEmpty != true,
                    value.array?.isEmpty != true
                else { continue }
                add("", name, place, isAdded: false, path + ["f:\(name)"])
            }
        }

        private mutating func add(
            _ noun: String,
            _ name: String,
            _ place: String,
            isAdded: Bool,
            _ path: [String]
        ) {
            let field = ForeignFields.Field(
                noun: noun,
                name: name,
                place: place,
                isAdded: isAdded,
                manager: manager,
                set: FieldSet(at: base + path)
            )
            found.append(field)
        }

        static func keys(_ fields: JSONValue?) -> [String] {
            (fields?.object?.keys ?? []).filter { $0 != "." }
        }

        /// A member of the key of an element: `k:{"name":"web"}`.
        static func member(_ name: String, of key: String) -> String? {
            guard key.hasPrefix("k:"), let members = try? JSONReader.read(Array(key.dropFirst(2).utf8))
            else { return nil }
            return members[name]?.string ?? members[name]?.integer.map(String.init)
        }

        /// What tools write to have pods made anew, which is no change of what runs.
        private static func isCustomary(_ name: Substring) -> Bool {
            name.hasSuffix("restartedAt") || name == "cattle.io/timestamp"
                || name.hasPrefix("reloader.stakater.com/") || name.hasPrefix("STAKATER_")
        }
    }
}
