// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Lint
import Manifest

extension LanguageServer {
    /// What there is to say about a place: the rule behind a finding, the field, what the value amounts to.
    mutating func hover(_ place: Place) -> JSONValue {
        var parts: [String] = []
        var range: Range<Int>?
        for finding in findings(at: place) {
            range = range ?? finding.primary?.span.range
            guard let rule = Rule.named(finding.id) else { continue }
            parts.append("**\(rule.id)** fires when \(rule.summary).\n\n\(rule.rationale)")
        }
        let path = shownPath(place.document.path)
        if !place.document.isDockerfile, let name = folder(of: place.document.path),
            var folder = folders[name],
            let group = folder.group(of: path)
        {
            folders[name] = folder
            if let found = field(at: place, path, group) {
                parts += found.parts
                range = found.range ?? range
            }
        }
        guard !parts.isEmpty else { return .null }
        let markdown = parts.joined(separator: "\n\n---\n\n")
        let text = capabilities.hasMarkdown ? markdown : markdown.filter { $0 != "`" && $0 != "*" }
        return [
            "contents": [
                "kind": capabilities.hasMarkdown ? "markdown" : "plaintext", "value": .string(text),
            ],
            "range": range.map { encoding.range(of: $0, in: place.document.file) },
        ]
    }

    /// What was found at a place, in the text as it is now.
    func findings(at place: Place) -> [Diagnostic] {
        (published[place.document.path]?.findings ?? []).filter { finding in
            guard let span = finding.primary?.span, span.file == place.document.file else { return false }
            return span.range.lowerBound <= place.offset && place.offset <= span.range.upperBound
        }
    }

    private func field(
        at place: Place,
        _ path: String,
        _ group: SystemGroup
    ) -> (parts: [String], range: Range<Int>?)? {
        let sources = group.files.first { $0.file.path == path }?.sources ?? []
        let source = sources.first { source in
            // Positions of an older text would be wrong ones.
            source.file == place.document.file
                && source.document.root.span.range.lowerBound <= place.offset
                && place.offset <= source.document.root.span.range.upperBound
        }
        guard let source,
            let kind = source.document.root["kind"]?.scalar.flatMap({ ManifestKind(rawValue: $0.text) }),
            let found = TreePlace.at(place.offset, in: source.document.root)
        else { return fieldByIndentation(at: place) }
        var parts: [String] = []
        if let schema = SchemaPlace.at(found.steps, of: kind), let field = schema.field {
            parts.append(field.markdown)
        }
        let index = SystemIndex(group.readable)
        if let name = index.place(at: place.offset, in: path)?.name, !found.isKey || name.kind != .route,
            let text = NameFacts(group.resolved(for: environment)).text(about: name)
        {
            parts.append(text)
        } else if kind == .service,
            let service = group.readable.services.first(where: { $0.source == source })
        {
            let system = group.resolved(for: environment)
            if let text = ResolvedFacts(system, service).text(at: found.steps) { parts.append(text) }
        }
        return (parts, found.span.range)
    }

    /// While the text cannot be read, indentation still tells the field.
    private func fieldByIndentation(at place: Place) -> (parts: [String], range: Range<Int>?)? {
        let file = place.document.file
        let line = file.lineIndex(at: place.offset)
        let bytes = file.line(line)
        // The end of the key under the cursor, so that the whole of it counts.
        var end = max(place.offset, bytes.startIndex)
        while end < bytes.endIndex, bytes[end] != UInt8(ascii: ":"), bytes[end] > 0x20 { end += 1 }
        guard end < bytes.endIndex, bytes[end] == UInt8(ascii: ":") else { return nil }
        let context = CursorContext(at: min(end + 1, bytes.endIndex), in: file)
        guard let kind = context.kind, let field = SchemaPlace.at(context.steps, of: kind)?.field else {
            return nil
        }
        return ([field.markdown], nil)
    }
}

/// The decided values of a service, for a field of its manifest.
struct ResolvedFacts {
    private let values: [ExplainedValue]
    private let service: ServiceManifest
    private let place: String

    init(_ system: ServiceSystem, _ service: ServiceManifest) {
        self.service = service
        values = system.index(of: service.name).map { system.resolved[$0].explained } ?? []
        place = system.environment.map { " in `\($0.name)`" } ?? ""
    }

    /// The values at and below a field, with their origins; `nil` when msctl decides none there.
    func text(at steps: [FieldStep]) -> String? {
        guard let path = explainedPath(steps) else { return nil }
        let found = values.filter { $0.path == path || $0.path.hasPrefix(path + ".") }
        guard !found.isEmpty else { return nil }
        let lines = found.prefix(12).map { value in
            let note = value.note.map { ", \($0)" } ?? ""
            return "- `\(value.path)`: **\(value.text)**\(note) (\(value.origin.description))"
        }
        return "resolved\(place):\n" + lines.joined(separator: "\n")
    }

