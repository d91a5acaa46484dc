// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

/// The rules of pods and of the templates that they are made from.
enum PodValidation {
    /// What is wrong with a template; `claims` are the names of volumes that its pods get before their own.
    static func template(_ template: JSONValue, at path: String, claims: [String] = [])
        -> [StatusFailure.Cause]
    {
        // Unlike the labels of an object, those of a template are named without `metadata`.
        SelectorValidation.labels(template[path: "metadata", "labels"], at: "\(path).labels")
            + SelectorValidation.annotations(
                template[path: "metadata", "annotations"],
                at: "\(path).annotations"
            ) + causes(template["spec"] ?? [:], at: "\(path).spec", claims: claims)
    }

    /// What is wrong with a pod, which has to keep rules that its template need not keep.
    static func pod(_ spec: JSONValue) -> [StatusFailure.Cause] {
        var result = causes(spec, at: "spec", isPod: true)
        for list in ["containers", "initContainers"] {
            for (index, container) in (spec[list]?.elements ?? []).enumerated() {
                let image = container["image"]?.string ?? ""
                guard image.first?.isWhitespace ?? false || image.last?.isWhitespace ?? false else {
                    continue
                }
                let words = "must not have leading or trailing whitespace"
                result.append(.invalid("spec.\(list)[\(index)].image", .string(image), words))
            }
        }
        return result
    }

    private static func causes(
        _ spec: JSONValue,
        at path: String,
        claims: [String] = [],
        isPod: Bool = false
    ) -> [StatusFailure.Cause] {
        let volumes = VolumeValidation.volumes(spec, at: "\(path).volumes", claims: claims)
        var causes = volumes.causes
        let grace = spec["terminationGracePeriodSeconds"]?.integer
        let containers = ContainerValidation(volumes: volumes.names, grace: grace)
        causes += containers.regular(spec["containers"]?.elements ?? [], at: "\(path).containers")
        causes += containers.initial(spec, at: "\(path).initContainers")
        if spec["hostNetwork"]?.bool ?? false { causes += hostPorts(spec, at: path, isPod: isPod) }
        let restarts = ["Always", "OnFailure", "Never"]
        causes.add(spec["restartPolicy"], at: "\(path).restartPolicy", oneOf: restarts)
        let resolvers = ["ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"]
        causes.add(spec["dnsPolicy"], at: "\(path).dnsPolicy", oneOf: resolvers)
        causes += SelectorValidation.labels(spec["nodeSelector"], at: "\(path).nodeSelector")
        for name in ["fsGroup", "runAsUser", "runAsGroup"] {
            let field = "\(path).securityContext.\(name)"
            causes.add(spec[path: "securityContext", name], at: field, within: 0...Int64(Int32.max))
        }
        causes += spread(spec, at: "\(path).topologySpreadConstraints")
        let account = spec["serviceAccountName"]
        causes.addOptional(account, at: "\(path).serviceAccountName", Format.subdomain)
        causes.addOptional(spec["nodeName"], at: "\(path).nodeName", Format.subdomain)
        let deadline = spec["activeDeadlineSeconds"]
        causes.add(deadline, at: "\(path).activeDeadlineSeconds", within: 1...Int64(Int32.max))
        for name in ["hostname", "subdomain"] {
            causes.addOptional(spec[name], at: "\(path).\(name)", Format.label)
        }
        causes += tolerations(spec, at: "\(path).tolerations")
        causes.addOptional(spec["priorityClassName"], at: "\(path).priorityClassName", Format.subdomain)
        return causes
    }

    /// In the network of its node a container has the ports that it has.
    private static func hostPorts(_ spec: JSONValue, at path: String, isPod: Bool) -> [StatusFailure.Cause] {
        var causes: [StatusFailure.Cause] = []
        for (index, container) in (spec["containers"]?.elements ?? []).enumerated() {
            for (position, port) in (container["ports"]?.elements ?? []).enumerated() {
                let (host, own) = (port["hostPort"]?.integer ?? 0, port["containerPort"]?.integer ?? 0)
                guard isPod || host != 0, host != own else { continue }
                let field = "\(path).containers[\(index)].ports[\(position)].hostPort"
                let words = "must match `containerPort` when `hostNetwork` is true"
                causes.append(.invalid(field, .integer(host), words))
            }
        }
        return causes
    }

    private static func spread(_ spec: JSONValue, at path: String) -> [StatusFailure.Cause] {
        var causes: [StatusFailure.Cause] = []
        let constraints = spec["topologySpreadConstraints"]?.elements ?? []
        for (index, constraint) in constraints.enumerated() {
            let place = "\(path)[\(index)]"
            let skew = constraint["maxSkew"]?.integer ?? 0
            if skew <= 0 {
                causes.append(.invalid("\(place).maxSkew", .integer(skew), "must be greater than zero"))
            }
            let key = constraint["topologyKey"]?.string ?? ""
            if key.isEmpty { causes.append(.required("\(place).topologyKey", "can not be empty")) }
            let otherwise = constraint["whenUnsatisfiable"]?.string ?? ""
            let actions = ["DoNotSchedule", "ScheduleAnyway"]
            if !actions.contains(otherwise) {
                causes.append(.unsupported("\(place).whenUnsatisfiable", otherwise, actions))
            }
            let isRepeated = constraints[(index + 1)...].contains {
                $0["topologyKey"] == constraint["topologyKey"]
                    && $0["whenUnsatisfiable"] == constraint["whenUnsatisfiable"]
            }
            if isRepeated {
                let field = "\(place).{topologyKey, whenUnsatisfiable}"
                causes.append(.duplicate(field, .string("{\(key), \(otherwise)}")))
            }
            let selector = constraint["labelSelector"]
            causes += SelectorValidation.selector(selector, at: "\(place).labelSelector")
        }
        return causes
    }

    private static func tolerations(_ spec: JSONValue, at path: String) -> [StatusFailure.Cause] {
        var causes: [StatusFailure.Cause] = []
        for (index, toleration) in (spec["tolerations"]?.elements ?? []).enumerated() {
            let place = "\(path)[\(index)]"
            let name = toleration["operator"]?.string ?? ""
            let effect = toleration["effect"]?.string ?? ""
            causes.addOptional(toleration["key"], at: "\(place).key", Format.labelKey)
            if toleration["key"]?.string?.isEmpty ?? true, name != "Exists" {
                let words =
                    "operator must be Exists when `key` is empty, which means \"match all values and all keys\""
                causes.append(.invalid("\(place).operator", .string(name), words))
            }
            if toleration["tolerationSeconds"] != nil, effect != "NoExecute" {
                let words = "effect must be 'NoExecute' when `tolerationSeconds` is set"
                causes.append(.invalid("\(place).effect", .string(effect), words))
            }
            if name == "Exists", let value = toleration["value"]?.string, !value.isEmpty {
                let words = "value must be empty when `operator` is 'Exists'"
                causes.append(.invalid("\(place).operator", .string(value), words))
            }
            let effects = ["NoSchedule", "PreferNoSchedule", "NoExecute"]
            causes.add(toleration["effect"], at: "\(place).effect", oneOf: effects)
        }
        return causes
    }
}
