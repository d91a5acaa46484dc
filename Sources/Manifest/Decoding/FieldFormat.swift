// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents

/// A value that is being read: its node, its name for messages, and where it stands.
struct FieldValue {
    /// The name of the field; of its list for an element.
    var name: String
    /// Where it stands below a mapping or list.
    var place: Place
    /// What is written.
    var node: YAMLNode
    /// Where a missing field below it is reported: its key, or its first name for an element of a list.
    var anchor: SourceSpan
    /// Takes the diagnostics.
    var sink: DiagnosticSink

    /// Reports what is written instead of a scalar of a shape; `accepts` says what would have been one.
    @inline(never)
    fileprivate func report(unlike shape: ScalarShape, accepts: (YAMLScalar) -> Bool) {
        guard let scalar = node.scalar else { return reportShape(expected: shape.noun) }
        if scalar.isNull { return reportNothing(expected: shape.noun) }
        let isQuoted = [.singleQuoted, .doubleQuoted].contains(scalar.style)
        if shape.type != .string, isQuoted, accepts(YAMLScalar(text: scalar.text, style: .plain)) {
            reportQuotes(around: scalar, shape)
        } else {
            report(scalar, unlike: shape)
        }
    }

    /// Where it stands, as a JSON pointer; made when it is asked for, because most values are read without a word about them.
    var pointer: String { place.pointer }

    /// One step down from a place.
    enum Place {
        /// The document.
        case root
        /// A field of the mapping at a JSON pointer.
        case field(String, in: String)
        /// An element of the list at a JSON pointer.
        case element(Int, in: String)

        /// The place as a JSON pointer.
        var pointer: String {
            switch self {
            case .root: ""
            case .field(let name, let parent): "\(parent)/\(JSONPointer.escaped(name))"
            case .element(let index, let parent): "\(parent)/\(index)"
            }
        }
    }
}

/// How one kind of value is read, and what it accepts.
struct FieldFormat<Value> {
    /// What it accepts; computed on demand.
    let shape: () -> FieldShape
    /// Reads a value, reporting why it cannot.
    let read: (FieldValue) -> Value?

    /// Makes another value of what was read and where it stands.
    func located<Other>(_ transform: @escaping (Located<Value>, FieldValue) -> Other) -> FieldFormat<Other> {
        FieldFormat<Other>(
            shape: shape,
            read: { field in
                read(field).map { transform(Located($0, at: field.node.span), field) }
            }
        )
    }

    /// Makes another value of what was read.
    func map<Other>(_ transform: @escaping (Value) -> Other) -> FieldFormat<Other> {
        FieldFormat<Other>(shape: shape, read: { read($0).map(transform) })
    }
}

extension FieldFormat {
    /// A scalar that `parse` accepts; its shape is made only to describe it, or to say what was expected.
    static func scalar(
        _ shape: @autoclosure @escaping () -> ScalarShape,
        parse: @escaping (YAMLScalar) -> Value?
    ) -> FieldFormat {
        FieldFormat(
            shape: { .scalar(shape()) },
            read: { field in
                if let scalar = field.node.scalar, !scalar.isNull, let value = parse(scalar) { return value }
                field.report(unlike: shape(), accepts: { parse($0) != nil })
                return nil
            }
        )
    }

    /// A part of a manifest, written as a mapping.
    static func part(_ type: Value.Type) -> FieldFormat where Value: ManifestPart {
        mapping { Value.read(&$0) }
    }

    /// A mapping whose fields `body` reads.
    static func mapping(
        elsewhere: @escaping @autoclosure () -> Set<String> = [],
        _ body: @escaping (inout FieldReader) -> Value?
    ) -> FieldFormat {
        FieldFormat(
            shape: { .object(FieldReader.describe { _ = body(&$0) }) },
            read: { field in
                guard let entries = field.node.mapping else {
                    if field.node.scalar?.isNull == true {
                        field.reportNothing(expected: "a mapping")
                    } else {
                        field.reportShape(expected: "a mapping")
                    }
                    return nil
                }
                var reader = FieldReader(field, entries: entries)
                let value = body(&reader)
                reader.finish(elsewhere: elsewhere())
                return value
            }
        )
    }

    /// A scalar in short, or the long form; a scalar that is neither is reported as the short form reports it.
    func orShort(_ short: FieldFormat) -> FieldFormat {
        FieldFormat(
            shape: {
                if case .anyOf(let others) = self.shape() { return .anyOf([short.shape()] + others) }
                return .anyOf([short.shape(), self.shape()])
            },
            read: { $0.node.scalar != nil ? short.read($0) : self.read($0) }
        )
    }

    /// A list in one form, anything else in the other.
    func orList(_ list: FieldFormat) -> FieldFormat {
        FieldFormat(
            shape: { .anyOf([self.shape(), list.shape()]) },
            read: { $0.node.sequence != nil ? list.read($0) : self.read($0) }
        )
    }

    /// A list of values.
    static func list<Element>(of element: FieldFormat<Element>) -> FieldFormat
    where Value == [Located<Element>] {
        FieldFormat(
            shape: { .list(element.shape()) },
            read: { field in
                guard let nodes = field.node.sequence else {
                    field.reportShape(expected: "a list")
                    return nil
                }
                let pointer = field.pointer
                return nodes.enumerated().compactMap { index, node in
                    let anchor = node.mapping?.first?.key.span ?? node.span
                    let value = FieldValue(
                        name: field.name,
                        place: .element(index, in: pointer),
                        node: node,
                        anchor: anchor,
                        sink: field.sink
                    )
                    return element.read(value).map { Located($0, at: node.span) }
                }
            }
        )
    }

    /// A mapping with free names, which have a format of their own if any.
    static func map<Element>(
        of element: FieldFormat<Element>,
        names: FieldFormat<String>? = nil
    ) -> FieldFormat
    where Value == [NamedValue<Element>] {
        FieldFormat(
            shape: { .map(element.shape()) },
            read: { field in
                guard let entries = field.node.mapping else {
                    field.reportShape(expected: "a mapping")
                    return nil
                }
                let parent = field.pointer
                return entries.compactMap { entry in
                    guard let name = entry.key.scalar?.text, !name.isEmpty else {
                        field.sink.report(.keyIsNotText(entry.key.span, pointer: parent))
                        return nil
                    }
                    let place = FieldValue.Place.field(name, in: parent)
                    let value = FieldValue(
                        name: name,
                        place: place,
                        node: entry.value,
                        anchor: entry.key.span,
                        sink: field.sink
                    )
                    let key = FieldValue(
                        name: field.name,
                        place: place,
                        node: entry.key,
                        anchor: entry.key.span,
                        sink: field.sink
                    )
                    let isFit = names.map { $0.read(key) != nil } ?? true
                    guard let read = element.read(value), isFit else { return nil }
                    return NamedValue(
                        name: Located(name, at: entry.key.span),
                        value: Located(read, at: entry.value.span),
                        pointer: place.pointer
                    )
                }
            }
        )
    }
}

/// A part of a manifest that is written as a mapping with known names.
protocol ManifestPart {
    /// Reads all fields, whether or not some of them are wrong; `nil` when a field it cannot do without is missing.
    static func read(_ fields: inout FieldReader) -> Self?
}

/// Collects what there is to say while a document is read.
final class DiagnosticSink {
    /// What was reported, in order.
    private(set) var diagnostics: [Diagnostic] = []

    /// Takes a diagnostic.
    func report(_ diagnostic: Diagnostic) { diagnostics.append(diagnostic) }
}
