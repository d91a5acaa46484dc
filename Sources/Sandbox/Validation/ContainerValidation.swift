// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

/// The rules of a pod's containers.
struct ContainerValidation {
    /// What can be mounted.
    var volumes: Set<String>
    /// How many seconds a pod has to stop.
    var grace: Int64?

    func regular(_ containers: [JSONValue], at path: String) -> [StatusFailure.Cause] {
        if containers.isEmpty { return [.required(path)] }
        var causes: [StatusFailure.Cause] = []
        var names: Set<String> = []
        for (index, container) in containers.enumerated() {
            let place = "\(path)[\(index)]"
            causes += common(container, at: place)
            let name = container["name"]?.string ?? ""
            if !names.insert(name).inserted { causes.append(.duplicate("\(place).name", .string(name))) }
            causes += ProbeValidation.container(container, at: place, grace: grace)
        }
        return causes + takenPorts(containers, at: path)
    }

    /// Containers that run before the others, or beside them when they restart.
    func initial(_ spec: JSONValue, at path: String) -> [StatusFailure.Cause] {
        var causes: [StatusFailure.Cause] = []
        var names = Set((spec["containers"]?.elements ?? []).map { $0["name"]?.string ?? "" })
        for (index, container) in (spec["initContainers"]?.elements ?? []).enumerated() {
            let place = "\(path)[\(index)]"
            causes += common(container, at: place)
            let name = container["name"]?.string ?? ""
            if names.contains(name) { causes.append(.duplicate("\(place).name", .string(name))) }
            if !name.isEmpty { names.insert(name) }
            if container["restartPolicy"]?.string == "Always" {
                causes += ProbeValidation.container(container, at: place, grace: grace)
                continue
            }
            let words = "may not be set for init containers without restartPolicy=Always"
            for member in ["lifecycle", "livenessProbe", "readinessProbe", "startupProbe"]
            where container[member] != nil {
                causes.append(.forbidden("\(place).\(member)", words))
            }
        }
        return causes
    }

    private func common(_ container: JSONValue, at place: String) -> [StatusFailure.Cause] {
        var causes: [StatusFailure.Cause] = []
        causes.addRequired(container["name"], at: "\(place).name", Format.label)
        causes.addRequired(container["image"], at: "\(place).image") { _ in [] }
        let messages = ["File", "FallbackToLogsOnError"]
        let policy = container["terminationMessagePolicy"]
        causes.add(policy, at: "\(place).terminationMessagePolicy", oneOf: messages)
        causes += ports(container, at: "\(place).ports")
        causes += EnvironmentValidation.variables(container, at: "\(place).env")
        causes += EnvironmentValidation.sources(container, at: "\(place).envFrom")
        causes += mounts(container, at: "\(place).volumeMounts")
        let pulls = ["Always", "IfNotPresent", "Never"]
        causes.add(container["imagePullPolicy"], at: "\(place).imagePullPolicy", oneOf: pulls)
        causes += ResourceValidation.container(container["resources"] ?? [:], at: "\(place).resources")
        for name in ["runAsUser", "runAsGroup"] {
            let field = "\(place).securityContext.\(name)"
            causes.add(container[path: "securityContext", name], at: field, within: 0...Int64(Int32.max))
        }
        return causes
    }

    private func ports(_ container: JSONValue, at path: String) -> [StatusFailure.Cause] {
        var causes: [StatusFailure.Cause] = []
        var names: Set<String> = []
        for (index, port) in (container["ports"]?.elements ?? []).enumerated() {
            let place = "\(path)[\(index)]"
            if let name = port["name"]?.string, !name.isEmpty {
                let words = Format.portName(name)
                causes.add(words, at: "\(place).name", name)
                if words.isEmpty, !names.insert(name).inserted {
                    causes.append(.duplicate("\(place).name", .string(name)))
                }
            }
            let number = port["containerPort"]?.integer ?? 0
            if number == 0 {
                causes.append(.required("\(place).containerPort"))
            } else {
                causes.add(.integer(number), at: "\(place).containerPort", within: 1...65_535)
            }
            if let host = port["hostPort"]?.integer, host != 0 {
                causes.add(.integer(host), at: "\(place).hostPort", within: 1...65_535)
            }
            causes.add(port["protocol"], at: "\(place).protocol", oneOf: ["SCTP", "TCP", "UDP"])
        }
        return causes
    }

    /// Ports of the node that two containers of a pod want.
    private func takenPorts(_ containers: [JSONValue], at path: String) -> [StatusFailure.Cause] {
        var causes: [StatusFailure.Cause] = []
        var taken: Set<String> = []
        for (index, container) in containers.enumerated() {
            for (position, port) in (container["ports"]?.elements ?? []).enumerated() {
                guard let number = port["hostPort"]?.integer, number != 0 else { continue }
                let address = port["hostIP"]?.string ?? ""
                let key = "\(port["protocol"]?.string ?? "")/\(address)/\(number)"
                if taken.insert(key).inserted { continue }
                let field = "\(path)[\(index)].ports[\(position)].hostPort"
                causes.append(.duplicate(field, .string(key)))
            }
        }
        return causes
    }

    private func mounts(_ container: JSONValue, at path: String) -> [StatusFailure.Cause] {
        var causes: [StatusFailure.Cause] = []
        var places: Set<String> = []
        for (index, mount) in (container["volumeMounts"]?.elements ?? []).enumerated() {
            let place = "\(path)[\(index)]"
            let name = mount["name"]?.string ?? ""
            if name.isEmpty { causes.append(.required("\(place).name")) }
            if !volumes.contains(name) { causes.append(.notFound("\(place).name", name)) }
            let target = mount["mountPath"]?.string ?? ""
            if target.isEmpty { causes.append(.required("\(place).mountPath")) }
            if !places.insert(target).inserted {
                causes.append(.invalid("\(place).mountPath", .string(target), "must be unique"))
            }
            // A server names these two without saying in which mount they stand.
            for name in ["subPath", "subPathExpr"] {
                causes.addOptional(mount[name], at: "\(path).\(name)") { Format.descendingPath($0) }
            }
        }
        return causes
    }
}
