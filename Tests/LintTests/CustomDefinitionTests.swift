// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Lint
import Manifest
import Support
import Testing

/// Objects of custom kinds whose definition is among the files.
@Suite struct CustomDefinitionTests {
    /// A Widget with one field, and the schema of that field.
    private func lint(_ schema: String, _ value: String) -> (text: MarkedText, findings: [Diagnostic]) {
        let (text, result) = result(schema, value)
        return (text, result.findings)
    }

    private func result(_ schema: String, _ value: String) -> (MarkedText, LintResult) {
        let definition = """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: { name: widgets.acme.example }
            spec:
              group: acme.example
              names: { kind: Widget, plural: widgets }
              scope: Namespaced
              versions:
                - name: v1
                  served: true
                  storage: true
                  schema:
                    openAPIV3Schema:
                      type: object
                      properties:
                        spec:
                          type: object
                          properties:
                            field: {\(schema)}
            """
        let widget =
            "apiVersion: acme.example/v1\nkind: Widget\nmetadata: { name: a }\nspec: { field: \(value) }\n"
        let text = MarkedText(definition + "\n---\n" + widget)
        return (text, Linter.lint(ManifestReader.read([text.file(path: "a.yaml")]), options: .today))
    }

    @Test(arguments: [
        ("type: integer, minimum: ⟪1:1⟫", "⟪0:0⟫", "`spec.field` is at least 1"),
        ("type: integer, maximum: ⟪1:5⟫", "⟪0:6⟫", "`spec.field` is at most 5"),
        ("type: number, minimum: ⟪1:0⟫, exclusiveMinimum: true", "⟪0:0⟫", "`spec.field` is more than 0"),
        (
            "type: number, maximum: ⟪1:1.5⟫, exclusiveMaximum: true", "⟪0:1.5⟫",
            "`spec.field` is less than 1.5"
        ),
        ("type: string, minLength: ⟪1:3⟫", "⟪0:ab⟫", "`spec.field` has at least 3 characters"),
        ("type: string, maxLength: ⟪1:1⟫", "⟪0:\"éa\"⟫", "`spec.field` has at most 1 character"),
        (
            "type: string, pattern: ⟪1:\"^[a-z]+$\"⟫", "⟪0:Ab⟫",
            "`spec.field` does not match the pattern of its definition"
        ),
        (
            "type: array, items: {type: string}, minItems: ⟪1:1⟫", "⟪0:[]⟫",
            "`spec.field` has at least 1 element"
        ),
        (
            "type: array, items: {type: string}, maxItems: ⟪1:1⟫", "⟪0:[a, b]⟫",
            "`spec.field` has at most 1 element"
        ),
        (
            "type: object, additionalProperties: {type: string}, minProperties: ⟪1:2⟫", "⟪0:{a: b}⟫",
            "`spec.field` has at least 2 fields"
        ),
        (
            "type: object, additionalProperties: {type: string, minLength: ⟪1:2⟫}", "{a: ⟪0:b⟫}",
            "`spec.field.a` has at least 2 characters"
        ),
        (
            "x-kubernetes-int-or-string: true, pattern: ⟪1:\"^[0-9]+%$\"⟫", "⟪0:half⟫",
            "`spec.field` does not match the pattern of its definition"
        ),
        ("type: string, enum: [red, green]", "⟪blue⟫", "`spec.field` cannot be `blue`"),
        ("type: integer, enum: [1, 2]", "⟪3⟫", "`spec.field` cannot be `3`"),
        (
            "type: object, required: [size], properties: {size: {type: integer}, note: {type: string}}",
            "{⟪note⟫: a}", "`spec.field` of the Widget `a` lacks `size`"
        ),
        (
            "type: object, required: [size], properties: {size: {type: integer}}",
            "{⟪size⟫: null}", "`spec.field` of the Widget `a` lacks `size`"
        ),
        ("type: integer", "⟪1.5⟫", "`spec.field` is an integer, and this is a number"),
        ("type: integer, multipleOf: ⟪1:5⟫", "⟪0:7⟫", "`spec.field` is a multiple of 5"),
        ("type: number, multipleOf: ⟪1:0.1⟫", "⟪0:0.25⟫", "`spec.field` is a multiple of 0.1"),
        (
            "type: integer, format: ⟪1:int32⟫", "⟪0:3000000000⟫",
            "`spec.field` is an integer of 32 bits, and this is a whole number"
        ),
        (
            "type: string, format: ⟪1:date-time⟫", "⟪0:tomorrow⟫",
            "`spec.field` is a date and time such as `2026-01-31T08:00:00Z`, and this is another text"
        ),
        (
            "type: array, items: {type: string}, x-kubernetes-list-type: set", "[⟪1:a⟫, b, ⟪0:a⟫, a]",
            "`spec.field[2]` repeats `spec.field[0]`"
        ),
        (
            "type: array, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [name], "
                + "items: {type: object, properties: {name: {type: string}, port: {type: integer}}}",
            "[{name: ⟪1:a⟫, port: 1}, {name: b}, {port: 2, name: ⟪0:a⟫}]",
            "`spec.field[2]` repeats the `name` of `spec.field[0]`"
        ),
        (
            "type: array, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [port, protocol], "
                + "items: {type: object, properties: {port: {type: integer}, protocol: {type: string, default: TCP}}}",
            "[{port: ⟪1:53⟫}, {port: 53, protocol: UDP}, {protocol: TCP, port: ⟪0:53⟫}]",
            "`spec.field[2]` repeats the `port` and `protocol` of `spec.field[0]`"
        ),
        (
            "type: array, items: {type: string}", "[a, ⟪null⟫]",
            "`spec.field[1]` is a string, and this is nothing"
        ),
        ("type: object", "{⟪a⟫: b, c: d}", "`spec.field` of `Widget` has no field `a`"),
        (
            "type: object, x-kubernetes-embedded-resource: true, x-kubernetes-preserve-unknown-fields: true",
            "{⟪apiVersion⟫: v1, metadata: {name: a}, data: {}}", "`spec.field` of the Widget `a` lacks `kind`"
        ),
        (
            "type: object, x-kubernetes-embedded-resource: true, x-kubernetes-preserve-unknown-fields: true",
            "{apiVersion: ⟪a/b/c⟫, kind: Pod}",
            "`spec.field.apiVersion` is a version such as `v1` or `apps/v1`, and this is another text"
        ),
        (
            "x-kubernetes-int-or-string: true", "⟪1.5⟫",
            "`spec.field` is an integer or a string, and this is a number"
        ),
    ])
    func limitsAreHeldUp(schema: String, value: String, headline: String) throws {
        let (text, findings) = lint(schema, value)
        #expect(findings.map(\.headline) == [headline])
        let finding = try #require(findings.first)
        let spans = ([finding.primary].compactMap(\.self) + finding.secondary).map(\.span.range)
        #expect(spans == text.ranges, "\(MarkedText.marking(text.text, spans))")
        #expect(finding.severity == .error && finding.service == "Widget/a" && finding.help != nil)
    }

