// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics

/// Builds trees from events, keeping to the limits.
struct YAMLComposer {
    /// What an alias may stand for.
    private struct Anchored {
        let node: YAMLNode
        let count: Int
        let height: Int
    }

    /// A node with what it costs when an alias repeats it.
    private struct Built {
        var node: YAMLNode
        var count = 1
        var height = 1
    }

    /// Ends the reading of a file.
    private enum Stop: Error {
        case problem(YAMLProblem)
        case limit(Diagnostic)
    }

    private let file: SourceFile
    private let limits: YAMLLimits
    private var diagnostics: [Diagnostic] = []
    private var comments: YAMLCommentScanner
    private var anchors: [String: Anchored] = [:]
    private var openAnchors: Set<String> = []
    private var mergeKeys: [SourceSpan] = []
    private var nodes = 0
    private var aliasedNodes = 0

    init(file: SourceFile, limits: YAMLLimits) {
        self.file = file
        self.limits = limits
        comments = YAMLCommentScanner(file: file)
    }

    mutating func compose(_ events: borrowing YAMLEventStream) -> YAMLReading {
        var documents: [YAMLDocument] = []
        var starts: [Int] = []
        do throws(Stop) {
            while let document = try nextDocument(events) {
                documents.append(YAMLDocument(root: document.root, mergeKeys: mergeKeys))
                starts.append(document.start)
            }
            comments.finish()
        } catch {
            switch error {
            case .problem(let problem): diagnostics.append(.yamlProblem(problem, in: file))
            case .limit(let diagnostic): diagnostics.append(diagnostic)
            }
        }
        for comment in comments.found {
            let index = starts.lastIndex { $0 <= comment.range.lowerBound } ?? 0
            if documents.indices.contains(index) { documents[index].comments.append(comment) }
        }
        return YAMLReading(documents: documents, diagnostics: diagnostics)
    }

    private mutating func nextDocument(
        _ events: borrowing YAMLEventStream
    ) throws(Stop) -> (start: Int, root: YAMLNode)? {
        var event = try next(events)
        if case .streamStart = event.kind { event = try next(events) }
        guard case .documentStart = event.kind else { return nil }
        let start = event.range.lowerBound
        comments.reach(start)
        anchors = [:]
        openAnchors = []
        mergeKeys = []
        let root = try build(try next(events), events, depth: 1).node
        _ = try next(events)
        return (start, root)
    }

    private func next(_ events: borrowing YAMLEventStream) throws(Stop) -> YAMLEvent {
        do throws(YAMLProblem) { return try events.next() } catch { throw .problem(error) }
    }

    private mutating func build(
        _ event: YAMLEvent,
        _ events: borrowing YAMLEventStream,
        depth: Int
    ) throws(Stop) -> Built {
        let span = SourceSpan(file: file, range: event.range)
        nodes += 1
        guard nodes <= limits.nodes else { throw .limit(.tooManyNodes(limits.nodes, at: span)) }
        guard depth <= limits.depth else { throw .limit(.tooDeep(limits.depth, at: span)) }
        if case .alias(let name) = event.kind { return try expand(name, at: span, depth: depth) }
        if let tag = event.tag, !YAMLTag.isKnown(tag) {
            diagnostics.append(.unknownTag(tag, at: tagSpan(event)))
        }
        if let anchor = event.anchor { openAnchors.insert(anchor) }
        var built: Built
        switch event.kind {
        case .scalar(let scalar):
            comments.skip(event.range, style: scalar.style)
            built = Built(node: YAMLNode(.scalar(scalar), span: scalarSpan(event, scalar), tag: event.tag))
        case .sequenceStart: built = try buildSequence(event, events, depth: depth)
        default: built = try buildMapping(event, events, depth: depth)
        }
        if let anchor = event.anchor {
            openAnchors.remove(anchor)
            anchors[anchor] = Anchored(node: built.node, count: built.count, height: built.height)
        }
        return built
    }

    private mutating func buildSequence(
        _ start: YAMLEvent,
        _ events: borrowing YAMLEventStream,
        depth: Int
    ) throws(Stop) -> Built {
        var elements: [YAMLNode] = []
        var count = 1
        var height = 0
        while true {
            let event = try next(events)
            if case .sequenceEnd = event.kind {
                let children = elements.first.map {
                    $0.span.range.lowerBound..<(elements.last ?? $0).span.range.upperBound
                }
                let span = collectionSpan(start, end: event, children: children)
                let node = YAMLNode(.sequence(elements), span: span, tag: start.tag)
                return Built(node: node, count: count, height: height + 1)
            }
            let element = try build(event, events, depth: depth + 1)
            elements.append(element.node)
            count += element.count
            height = max(height, element.height)
        }
    }

