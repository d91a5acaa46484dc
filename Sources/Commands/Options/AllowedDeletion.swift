// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import ArgumentParser
import Diagnostics
import Kubernetes
import Rollout

/// A value of `--allow-delete`: a number of objects, one object, or a service with all its objects.
///
/// A slash tells a Kubernetes object from a service of the system: `service/cart` is the Service, `cart` all that there is of cart.
enum AllowedDeletion: Sendable, Hashable {
    case count(Int)
    case object(DeployOptions.NamedObject)
    case service(String)

    /// Reads an argument; throws an error that says which word is not understood, and what is.
    init(parsing argument: String) throws {
        if let count = Int(argument) {
            guard count >= 0 else { throw ValidationError("a number of deletions is 0 or more") }
            self = .count(count)
            return
        }
        let parts = argument.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        switch parts.count {
        case 1 where DNSName.isLabel(argument): self = .service(argument)
        case 1:
            throw ValidationError(
                "it is neither a number nor the name of a service; an object is KIND/NAME, such as `service/cart`"
            )
        case 2 where !parts[0].isEmpty && !parts[1].isEmpty:
            let kind = try Self.kind(parts[0], of: parts[1])
            self = .object(DeployOptions.NamedObject(kind: kind, name: parts[1]))
        default: throw ValidationError("an object is KIND/NAME, such as `service/cart`")
        }
    }

    /// The kind that a word means; one that msctl does not know may be that of somebody's definition.
    private static func kind(_ word: String, of name: String) throws -> String {
        if let known = ResourceType.meant(by: word) { return known.type.kind }
        let near = Spelling.suggestion(for: word, among: ResourceType.all.map(\.singular))
        if let near { throw ValidationError("there is no kind `\(word)`; did you mean `\(near)/\(name)`?") }
        guard word.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) }) else {
            throw ValidationError("`\(word)` is no kind; an object is KIND/NAME, such as `service/cart`")
        }
        return word
    }

    var count: Int? {
        if case .count(let count) = self { count } else { nil }
    }

    var object: DeployOptions.NamedObject? {
        if case .object(let object) = self { object } else { nil }
    }

    var service: String? {
        if case .service(let service) = self { service } else { nil }
    }
}
