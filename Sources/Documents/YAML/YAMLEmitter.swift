// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import CLibYAML

/// libyaml's emitter, writing into memory; frees itself.
///
/// Its failures are lack of memory and events out of order, which ``YAMLWriter`` cannot produce: they trap.
struct YAMLEmitter: ~Copyable {
    /// On the heap, because libyaml keeps pointers into it.
    private let emitter: UnsafeMutablePointer<yaml_emitter_t>
    private let output: UnsafeMutablePointer<[UInt8]>

    init() {
        emitter = .allocate(capacity: 1)
        output = .allocate(capacity: 1)
        output.initialize(to: [])
        precondition(yaml_emitter_initialize(emitter) == 1, "out of memory")
        yaml_emitter_set_output(
            emitter,
            { output, bytes, count in
                guard let output, let bytes else { return 0 }
                output.assumingMemoryBound(to: [UInt8].self).pointee
                    .append(contentsOf: UnsafeBufferPointer(start: bytes, count: count))
                return 1
            },
            output
        )
        yaml_emitter_set_encoding(emitter, YAML_UTF8_ENCODING)
        yaml_emitter_set_unicode(emitter, 1)
        yaml_emitter_set_indent(emitter, 2)
        // Negative: never fold long lines.
        yaml_emitter_set_width(emitter, -1)
        yaml_emitter_set_break(emitter, YAML_LN_BREAK)
    }

    deinit {
        yaml_emitter_delete(emitter)
        emitter.deallocate()
        output.deinitialize(count: 1)
        output.deallocate()
    }

    func startStream() { emit { yaml_stream_start_event_initialize(&$0, YAML_UTF8_ENCODING) } }

    /// The first document needs no `---`.
    func startDocument(isFirst: Bool) {
        emit { yaml_document_start_event_initialize(&$0, nil, nil, nil, isFirst ? 1 : 0) }
    }

    func endDocument() { emit { yaml_document_end_event_initialize(&$0, 1) } }

    func startSequence() {
        emit { yaml_sequence_start_event_initialize(&$0, nil, nil, 1, YAML_BLOCK_SEQUENCE_STYLE) }
    }

    func endSequence() { emit { yaml_sequence_end_event_initialize(&$0) } }

    func startMapping() {
        emit { yaml_mapping_start_event_initialize(&$0, nil, nil, 1, YAML_BLOCK_MAPPING_STYLE) }
    }

    func endMapping() { emit { yaml_mapping_end_event_initialize(&$0) } }

    func scalar(_ text: String, _ style: YAMLScalar.Style) {
        var text = text
        text.withUTF8 { bytes in
            // libyaml takes no null pointer even for an empty text.
            var empty: UInt8 = 0
            withUnsafePointer(to: &empty) { empty in
                let start = bytes.baseAddress ?? empty
                emit {
                    yaml_scalar_event_initialize(
                        &$0,
                        nil,
                        nil,
                        start,
                        Int32(bytes.count),
                        1,
                        1,
                        style.libyaml
                    )
                }
            }
        }
    }

    /// Ends the stream and returns all that was written.
    func finish() -> String {
        emit { yaml_stream_end_event_initialize(&$0) }
        yaml_emitter_flush(emitter)
        return String(decoding: output.pointee, as: UTF8.self)
    }

    /// The emitter frees the event, even when it refuses it.
    private func emit(_ initialize: (inout yaml_event_t) -> Int32) {
        var event = yaml_event_t()
        precondition(initialize(&event) == 1, "out of memory")
        precondition(yaml_emitter_emit(emitter, &event) == 1, "libyaml refuses an event")
    }
}

extension YAMLScalar.Style {
    fileprivate var libyaml: yaml_scalar_style_t {
        switch self {
        case .plain: YAML_PLAIN_SCALAR_STYLE
        case .singleQuoted: YAML_SINGLE_QUOTED_SCALAR_STYLE
        case .doubleQuoted: YAML_DOUBLE_QUOTED_SCALAR_STYLE
        case .literal: YAML_LITERAL_SCALAR_STYLE
        case .folded: YAML_FOLDED_SCALAR_STYLE
        }
    }
}
