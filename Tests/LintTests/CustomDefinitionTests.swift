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
        let findings = Linter.lint(ManifestReader.read([text.file(path: "a.yaml")]), options: .today).findings
        return (text, findings)
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
    ])
    func whatTheServerTakesIsLeftAlone(schema: String, value: String) {
        #expect(lint(schema, value).findings.map(\.headline) == [])
    }
}
