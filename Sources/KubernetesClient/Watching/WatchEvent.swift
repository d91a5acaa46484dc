// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
package import Kubernetes

/// One line of a watch.
package enum WatchEvent: Sendable, Hashable {
    /// An object came into being, or into the selection.
    case added(KubernetesObject)
    /// An object changed.
    case modified(KubernetesObject)
    /// An object went, or left the selection; its last state.
    case deleted(KubernetesObject)
    /// Nothing happened up to a resource version; the first one after an initial burst says so.
    case bookmark(resourceVersion: String, isEndOfInitialEvents: Bool)
    /// The server ends the watch.
    case error(KubernetesStatus)

    /// Why a line is not an event.
    struct Malformed: Error, CustomStringConvertible {
        let description: String
    }

    /// Reads a line of a watch whose lines have `strings` in common.
    init(line: [UInt8], sharing strings: inout JSONStringTable) throws(Malformed) {
        let value: JSONValue
        do throws(JSONReader.Failure) {
            value = try JSONReader.read(line, sharing: &strings)
        } catch {
            throw Malformed(description: "a watch event is not JSON: \(error)")
        }
        let object = value["object"] ?? .null
        switch value["type"]?.string {
        case "ADDED": self = .added(try Self.object(object))
        case "MODIFIED": self = .modified(try Self.object(object))
        case "DELETED": self = .deleted(try Self.object(object))
        case "BOOKMARK":
            let annotation = object[path: "metadata", "annotations", "k8s.io/initial-events-end"]
            self = .bookmark(
                resourceVersion: object[path: "metadata", "resourceVersion"]?.string ?? "",
                isEndOfInitialEvents: annotation?.string == "true"
            )
        case "ERROR":
            guard let status = KubernetesStatus(object) else {
                throw Malformed(description: "an ERROR event of a watch has no Status")
            }
            self = .error(status)
        case let other: throw Malformed(description: "a watch event has the type `\(other ?? "")`")
        }
    }

    /// The event with another state of its object.
    func mapping(_ transform: (KubernetesObject) -> KubernetesObject) -> WatchEvent {
        switch self {
        case .added(let object): .added(transform(object))
        case .modified(let object): .modified(transform(object))
        case .deleted(let object): .deleted(transform(object))
        case .bookmark, .error: self
        }
    }

    private static func object(_ value: JSONValue) throws(Malformed) -> KubernetesObject {
        do throws(KubernetesObject.ShapeError) {
            return try KubernetesObject(value.object ?? [:])
        } catch {
            throw Malformed(description: "a watch event holds no object: \(error.pointer) \(error.message)")
        }
    }
}

/// What an observer learns about a selection of objects.
///
/// Indirect: optimized by Swift 6.3.1, cases of an optional one were seen to be mistaken for each other otherwise.
package indirect enum Observation: Sendable, Hashable {
    /// All there are: replaces everything known before. Comes first, and again after every new list.
    case synced([KubernetesObject])
    /// One is new or has changed.
    case changed(KubernetesObject)
    /// One is gone; its last state.
    case deleted(KubernetesObject)
    /// Nothing can be seen for a moment, in words; what is known stays true as far as anyone knows.
    case interrupted(reason: String)
    /// The watch goes on from where it was interrupted; what has happened meanwhile follows.
    case resumed
}
