// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// The field table in the form that merging asks for, converted once.
struct ShapeIndex: Sendable {
    /// One member of a record.
    struct Field: Sendable {
        var shape: Shape
        var isRequired: Bool
        var defaultValue: JSONValue?
        /// How a strategic merge patch tells elements apart; empty for a list of scalars that is merged.
        var patchMergeKey: String?
        var mergesInPatch: Bool
        var retainsKeys: Bool

        /// What stands for a required member that is missing, where it is a merge key.
        var zero: JSONValue? {
            guard isRequired, case .scalar(let scalar) = shape else { return nil }
            switch scalar {
            case .string: return ""
            case .integer, .longInteger: return 0
            default: return nil
            }
        }
    }

    static let builtIn = ShapeIndex(.builtIn.merging(ConvertedVersion.fields))

    private var records: [String: [String: Field]] = [:]
    private var kinds: [GroupVersionKind: String] = [:]

    /// The shape of a kind's objects; anything for kinds without a table.
    func shape(of type: GroupVersionKind) -> Shape {
        kinds[type].map { .record($0, isAtomic: false) } ?? .any
    }

    /// A member of a record.
    func field(_ name: String, of record: String) -> Field? { records[record]?[name] }

    /// The members of a record.
    func fields(of record: String) -> [String: Field] { records[record] ?? [:] }

    private init(_ table: FieldTable) {
        for type in table.types {
            guard let shape = table.shape(of: type) else { continue }
            kinds[type] = shape.name
            add(shape, from: table)
        }
    }

    private mutating func add(_ object: ObjectShape, from table: FieldTable) {
        guard records[object.name] == nil else { return }
        records[object.name] = [:]
        for (name, field) in object.fields {
            let shape = convert(field.type, table)
            records[object.name]?[name] = Field(
                shape: shape,
                isRequired: field.isRequired,
                defaultValue: field.defaultText.map { text in
                    if case .integer = field.type {
                        Int64(text).map { .integer($0) } ?? .string(text)
                    } else {
                        .string(text)
                    }
                },
                patchMergeKey: field.patchMergeKey,
                mergesInPatch: field.patchStrategies.contains("merge"),
                retainsKeys: field.patchStrategies.contains("retainKeys")
            )
        }
    }

    private mutating func convert(_ type: FieldType, _ table: FieldTable) -> Shape {
        switch type {
        case .string: return .scalar(.string)
        case .bytes: return .scalar(.base64)
        case .enumeration(let values): return .scalar(.enumeration(values))
        case .integer: return .scalar(.integer)
        case .longInteger: return .scalar(.longInteger)
        case .boolean: return .scalar(.boolean)
        case .quantity: return .scalar(.quantity)
        case .intOrString: return .scalar(.intOrString)
        case .time: return .scalar(.time)
        case .microTime: return .scalar(.microTime)
        case .any: return .any
        case .map(let values, let isAtomic): return .map(of: convert(values, table), isAtomic: isAtomic)
        case .list(let element, let kind):
            let ownership: Shape.Ownership =
                switch kind {
                case .atomic: .atomic
                case .set: .set
                case .map(let keys): .keyed(keys)
                }
            return .list(of: convert(element, table), ownership)
        case .object(let name):
            guard let object = table.shape(named: name) else { return .any }
            add(object, from: table)
            return .record(name, isAtomic: object.isAtomic)
        }
    }
}
