// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

/// In which form objects go out: whole, as rows of a table, or only their metadata.
enum Representation: Sendable, Hashable {
    case whole
    case table
    case metadata

    /// Reads an Accept header; the first form that the server knows wins.
    init(accept: String) throws(StatusFailure) {
        let offers = accept.split(separator: ",").map { $0.trimmedSpaces }
        if offers.isEmpty {
            self = .whole
            return
        }
        for offer in offers {
            let parts = offer.split(separator: ";").map { $0.trimmedSpaces }
            guard let media = parts.first,
                ["application/json", "*/*", "application/*", "application/yaml"].contains(media)
            else {
                continue
            }
            let form = parts.first { $0.hasPrefix("as=") }?.dropFirst(3)
            switch form {
            case nil: self = .whole
            case "Table": self = .table
            case "PartialObjectMetadata", "PartialObjectMetadataList": self = .metadata
            default: continue
            }
            return
        }
        throw Self.refusal(offers)
    }

    private static func refusal(_ offers: [String]) -> StatusFailure {
        let media = "application/json, application/yaml, application/vnd.kubernetes.protobuf"
        guard offers.contains(where: { $0.contains("as=") }) else {
            return StatusFailure(
                code: 406,
                reason: "NotAcceptable",
                message: "406: Not Acceptable\n\nAvailable representations: \(media)",
                details: [:]
            )
        }
        return StatusFailure(
            code: 406,
            reason: "NotAcceptable",
            message: "only the following media types are accepted: \(media)"
        )
    }
}
