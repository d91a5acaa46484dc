// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes
import KubernetesClient

/// The form in which revisions lie in the cluster: Secrets of a type of their own.
enum RevisionSecret {
    static let type = GroupVersionKind.secret
    /// A Secret may hold 1 MiB in all; base64 makes 900 KiB of these.
    static let chunkSize = 660 * 1024

    private static let prefix = "msctl.dev/"

    static func name(_ service: String, _ number: Int, chunk: Int) -> String {
        "msctl.\(service).r\(number)" + (chunk == 0 ? "" : ".c\(chunk)")
    }

    /// Which Secrets hold revisions: of one service, or of all services of every system in the namespace.
    static func selector(service: String?) -> String {
        let all = "\(Label.managedBy)=msctl,\(Label.record)=revision"
        return service.map { "\(all),\(Label.service)=\($0)" } ?? all
    }

    /// Which Secrets hold the further pieces of a revision, and maybe those of another system of the same name.
    static func pieceSelector(_ revision: Revision) -> String {
        "\(Label.managedBy)=msctl,\(Label.record)=revision-chunk,\(Label.service)=\(revision.service),"
            + "\(Label.revision)=\(revision.number)"
    }

    /// The Secrets of a revision: the first carries what the history shows, each a piece of the objects.
    static func objects(
        _ revision: Revision,
        payload: [UInt8],
        scope: SystemScope
    ) -> [KubernetesObject] {
        (0..<max(1, revision.chunks)).map { chunk in
            let start = chunk * chunkSize
            let piece = Array(payload[start..<min(start + chunkSize, payload.count)])
            var labels: JSONObject = [
                Label.managedBy: "msctl",
                Label.system: .string(scope.system),
                Label.service: .string(revision.service),
                Label.record: .string(chunk == 0 ? "revision" : "revision-chunk"),
                Label.revision: .string(String(revision.number)),
            ]
            labels[Label.name] = .string(revision.service)
            let metadata: JSONObject = [
                "name": .string(name(revision.service, revision.number, chunk: chunk)),
                "namespace": .string(scope.namespace),
                "labels": .object(labels),
                "annotations": chunk == 0 ? .object(annotations(revision)) : nil,
            ]
            return KubernetesObject(
                type: type,
                metadata: metadata,
                members: [
                    "type": "msctl.dev/revision",
                    "data": ["objects": .string(Base64.encode(piece))],
                ]
            )
        }
    }

    /// The annotations that a later deploy of the same revision may take away again.
    static let clearable = [prefix + "failure", prefix + "ended-at"]

    static func annotations(_ revision: Revision) -> JSONObject {
        [
            prefix + "content-hash": .string(revision.contentHash),
            prefix + "recorded-at": revision.recordedAt.map { .string($0.description) },
            prefix + "proven-at": revision.provenAt.map { .string($0.description) },
            prefix + "ended-at": revision.endedAt.map { .string($0.description) },
            prefix + "activation": .string(String(revision.activation)),
            prefix + "initiator": .string(revision.initiator),
            prefix + "environment": revision.environment.map(JSONValue.string),
            prefix + "images": .string(revision.images.joined(separator: " ")),
            prefix + "objects": .string(JSONValue.array(revision.objects.map(\.json)).text()),
            prefix + "services": revision.services.isEmpty
                ? nil : .string(JSONValue.object(revision.services).text()),
            prefix + "chunks": .string(String(revision.chunks)),
            prefix + "failure": revision.failure.map(JSONValue.string),
            prefix + "restored-from": revision.restoration.map { .string(String($0.from)) },
            prefix + "restored-at": revision.restoration?.at.map { .string($0.description) },
            prefix + "restored-by": revision.restoration.map { .string($0.initiator) },
        ]
    }

    /// Reads what the history shows; `nil` for a Secret that is not the first of a revision.
    static func revision(_ secret: KubernetesObject) -> Revision? {
        let notes = secret.annotations
        guard secret.label(Label.record) == "revision", let service = secret.label(Label.service),
            let number = secret.label(Label.revision).flatMap({ Int($0) }),
            let hash = notes[prefix + "content-hash"]
        else { return nil }
        return Revision(
            service: service,
            number: number,
            contentHash: hash,
            recordedAt: notes[prefix + "recorded-at"].flatMap { Timestamp($0) },
            provenAt: notes[prefix + "proven-at"].flatMap { Timestamp($0) },
            activation: notes[prefix + "activation"].flatMap { Int($0) } ?? 0,
            initiator: notes[prefix + "initiator"] ?? "",
            environment: notes[prefix + "environment"],
            images: (notes[prefix + "images"] ?? "").split(separator: " ").map(String.init),
            objects: references(notes[prefix + "objects"] ?? "[]"),
            failure: notes[prefix + "failure"],
            endedAt: notes[prefix + "ended-at"].flatMap { Timestamp($0) },
            chunks: notes[prefix + "chunks"].flatMap { Int($0) } ?? 1,
            storedAt: secret.createdAt,
            uid: secret.uid,
            restoration: restoration(notes),
            services: services(notes[prefix + "services"] ?? "{}")
        )
    }

    private static func restoration(_ notes: [String: String]) -> Revision.Restoration? {
        guard let from = notes[prefix + "restored-from"].flatMap({ Int($0) }) else { return nil }
        return Revision.Restoration(
            from: from,
            at: notes[prefix + "restored-at"].flatMap { Timestamp($0) },
            initiator: notes[prefix + "restored-by"] ?? ""
        )
    }

    private static func references(_ text: String) -> [ObjectReference] {
        do throws(JSONReader.Failure) {
            return (try JSONReader.read(text).array ?? []).compactMap(ObjectReference.init(json:))
        } catch {
            // Somebody edited the annotation; without it the revision only cannot be used for pruning.
            return []
        }
    }

    private static func services(_ text: String) -> JSONObject {
        do throws(JSONReader.Failure) {
            return try JSONReader.read(text).object ?? [:]
        } catch {
            // As above; without it only no change of a Service is noticed.
            return [:]
        }
    }
}
