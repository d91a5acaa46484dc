// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents

/// Images of containers without a tag, or with one that moves.
enum MutableTags {
    static func findings(in context: ObjectContext) -> [Finding] {
        context.pods.filter { $0.work != .foreign }.flatMap { pod in
            pod.allContainers.compactMap { container in
                guard let image = container.node.at("image"), let text = image.text,
                    let problem = MutableImage.problem(of: text),
                    !context.replacedImages.contains(MutableImage.repository(of: text))
                else { return nil }
                return Finding(
                    "the image of \(container.phrase) of \(pod.owner.phrase) \(problem)",
                    at: Located(text, at: image.span).unquoted,
                    "can be another image tomorrow",
                    help: "name a version, such as `\(MutableImage.repository(of: text)):1.4.2`, or a digest",
                    object: pod.owner
                )
            }
        }
    }
}

/// Judges image references as texts, which may hold placeholders.
enum MutableImage {
    /// Tags that by custom follow a branch.
    static let branches: Set<String> = [
        "latest", "main", "master", "trunk", "head", "develop", "dev", "edge", "nightly", "snapshot",
        "stable",
        "staging", "production", "prod", "canary", "current", "lts",
    ]

    /// Why an image may be another one tomorrow; `nil` when it cannot be, or when a placeholder decides.
    static func problem(of image: String) -> String? {
        guard !image.contains("@"), !image.contains("$"), !image.contains("{{"), !image.isEmpty else {
            return nil
        }
        guard let tag = tag(of: image) else { return "has no tag, which means `latest`" }
        return branches.contains(tag.lowercased()) ? "has the tag `\(tag)`, which moves" : nil
    }

    /// The tag: what follows the last colon, unless that belongs to a port of the registry.
    static func tag(of image: String) -> String? {
        guard let colon = image.lastIndex(of: ":") else { return nil }
        let tag = image[image.index(after: colon)...]
        return tag.contains("/") ? nil : String(tag)
    }

    /// The image without tag and digest.
    static func repository(of image: String) -> String {
        let name = image.prefix { $0 != "@" }
        guard let tag = tag(of: String(name)) else { return String(name) }
        return String(name.dropLast(tag.count + 1))
    }
}
