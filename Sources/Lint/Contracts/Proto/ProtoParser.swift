// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics

/// Reads a `.proto` file of proto2, proto3 or an edition; imports are not followed.
struct ProtoParser {
    let tokens: [ProtoToken]
    var index = 0
    var contract: ProtoContract
    private static let depthLimit = 64

    /// Reads a whole file.
    static func parse(_ file: SourceFile) throws(ProtoSyntaxError) -> ProtoContract {
        var parser = ProtoParser(file: file, tokens: try ProtoLexer.tokens(of: file))
        try parser.parseFile()
        return parser.contract.withResolvedTypes
    }

    private init(file: SourceFile, tokens: [ProtoToken]) {
        self.tokens = tokens
        contract = ProtoContract(file: file)
    }

    private mutating func parseFile() throws(ProtoSyntaxError) {
        while current.kind != .end {
            switch current.text {
            case "package":
                advance()
                let name = try identifier("the name of a package")
                contract.package = name.text
                contract.packageSpan = span(name)
                try expect(";")
            case "message": try parseMessage(in: "", depth: 0)
            case "enum": try parseEnum(in: "")
            case "service": try parseService()
            case "extend": try skipBlock()
            case "syntax", "edition", "import", "option": try skipStatement()
            case ";": advance()
            default: throw unexpected("a declaration, such as `message` or `service`")
            }
        }
    }

    private mutating func parseService() throws(ProtoSyntaxError) {
        advance()
        let name = try identifier("the name of a service")
        var service = ProtoContract.Service(name: name.text, span: span(name))
        try expect("{")
        while !take("}") {
            switch current.text {
            case "rpc": service.methods.append(try parseMethod())
            case "option": try skipStatement()
            case ";": advance()
            default: throw unexpected("`rpc`, or `}`")
            }
        }
        contract.services.append(service)
    }

    private mutating func parseMethod() throws(ProtoSyntaxError) -> ProtoContract.Method {
        advance()
        let name = try identifier("the name of a call")
        let request = try parseTypeUse()
        guard current.text == "returns" else { throw unexpected("`returns`") }
        advance()
        let response = try parseTypeUse()
        if current.text == "{" { try skipBlock() } else { try expect(";") }
        return .init(name: name.text, span: span(name), request: request, response: response)
    }

    private mutating func parseTypeUse() throws(ProtoSyntaxError) -> ProtoContract.TypeUse {
        try expect("(")
        var isStream = false
        if current.text == "stream", peek(1).text != ")" {
            isStream = true
            advance()
        }
        let type = try identifier("the name of a message")
        try expect(")")
        return .init(name: type.text, isStream: isStream, span: span(type))
    }

    private mutating func parseEnum(in scope: String) throws(ProtoSyntaxError) {
        advance()
        let name = try identifier("the name of an enum")
        var enumeration = ProtoContract.Enumeration(name: Self.joined(scope, name.text), span: span(name))
        try expect("{")
        while !take("}") {
            switch current.text {
            case "option", "reserved": try skipStatement()
            case ";": advance()
            default:
                let value = try identifier("the name of a value")
                try expect("=")
                let number = try integer()
                enumeration.values.append(.init(name: value.text, number: number, span: span(value)))
                try skipOptions()
                try expect(";")
            }
        }
        contract.enums.append(enumeration)
    }

    private mutating func parseMessage(in scope: String, depth: Int) throws(ProtoSyntaxError) {
        advance()
        let name = try identifier("the name of a message")
        try parseBody(Self.joined(scope, name.text), span(name), depth)
    }

