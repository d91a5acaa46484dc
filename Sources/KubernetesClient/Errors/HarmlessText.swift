// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

extension String {
    /// The same text without control characters, but for tabs and line breaks: what others wrote must not steer a
    /// terminal.
    var harmless: String {
        var result = ""
        for scalar in unicodeScalars {
            let isControl = scalar.properties.generalCategory == .control && scalar != "\n" && scalar != "\t"
            result.unicodeScalars.append(isControl ? "\u{FFFD}" : scalar)
        }
        return result
    }
}
