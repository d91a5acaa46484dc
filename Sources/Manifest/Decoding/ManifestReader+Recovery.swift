// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents

/// What can still be told about a document whose first lines are wrong, so that one slip does not hide all the rest.
extension ManifestSource {
    private static let group = "msctl.dev"

    /// The text of `apiVersion`; `nil` when there is none.
    private var version: String? {
        guard let scalar = document.root["apiVersion"]?.scalar, !scalar.isNull else { return nil }
        return scalar.text
    }

    /// Whether the document is meant for msctl: by its `apiVersion`, one that is misspelt, or a manifest's file and fields.
    var isMeantForUs: Bool {
        guard let version else { return isManifestByLooks }
        let group =
            version.split(separator: "/", omittingEmptySubsequences: false).first.map(String.init) ?? ""
        if group == Self.group || Spelling.suggestion(for: group, among: [Self.group]) != nil { return true }
        return isManifestByLooks
    }

    private var isManifestByLooks: Bool {
        let name = file.path.split(separator: "/").last ?? ""
        guard name.hasSuffix("msctl.yaml") || name.hasSuffix("msctl.yml") else { return false }
        let kind = document.root["kind"]?.scalar.flatMap { ManifestKind(rawValue: $0.text) }
        return version == nil && kind != nil || looksLikeService
    }

    private var looksLikeService: Bool {
        guard let spec = document.root["spec"], spec.mapping != nil else { return false }
        return spec["owner"] != nil && spec["domain"] != nil
    }

    /// Whether the document is of another version of the format, which may mean something else by every field.
    var isOfOtherVersion: Bool {
        guard let version, version.hasPrefix(Self.group + "/") else { return false }
        let number = version.dropFirst(Self.group.count + 1)
        return number.first == "v" && number.dropFirst().first?.isNumber == true
            && version != ManifestSchema.apiVersion
    }

    /// The kind that was probably meant; `nil` when nothing tells.
    var probableKind: ManifestKind? {
        if let word = document.root["kind"]?.scalar?.text,
            let meant = Spelling.suggestion(for: word, among: ManifestKind.allCases.map(\.rawValue))
        {
            return ManifestKind(rawValue: meant)
        }
        return looksLikeService ? .service : nil
    }

    /// The metadata with the name that a wrong one resembles: `Orders` is reported, and `orders` looked at.
    var probableMetadata: ManifestMetadata? {
        guard let node = document.root["metadata"]?["name"], let scalar = node.scalar, !scalar.isNull,
            let name = DNSLabel(resembling: scalar.text)
        else { return nil }
        return ManifestMetadata(name: Located(name, at: node.span), labels: [], annotations: [])
    }
}

extension ManifestGap {
    /// The values that reading a document could not get.
    static func gaps(in diagnostics: [Diagnostic], of subject: Subject) -> [ManifestGap] {
        diagnostics.compactMap { diagnostic in
            guard diagnostic.severity == .error, let pointer = diagnostic.pointer else { return nil }
            switch diagnostic.id {
            case "bad-value", "missing-required": return ManifestGap(subject, pointer).redirected
            case "unknown-field":
                // A field that is misspelt is not read under its right name either.
                guard let meant = diagnostic.fix?.edits.first?.replacement,
                    let slash = pointer.lastIndex(of: "/")
                else { return nil }
                return ManifestGap(subject, pointer[...slash] + JSONPointer.escaped(meant)).redirected
            default: return nil
            }
        }
    }

    /// What an Environment says about one service is unknown about that service.
    private var redirected: ManifestGap {
        guard case .environment = subject else { return self }
        let parts = pointer.split(separator: "/")
        guard parts.count > 2, parts[0] == "spec", parts[1] == "overrides" else { return self }
        let rest = parts[3...].map { "/" + $0 }.joined()
        return ManifestGap(.service(JSONPointer.unescaped(parts[2])), "/spec" + rest)
    }
}
