// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Testing

/// The examples of RFC 7396 and RFC 6902, which are the standards' own test cases.
struct JSONPatchTests {
    static let merges: [(target: String, patch: String, result: String)] = [
        (#"{"a":"b"}"#, #"{"a":"c"}"#, #"{"a":"c"}"#),
        (#"{"a":"b"}"#, #"{"b":"c"}"#, #"{"a":"b","b":"c"}"#),
        (#"{"a":"b"}"#, #"{"a":null}"#, #"{}"#),
        (#"{"a":"b","b":"c"}"#, #"{"a":null}"#, #"{"b":"c"}"#),
        (#"{"a":["b"]}"#, #"{"a":"c"}"#, #"{"a":"c"}"#),
        (#"{"a":"c"}"#, #"{"a":["b"]}"#, #"{"a":["b"]}"#),
        (#"{"a":{"b":"c"}}"#, #"{"a":{"b":"d","c":null}}"#, #"{"a":{"b":"d"}}"#),
        (#"{"a":[{"b":"c"}]}"#, #"{"a":[1]}"#, #"{"a":[1]}"#),
        (#"["a","b"]"#, #"["c","d"]"#, #"["c","d"]"#),
        (#"{"a":"b"}"#, #"["c"]"#, #"["c"]"#),
        (#"{"a":"foo"}"#, #"null"#, #"null"#),
        (#"{"e":null}"#, #"{"a":1}"#, #"{"e":null,"a":1}"#),
        (#"[1,2]"#, #"{"a":"b","c":null}"#, #"{"a":"b"}"#),
        (#"{}"#, #"{"a":{"bb":{"ccc":null}}}"#, #"{"a":{"bb":{}}}"#),
    ]

    @Test(arguments: merges)
    func mergesLikeRFC7396(_ example: (target: String, patch: String, result: String)) throws {
        let merged = JSONMergePatch.apply(try json(example.patch), to: try json(example.target))
        #expect(merged == (try json(example.result)))
    }

    static let operations: [(target: String, operation: String, result: String?)] = [
        (#"{"foo":"bar"}"#, #"{"op":"add","path":"/baz","value":"qux"}"#, #"{"foo":"bar","baz":"qux"}"#),
        (
            #"{"foo":["bar","baz"]}"#, #"{"op":"add","path":"/foo/1","value":"qux"}"#,
            #"{"foo":["bar","qux","baz"]}"#
        ),
        (#"{"foo":["bar"]}"#, #"{"op":"add","path":"/foo/-","value":["abc"]}"#, #"{"foo":["bar",["abc"]]}"#),
        (#"{"baz":"qux","foo":"bar"}"#, #"{"op":"remove","path":"/baz"}"#, #"{"foo":"bar"}"#),
        (#"{"foo":["bar","qux","baz"]}"#, #"{"op":"remove","path":"/foo/1"}"#, #"{"foo":["bar","baz"]}"#),
        (#"{"baz":"qux"}"#, #"{"op":"replace","path":"/baz","value":"boo"}"#, #"{"baz":"boo"}"#),
        (
            #"{"foo":{"bar":"baz","waldo":"fred"},"qux":{"corge":"grault"}}"#,
            #"{"op":"move","from":"/foo/waldo","path":"/qux/thud"}"#,
            #"{"foo":{"bar":"baz"},"qux":{"corge":"grault","thud":"fred"}}"#
        ),
        (#"{"foo":["a","b"]}"#, #"{"op":"move","from":"/foo/0","path":"/foo/1"}"#, #"{"foo":["b","a"]}"#),
        (#"{"a":{"b":1}}"#, #"{"op":"copy","from":"/a/b","path":"/c"}"#, #"{"a":{"b":1},"c":1}"#),
        (#"{"baz":"qux"}"#, #"{"op":"test","path":"/baz","value":"qux"}"#, #"{"baz":"qux"}"#),
        (#"{"baz":"qux"}"#, #"{"op":"test","path":"/baz","value":"bar"}"#, nil),
        (#"{"foo":"bar"}"#, #"{"op":"add","path":"/baz/bat","value":"qux"}"#, nil),
        (#"{"/":9,"~1":10}"#, #"{"op":"test","path":"/~01","value":10}"#, #"{"/":9,"~1":10}"#),
        (#"{"foo":["bar"]}"#, #"{"op":"add","path":"/foo/2","value":1}"#, nil),
        (#"{"foo":["bar"]}"#, #"{"op":"remove","path":"/foo/00"}"#, nil),
        (#"{"foo":1}"#, #"{"op":"replace","path":"/bar","value":1}"#, nil),
        (#"{"foo":1}"#, #"{"op":"replace","path":"","value":{"x":1}}"#, #"{"x":1}"#),
        (#"{"foo":1}"#, #"{"op":"remove","path":""}"#, nil),
        (#"{"foo":1}"#, #"{"op":"add","path":"/bar"}"#, nil),
        (#"{"foo":1}"#, #"{"op":"copy","path":"/bar"}"#, nil),
        (#"{"foo":1}"#, #"{"op":"spam","path":"/foo","value":1}"#, nil),
        (#"{"foo":1}"#, #"{"op":"add","path":"foo","value":1}"#, nil),
    ]

    @Test(arguments: operations)
    func patchesLikeRFC6902(_ example: (target: String, operation: String, result: String?)) throws {
        let target = try json(example.target)
        let operation = try json(example.operation)
        guard let result = example.result else {
            #expect(throws: JSONPatchOperation.Failure.self) {
                try JSONPatchOperation(operation).apply(to: target)
            }
            return
        }
        #expect(try JSONPatchOperation(operation).apply(to: target) == json(result))
    }

    @Test func anAPIServerReplacesWhatIsNotThere() throws {
        let operation = try json(#"{"op":"replace","path":"/bar","value":1}"#)
        let patched = try JSONPatchOperation(operation, .apiServer).apply(to: json(#"{"foo":1}"#))
        #expect(patched == (try json(#"{"foo":1,"bar":1}"#)))
    }

    private func json(_ text: String) throws -> JSONValue { try JSONReader.read(Array(text.utf8)) }
}
