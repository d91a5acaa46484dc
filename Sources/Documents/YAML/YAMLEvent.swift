// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics

/// One event of libyaml with its text as byte offsets.
struct YAMLEvent {
    enum Kind {
        case streamStart
        case streamEnd
        case documentStart
        case documentEnd
        case alias(String)
        case scalar(YAMLScalar)
        case sequenceStart
        case sequenceEnd
        case mappingStart
        case mappingEnd
    }

    var kind: Kind
    /// From libyaml's start mark to its end mark; the latter may lie behind blank lines and comments.
    var range: Range<Int>
    var anchor: String?
    var tag: String?
    /// Whether a collection is written with brackets.
    var isFlow = false
}

/// Where and why libyaml gave up.
struct YAMLProblem: Error {
    /// libyaml's words, such as "did not find expected key".
    var message: String
    var offset: Int
    /// libyaml's words for what it was doing, such as "while parsing a block mapping".
    var context: String
    /// Where that began.
    var contextOffset: Int?
}
