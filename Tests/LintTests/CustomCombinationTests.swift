// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Lint
import Manifest
import Support
import Testing

/// What definitions say with `oneOf`, `anyOf`, `allOf` and `not`, and with rules.
@Suite struct CustomCombinationTests {
    /// A Widget with one field, its schema, and what else is in the schema of `spec`.
    private func lint(_ schema: String, _ value: String, spec: String = "") -> (MarkedText, LintResult) {
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
            \(spec)
            """
        let widget =
            "apiVersion: acme.example/v1\nkind: Widget\nmetadata: { name: a }\nspec: { field: \(value) }\n"
        let text = MarkedText(definition + "\n---\n" + widget)
        return (text, Linter.lint(ManifestReader.read([text.file(path: "a.yaml")]), options: .today))
    }

    private static let members =
        "type: object, properties: {a: {type: string}, b: {type: string}, c: {type: string}, n: {type: integer}}"

    @Test(arguments: [
        (
            "⟪9:oneOf⟫: [{required: [a]}, {required: [b]}]", "{⟪1:a⟫: x, ⟪0:b⟫: y}",
            "`spec.field` takes exactly one of `a`, `b`, and here both are set", "leave out `a` or `b`"
        ),
        (
            "⟪9:oneOf⟫: [{required: [a]}, {required: [b]}, {required: [c]}]",
            "{⟪1:a⟫: x, ⟪2:b⟫: y, ⟪0:c⟫: z}",
            "`spec.field` takes exactly one of `a`, `b`, `c`, and here `a`, `b`, `c` are set",
            "leave out all but one of `a`, `b`, `c`"
        ),
        (
            "⟪9:oneOf⟫: [{required: [a]}, {required: [b]}]", "{⟪0:c⟫: z}",
            "`spec.field` takes exactly one of `a`, `b`, and none is set", "set `a` or `b`"
        ),
        (
            "⟪9:anyOf⟫: [{required: [a, b]}, {required: [c]}]", "{⟪0:a⟫: x}",
            "`spec.field` takes at least one of `a` with `b`, `c`, and none is set", "set `a` with `b` or `c`"
        ),
        // At most one, as generators write it.
        (
            "⟪9:oneOf⟫: [{not: {anyOf: [{required: [a]}, {required: [b]}]}}, {required: [a]}, {required: [b]}]",
            "{⟪1:a⟫: x, ⟪0:b⟫: y}", "`spec.field` takes at most one of `a`, `b`, and here both are set",
            "leave out `a` or `b`"
        ),
        (
            "⟪9:not⟫: {required: [a]}", "{⟪0:a⟫: x}", "`spec.field` takes no `a`", "remove `a`"
        ),
        (
            "⟪9:not⟫: {required: [a, b]}", "{⟪1:a⟫: x, ⟪0:b⟫: y}",
            "`spec.field` takes `a` and `b` not together, and here both are set", "leave out `a` or `b`"
        ),
        (
            "⟪9:not⟫: {anyOf: [{required: [a]}, {required: [b]}]}", "{⟪0:a⟫: x, c: z}",
            "`spec.field` takes none of `a`, `b`, and here `a` is set", "remove `a`"
        ),
        (
            "⟪9:anyOf⟫: [{properties: {n: {minimum: 5}}}, {properties: {a: {enum: [x]}}}]",
            "⟪0:{a: y, n: 1}⟫",
            "`spec.field` fits none of the alternatives of its definition",
            "change it so that at least one of them fits"
        ),
        (
            "⟪9:oneOf⟫: [{properties: {n: {minimum: 5}}}, {properties: {a: {enum: [x]}}}]",
            "⟪0:{a: x, n: 7}⟫",
            "`spec.field` fits 2 alternatives of its definition, and takes exactly one",
            "change it so that one of them fits only"
        ),
        (
            "⟪9:not⟫: {properties: {a: {enum: [x]}}, required: [a]}", "⟪0:{a: x}⟫",
            "`spec.field` is what its definition rules out", "change it so that this is not so"
        ),
    ])
    func combinationsAreHeldUp(schema: String, value: String, headline: String, help: String) throws {
        let (text, result) = lint("\(Self.members), \(schema)", value)
        #expect(result.findings.map(\.headline) == [headline])
        let finding = try #require(result.findings.first)
        let spans = ([finding.primary].compactMap(\.self) + finding.secondary).map(\.span.range)
        #expect(spans == text.ranges, "\(MarkedText.marking(text.text, spans))")
        #expect(finding.help == help && finding.severity == .error)
    }

    /// What is right about an alternative that is meant, and what `allOf` asks for, is said as if it stood alone.
    @Test(arguments: [
        (
            "allOf: [{required: [a]}, {required: [a, b]}]", "{c: z}",
            "`spec.field` of the Widget `a` lacks `a`"
        ),
        ("allOf: [{properties: {n: {minimum: 5}}}]", "{n: 1}", "`spec.field.n` is at least 5"),
        ("anyOf: [{required: [a]}]", "{c: z}", "`spec.field` of the Widget `a` lacks `a`"),
        (
            "oneOf: [{properties: {a: {enum: [x]}}, required: [a, b]}, {properties: {a: {enum: [y]}}, required: [a, c]}]",
            "{a: y}", "`spec.field` of the Widget `a` lacks `c`"
        ),
    ])
    func whatIsMeantIsSaid(schema: String, value: String, headline: String) {
        #expect(lint("\(Self.members), \(schema)", value).1.findings.map(\.headline) == [headline])
    }

    @Test(arguments: [
        ("oneOf: [{required: [a]}, {required: [b]}]", "{a: x, c: z}"),
        (
            "oneOf: [{not: {anyOf: [{required: [a]}, {required: [b]}]}}, {required: [a]}, {required: [b]}]",
            "{c: z}"
        ),
        (
            "oneOf: [{not: {anyOf: [{required: [a]}, {required: [b]}]}}, {required: [a]}, {required: [b]}]",
            "{b: y}"
        ),
        ("anyOf: [{properties: {n: {minimum: 5}}}, {properties: {a: {enum: [x]}}}]", "{a: x, n: 1}"),
        ("not: {required: [a, b]}", "{a: x}"),
        // What cannot be read here may fit.
        ("anyOf: [{properties: {a: {pattern: \"^\\\\p{Greek}+$\"}}}]", "{a: x}"),
        ("oneOf: [{required: [a]}, {properties: {c: {pattern: \"\\\\p{Greek}\"}}}]", "{a: x, c: z}"),
        ("not: {properties: {a: {format: email}}}", "{a: x@y}"),
    ])
    func whatFitsIsLeftAlone(schema: String, value: String) {
        #expect(lint("\(Self.members), \(schema)", value).1.findings.map(\.headline) == [])
    }

    /// The finding about a value explains the combination that it is part of.
    @Test func combinationsWaitForTheRest() {
        let schema = "\(Self.members), oneOf: [{required: [a]}, {required: [b]}]"
        #expect(
            lint(schema, "{aa: x}").1.findings.map(\.headline) == [
                "`spec.field` of `Widget` has no field `aa`"
            ]
        )
    }

    // MARK: Rules

    private func rules(_ text: String) -> String {
        "              x-kubernetes-validations:\n" + text
    }

    @Test func aBrokenRuleIsShownWithItsMessage() throws {
        let (text, result) = lint(
            Self.members,
            "⟪0:{n: 1}⟫",
            spec: rules(
                "                - { rule: ⟪1:\"self.field.n > 1\"⟫, message: more than one, fieldPath: .field }"
            )
        )
        let finding = try #require(result.findings.first)
        #expect(result.findings.count == 1)
        #expect(finding.headline == "`spec.field` breaks a rule of its definition: more than one")
        let spans = ([finding.primary].compactMap(\.self) + finding.secondary).map(\.span.range)
        #expect(spans == text.ranges, "\(MarkedText.marking(text.text, spans))")
        #expect(finding.id == "bad-object-value" && finding.help == "make `self.field.n > 1` true")
    }

    /// Of a field that nobody wrote, the object is marked that it belongs to.
    @Test(arguments: [
        (".field.a", "`spec.field.a`"), (".field.a.n", "`spec.field.a.n`"), (".field['n']", "`spec.field.n`"),
    ])
    func pathsOfFieldsAreFollowed(path: String, place: String) throws {
        let value = path.hasSuffix("]") ? "{n: ⟪1⟫}" : "⟪{n: 1}⟫"
        let rule = "{ rule: \"self.field.n > 1\", message: more than one, fieldPath: \"\(path)\" }"
        let (text, result) = lint(Self.members, value, spec: rules("                - \(rule)"))
        #expect(
            result.findings.map(\.headline) == ["\(place) breaks a rule of its definition: more than one"]
        )
        #expect(result.findings.compactMap(\.primary?.span.range) == text.ranges)
    }

    /// What is written as null is pruned before the rules run.
    @Test func whoHasWrittenNullIsToldThatItIsNothing() {
        let rule = rules("                - { rule: \"self.field.a == 'x'\" }")
        let written = lint(Self.members, "{n: 1, a: null}", spec: rule).1.findings.map(\.help)
        #expect(written == ["write a value for `a`, which the rule reads: `null` counts as absent"])
        let absent = lint(Self.members, "{n: 1}", spec: rule).1.findings.map(\.help)
        #expect(absent == ["write `a`, which the rule reads"])
    }

    @Test(arguments: [
        ("{ rule: \"self.field.n > 1\" }", "`spec` breaks a rule of its definition: `self.field.n > 1`"),
        (
            "{ rule: \"self.field.n > 1\", message: no, messageExpression: \"'n is ' + string(self.field.n)\" }",
            "`spec` breaks a rule of its definition: n is 1"
        ),
        (
            "{ rule: \"self.field.n > 1\", message: no, messageExpression: \"'%d'.format([1])\" }",
            "`spec` breaks a rule of its definition: no"
        ),
        (
            "{ rule: \"self.field.n > 1\", message: no, messageExpression: \"'two\\\\nlines'\" }",
            "`spec` breaks a rule of its definition: no"
        ),
        (
            "{ rule: \"self.field.a == 'x'\" }",
            "`spec` cannot be judged by a rule of its definition: there is no `a`"
        ),
    ])
    func whatIsSaidAboutARule(rule: String, headline: String) {
        let result = lint(Self.members, "{n: 1}", spec: rules("                - \(rule)")).1
        #expect(result.findings.map(\.headline) == [headline])
        #expect(result.looked.leftRules.isEmpty)
    }

    @Test func rulesThatAreNotReadAreCounted() {
        let unread = [
            "{ rule: \"semver(self.field.a).major() == 1\" }",
            "{ rule: \"quantity(self.field.a).asInteger() == self.field.n\" }",
            "{ rule: \"self.field.n > oldSelf.field.n\" }",
            "{ rule: \"semver(oldSelf.field.a).major() == 1\" }",
            "{ rule: \"cel.bind(x, oldSelf, x.hasValue())\", optionalOldSelf: true }",
        ]
        let text = unread.map { "                - \($0)" }.joined(separator: "\n")
        let result = lint(Self.members, "{n: 1}", spec: rules(text)).1
        #expect(result.findings.isEmpty)
        // A rule that compares with the object before says nothing about a new one.
        #expect(result.looked.leftRules == ["`semver`": 1, "`asInteger`": 1, "`cel`": 1])
    }

    /// Of an object that is new there is none before it.
    @Test(arguments: [
        ("!oldSelf.hasValue() || oldSelf.value().field.n < self.field.n", []),
        ("oldSelf.?field.n.orValue(0) < self.field.n", []),
        (
            "oldSelf.hasValue() || self.field.n > 1",
            ["breaks a rule of its definition: `oldSelf.hasValue() || self.field.n > 1`"]
        ),
        (
            "self.field.n > oldSelf.value().field.n",
            ["cannot be judged by a rule of its definition: an optional value is missing"]
        ),
    ])
    func rulesMayHaveAnOptionalOldSelf(rule: String, problems: [String]) {
        let spec = rules("                - { rule: \"\(rule)\", optionalOldSelf: true }")
        let result = lint(Self.members, "{n: 1}", spec: spec).1
        #expect(result.findings.map(\.headline) == problems.map { "`spec` \($0)" })
        #expect(result.looked.leftRules.isEmpty)
    }

    @Test func aMemberMayBeCalledLikeTheObjectBefore() {
        let spec = rules("                - { rule: \"self.field.oldSelf > 1\" }")
        let result = lint("type: object, properties: {oldSelf: {type: integer}}", "{oldSelf: 1}", spec: spec)
            .1
        #expect(
            result.findings.map(\.headline) == [
                "`spec` breaks a rule of its definition: `self.field.oldSelf > 1`"
            ]
        )
    }

    /// A server leaves out rules about what has no type for expressions, and about all that is in it.
    @Test(arguments: [("x-kubernetes-preserve-unknown-fields: true", 0), ("type: object", 1)])
    func rulesInFieldsWithoutATypeAreNoRules(type: String, count: Int) {
        let inner = "properties: {n: {type: integer, x-kubernetes-validations: [{rule: self > 1}]}}"
        let result = lint("\(type), \(inner)", "{n: 1}").1
        #expect(result.findings.count == count)
        #expect(result.looked.leftRules.isEmpty)
    }

    @Test func rulesWaitForTheRest() {
        let spec = rules("                - { rule: \"self.field.n > 1\" }")
        #expect(
            lint(Self.members, "{n: one}", spec: spec).1.findings.map(\.headline) == [
                "`spec.field.n` is an integer, and this is another text"
            ]
        )
    }

    @Test func namesOfObjectsCanBeAskedFor() {
        let text = """
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
                      x-kubernetes-validations:
                        - { rule: self.metadata.name == 'default', message: there is one Widget only }
            ---
            apiVersion: acme.example/v1
            kind: Widget
            metadata: { name: ⟪other⟫, labels: { a: b } }
            """
        let marked = MarkedText(text)
        let findings = Linter.lint(ManifestReader.read([marked.file(path: "a.yaml")]), options: .today)
            .findings
        #expect(
            findings.map(\.headline) == [
                "the Widget `other` breaks a rule of its definition: there is one Widget only"
            ]
        )
        #expect(findings.compactMap(\.primary?.span.range) == marked.ranges)
    }

    /// Neither a definition nor its rules can keep msctl busy.
    @Test func definitionsThatTakeLongEnd() {
        let pairs =
            "self.field.all(a, self.field.all(b, self.field.all(c, self.field.all(d, a + b + c + d > 0))))"
        let numbers = (1...400).map(String.init).joined(separator: ", ")
        let spec = rules("                - { rule: \"\(pairs)\" }")
        let result = lint("type: array, items: {type: integer}", "[\(numbers)]", spec: spec).1
        #expect(result.findings.isEmpty)
        #expect(result.looked.leftRules == ["too many steps": 1])
    }
}
