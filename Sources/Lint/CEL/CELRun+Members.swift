// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

extension CELRun {
    /// A member of an object, or the value under a name of a map.
    mutating func member(_ name: String, of value: CELValue) throws(CELFailure) -> CELValue {
        switch value {
        case .record(let tree):
            guard let tree = try field(name, of: tree) else { throw .error(.noMember(name)) }
            return try CELValue(tree)
        case .map(let map):
            guard let value = try lookup(.string(name), in: map) else { throw .error(.noMember(name)) }
            return value
        case .optional(let content):
            guard let content else { return value }
            return .optional(try optionalMember(name, of: content))
        default: throw .left("a member of no object")
        }
    }

    /// Whether a member is there.
    mutating func has(_ name: String, in value: CELValue) throws(CELFailure) -> Bool {
        switch value {
        case .record(let tree): return try field(name, of: tree) != nil
        case .map(let map): return try lookup(.string(name), in: map) != nil
        case .optional(let content):
            guard let content else { return false }
            return try has(name, in: content)
        default: throw .left("a member of no object")
        }
    }

    /// An element of a list, or the value under a key of a map.
    mutating func element(_ index: CELValue, of value: CELValue) throws(CELFailure) -> CELValue {
        switch (value, index) {
        case (.list(let list), .int(let number)):
            guard let index = Int(exactly: number), (0..<list.count).contains(index) else {
                throw .error(.noElement(number))
            }
            return try list.element(index)
        case (.map(let map), .string(let name)):
            guard let value = try lookup(index, in: map) else { throw .error(.noMember(name)) }
            return value
        case (.map(let map), .int(let number)):
            guard let value = try lookup(index, in: map) else { throw .error(.noMember(String(number))) }
            return value
        case (.map(let map), .bool(let flag)):
            guard let value = try lookup(index, in: map) else { throw .error(.noMember(String(flag))) }
            return value
        case (.optional(let content), _):
            guard let content else { return value }
            return .optional(try optionalElement(index, of: content))
        default: throw .left("an element")
        }
    }

    /// Whether a list has an element, or a map a key.
    mutating func contains(_ value: CELValue, in container: CELValue) throws(CELFailure) -> Bool {
        switch container {
        case .list(let list):
            for element in try elements(of: list) where try equal(element, value) { return true }
            return false
        case .map(let map): return try lookup(value, in: map) != nil
        default: throw .left("`in`")
        }
    }

    /// A member that is there; a null is as good as none.
    ///
    /// What the schema does not name, the server does not know either: it would refuse the definition.
    mutating func field(_ name: String, of tree: CustomTree) throws(CELFailure) -> CustomTree? {
        guard let field = CELName.field(name), tree.schema?.properties[field] != nil else {
            throw .left("`\(name)`")
        }
        try charge(tree.members.count / 8)
        if let member = tree[field], !member.tree.isNull { return member.tree }
        // A server makes a name of this before it looks at rules.
        if field == "name", let prefix = tree["generateName"], !prefix.tree.isNull {
            throw .left("`generateName`")
        }
        return nil
    }

    /// What a map has under a key; `nil` without the key.
    mutating func lookup(_ key: CELValue, in map: CELMap) throws(CELFailure) -> CELValue? {
        switch map {
        case .entries(let entries):
            for entry in entries where try equal(entry.key, key) { return entry.value }
            return nil
        case .trees(let members):
            guard case .string(let name) = key else { throw .left("keys of maps") }
            try charge(members.count / 8)
            for member in members where member.name.utf8.elementsEqual(name.utf8) {
                return try CELValue(member.tree)
            }
            return nil
        }
    }
}
