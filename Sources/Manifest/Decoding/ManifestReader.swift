// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Diagnostics
import Documents
import Parallelism

/// Reads manifests out of files, collecting everything there is to say about them.
package struct ManifestReader {
    private var found = ManifestSet.empty

    private init() {}

    /// How many files one core reads at a time: enough to make handing them out cost nothing.
    private static let batch = 32

    /// Reads every document of the files; the order of the files does not matter.
    ///
    /// A document is taken by its `apiVersion`: `msctl.dev/…` is a manifest, and so is what seems to be meant as one; another one is a
    /// Kubernetes object, and what has none is passed over. What is wrong with the YAML of a file that does not mention `msctl.dev/` is kept apart if it
    /// holds Kubernetes objects, and otherwise only its place is kept; templates of other tools look like YAML too.
    ///
    /// `charts` are the folders of Helm charts, where they are known from other files than these.
    package static func read(_ files: [SourceFile], charts: [String]? = nil) -> ManifestSet {
        let charts = charts ?? OtherTools.charts(among: files)
        let files = files.sorted { $0.path < $1.path }
        let batches = stride(from: 0, to: files.count, by: batch).map {
            files[$0..<min($0 + batch, files.count)]
        }
        let parts = Parallel.map(batches) { files in
            var reader = ManifestReader()
            for file in files { reader.read(file, charts) }
            return reader.found
        }
        var found = ManifestSet.empty
        for part in parts { found.append(part) }
        return found.sorted()
    }

    private mutating func read(_ file: SourceFile, _ charts: [String]) {
        let isOurs = file.mayHoldManifest
        if !isOurs, OtherTools.isTemplate(file, of: charts) {
            found.templates += 1
            return
        }
        let reading = YAMLReader.read(file)
        if isOurs {
            found.diagnostics += reading.diagnostics
            if reading.diagnostics.contains(where: { $0.severity == .error }) { found.unidentified += 1 }
            checkEmptiness(of: file, reading)
        } else if !reading.diagnostics.isEmpty {
            if OtherTools.hasPlaceholders(file) {
                found.templates += 1
                return
            }
            if OtherTools.looksLikeObjects(file) {
                found.kubernetesDiagnostics += reading.diagnostics
            } else if let place = Self.unreadablePlace(in: file, reading) {
                found.unreadable.append(place)
            }
        }
        let sources = reading.documents.map { ManifestSource(file: file, document: $0) }
        if OtherTools.isKustomization(file) {
            found.kustomizations += sources
        } else {
            for source in sources { take(source) }
        }
    }

    /// Where a file ceases to be YAML; `nil` when it can be read to its end.
    private static func unreadablePlace(in file: SourceFile, _ reading: YAMLReading) -> SourceSpan? {
        let syntax = reading.diagnostics.first { $0.id == "yaml-syntax" }
        guard syntax != nil || reading.documents.isEmpty else { return nil }
        return (syntax ?? reading.diagnostics.first)?.primary?.span ?? SourceSpan(file: file, range: 0..<0)
    }

    /// Reports a file that is called like a manifest and holds nothing.
    private mutating func checkEmptiness(of file: SourceFile, _ reading: YAMLReading) {
        let isEmpty = reading.documents.allSatisfy { $0.root.scalar?.isNull == true }
        guard isEmpty, reading.diagnostics.isEmpty else { return }
        found.diagnostics.append(
            Diagnostic(
                id: "no-manifest",
                severity: .warning,
                headline: "`\(file.path)` is empty",
                help: "write the manifest, or remove the file"
            )
        )
    }

    private mutating func take(_ source: ManifestSource) {
        let root = source.document.root
        if root.scalar?.isNull == true { return }
        guard root.mapping != nil else {
            found.passedOver += 1
            return
        }
        guard source.isMeantForUs else {
            let version = root["apiVersion"]?.scalar?.text
            if version?.hasPrefix("kustomize.config.k8s.io/") == true {
                found.kustomizations.append(source)
            } else if version != nil, root["kind"] != nil {
                found.kubernetes.append(source)
            } else {
                found.passedOver += 1
            }
            return
        }
        let sink = DiagnosticSink()
        let name = decode(source, into: sink)
        // Merge keys are for files that kubectl reads as well.
        found.diagnostics += source.document.mergeKeys.map { .mergeKey(at: $0) }
        found.diagnostics += sink.diagnostics.map { diagnostic in
            var diagnostic = diagnostic
            diagnostic.service = name
            return diagnostic
        }
    }

    /// Decodes a document; the name of the service when it is one.
    private mutating func decode(_ source: ManifestSource, into sink: DiagnosticSink) -> String? {
        let root = source.document.root
        let anchor = root.mapping?.first?.key.span ?? root.span
        let field = FieldValue(name: "the manifest", place: .root, node: root, anchor: anchor, sink: sink)
        var fields = FieldReader(field, entries: root.mapping ?? [])
        defer { fields.finish() }
        let version = fields.required("apiVersion", .manifestVersion, "`msctl.dev/v1`")
        let written: Located<ManifestKind>? = fields.required(
            "kind",
            .choice("a kind of manifest"),
            "what it describes: `Service`, `System` or `Environment`"
        )
        let metadata =
            fields.required(
                "metadata",
                .part(ManifestMetadata.self),
                "with the `name:` of what it describes"
            )?.value ?? source.probableMetadata
        guard version != nil || !source.isOfOtherVersion, let kind = written?.value ?? source.probableKind
        else {
            _ = fields.tree("spec", "what it declares")
            found.unidentified += 1
            return nil
        }
        switch kind {
        case .service: return readService(&fields, source, metadata, sink)
        case .system:
            let spec = fields.spec {
                SystemManifest.read(&$0, source: source, metadata: metadata ?? .unnamed(source))
            }
            guard metadata != nil, let system = spec else {
                found.unidentified += 1
                return nil
            }
            found.systems.append(system)
            if !sink.diagnostics.isEmpty { found.incompleteSystems.insert(system.name) }
            found.gaps += ManifestGap.gaps(in: sink.diagnostics, of: .system)
        case .environment:
            let spec = fields.spec {
                EnvironmentManifest.read(&$0, source: source, metadata: metadata ?? .unnamed(source))
            }
            guard metadata != nil, let environment = spec else {
                found.unidentified += 1
                return nil
            }
            found.environments.append(environment)
            found.gaps += ManifestGap.gaps(in: sink.diagnostics, of: .environment(environment.name))
        }
        return nil
    }

    private mutating func readService(
        _ fields: inout FieldReader,
        _ source: ManifestSource,
        _ metadata: ManifestMetadata?,
        _ sink: DiagnosticSink
    ) -> String? {
        let service = fields.spec { reader in
            var service = ServiceManifest.Fields(source: source, metadata: metadata ?? .unnamed(source))
            service.readSpec(&reader)
            return ServiceManifest(service)
        }
        guard let metadata else {
            found.unidentified += 1
            return nil
        }
        metadata.checkNameOfService(sink)
        let name = metadata.name.value.text
        found.services.append(service ?? ServiceManifest(.init(source: source, metadata: metadata)))
        if service == nil || !sink.diagnostics.isEmpty { found.incompleteServices.insert(name) }
        found.gaps += ManifestGap.gaps(in: sink.diagnostics, of: .service(name))
        return name
    }
}