    /// The path that `msctl explain` uses: calls by what they call, not by number.
    private func explainedPath(_ steps: [FieldStep]) -> String? {
        guard steps.first == .key("spec") else { return nil }
        var parts: [String] = []
        for step in steps.dropFirst() {
            switch step {
            case .key(let name): parts.append(name)
            case .element(let index):
                guard parts == ["consumes"], service.consumes.indices.contains(index) else { return nil }
                parts.append(service.consumes[index].api.value.description)
            }
        }
        return parts.count > 1 || parts.first.map { $0 != "consumes" && $0 != "run" } ?? false
            ? parts.joined(separator: ".") : nil
    }
}

/// What the system says about a name.
struct NameFacts {
    private let system: ServiceSystem

    init(_ system: ServiceSystem) { self.system = system }

    /// A few lines about it; `nil` when there is nothing but the name.
    func text(about name: SystemIndex.Name) -> String? {
        switch name.kind {
        case .service: return system.index(of: name.text).flatMap(service)
        case .api:
            let bare = String(name.text.prefix { $0 != "/" })
            let provider = system.providers[name.text] ?? system.providers[bare]
            return provider.flatMap { service($0.service) }
        case .external:
            guard let index = system.externals.firstIndex(where: { $0.name.value == name.text }) else {
                return nil
            }
            let external = system.externals[index].value.value
            let node = system.services.count + index
            var facts = ["external system **\(name.text)** at \(external.url.value)"]
            if let owner = external.owner { facts.append("owner \(owner.value.text)") }
            if let share = external.availability { facts.append("availability \(share.value.description)") }
            if let deadline = external.deadline { facts.append("deadline \(deadline.value.manifestText)") }
            return facts.joined(separator: " · ") + "\n\n" + breaks(node)
        case .topic:
            let publishers = system.services.filter { $0.publishes.contains { $0.topic.value == name.text } }
            let subscribers = system.services.filter {
                $0.subscribes.contains { $0.topic.value == name.text }
            }
            return
                "topic **\(name.text)**\n\npublished by \(list(publishers)), subscribed by \(list(subscribers))"
        case .domain:
            return
                "domain **\(name.text)**: \(list(system.services.filter { $0.domain?.value.text == name.text }))"
        case .team:
            let team = system.manifest?.teams.first { $0.name.value == name.text }?.value.value
            let ways = [team?.contact?.value, team?.oncall?.value].compactMap { $0 }
            let owned = system.services.filter { $0.owner?.value.text == name.text }
            return (["team **\(name.text)**"] + ways).joined(separator: " · ") + "\n\nowns \(list(owned))"
        case .broker, .environment, .route: return nil
        }
    }

    private func service(_ index: Int) -> String {
        let service = system.services[index]
        let resolved = system.resolved[index]
        var facts = ["service **\(service.name)**"]
        if let owner = service.owner { facts.append("owner \(owner.value.text)") }
        if let deadline = resolved.deadline { facts.append("deadline \(deadline.value.manifestText)") }
        var text = facts.joined(separator: " · ")
        if let computed = system.availability(of: index) {
            let loss = Int(saturating: ServiceSystem.lossMinutes(computed).rounded())
            text +=
                "\n\ncomputed \(FixedDecimal.text(computed * 100, digits: 3))% (\(loss) min lost in 30 days)"
            if let slo = resolved.slo?.value {
                let word = resolved.promise == nil ? "usual for \(resolved.tier.value.rawValue)" : "promised"
                text += ", \(word) \(slo.description)"
            }
        } else {
            text += "\n\nin or behind a circle of calls, so its availability is not computed"
        }
        return text + "\n\n" + breaks(index)
    }

    private func breaks(_ node: Int) -> String {
        let radius = system.blastRadius(ofNode: node)
        let others = radius.services.filter { $0 != node }.map { system.services[$0] }
        let text = others.isEmpty ? "nothing else breaks without it" : "breaks without it: \(list(others))"
        guard let traffic = radius.trafficShare, traffic > 0 else { return text }
        return text + "; \(Int(saturating: (traffic * 100).rounded()))% of the peak traffic is lost"
    }

    private func list(_ services: [ServiceManifest]) -> String {
        let names = services.prefix(12).map(\.name).joined(separator: ", ")
        return names.isEmpty ? "nobody" : services.count > 12 ? "\(names), …" : names
    }
}
