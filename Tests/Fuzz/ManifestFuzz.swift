// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Generation
import Glibc
import Kubernetes
import Lint
import Manifest

/// Feeds one input to everything that happens to manifests, Kubernetes objects and Dockerfiles without a cluster; a broken promise
/// traps.
///
/// A form feed separates files, so that one input is a whole repository. A first line `-- path --` names a file, as in the examples
/// of rules; others are named by what is in them. Built by `run.sh`; not part of the package.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> Int32 {
    let repository = FuzzRepository(UnsafeBufferPointer(start: data, count: size))
    let set = ManifestReader.read(repository.yaml)
    checkSpans(set.diagnostics + set.kubernetesDiagnostics)
    check(set, environment: nil)
    if let environment = set.environments.last { check(set, environment: environment) }
    checkLint(set, repository)
    checkFixes(repository)
    return 0
}

/// Writes the examples of all rules into the folder that `MSCTL_FUZZ_SEEDS` names, before libFuzzer reads it.
@_cdecl("LLVMFuzzerInitialize")
public func initialize(
    _ count: UnsafeMutablePointer<Int32>?,
    _ words: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>?
) -> Int32 {
    guard let folder = getenv("MSCTL_FUZZ_SEEDS").map({ String(cString: $0) }) else { return 0 }
    for rule in Rule.all {
        for (index, example) in (rule.examples.clean + rule.examples.flagged).enumerated() {
            let text = example.filter { $0 != "⟪" && $0 != "⟫" }
            let isRepository = text.hasPrefix("-- ")
            // Each heading begins a file, and the files of an input are apart.
            let parts = isRepository ? text.replacing("\n-- ", with: "\n\u{C}-- ") : text
            guard let file = fopen("\(folder)/rule-\(rule.id)-\(index)", "w") else { continue }
            fputs(parts, file)
            fclose(file)
        }
    }
    return 0
}

/// The files of an input, now and before.
struct FuzzRepository {
    private(set) var yaml: [SourceFile] = []
    private(set) var dockerfiles: [SourceFile] = []
    private var now: [SourceFile] = []
    private var before: [SourceFile] = []

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        let parts = bytes.split(separator: 0x0C, maxSplits: 15, omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            let (named, text) = Self.heading(of: Array(part))
            let heading = named.isEmpty ? Self.name(text, index) : named
            if heading.hasPrefix("before: ") {
                before.append(SourceFile(path: String(heading.dropFirst(8)), bytes: text))
                continue
            }
            let isNew = heading.hasPrefix("now: ")
            let file = SourceFile(path: isNew ? String(heading.dropFirst(5)) : heading, bytes: text)
            // A repository has each path once.
            guard !now.contains(where: { $0.path == file.path }) else { continue }
            now.append(file)
            if !isNew { before.append(file) }
            let name = file.path.split(separator: "/").last ?? ""
            // Whatever reads files passes over those that are no text, and says so.
            let isText = String(validating: file.bytes, as: UTF8.self) != nil
            if name.contains("Dockerfile"), isText { dockerfiles.append(file) }
            if name.hasSuffix(".yaml") || name.hasSuffix(".yml") { yaml.append(file) }
        }
    }

    /// The path of a first line `-- path --`, and what is below it.
    private static func heading(of bytes: [UInt8]) -> (String, [UInt8]) {
        let line = bytes.prefix { $0 != 0x0A }
        guard line.starts(with: "-- ".utf8), line.count > 6, line.count < 200,
            line.suffix(3).elementsEqual(" --".utf8)
        else { return ("", bytes) }
        return (
            String(decoding: line.dropFirst(3).dropLast(3), as: UTF8.self),
            Array(bytes.dropFirst(line.count + 1))
        )
    }

    private static func name(_ bytes: [UInt8], _ index: Int) -> String {
        let text = String(decoding: bytes.prefix(2_000), as: UTF8.self)
        if text.contains("msctl.dev") { return "dir\(index)/msctl.yaml" }
        if text.contains("FROM ") { return "dir\(index)/Dockerfile" }
        return "dir\(index)/objects.yaml"
    }

    private static func files(_ all: [SourceFile]) -> ProjectFiles {
        @Sendable func below(_ folder: String) -> [String] {
            let prefix = folder == "." || folder.isEmpty ? "" : folder + "/"
            return all.map(\.path).filter { $0.hasPrefix(prefix) }
        }
        return ProjectFiles(
            kind: { path in
                all.contains { $0.path == path } ? .file : below(path).isEmpty ? .missing : .folder
            },
            read: { path in all.first { $0.path == path } },
            list: { below($0) },
            repository: .init(top: "", here: "")
        )
    }

    /// Every rule, with the files and the earlier version that some of them need.
    func options(today: CalendarDate) -> LintOptions {
        var options = LintOptions(today: today)
        options.only = Set(Rule.all.map(\.id))
        options.files = Self.files(now)
        options.outdated = Set(dockerfiles.map(\.path))
        let manifests = before.filter { $0.path.hasSuffix(".yaml") || $0.path.hasSuffix(".yml") }
        options.base = LintBase(
            name: "main",
            manifests: ManifestReader.read(manifests),
            files: Self.files(before)
        )
        return options
    }
}