extension FieldReader {
    /// Reads what stands under `spec`; `nil` when it is absent or no mapping.
    fileprivate mutating func spec<Value>(_ body: @escaping (inout FieldReader) -> Value) -> Value? {
        required("spec", .mapping { body(&$0) }, "what it declares")?.value
    }
}

extension ManifestMetadata {
    /// The longest name of a service: Kubernetes appends up to 11 characters to it and takes 63.
    ///
    /// It does so where it names the runs of a CronJob and the revisions of a StatefulSet, which are labels of pods; msctl does
    /// where it names a Job by its content.
    static let longestServiceName = 52

    /// Reports a name that is a DNS label, and yet none that every object of a service can have.
    ///
    /// A Kubernetes Service needs a letter first (RFC 1035).
    fileprivate func checkNameOfService(_ sink: DiagnosticSink) {
        let text = name.value.text
        guard text.utf8.first?.isDigit == true || text.utf8.count > Self.longestServiceName else {
            return
        }
        var diagnostic = Diagnostic(
            id: "bad-value",
            severity: .error,
            headline: "the name of a service begins with a letter",
            primary: .init(name.span, "begins with a digit"),
            notes: [
                "the address of a service in the cluster is its name, and Kubernetes wants a letter first"
            ],
            pointer: "/metadata/name"
        )
        if text.utf8.first?.isDigit == true { sink.report(diagnostic) }
        guard text.utf8.count > Self.longestServiceName else { return }
        diagnostic.headline = "the name of a service has at most \(Self.longestServiceName) characters"
        diagnostic.primary = .init(name.span, "has \(text.utf8.count)")
        diagnostic.notes = [
            "up to 11 characters are appended to it, for the runs of a CronJob for example, and Kubernetes takes 63 in "
                + "total"
        ]
        sink.report(diagnostic)
    }

