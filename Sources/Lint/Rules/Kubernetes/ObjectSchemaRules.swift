// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics

extension Rule {
    static let unknownObjectField = Rule(
        id: "unknown-object-field",
        severity: .error,
        family: .kubernetes,
        summary: "a Kubernetes object has a field that its kind has not",
        rationale: """
            A misspelled or misplaced field is refused, or dropped without a word by older clients: what it was to switch on \
            stays off. Fields are known from Kubernetes' own schema, and for custom kinds from their definition when it is \
            among the files.
            """,
        examples: Examples(
            clean: [Examples.deployment("ports:\n  - containerPort: 8080")],
            flagged: [
                Examples.deployment(spec: "⟪replcas⟫: 2"),
                Examples.deployment("⟪port⟫: 8080"),
                Examples.documents(definition, custom("  size: 2\n  ⟪colour⟫: red")),
            ]
        ),
        source: .objects { $0.schemaFindings.unknownFields }
    )

    static let badObjectValue = Rule(
        id: "bad-object-value",
        severity: .error,
        family: .kubernetes,
        summary: "a field of a Kubernetes object has a value that it does not take",
        rationale: """
            The server refuses a text where it wants a number, and the other way round: `port: "80"`, a label `1.0` that YAML \
            reads as a number, or `yes`, which kubectl reads as a boolean. Custom kinds are held against everything that their \
            definition says, combinations and rules included, when it is among the files. Better here than in the middle of a rollout.
            """,
        examples: Examples(
            clean: [Examples.deployment("imagePullPolicy: IfNotPresent", spec: "replicas: 2")],
            flagged: [
                Examples.deployment(spec: "replicas: ⟪two⟫"),
                Examples.deployment("imagePullPolicy: ⟪always⟫"),
                Examples.deployment("env:\n  - name: DEBUG\n    value: ⟪on⟫"),
                Examples.documents(definition, custom("  size: ⟪0⟫")),
                Examples.documents(definition, custom("  size: 2\n  from: { url: a, ⟪file⟫: b }")),
                Examples.documents(definition, custom("  ⟪size: 1⟫\n  note: one")),
            ]
        ),
        source: .objects { $0.schemaFindings.badValues }
    )

    static let missingObjectField = Rule(
        id: "missing-object-field",
        severity: .error,
        family: .kubernetes,
        summary: "a Kubernetes object lacks a field that its kind must have",
        rationale: "The server refuses an object without the fields that its kind requires.",
        examples: Examples(
            clean: [Examples.object("v1", "Service", "web", "spec:\n  ports:\n    - port: 80")],
            flagged: [
                Examples.object("v1", "Service", "web", "spec:\n  ports:\n    - ⟪name⟫: http"),
                Examples.documents(definition, custom("  ⟪note⟫: none")),
            ]
        ),
        source: .objects { $0.schemaFindings.missingFields }
    )

    private static let definition = Examples.object(
        "apiextensions.k8s.io/v1",
        "CustomResourceDefinition",
        "widgets.acme.example",
        """
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
                      required: [size]
                      properties:
                        size: { type: integer, minimum: 1 }
                        note: { type: string }
                        from:
                          type: object
                          properties: { url: { type: string }, file: { type: string } }
                          oneOf: [{ required: [url] }, { required: [file] }]
                      x-kubernetes-validations:
                        - rule: "!has(self.note) || self.size > 1"
                          message: a note takes a size of two
        """
    )

    private static func custom(_ spec: String) -> String {
        Examples.object("acme.example/v1", "Widget", "one", "spec:\n\(spec)")
    }
}
