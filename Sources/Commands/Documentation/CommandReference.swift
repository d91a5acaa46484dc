// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import ArgumentParser
import Documents

/// The command tree as data, read from what the argument parser knows about it.
package struct CommandReference: Sendable {
    /// The name as typed, with the names above it: `msctl sandbox`.
    var path: String
    var abstract: String
    var discussion: String
    var arguments: [Argument]
    var subcommands: [CommandReference]

    /// One argument, option or flag.
    struct Argument: Sendable {
        /// `--env`, `-e`; empty for positional ones.
        var names: [String]
        var isPositional: Bool
        /// `nil` for flags.
        var valueName: String?
        var isOptional: Bool
        var isRepeating: Bool
        var defaultValue: String?
        var allValues: [String]
        var abstract: String
    }

    /// The tree of this version of msctl, without hidden commands.
    package static func current() throws -> CommandReference {
        let dump = try JSONReader.read(Array(MsctlCommand._dumpHelp().utf8))
        return CommandReference(dump["command"] ?? .null, under: "")
    }

    private init(_ json: JSONValue, under parent: String) {
        let name = json["commandName"]?.string ?? ""
        let path = parent.isEmpty ? name : "\(parent) \(name)"
        self.path = path
        abstract = json["abstract"]?.string ?? ""
        discussion = json["discussion"]?.string ?? ""
        arguments = (json["arguments"]?.array ?? []).filter(Self.isShown).map(Argument.init)
        subcommands = (json["subcommands"]?.array ?? [])
            .filter { Self.isShown($0) && $0["commandName"]?.string != "help" }
            .map { CommandReference($0, under: path) }
    }

    private static func isShown(_ json: JSONValue) -> Bool { json["shouldDisplay"] != .bool(false) }

    /// How the command is written, such as `msctl lint [<path> ...] [options]`.
    var synopsis: String {
        let positional = arguments.filter(\.isPositional).map { argument in
            let name = "<\(argument.valueName ?? "value")>\(argument.isRepeating ? " ..." : "")"
            return argument.isOptional ? "[\(name)]" : name
        }
        let options = arguments.contains { !$0.isPositional } ? ["[options]"] : []
        return ([path] + (subcommands.isEmpty ? [] : ["<command>"]) + positional + options).joined(
            separator: " "
        )
    }

    /// This command and all below it, parents first.
    var flattened: [CommandReference] { [self] + subcommands.flatMap(\.flattened) }
}

extension CommandReference.Argument {
    fileprivate init(_ json: JSONValue) {
        let kind = json["kind"]?.string
        names = (json["names"]?.array ?? []).map { name in
            let dashes = name["kind"]?.string == "long" ? "--" : "-"
            return dashes + (name["name"]?.string ?? "")
        }
        isPositional = kind == "positional"
        valueName = kind == "flag" ? nil : json["valueName"]?.string
        isOptional = json["isOptional"] == .bool(true)
        isRepeating = json["isRepeating"] == .bool(true)
        defaultValue = json["defaultValue"]?.string
        allValues = (json["allValues"]?.array ?? []).compactMap(\.string)
        abstract = json["abstract"]?.string ?? ""
    }

    /// The names with the value: `--env <name>, -e <name>`, or `<path>`.
    var title: String {
        let value = valueName.map { "<\($0)>" }
        if isPositional { return value ?? "<value>" }
        return names.map { name in value.map { "\(name) \($0)" } ?? name }.joined(separator: ", ")
    }

    /// What it is for, its values and its default.
    var sentence: String {
        var text = abstract
        if !allValues.isEmpty { text += " One of: \(allValues.joined(separator: ", "))." }
        if let defaultValue { text += " Default: \(defaultValue)." }
        return text
    }
}