private func check(_ set: ManifestSet, environment: EnvironmentManifest?) {
    let (system, diagnostics) = ServiceSystem.resolve(set, environment: environment)
    checkSpans(diagnostics)
    _ = system.load()
    _ = system.retryAmplification()
    _ = system.deepestRequiredPaths()
    for service in system.services.indices {
        _ = system.availability(of: service)
        _ = system.worstCaseTime(ofCallsFrom: service)
        _ = system.capacityAfterZoneLoss(of: service, zones: 3)
        for store in system.services[service].data { _ = system.connections(of: service, to: store) }
    }
    var options = KubernetesOptions(tag: "1")
    for path in system.services.flatMap(KubernetesGenerator.files) { options.files[path] = "text" }
    let output = KubernetesGenerator(system: system, options: options).generate()
    checkSpans(output.diagnostics)
    // A manifest with an error is never rendered; its objects only have to be writable.
    let isWhole =
        set.diagnostics.allSatisfy { $0.severity != .error } && output.diagnostics.isEmpty
        && diagnostics.allSatisfy { $0.severity != .error }
    var names: Set<String> = []
    for desired in output.objects {
        let text = YAMLWriter.write(JSONValue.object(desired.object.json))
        let again = YAMLReader.read(SourceFile(path: "object.yaml", text: text))
        precondition(again.diagnostics.isEmpty, "an object is not written as YAML")
        let name = "\(desired.object.kind) \(desired.object.name)"
        let isPatched = system.services.contains { !$0.patches.isEmpty }
        precondition(!isWhole || isPatched || names.insert(name).inserted, "two objects have one name")
    }
}

private func checkLint(_ set: ManifestSet, _ repository: FuzzRepository) {
    guard let today = CalendarDate("2026-11-21") else { return }
    let reversed = ManifestReader.read(repository.yaml.reversed())
    for environment in Set([nil, set.environments.last?.name]) {
        var options = repository.options(today: today)
        options.environment = environment
        let result = Linter.lint(set, dockerfiles: repository.dockerfiles, options: options)
        checkSpans(result.findings)
        let again = Linter.lint(reversed, dockerfiles: repository.dockerfiles.reversed(), options: options)
        precondition(result.findings == again.findings, "the order of the files changes the findings")
        let report = DiagnosticReport(result.findings)
        for format in DiagnosticFormat.allCases { _ = report.render(format, style: .ansi, width: 60) }
    }
}

/// Fixes come to an end, and leave nothing to fix.
private func checkFixes(_ repository: FuzzRepository) {
    guard let today = CalendarDate("2026-11-21") else { return }
    let options = repository.options(today: today)
    let first = Fixer.fix(
        repository.yaml,
        dockerfiles: repository.dockerfiles,
        includingReview: true,
        options: options
    )
    guard first.count > 0 else { return }
    let after = { (files: [SourceFile]) in
        files.map { file in first.changes.first { $0.fixed.path == file.path }?.fixed ?? file }
    }
    let second = Fixer.fix(
        after(repository.yaml),
        dockerfiles: after(repository.dockerfiles),
        includingReview: true,
        options: options
    )
    precondition(second.count == 0, "a second run of the fixes changes something")
}

private func checkSpans(_ diagnostics: [Diagnostic]) {
    for diagnostic in diagnostics {
        let labels = [diagnostic.primary].compactMap(\.self) + diagnostic.secondary
        for span in labels.map(\.span) + (diagnostic.fix?.edits.map(\.span) ?? []) {
            precondition(
                span.range.upperBound <= span.file.bytes.count,
                "a span ends behind the file"
            )
        }
        precondition(!diagnostic.headline.isEmpty, "a finding without a headline")
    }
}