    @Test(arguments: [
        ("type: integer, minimum: 1, maximum: 5", "5"),
        ("type: string, minLength: 1, maxLength: 2", "\"éa\""),
        ("type: string, pattern: \"^[a-z]+$\"", "abc"),
        // What is not read here is left to the server.
        ("type: string, pattern: \"^\\\\p{Greek}$\"", "a"),
        ("type: number, enum: [1, 2]", "1.0"),
        ("type: array, items: {type: string}, minItems: 1", "[a]"),
        ("x-kubernetes-int-or-string: true, pattern: \"^[0-9]+%$\"", "5"),
        // The server fills it in before it looks.
        ("type: object, required: [size], properties: {size: {type: integer, default: 1}}", "{}"),
        ("type: string, minLength: 3", "null"),
        (
            "type: object, required: [size], properties: {size: {type: integer, nullable: true}}",
            "{size: null}"
        ),
        ("type: object, required: [size], properties: {size: {type: integer, default: 1}}", "{size: null}"),
        ("type: integer", "1.0"),
        ("type: number, multipleOf: 0.1", "0.3"),
        ("type: integer, format: int64", "3000000000"),
        // A format that the server does not know, or not for this type.
        ("type: string, format: quantity", "many"),
        ("type: string, format: int32", "many"),
        ("type: array, items: {type: string}", "[a, a]"),
        ("type: array, items: {type: integer}, x-kubernetes-list-type: set", "[1, 2]"),
        (
            "type: array, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [port, protocol], "
                + "items: {type: object, properties: {port: {type: integer}, protocol: {type: string, default: TCP}}}",
            "[{port: 53}, {port: 53, protocol: UDP}]"
        ),
        ("type: array, items: {type: string, nullable: true}", "[a, null]"),
        ("type: object, x-kubernetes-preserve-unknown-fields: true", "{a: b}"),
        ("type: object, additionalProperties: true", "{a: b}"),
        (
            "type: object, x-kubernetes-embedded-resource: true, x-kubernetes-preserve-unknown-fields: true",
            "{apiVersion: apps/v1, kind: Deployment, metadata: {name: a, labels: {b: c}}, spec: {}}"
        ),
        // What nobody wrote is not counted, a default is.
        (
            "type: object, maxProperties: 1, properties: {a: {type: string}, b: {type: string}}",
            "{a: b, b: null}"
        ),
        (
            "type: object, minProperties: 2, properties: {a: {type: string}, b: {type: string, default: c}}",
            "{a: b}"
        ),
    ])
    func whatTheServerTakesIsLeftAlone(schema: String, value: String) {
        #expect(lint(schema, value).findings.map(\.headline) == [])
    }

