// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Diagnostics

extension Diagnostic {
    static func yamlSyntax(
        _ headline: String,
        at span: SourceSpan,
        label: String = "",
        secondary: [Label] = [],
        help: String? = nil
    ) -> Diagnostic {
        Diagnostic(
            id: "yaml-syntax",
            severity: .error,
            headline: headline,
            primary: Label(span, label),
            secondary: secondary,
            help: help
        )
    }

    private static func yamlInvalid(
        _ headline: String,
        at span: SourceSpan,
        label: String = "",
        secondary: [Label] = [],
        notes: [String] = [],
        help: String? = nil
    ) -> Diagnostic {
        Diagnostic(
            id: "yaml-invalid",
            severity: .error,
            headline: headline,
            primary: Label(span, label),
            secondary: secondary,
            notes: notes,
            help: help
        )
    }

    static func duplicateKey(_ key: String, at span: SourceSpan, first: SourceSpan) -> Diagnostic {
        yamlInvalid(
            "`\(key)` is given twice in one mapping",
            at: span,
            label: "again here",
            secondary: [Label(first, "first given here")]
        )
    }

    static func collectionAsKey(at span: SourceSpan) -> Diagnostic {
        yamlInvalid(
            "a list or mapping stands where a name is expected",
            at: span,
            help: "if this is a template placeholder such as `{{ name }}`, put it in quotes"
        )
    }

    /// Refuses a merge key where none is read, such as in manifests.
    package static func mergeKey(at span: SourceSpan) -> Diagnostic {
        yamlInvalid(
            "the merge key `<<` is not supported",
            at: span,
            notes: ["YAML 1.2 has no merge keys; tools disagree about what they mean"],
            help: "write the entries out, or use an alias for a whole value"
        )
    }

    static func unmergeable(at span: SourceSpan) -> Diagnostic {
        yamlInvalid(
            "the merge key `<<` takes a mapping, or a list of mappings",
            at: span,
            help: "give it the alias of a mapping, such as `<<: *defaults`"
        )
    }

    static func lateMerge(_ name: String, at span: SourceSpan, merge: SourceSpan) -> Diagnostic {
        yamlInvalid(
            "`\(name)` stands before a merge key that brings another value for it",
            at: span,
            label: "overridden, or not",
            secondary: [Label(merge, "merged behind it")],
            notes: ["kubectl takes the merged value, and other tools the one of the mapping"],
            help: "write `<<` first"
        )
    }

    static func unknownTag(_ tag: String, at span: SourceSpan) -> Diagnostic {
        yamlInvalid("the tag `\(span.text)` is not supported", at: span, help: "remove the tag")
    }

    static func unknownAnchor(_ name: String, at span: SourceSpan) -> Diagnostic {
        yamlInvalid(
            "there is no anchor `&\(name)` before this alias",
            at: span,
            help: "if `*` is part of the text, put the text in quotes"
        )
    }

    static func selfReference(_ name: String, at span: SourceSpan) -> Diagnostic {
        yamlInvalid("the alias `*\(name)` stands inside the value that it refers to", at: span)
    }

    static func tooManyAliasedNodes(_ limit: Int, at span: SourceSpan) -> Diagnostic {
        yamlInvalid("the aliases of this file stand for more than \(limit) values", at: span)
    }

    static func tooManyNodes(_ limit: Int, at span: SourceSpan) -> Diagnostic {
        yamlInvalid("the file has more than \(limit) values", at: span.startOnly)
    }

    static func tooDeep(_ limit: Int, at span: SourceSpan) -> Diagnostic {
        yamlInvalid("lists and mappings are nested more than \(limit) levels deep", at: span.startOnly)
    }
}

extension SourceSpan {
    /// At most the first byte's worth, for spans that could cover half a file.
    fileprivate var startOnly: SourceSpan {
        SourceSpan(file: file, range: range.lowerBound..<range.lowerBound)
    }
}