    /// Stands in for a name that was reported as missing, so that the rest can be checked.
    fileprivate static func unnamed(_ source: ManifestSource) -> ManifestMetadata {
        ManifestMetadata(
            name: Located(.placeholder, at: source.document.root.span),
            labels: [],
            annotations: []
        )
    }
}

extension FieldFormat where Value == String {
    /// The version that this msctl reads.
    fileprivate static var manifestVersion: FieldFormat {
        .scalar(
            ScalarShape(
                type: .string,
                noun: "a manifest version that this msctl reads",
                examples: [],
                choices: [ManifestSchema.apiVersion]
            )
        ) { $0.text == ManifestSchema.apiVersion ? $0.text : nil }
    }
}

extension SourceFile {
    /// Whether the file is meant for msctl: by its name, or because it mentions a version of the manifest.
    package var mayHoldManifest: Bool {
        let name = path.split(separator: "/").last ?? ""
        if name.hasSuffix("msctl.yaml") || name.hasSuffix("msctl.yml") { return true }
        let needle = Array("msctl.dev/".utf8)
        guard bytes.count >= needle.count else { return false }
        return bytes.withUnsafeBufferPointer { buffer in
            (0...(buffer.count - needle.count)).contains { start in
                buffer[start] == needle[0] && needle.indices.allSatisfy { buffer[start + $0] == needle[$0] }
            }
        }
    }
}

extension ManifestSet {
    /// Nothing read yet.
    fileprivate static let empty = ManifestSet(
        services: [],
        systems: [],
        environments: [],
        kubernetes: [],
        kustomizations: [],
        kubernetesDiagnostics: [],
        templates: 0,
        passedOver: 0,
        unreadable: [],
        diagnostics: [],
        incompleteServices: [],
        incompleteSystems: [],
        gaps: [],
        unidentified: 0
    )

    /// Takes in what was read from further files.
    fileprivate mutating func append(_ other: ManifestSet) {
        services += other.services
        systems += other.systems
        environments += other.environments
        kubernetes += other.kubernetes
        kustomizations += other.kustomizations
        kubernetesDiagnostics += other.kubernetesDiagnostics
        templates += other.templates
        passedOver += other.passedOver
        unreadable += other.unreadable
        diagnostics += other.diagnostics
        incompleteServices.formUnion(other.incompleteServices)
        incompleteSystems.formUnion(other.incompleteSystems)
        gaps += other.gaps
        unidentified += other.unidentified
    }

    /// What several sets of files hold together, as if they had been read at once.
    package static func merged(_ parts: [ManifestSet]) -> ManifestSet {
        var result = ManifestSet.empty
        for part in parts { result.append(part) }
        return result.sorted()
    }

    /// The same, in an order that does not depend on the order of the files.
    fileprivate func sorted() -> ManifestSet {
        var result = self
        result.services.sort { $0.name == $1.name ? $0.source.place < $1.source.place : $0.name < $1.name }
        result.systems.sort { $0.name == $1.name ? $0.source.place < $1.source.place : $0.name < $1.name }
        result.environments.sort {
            $0.name == $1.name ? $0.source.place < $1.source.place : $0.name < $1.name
        }
        result.unreadable.sort { $0.file.path < $1.file.path }
        result.diagnostics = Diagnostic.ordered(diagnostics)
        return result
    }
}

extension ManifestSource {
    /// The file and the offset in it, for sorting.
    struct Place: Comparable {
        var path: String
        var offset: Int
        static func < (left: Place, right: Place) -> Bool {
            (left.path, left.offset) < (right.path, right.offset)
        }
    }

    var place: Place { Place(path: file.path, offset: document.root.span.range.lowerBound) }
}