    /// What `kubectl scale` changes has bounds of its own; a status is dropped where it is a subresource.
    @Test(arguments: [
        ("spec: { replicas: ⟪-1⟫ }", "`spec.replicas` is at least 0"),
        ("spec: { replicas: 1 }\nstatus: { phase: 1 }", nil),
        ("spec: { replicas: 0 }", nil),
    ])
    func subresourcesAreKnown(fields: String, headline: String?) {
        let text = MarkedText(
            """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: { name: widgets.acme.example }
            spec:
              group: acme.example
              names: { kind: Widget, plural: widgets }
              scope: Namespaced
              versions:
                - name: v1
                  served: true
                  storage: true
                  subresources: { status: {}, scale: { specReplicasPath: .spec.replicas, statusReplicasPath: .status.n } }
                  schema:
                    openAPIV3Schema:
                      type: object
                      properties:
                        spec: { type: object, properties: { replicas: { type: integer } } }
                        status: { type: object, properties: { phase: { type: string } } }
            ---
            apiVersion: acme.example/v1
            kind: Widget
            metadata: { name: a }
            \(fields)
            """
        )
        let findings = Linter.lint(ManifestReader.read([text.file(path: "a.yaml")]), options: .today).findings
        #expect(findings.map(\.headline) == [headline].compactMap(\.self))
        #expect(findings.compactMap(\.primary?.span.range) == text.ranges)
    }

    /// Lists of objects and defaults inside each other grow fast.
    @Test func defaultsThatGrowEnd() {
        let list = (0..<3_000).map { _ in "{}" }.joined(separator: ", ")
        let schema =
            "type: array, items: {type: object, properties: {a: {type: array, default: [\(list)], "
            + "items: {type: object, properties: {b: {type: array, default: [\(list)], items: {type: object}}}}}}}"
        let result = result(schema, "[\(list)]").1
        #expect(result.findings.isEmpty && result.looked.unfinished == 1)
    }
}
