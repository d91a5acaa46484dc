// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics

/// Services, messages and enums of one `.proto` file.
struct ProtoContract: Sendable {
    let file: SourceFile
    /// The package; empty without one.
    var package = ""
    /// Where the package is named.
    var packageSpan: SourceSpan?
    var services: [Service] = []
    /// Messages at any depth; the names of inner ones begin with those around them.
    var messages: [Message] = []
    /// Enums at any depth.
    var enums: [Enumeration] = []

    struct Service: Sendable {
        var name: String
        var span: SourceSpan
        var methods: [Method] = []
    }

    /// A remote call.
    struct Method: Sendable {
        var name: String
        var span: SourceSpan
        var request: TypeUse
        var response: TypeUse
    }

    /// A type where it is used.
    struct TypeUse: Sendable {
        /// The name as seen from the file, without its package.
        var name: String
        var isStream = false
        var span: SourceSpan
        /// As people write it: `stream Cart`.
        var title: String { isStream ? "stream \(name)" : name }
    }

    struct Message: Sendable {
        var name: String
        var span: SourceSpan
        var fields: [Field] = []
        var reservedNumbers: [ClosedRange<Int>] = []
        var reservedNames: Set<String> = []
    }

    struct Field: Sendable {
        var name: String
        var number: Int
        var type: String
        var label: Label
        /// The name in JSON.
        var jsonName: String
        /// The `oneof` around it.
        var oneof: String?
        /// The text of the name.
        var span: SourceSpan
        var typeSpan: SourceSpan
        var numberSpan: SourceSpan

        enum Label: String, Sendable {
            case singular
            case optional
            case required
            case repeated
        }
    }

    struct Enumeration: Sendable {
        var name: String
        var span: SourceSpan
        var values: [Value] = []

        struct Value: Sendable {
            var name: String
            var number: Int
            var span: SourceSpan
        }
    }

    /// A call by `Service/Method`, with or without the package, or by its own name where only one service has it.
    func method(_ text: String) -> Method? {
        let parts = text.split(separator: "/")
        guard let last = parts.last else { return nil }
        let candidates = services.filter { service in
            parts.count == 1 || service.name == parts[0] || "\(package).\(service.name)" == parts[0]
        }
        let found = candidates.flatMap(\.methods).filter { $0.name == last }
        return found.count == 1 || parts.count > 1 ? found.first : nil
    }

    /// What a manifest may call the calls.
    var names: [String] {
        services.flatMap { service in service.methods.flatMap { ["\(service.name)/\($0.name)", $0.name] } }
    }

    /// The name of a type as the file itself would say it from its top.
    func resolved(_ type: String, in scope: String) -> String {
        let isAbsolute = type.hasPrefix(".")
        var name = isAbsolute ? String(type.dropFirst()) : type
        if !package.isEmpty, name.hasPrefix(package + ".") {
            name = String(name.dropFirst(package.count + 1))
        }
        if isAbsolute { return name }
        var scope = scope.split(separator: ".")
        while true {
            let candidate = (scope.map(String.init) + [name]).joined(separator: ".")
            if messages.contains(where: { $0.name == candidate })
                || enums.contains(where: { $0.name == candidate })
            {
                return candidate
            }
            guard scope.popLast() != nil else { return name }
        }
    }
}
