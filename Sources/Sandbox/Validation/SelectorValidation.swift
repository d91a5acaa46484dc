// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// The rules of labels and of what selects by them.
enum SelectorValidation {
    /// What is wrong with labels, keys and values alike.
    static func labels(_ labels: JSONValue?, at field: String) -> [StatusFailure.Cause] {
        var causes: [StatusFailure.Cause] = []
        for label in labels?.members ?? [:] {
            causes.add(Format.labelKey(label.key), at: field, label.key)
            let value = label.value.string ?? ""
            causes.add(Format.labelValue(value), at: field, value)
        }
        return causes
    }

    /// What is wrong with annotations, all of which together have a greatest size.
    static func annotations(_ annotations: JSONValue?, at field: String) -> [StatusFailure.Cause] {
        var causes: [StatusFailure.Cause] = []
        var size = 0
        for annotation in annotations?.members ?? [:] {
            causes.add(Format.annotationKey(annotation.key), at: field, annotation.key)
            size += annotation.key.utf8.count + (annotation.value.string?.utf8.count ?? 0)
        }
        if size > 262_144 { causes.append(.tooLong(field, limit: 262_144)) }
        return causes
    }

    /// What is wrong with a selector of the form with `matchLabels` and `matchExpressions`.
    static func selector(_ selector: JSONValue?, at field: String) -> [StatusFailure.Cause] {
        guard let selector else { return [] }
        var causes = labels(selector["matchLabels"], at: "\(field).matchLabels")
        for (index, expression) in (selector["matchExpressions"]?.elements ?? []).enumerated() {
            let place = "\(field).matchExpressions[\(index)]"
            let values = expression["values"]?.elements ?? []
            let name = expression["operator"]?.string ?? ""
            switch name {
            case "In", "NotIn":
                let words = "must be specified when `operator` is 'In' or 'NotIn'"
                if values.isEmpty { causes.append(.required("\(place).values", words)) }
            case "Exists", "DoesNotExist":
                let words = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"
                if !values.isEmpty { causes.append(.forbidden("\(place).values", words)) }
            default:
                causes.append(.invalid("\(place).operator", .string(name), "not a valid selector operator"))
            }
            let key = expression["key"]?.string ?? ""
            causes.add(Format.labelKey(key), at: "\(place).key", key)
            for (position, value) in values.enumerated() {
                let text = value.string ?? ""
                causes.add(Format.labelValue(text), at: "\(place).values[\(position)]", text)
            }
        }
        return causes
    }

    /// Whether a selector selects what has these labels; one that is wrong selects nothing.
    static func matches(_ selector: JSONValue, _ labels: JSONValue) -> Bool {
        var known: [String: String] = [:]
        for label in labels.members { known[label.key] = label.value.string }
        do throws(LabelSelector.SyntaxError) {
            return try LabelSelector(object: selector.members).matches(known)
        } catch {
            return false
        }
    }

    static func isEmpty(_ selector: JSONValue) -> Bool {
        (selector["matchLabels"]?.members.isEmpty ?? true)
            && (selector["matchExpressions"]?.elements.isEmpty ?? true)
    }

    /// A selector with its labels in the order of their names, in which a server shows maps.
    static func shown(_ selector: JSONValue) -> JSONValue {
        var selector = selector
        if let labels = selector["matchLabels"] { selector["matchLabels"] = labels.sortedByName }
        return selector
    }
}