    /// The braces of a message or of a `group`.
    private mutating func parseBody(_ name: String, _ span: SourceSpan, _ depth: Int) throws(ProtoSyntaxError)
    {
        guard depth < Self.depthLimit else { throw unexpected("fewer messages inside each other") }
        var message = ProtoContract.Message(name: name, span: span)
        try expect("{")
        while !take("}") {
            switch current.text {
            case "message" where peek(1).kind == .identifier && peek(2).text == "{":
                try parseMessage(in: name, depth: depth + 1)
            case "enum" where peek(2).text == "{": try parseEnum(in: name)
            case "oneof" where peek(2).text == "{":
                advance()
                let oneof = try identifier("the name of a oneof")
                try expect("{")
                while !take("}") {
                    if current.text == "option" {
                        try skipStatement()
                    } else if !take(";") {
                        try parseField(&message, oneof: oneof.text, depth)
                    }
                }
            case "reserved" where peek(1).kind != .identifier || peek(2).text != "=":
                try parseReserved(&message)
            case "extensions" where peek(1).kind == .number, "option": try skipStatement()
            case "extend" where peek(2).text == "{": try skipBlock()
            case ";": advance()
            default: try parseField(&message, oneof: nil, depth)
            }
        }
        contract.messages.append(message)
    }

    private mutating func parseField(
        _ message: inout ProtoContract.Message,
        oneof: String?,
        _ depth: Int
    ) throws(ProtoSyntaxError) {
        var label = ProtoContract.Field.Label.singular
        if let written = ProtoContract.Field.Label(rawValue: current.text), peek(1).kind == .identifier,
            peek(2).text != "="
        {
            label = written
            advance()
        }
        let start = current
        var type = try identifier("the type of a field").text
        if type == "map", take("<") {
            let key = try identifier("the type of the keys").text
            try expect(",")
            let value = try identifier("the type of the values").text
            try expect(">")
            // The value is what can have a name of the file; see withResolvedTypes.
            type = "map<\(key), \(value)>"
        }
        let typeSpan = SourceSpan(
            file: contract.file,
            range: start.range.lowerBound..<tokens[index - 1].range.upperBound
        )
        let name = try identifier("the name of a field")
        try expect("=")
        let number = current
        let value = try integer()
        let jsonName = try options()["json_name"] ?? Self.jsonName(name.text)
        if type == "group", current.text == "{" {
            type = Self.joined(message.name, name.text)
            try parseBody(type, span(name), depth + 1)
        } else {
            try expect(";")
        }
        message.fields.append(
            .init(
                name: name.text,
                number: value,
                type: type,
                label: label,
                jsonName: jsonName,
                oneof: oneof,
                span: span(name),
                typeSpan: typeSpan,
                numberSpan: span(number)
            )
        )
    }

    private mutating func parseReserved(_ message: inout ProtoContract.Message) throws(ProtoSyntaxError) {
        advance()
        repeat {
            switch current.kind {
            case .number:
                let first = try integer()
                var last = first
                if current.text == "to" {
                    advance()
                    if current.text == "max" {
                        advance()
                        last = .max
                    } else {
                        last = try integer()
                    }
                }
                guard first <= last else { throw unexpected("a range that begins with its smaller number") }
                message.reservedNumbers.append(first...last)
            case .string, .identifier:
                message.reservedNames.insert(current.text)
                advance()
            case .symbol, .end: throw unexpected("a number or a name")
            }
        } while take(",")
        try expect(";")
    }
}

extension ProtoContract {
    /// The same with types named as seen from the top of the file.
    fileprivate var withResolvedTypes: ProtoContract {
        var result = self
        for index in result.messages.indices {
            let scope = result.messages[index].name
            for field in result.messages[index].fields.indices {
                let type = result.messages[index].fields[field].type
                if let comma = type.firstIndex(of: ","), type.hasPrefix("map<") {
                    let value = String(type[type.index(comma, offsetBy: 2)...].dropLast())
                    result.messages[index].fields[field].type =
                        "\(type[..<comma]), \(resolved(value, in: scope))>"
                } else {
                    result.messages[index].fields[field].type = resolved(type, in: scope)
                }
            }
        }
        for service in result.services.indices {
            for method in result.services[service].methods.indices {
                let call = result.services[service].methods[method]
                result.services[service].methods[method].request.name = resolved(call.request.name, in: "")
                result.services[service].methods[method].response.name = resolved(call.response.name, in: "")
            }
        }
        return result
    }
}
