// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// The rules of a pod's volumes.
enum VolumeValidation {
    /// What is wrong with volumes, and the names of those with which nothing is.
    ///
    /// Volumes that a StatefulSet claims come first, in the server's count too, and displace those of the same name.
    static func volumes(_ spec: JSONValue, at path: String, claims: [String])
        -> (names: Set<String>, causes: [StatusFailure.Cause])
    {
        var names: Set<String> = []
        var causes: [StatusFailure.Cause] = []
        let claimed = claims.map { JSONValue.object(["name": .string($0)]) }
        let own = (spec["volumes"]?.elements ?? []).filter { !claims.contains($0["name"]?.string ?? "") }
        for (index, volume) in (claimed + own).enumerated() {
            let place = "\(path)[\(index)]"
            var wrong = sources(volume, at: place)
            wrong.addRequired(volume["name"], at: "\(place).name", Format.label)
            let name = volume["name"]?.string ?? ""
            if names.contains(name) { wrong.append(.duplicate("\(place).name", .string(name))) }
            if wrong.isEmpty { names.insert(name) }
            causes += wrong
        }
        return (names, causes)
    }

    /// The kinds of sources in the order in which a server looks at them.
    private static let kinds = [
        "emptyDir", "hostPath", "gitRepo", "gcePersistentDisk", "awsElasticBlockStore", "secret", "nfs",
        "iscsi", "glusterfs", "flocker", "persistentVolumeClaim", "rbd", "cinder", "cephfs", "quobyte",
        "downwardAPI", "fc", "flexVolume", "configMap", "azureFile", "vsphereVolume",
        "photonPersistentDisk", "portworxVolume", "azureDisk", "storageos", "projected", "scaleIO", "csi",
        "ephemeral", "image",
    ]

    private static func sources(_ volume: JSONValue, at place: String) -> [StatusFailure.Cause] {
        var causes: [StatusFailure.Cause] = []
        for (position, kind) in kinds.filter({ volume[$0] != nil }).enumerated() {
            let field = "\(place).\(kind)"
            if position == 0, let source = volume[kind] {
                causes += self.source(source, kind, at: field)
            } else {
                causes.append(.forbidden(field, "may not specify more than 1 volume type"))
            }
        }
        return causes
    }

    private static func source(_ source: JSONValue, _ kind: String, at field: String)
        -> [StatusFailure.Cause]
    {
        var causes: [StatusFailure.Cause] = []
        switch kind {
        case "emptyDir":
            let size = source["sizeLimit"]?.string.flatMap { Quantity($0) }
            if let size, size < Quantity.milli(0) {
                let words = "SizeLimit field must be a valid resource quantity"
                causes.append(.forbidden("\(field).sizeLimit", words))
            }
        case "hostPath": causes.addRequired(source["path"], at: "\(field).path") { _ in [] }
        case "secret", "configMap":
            let name = kind == "secret" ? "secretName" : "name"
            causes.addRequired(source[name], at: "\(field).\(name)") { _ in [] }
            causes += mode(source["defaultMode"], at: "\(field).defaultMode")
            causes += items(source, at: field)
        case "persistentVolumeClaim":
            causes.addRequired(source["claimName"], at: "\(field).claimName") { _ in [] }
        case "projected":
            causes += mode(source["defaultMode"], at: "\(field).defaultMode")
            for (index, part) in (source["sources"]?.elements ?? []).enumerated() {
                causes += projection(part, at: "\(field).sources[\(index)]")
            }
        default: break
        }
        return causes
    }

    private static func projection(_ part: JSONValue, at place: String) -> [StatusFailure.Cause] {
        var causes: [StatusFailure.Cause] = []
        for kind in ["secret", "configMap"] {
            guard let source = part[kind] else { continue }
            causes.addRequired(source["name"], at: "\(place).\(kind).name") { _ in [] }
            causes += items(source, at: "\(place).\(kind)")
        }
        if let seconds = part[path: "serviceAccountToken", "expirationSeconds"]?.integer, seconds < 600 {
            let words = "may not specify a duration less than 10 minutes"
            let field = "\(place).serviceAccountToken.expirationSeconds"
            causes.append(.invalid(field, .integer(seconds), words))
        }
        if part.members.count > 1 {
            causes.append(.forbidden(place, "may not specify more than 1 volume type per source"))
        }
        return causes
    }

    private static func items(_ source: JSONValue, at field: String) -> [StatusFailure.Cause] {
        var causes: [StatusFailure.Cause] = []
        for (index, item) in (source["items"]?.elements ?? []).enumerated() {
            let place = "\(field).items[\(index)]"
            causes.addRequired(item["key"], at: "\(place).key") { _ in [] }
            causes.addRequired(item["path"], at: "\(place).path") {
                Format.descendingPath($0, mayStartWithDots: false)
            }
            causes += mode(item["mode"], at: "\(place).mode")
        }
        return causes
    }

    private static func mode(_ mode: JSONValue?, at field: String) -> [StatusFailure.Cause] {
        guard let number = mode?.integer, !(0...0o777).contains(number) else { return [] }
        let words = "must be a number between 0 and 0777 (octal), both inclusive"
        return [.invalid(field, .integer(number), words)]
    }
}
