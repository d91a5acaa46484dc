// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Diagnostics

/// Tells the files of tools around Kubernetes apart by their names and bytes, before or without reading them.
package enum OtherTools {
    /// The folders of Helm charts, each with `/` at its end.
    package static func charts(among files: [SourceFile]) -> [String] {
        files.compactMap { file in
            let name = file.path.split(separator: "/").last
            return name == "Chart.yaml" ? String(file.path.dropLast("Chart.yaml".count)) : nil
        }
    }

    /// Whether a file is a template of one of the charts: only Helm can turn it into YAML.
    static func isTemplate(_ file: SourceFile, of charts: [String]) -> Bool {
        charts.contains { file.path.hasPrefix($0 + "templates/") }
    }

    /// Whether a file has placeholders in double braces, as the templates of Helm, Jinja and others do.
    package static func hasPlaceholders(_ file: SourceFile) -> Bool {
        zip(file.bytes, file.bytes.dropFirst()).contains {
            $0 == UInt8(ascii: "{") && $1 == UInt8(ascii: "{")
        }
    }

    /// Whether a file has instructions of a language of templates: `{% if %}`, `<% if %>`.
    package static func hasInstructions(_ file: SourceFile) -> Bool {
        zip(file.bytes, file.bytes.dropFirst()).contains {
            ($0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "<")) && $1 == UInt8(ascii: "%")
        }
    }

    /// Whether a file is a kustomization, by its name: `apiVersion` and `kind` may be left out of it.
    static func isKustomization(_ file: SourceFile) -> Bool {
        let name = file.path.split(separator: "/").last ?? ""
        return name == "kustomization.yaml" || name == "kustomization.yml" || name == "Kustomization"
    }

    /// Whether lines of a file begin with `apiVersion:` and with `kind:`.
    static func looksLikeObjects(_ file: SourceFile) -> Bool {
        hasLine(Array("apiVersion:".utf8), in: file) && hasLine(Array("kind:".utf8), in: file)
    }

    private static func hasLine(_ start: [UInt8], in file: SourceFile) -> Bool {
        file.lineStarts.contains { file.bytes[$0...].starts(with: start) }
    }
}
