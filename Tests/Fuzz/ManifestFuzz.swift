// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Generation
import Kubernetes
import Lint
import Manifest

/// Feeds one input to everything that happens to manifests without a cluster; a broken promise traps.
///
/// A form feed separates files, so that one input is a whole system. Built by `run.sh`; not part of the package.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> Int32 {
    let parts = UnsafeBufferPointer(start: data, count: size)
        .split(separator: 0x0C, maxSplits: 15, omittingEmptySubsequences: false)
    let files = parts.enumerated().map { SourceFile(path: "dir\($0)/msctl.yaml", bytes: Array($1)) }
    let set = ManifestReader.read(files)
    checkSpans(set.diagnostics)
    check(set, environment: nil)
    if let environment = set.environments.last { check(set, environment: environment) }
    checkLint(set, ManifestReader.read(files.reversed()))
    return 0
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

private func checkLint(_ set: ManifestSet, _ reversed: ManifestSet) {
    guard let today = CalendarDate("2026-11-21") else { return }
    for environment in Set([nil, set.environments.last?.name]) {
        var options = LintOptions(today: today)
        options.environment = environment
        let result = Linter.lint(set, options: options)
        checkSpans(result.findings)
        let again = Linter.lint(reversed, options: options)
        precondition(result.findings == again.findings, "the order of the files changes the findings")
        let report = DiagnosticReport(result.findings)
        for format in DiagnosticFormat.allCases { _ = report.render(format, style: .ansi, width: 60) }
    }
}

private func checkSpans(_ diagnostics: [Diagnostic]) {
    for diagnostic in diagnostics {
        for label in [diagnostic.primary].compactMap(\.self) + diagnostic.secondary {
            precondition(
                label.span.range.upperBound <= label.span.file.bytes.count,
                "a span ends behind the file"
            )
        }
        precondition(!diagnostic.headline.isEmpty, "a finding without a headline")
    }
}
