// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

extension [StatusFailure.Cause] {
    /// Adds what is wrong with the form of a text.
    mutating func add(_ words: [String], at field: String, _ text: String) {
        self += words.map { .invalid(field, .string(text), $0) }
    }

    /// Adds what is wrong with a name that has to be there.
    mutating func addRequired(_ name: JSONValue?, at field: String, _ form: (String) -> [String]) {
        let text = name?.string ?? ""
        if text.isEmpty { append(.required(field)) } else { add(form(text), at: field, text) }
    }

    /// Adds what is wrong with a name that may be missing.
    mutating func addOptional(_ name: JSONValue?, at field: String, _ form: (String) -> [String]) {
        if let text = name?.string, !text.isEmpty { add(form(text), at: field, text) }
    }

    /// Adds the complaint about a number that is less than nothing.
    mutating func addNegative(_ value: JSONValue?, at field: String) {
        guard let number = value?.integer, number < 0 else { return }
        append(.invalid(field, .integer(number), "must be greater than or equal to 0"))
    }

    /// Adds the complaint about a number that is out of bounds.
    mutating func add(_ value: JSONValue?, at field: String, within bounds: ClosedRange<Int64>) {
        guard let number = value?.integer, !bounds.contains(number) else { return }
        let words = "must be between \(bounds.lowerBound) and \(bounds.upperBound), inclusive"
        append(.invalid(field, .integer(number), words))
    }

    /// Adds what is wrong with a number of pods or a part of them.
    mutating func addShare(_ value: JSONValue?, at field: String, limit: Int? = nil) {
        guard let value else { return }
        addNegative(value, at: field)
        guard let text = value.string else { return }
        add(Format.percentage(text), at: field, text)
        guard let limit, let percent = Format.percent(text), percent > limit else { return }
        append(.invalid(field, value, "must not be greater than \(limit)%"))
    }

    /// Adds the complaint about a word that is none of a few; an absent one is a default.
    mutating func add(_ word: JSONValue?, at field: String, oneOf words: [String]) {
        guard let text = word?.string, !text.isEmpty, !words.contains(text) else { return }
        append(.unsupported(field, text, words))
    }
}

extension StatusFailure.Cause {
    /// What is referred to is not there.
    static func notFound(_ field: String, _ value: String) -> StatusFailure.Cause {
        let message = "Not found: \(JSONValue.string(value).text())"
        return StatusFailure.Cause(field: field, reason: "FieldValueNotFound", message: message)
    }

    /// A text, or all texts of a map together, has more bytes than it may.
    static func tooLong(_ field: String, limit: Int) -> StatusFailure.Cause {
        let message = "Too long: may not be more than \(limit) bytes"
        return StatusFailure.Cause(field: field, reason: "FieldValueTooLong", message: message)
    }
}
