// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Diagnostics
import Documents

/// Findings that were there when a team began to lint, so that only new ones fail a run.
package struct Baseline: Sendable, Hashable {
    /// The fingerprints of the known findings, which do not depend on lines.
    package let fingerprints: Set<String>
    /// Whether they were written when the place in a list counted, and not what stands there.
    private let isPositional: Bool

    private static let version: Int64 = 2

    /// Why a text is no baseline.
    package struct Unreadable: Error, Sendable, Hashable {
        /// What is wrong, as a phrase.
        package let reason: String
    }

    /// Knows these findings.
    package init(_ findings: [Diagnostic]) {
        fingerprints = Set(Diagnostic.fingerprints(of: findings))
        isPositional = false
    }

    /// Reads what ``text(of:)`` wrote, or its first version.
    package init(reading file: SourceFile) throws(Unreadable) {
        let value: JSONValue
        do {
            value = try JSONReader.read(file.bytes)
        } catch {
            throw Unreadable(reason: "it is not JSON")
        }
        guard case .object(let object) = value, case .integer(let version)? = object["version"],
            (1...Self.version).contains(version)
        else {
            throw Unreadable(reason: "it is no baseline of version 1 or \(Self.version)")
        }
        isPositional = version == 1
        guard case .array(let findings)? = object["findings"] else {
            throw Unreadable(reason: "it holds no `findings`")
        }
        fingerprints = Set(
            findings.compactMap { finding in
                guard case .object(let fields) = finding, case .string(let text)? = fields["fingerprint"]
                else {
                    return nil
                }
                return text
            }
        )
    }

    /// The findings as a file, sorted so that a change of one is a change of one entry.
    package static func text(of findings: [Diagnostic]) -> String {
        let entries = zip(findings, Diagnostic.fingerprints(of: findings)).map { finding, fingerprint in
            JSONValue.object(
                JSONObject([
                    ("fingerprint", .string(fingerprint)), ("rule", .string(finding.id)),
                    ("service", finding.service.map { .string($0) } ?? .null),
                    ("place", (finding.identity ?? finding.pointer).map { .string($0) } ?? .null),
                ])
            )
        }
        return JSONValue.object(
            JSONObject([("version", .integer(version)), ("findings", .array(entries))])
        ).text(.pretty)
    }

    /// Parts findings into new and known ones, and counts the known ones that are gone.
    package func split(_ findings: [Diagnostic]) -> (new: [Diagnostic], known: [Diagnostic], gone: Int) {
        let prints =
            isPositional
            ? Diagnostic.positionalFingerprints(of: findings) : Diagnostic.fingerprints(of: findings)
        var new: [Diagnostic] = []
        var known: [Diagnostic] = []
        for (finding, fingerprint) in zip(findings, prints) {
            if fingerprints.contains(fingerprint), !finding.isUnreadable {
                known.append(finding)
            } else {
                new.append(finding)
            }
        }
        return (new, known, fingerprints.count - known.count)
    }
}
