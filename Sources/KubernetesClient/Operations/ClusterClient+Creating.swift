// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import HTTPTypes
package import Kubernetes

extension ClusterClient {
    /// Creates an object that must not exist yet.
    ///
    /// When the answer is lost, the object is looked up: if it is there with every field as sent, it was created by
    /// us; if it is not there, it is sent once more (C1.9).
    package func create(
        _ object: KubernetesObject,
        options: WriteOptions = WriteOptions()
    ) async throws(ClusterError) -> KubernetesObject {
        let reference = object.reference
        let doing = "creating \(reference)"
        let resource = try await resource(object.type, doing: doing)
        let path = ResourcePath(resource, namespace: object.namespace).text
        let request = ClusterRequest(.post, path, query: query(options), doing: doing, object: reference)
            .sending(JSONValue.object(object.json).bytes()).asDryRun(options.dryRun)
        do throws(ClusterError) {
            return try await self.object(request)
        } catch {
            guard error.isOutcomeUnknown, !options.dryRun else { throw error }
            if let found = try await find(reference, orSay: error) {
                guard FieldInclusion.holds(.object(object.json), in: .object(found.json)) else { throw error }
                return found
            }
        }
        do throws(ClusterError) {
            return try await self.object(request)
        } catch {
            // The first one may have arrived after we looked.
            guard error.code == .alreadyExists, let found = try await find(reference, orSay: error),
                FieldInclusion.holds(.object(object.json), in: .object(found.json))
            else { throw error }
            return found
        }
    }

    /// Looks for what may have been created; who cannot look has to say how the creating ended, and not how the looking did.
    private func find(
        _ reference: ObjectReference,
        orSay trouble: ClusterError
    ) async throws(ClusterError) -> KubernetesObject? {
        do throws(ClusterError) {
            return try await find(reference)
        } catch {
            throw error.code == .cancelled ? error : trouble
        }
    }
}

/// Compares what was sent with what is there.
enum FieldInclusion {
    /// Whether every field of `sent` is in `live` with the same value; `live` may have more, such as defaults.
    static func holds(_ sent: JSONValue, in live: JSONValue) -> Bool {
        switch (sent, live) {
        case (.object(let sent), .object(let live)):
            sent.allSatisfy { member in live[member.key].map { holds(member.value, in: $0) } ?? false }
        case (.array(let sent), .array(let live)):
            sent.count == live.count && zip(sent, live).allSatisfy { holds($0, in: $1) }
        default: sent == live
        }
    }
}