    private mutating func buildMapping(
        _ start: YAMLEvent,
        _ events: borrowing YAMLEventStream,
        depth: Int
    ) throws(Stop) -> Built {
        var entries = YAMLEntryCollector()
        var count = 1
        var height = 0
        while true {
            let event = try next(events)
            if case .mappingEnd = event.kind {
                if let merge = entries.merge {
                    mergeKeys.append(merge.entry.key.span)
                    diagnostics += entries.mergeEntries()
                }
                let span = collectionSpan(start, end: event, children: entries.range)
                let node = YAMLNode(.mapping(entries.entries), span: span, tag: start.tag)
                return Built(node: node, count: count, height: height + 1)
            }
            let key = try build(event, events, depth: depth + 1)
            let value = try build(try next(events), events, depth: depth + 1)
            if let refusal = entries.add(YAMLEntry(key: key.node, value: value.node)) {
                diagnostics.append(refusal)
            }
            count += key.count + value.count
            height = max(height, key.height, value.height)
        }
    }

    private mutating func expand(_ name: String, at span: SourceSpan, depth: Int) throws(Stop) -> Built {
        guard let anchored = anchors[name], !openAnchors.contains(name) else {
            diagnostics.append(
                openAnchors.contains(name) ? .selfReference(name, at: span) : .unknownAnchor(name, at: span)
            )
            return Built(node: YAMLNode(.scalar(YAMLScalar(text: "", style: .plain)), span: span))
        }
        aliasedNodes += anchored.count
        guard aliasedNodes <= limits.aliasedNodes else {
            throw .limit(.tooManyAliasedNodes(limits.aliasedNodes, at: span))
        }
        guard depth + anchored.height - 1 <= limits.depth else {
            throw .limit(.tooDeep(limits.depth, at: span))
        }
        var node = anchored.node
        node.span = span
        return Built(node: node, count: anchored.count, height: anchored.height)
    }
}

extension YAMLComposer {
    /// Block scalars end, for libyaml, behind the blank lines that follow.
    private func scalarSpan(_ event: YAMLEvent, _ scalar: YAMLScalar) -> SourceSpan {
        let start = skipProperties(event)
        var end = event.range.upperBound
        if scalar.style == .literal || scalar.style == .folded {
            while end > start, [0x20, 0x09, 0x0A, 0x0D].contains(file.bytes[end - 1]) { end -= 1 }
        }
        return SourceSpan(file: file, range: start..<end)
    }

    /// From bracket to bracket, or from the first child to the last.
    private func collectionSpan(_ start: YAMLEvent, end: YAMLEvent, children: Range<Int>?) -> SourceSpan {
        let lower = skipProperties(start)
        // `[a: b]` holds a mapping in flow style that has no brackets of its own.
        let hasBracket =
            lower < file.bytes.count && [UInt8(ascii: "["), UInt8(ascii: "{")].contains(file.bytes[lower])
            && lower < start.range.upperBound
        if start.isFlow, hasBracket {
            return SourceSpan(file: file, range: lower..<max(lower, end.range.upperBound))
        }
        return SourceSpan(file: file, range: children ?? lower..<lower)
    }

    /// Where a node starts behind its anchor and tag.
    private func skipProperties(_ event: YAMLEvent) -> Int {
        guard event.anchor != nil || event.tag != nil else { return event.range.lowerBound }
        var index = event.range.lowerBound
        let end = event.range.upperBound
        while index < end {
            switch file.bytes[index] {
            case UInt8(ascii: "&"), UInt8(ascii: "!"):
                while index < end, file.bytes[index] > 0x20 { index += 1 }
            case UInt8(ascii: "#"):
                while index < end, file.bytes[index] != UInt8(ascii: "\n") { index += 1 }
            case ...0x20: index += 1
            default: return index
            }
        }
        return index
    }

    private func tagSpan(_ event: YAMLEvent) -> SourceSpan {
        var start = event.range.lowerBound
        while start < event.range.upperBound, file.bytes[start] != UInt8(ascii: "!") { start += 1 }
        var end = start
        while end < event.range.upperBound, file.bytes[end] > 0x20 { end += 1 }
        return SourceSpan(file: file, range: start..<end)
    }
}
