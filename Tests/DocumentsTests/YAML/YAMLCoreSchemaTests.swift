// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Testing

@Suite struct YAMLCoreSchemaTests {
    @Test(
        arguments: [
            ("", .null), ("~", .null), ("NULL", .null), ("true", .bool(true)), ("FALSE", .bool(false)),
            ("0", .integer(0)), ("-12", .integer(-12)), ("+7", .integer(7)), ("012", .integer(12)),
            ("0o17", .integer(15)), ("0x1F", .integer(31)), ("0x-1", .string("0x-1")),
            ("0o8", .string("0o8")),
            ("1.5", .decimal("1.5")), (".5", .decimal(".5")), ("1.", .decimal("1.")),
            ("1e3", .decimal("1e3")),
            ("9223372036854775808", .decimal("9223372036854775808")), ("-.inf", .decimal("-.inf")),
            (".nan", .decimal(".nan")), ("yes", .string("yes")), ("on", .string("on")),
            ("1:30", .string("1:30")),
            ("1_000", .string("1_000")), ("1.2.3", .string("1.2.3")), (".", .string(".")),
            ("-", .string("-")),
            ("e3", .string("e3")), ("1e", .string("1e")), ("2001-12-14", .string("2001-12-14")),
            ("٣", .string("٣")), ("tRue", .string("tRue")), ("0b1", .string("0b1")),
        ] as [(String, YAMLScalar.CoreValue)]
    )
    func resolvesPlainScalars(text: String, value: YAMLScalar.CoreValue) {
        #expect(YAMLScalar(text: text, style: .plain).value == value)
        #expect(YAMLScalar(text: text, style: .singleQuoted).value == .string(text))
    }

    @Test(arguments: [
        ("on", true), ("No", true), ("y", true), ("0777", true), ("1:30", true), ("1_000", true),
        ("0o17", true),
        ("1e3", true), ("2001-12-14", true), ("0b1", true), ("true", false), ("null", false), ("12", false),
        ("1.5", false), ("0x1F", false), ("1.0e+3", false), ("0", false), ("-0.5", false), ("nginx", false),
        ("1.2.3", false), ("10-20", false), ("10.0.0.1:80", false), ("5s", false),
    ])
    func knowsWhereYAML11Differs(text: String, isAmbiguous: Bool) {
        #expect(YAMLScalar(text: text, style: .plain).isAmbiguousInYAML11 == isAmbiguous)
        #expect(!YAMLScalar(text: text, style: .doubleQuoted).isAmbiguousInYAML11)
    }

    @Test func tagsDecideAndNumbersBecomeJSON() {
        let text = "[!!str 1, !!int '2', +.5, 1., 007.5, .inf, -0, 1E5]"
        let reading = YAMLReader.read(SourceFile(path: "a", text: text))
        #expect(reading.diagnostics == [])
        #expect(
            reading.documents.map { JSONValue($0.root).text() }
                == [#"["1",2,0.5,1.0,7.5,".inf",-0,1e5]"#]
        )
    }
}
