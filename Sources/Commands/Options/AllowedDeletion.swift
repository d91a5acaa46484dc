// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import ArgumentParser
import Kubernetes
import Rollout

/// A value of `--allow-delete`: a number of objects, one object, or a service with all its objects.
///
/// A slash tells a Kubernetes object from a service of the system: `service/cart` is the Service, `cart` all that there is of cart.
enum AllowedDeletion: ExpressibleByArgument, Sendable, Hashable {
    case count(Int)
    case object(DeployOptions.NamedObject)
    case service(String)

    init?(argument: String) {
        if let count = Int(argument) {
            guard count >= 0 else { return nil }
            self = .count(count)
            return
        }
        let parts = argument.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        switch parts.count {
        case 1 where DNSName.isLabel(parts[0]): self = .service(parts[0])
        case 2 where !parts[1].isEmpty:
            guard let kind = ResourceType.meant(by: parts[0])?.type.kind else { return nil }
            self = .object(DeployOptions.NamedObject(kind: kind, name: parts[1]))
        default: return nil
        }
    }

    static var allValueStrings: [String] { [] }

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
