// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents

/// The kinds of document that msctl reads.
package enum ManifestKind: String, Sendable, Hashable, CaseIterable {
    case service = "Service"
    case system = "System"
    case environment = "Environment"
}

/// What each kind of manifest takes, described by the reader itself.
package enum ManifestSchema {
    /// The only version that this msctl reads.
    package static let apiVersion = "msctl.dev/v1"

    /// The fields of a document of a kind, from `apiVersion` on.
    package static func fields(of kind: ManifestKind) -> [FieldDescription] {
        let name = ScalarShape(
            type: .string,
            noun: "the version of the manifest",
            examples: [],
            choices: [apiVersion]
        )
        let kindShape = ScalarShape(type: .string, noun: "a kind", examples: [], choices: [kind.rawValue])
        return [
            FieldDescription(
                name: "apiVersion",
                isRequired: true,
                summary: "the version of the manifest",
                shape: .scalar(name)
            ),
            FieldDescription(
                name: "kind",
                isRequired: true,
                summary: "the kind of the manifest",
                shape: .scalar(kindShape)
            ),
            FieldDescription(
                name: "metadata",
                isRequired: true,
                summary: "how it is named",
                shape: metadata(of: kind)
            ),
            FieldDescription(
                name: "spec",
                isRequired: true,
                summary: "what it declares",
                shape: .object(specFields(of: kind))
            ),
        ]
    }

    /// What `metadata` takes: a service's name is a shorter one.
    private static func metadata(of kind: ManifestKind) -> FieldShape {
        let shape = FieldFormat.part(ManifestMetadata.self).shape()
        guard kind == .service, case .object(var fields) = shape,
            let position = fields.firstIndex(where: { $0.name == "name" }),
            case .scalar(var name) = fields[position].shape
        else { return shape }
        name.noun =
            "a name of a–z, 0–9 and `-` that begins with a letter, at most \(ManifestMetadata.longestServiceName) "
            + "characters"
        fields[position].shape = .scalar(name)
        return .object(fields)
    }

    /// The fields of `spec` of a kind.
    package static func specFields(of kind: ManifestKind) -> [FieldDescription] {
        FieldReader.describe { fields in
            let nowhere = SourceSpan(file: SourceFile(path: "", bytes: []), range: 0..<0)
            let root = YAMLNode(.mapping([]), span: nowhere)
            let source = ManifestSource(file: nowhere.file, document: YAMLDocument(root: root))
            let metadata = ManifestMetadata(
                name: Located(.placeholder, at: nowhere),
                labels: [],
                annotations: []
            )
            switch kind {
            case .service:
                var service = ServiceManifest.Fields(source: source, metadata: metadata)
                service.readSpec(&fields)
            case .system: _ = SystemManifest.read(&fields, source: source, metadata: metadata)
            case .environment: _ = EnvironmentManifest.read(&fields, source: source, metadata: metadata)
            }
        }
    }

    /// The names of the fields of a service's `spec`.
    static let serviceFieldNames = Set(specFields(of: .service).map(\.name))

    /// The field of a `spec` that takes a key which the `spec` itself, known by the names of its fields, does not.
    ///
    /// `nil` where several do: to name one of them would be a guess.
    static func home(of key: String, besides names: [String]) -> String? {
        guard let homes = homes[Set(names)]?[key], homes.count == 1 else { return nil }
        return homes.first
    }

    /// For each kind of `spec`, by the names of its fields: which field has which keys.
    private static let homes: [Set<String>: [String: [String]]] = {
        var result: [Set<String>: [String: [String]]] = [:]
        for kind in ManifestKind.allCases {
            let fields = specFields(of: kind)
            var homes: [String: [String]] = [:]
            for field in fields {
                for key in Set(field.shape.keys) { homes[key, default: []].append(field.name) }
            }
            result[Set(fields.map(\.name))] = homes
        }
        return result
    }()

    /// The names of the fields that `body` reads.
    static func fieldNames(_ body: (inout FieldReader) -> Void) -> Set<String> {
        Set(FieldReader.describe(body).map(\.name))
    }
}
