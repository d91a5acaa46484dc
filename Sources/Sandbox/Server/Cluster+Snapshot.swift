// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// Why a saved state could not be taken up or kept.
package struct SandboxStateError: Error, Sendable, Hashable {
    /// What is wrong with it.
    package var message: String
    /// Whether it is only that somebody else keeps a state there now.
    package var isInUse = false
    /// Whether something has the name that is no file, and therefore must stay.
    package var isNoFile = false
}

extension Cluster {
    /// Everything that has to survive, one JSON value a line: a head that counts the objects, then these.
    ///
    /// Work in progress follows from the objects.
    var snapshot: [UInt8] {
        let objects = store.everything
        let head: JSONValue = [
            "kind": "SandboxState", "version": 1, "revision": .integer(store.revision),
            "nextAddress": .integer(Int64(addresses.next)), "objects": .integer(Int64(objects.count)),
        ]
        return objects.reduce(into: head.bytes() + [10]) { bytes, entry in
            bytes += Self.journalLine(entry.key, entry.object.json)
        }
    }

    /// The lines that carry a saved state on by some changes.
    static func journal(_ changes: [Change]) -> [UInt8] {
        changes.reduce(into: []) { bytes, change in
            bytes += journalLine(
                change.key,
                change.kind == .deleted ? nil : change.object.json,
                change.revision
            )
        }
    }

    private static func journalLine(_ key: ObjectKey, _ object: JSONObject?, _ revision: Int64? = nil)
        -> [UInt8]
    {
        let line: JSONValue = [
            "resource": .string(key.resource.text), "namespace": .string(key.namespace),
            "name": .string(key.name),
            "revision": revision.map { .integer($0) }, "object": object.map { .object($0) },
        ]
        return line.bytes() + [10]
    }

    /// Replaces all objects by saved ones and lets every controller look at them.
    ///
    /// A last line that cannot be read is what a sudden death left behind, and does not count. That is so of changes only: a
    /// snapshot was put in place whole, so that what it lacks has been lost. States of earlier versions do not say where
    /// theirs ends.
    mutating func restore(_ bytes: [UInt8]) throws(SandboxStateError) {
        var lines = bytes.split(separator: 10, omittingEmptySubsequences: false).map(Array.init)
        // After the last line break there is nothing, or a torn line.
        lines.removeLast()
        guard let first = lines.first else { throw SandboxStateError(message: "not a sandbox state") }
        let head = try Self.read(first, line: 1)
        guard head["kind"]?.string == "SandboxState", head["version"]?.integer == 1 else {
            throw SandboxStateError(message: "not a sandbox state that this version of msctl has written")
        }
        let count = head["objects"]?.wholeNumber
        if let count, lines.count - 1 < count { throw Self.miscounted(count, "only \(lines.count - 1)") }
        var objects: [ObjectKey: JSONObject] = [:]
        var revision = head["revision"]?.integer ?? 1
        for (index, line) in lines.enumerated().dropFirst() {
            let entry: JSONValue
            do throws(SandboxStateError) {
                entry = try Self.read(line, line: index + 1)
            } catch {
                if index == lines.count - 1, index > count ?? 0 { break }
                throw error
            }
            guard let resource = entry["resource"]?.string, let name = entry["name"]?.string else {
                throw SandboxStateError(message: "line \(index + 1) names no object")
            }
            // Only changes, which come after the objects, have a revision of their own.
            if let count, (entry["revision"] == nil) != (index <= count) {
                throw Self.miscounted(count, index <= count ? "only \(index - 1)" : "more")
            }
            let key = ObjectKey(
                resource: GroupResource(text: resource),
                namespace: entry["namespace"]?.string ?? "",
                name: name
            )
            objects[key] = entry["object"]?.object
            revision = max(revision, entry["revision"]?.integer ?? 0)
        }
        self = Cluster(options: options, now: now, objects: objects, revision: revision)
        let address = head["nextAddress"]?.integer.map { UInt32(truncatingIfNeeded: $0) } ?? 1
        // Those that objects have are not given out anyway; those that were given back soon are, if at all, late.
        addresses = AddressPool(next: address &+ UInt32(truncatingIfNeeded: objects.count))
    }

    private static func miscounted(_ count: Int, _ found: String) -> SandboxStateError {
        let objects = count == 1 ? "1 object" : "\(count) objects"
        return SandboxStateError(
            message: "it is damaged: line 1 counts \(objects), and \(found) can be read after it"
        )
    }

    private static func read(_ line: [UInt8], line number: Int) throws(SandboxStateError) -> JSONValue {
        do throws(JSONReader.Failure) {
            return try JSONReader.read(line)
        } catch {
            throw SandboxStateError(message: "line \(number) is not JSON: \(error.message)")
        }
    }
}
