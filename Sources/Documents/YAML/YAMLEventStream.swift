// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import CLibYAML

/// libyaml's parser over memory that must outlive it; frees itself.
struct YAMLEventStream: ~Copyable {
    /// On the heap, because libyaml keeps pointers into it.
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let offsets: CodePointOffsets
    private let base: Int
    private let isInitialized: Bool

    /// Reads valid UTF-8 without a byte order mark; `base` is added to every offset.
    init(_ bytes: UnsafeBufferPointer<UInt8>, base: Int) {
        parser = .allocate(capacity: 1)
        isInitialized = yaml_parser_initialize(parser) == 1
        offsets = CodePointOffsets(bytes)
        self.base = base
        guard isInitialized else { return }
        yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    }

    deinit {
        if isInitialized { yaml_parser_delete(parser) }
        parser.deallocate()
    }

    /// The next event; after a stream end or a problem there is none, and it must not be asked for.
    func next() throws(YAMLProblem) -> YAMLEvent {
        guard isInitialized else {
            throw YAMLProblem(message: "out of memory", offset: base, context: "")
        }
        let raw = RawYAMLEvent(parser)
        guard raw.isValid else { throw problem() }
        return translate(raw)
    }

    private func offset(_ mark: yaml_mark_t) -> Int { base + offsets.byteOffset(of: mark.index) }

    private func problem() -> YAMLProblem {
        let state = parser.pointee
        return YAMLProblem(
            message: state.problem.map { String(cString: $0) } ?? "out of memory",
            offset: offset(state.problem_mark),
            context: state.context.map { String(cString: $0) } ?? "",
            contextOffset: state.context == nil ? nil : offset(state.context_mark)
        )
    }

    private func translate(_ raw: borrowing RawYAMLEvent) -> YAMLEvent {
        let event = raw.event
        let start = offset(event.start_mark)
        var result = YAMLEvent(kind: .streamEnd, range: start..<max(start, offset(event.end_mark)))
        switch event.type {
        case YAML_STREAM_START_EVENT: result.kind = .streamStart
        case YAML_DOCUMENT_START_EVENT: result.kind = .documentStart
        case YAML_DOCUMENT_END_EVENT: result.kind = .documentEnd
        case YAML_ALIAS_EVENT: result.kind = .alias(text(event.data.alias.anchor) ?? "")
        case YAML_SCALAR_EVENT: fillScalar(&result, event)
        case YAML_SEQUENCE_START_EVENT:
            result.kind = .sequenceStart
            result.anchor = text(event.data.sequence_start.anchor)
            result.tag = text(event.data.sequence_start.tag)
            result.isFlow = event.data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE
        case YAML_SEQUENCE_END_EVENT: result.kind = .sequenceEnd
        case YAML_MAPPING_START_EVENT:
            result.kind = .mappingStart
            result.anchor = text(event.data.mapping_start.anchor)
            result.tag = text(event.data.mapping_start.tag)
            result.isFlow = event.data.mapping_start.style == YAML_FLOW_MAPPING_STYLE
        case YAML_MAPPING_END_EVENT: result.kind = .mappingEnd
        default: break
        }
        return result
    }

    private func fillScalar(_ result: inout YAMLEvent, _ event: yaml_event_t) {
        let data = event.data.scalar
        let content = UnsafeBufferPointer(start: data.value, count: data.length)
        result.kind = .scalar(
            YAMLScalar(text: String(decoding: content, as: UTF8.self), style: style(data.style))
        )
        result.anchor = text(data.anchor)
        result.tag = text(data.tag)
    }

    private func text(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> String? {
        pointer.map { String(decodingCString: $0, as: UTF8.self) }
    }

    private func style(_ style: yaml_scalar_style_t) -> YAMLScalar.Style {
        switch style {
        case YAML_SINGLE_QUOTED_SCALAR_STYLE: .singleQuoted
        case YAML_DOUBLE_QUOTED_SCALAR_STYLE: .doubleQuoted
        case YAML_LITERAL_SCALAR_STYLE: .literal
        case YAML_FOLDED_SCALAR_STYLE: .folded
        default: .plain
        }
    }
}

/// An event of libyaml, which owns memory of libyaml's; frees itself.
private struct RawYAMLEvent: ~Copyable {
    let event: yaml_event_t
    let isValid: Bool

    init(_ parser: UnsafeMutablePointer<yaml_parser_t>) {
        var event = yaml_event_t()
        isValid = yaml_parser_parse(parser, &event) == 1
        self.event = event
    }

    deinit {
        // Deleting clears the event's own fields only; what it frees belongs to this value alone.
        var event = event
        yaml_event_delete(&event)
    }
}
