// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// The complete objects of one service, as a revision records them.
struct RevisionContent: Sendable, Hashable {
    let objects: [KubernetesObject]

    init(_ objects: [DesiredObject]) {
        self.objects = objects.map(\.object).sorted(by: ApplyOrder.precedes)
    }

    /// Reads a recorded payload.
    init(payload: [UInt8]) throws {
        let list = try JSONReader.read(payload).array ?? []
        objects = try list.map { try KubernetesObject($0.object ?? [:]) }
    }

    /// Fingerprint of everything, values of Secrets included.
    var hash: String { ContentHash(JSONValue.array(objects.map { .object($0.json) })).description }

    /// What is stored: values of Secrets are left out and said to be.
    var payload: [UInt8] {
        JSONValue.array(objects.map { .object(Self.redacted($0).json) }).bytes()
    }

    /// The images of all containers, in order, each once.
    var images: [String] {
        var seen: Set<String> = []
        return objects.flatMap(Self.images).filter { seen.insert($0).inserted }
    }

    /// What each Service says, by its name: by that callers come to the pods.
    var services: JSONObject {
        JSONObject(objects.filter { $0.type == .service }.map { ($0.name, $0["spec"] ?? [:]) })
    }

    private static func redacted(_ object: KubernetesObject) -> KubernetesObject {
        guard object.type == RevisionSecret.type, object["data"] != nil || object["stringData"] != nil else {
            return object
        }
        var result = object
        result["data"] = nil
        result["stringData"] = nil
        var annotations = result[metadata: "annotations"]?.object ?? [:]
        annotations[Label.withheld] = "data"
        result[metadata: "annotations"] = .object(annotations)
        return result
    }

    private static func images(of object: KubernetesObject) -> [String] {
        let spec = object["spec"]
        let template = spec?["jobTemplate"]?["spec"]?["template"] ?? spec?["template"]
        let pod = template?["spec"]
        return ["initContainers", "containers"].flatMap { list in
            (pod?[list]?.array ?? []).compactMap { $0["image"]?.string }
        }
    }
}
