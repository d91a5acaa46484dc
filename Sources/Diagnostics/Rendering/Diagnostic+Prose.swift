// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

extension Diagnostic {
    /// Everything that it says, without the source text: for viewers that show the place themselves.
    var prose: String {
        var lines = [headline] + notes
        if let label = primary?.text, !label.isEmpty { lines[0] += ": " + label }
        if let help { lines.append("help: " + help) }
        return lines.joined(separator: "\n")
    }
}
