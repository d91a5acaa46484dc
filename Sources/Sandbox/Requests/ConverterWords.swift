// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// What a server says where it converts trees to Go's structs by itself, as in a strategic merge patch and an apply.
enum ConverterWords {
    /// The same misfit as the decoder of JSON has it: `json: cannot unmarshal string into Go struct field …`.
    ///
    /// A whole number that is too large is refused here, where a real server stores what is left of it in 32 bits.
    static func of(_ misfit: String) -> String {
        // Bytes are given to the decoder of JSON after all.
        if misfit.hasPrefix("illegal base64 data") { return "error decoding from json: \(misfit)" }
        let form = /(?:json: )?cannot unmarshal (\w+)(?: (\S+))? into Go .+ of type (.+)/
        guard let match = misfit.wholeMatch(of: form) else { return misfit }
        let wanted = String(match.3)
        if let literal = match.2 {
            let isWhole = literal.allSatisfy { $0.isNumber || $0 == "-" }
            return "cannot convert \(isWhole ? "int64" : "float64") to \(wanted)"
        }
        let kinds = ["number": "int64", "object": "map", "array": "slice"]
        let given = kinds[String(match.1)] ?? String(match.1)
        return switch wanted {
        case "string" where given == "int64": "cannot convert int64 to string"
        case "string", "bool", "int32", "int64": "unrecognized type: \(wanted)"
        case _ where wanted.hasPrefix("map["): "cannot restore map from \(given)"
        case _ where wanted.hasPrefix("[]"): "cannot restore slice from \(given)"
        case _ where wanted.hasPrefix("v1."): "cannot restore struct from: \(given)"
        default: misfit
        }
    }
}
