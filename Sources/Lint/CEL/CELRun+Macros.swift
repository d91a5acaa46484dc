// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Macros: an expression is evaluated for each element of a list or each entry of a map.
extension CELRun {
    /// The result of a macro.
    mutating func result(of fold: CELExpression.Fold) throws(CELFailure) -> CELValue {
        let items = try items(of: fold)
        switch fold.macro {
        case .all: return .bool(!(try first(false, of: fold.body, over: items)))
        case .exists: return .bool(try first(true, of: fold.body, over: items))
        case .existsOne: return .bool(try kept(items, by: fold.body).count == 1)
        case .filter: return .list(.values(try kept(items, by: fold.body).map(\.value)))
        case .map, .transformList: return .list(.values(try made(of: items, by: fold).map(\.value)))
        case .transformMap:
            let made = try made(of: items, by: fold)
            return .map(
                .entries(made.compactMap { item in item.key.map { .init(key: $0, value: item.value) } })
            )
        case .transformMapEntry:
            var entries: [CELMap.Entry] = []
            for item in try made(of: items, by: fold) {
                guard case .map(let map) = item.value else { throw .left("a macro") }
                for entry in try self.entries(of: map) { try insert(entry, into: &entries) }
            }
            return .map(.entries(entries))
        }
    }

    /// Whether one of some items is what decides.
    private mutating func first(
        _ decisive: Bool,
        of body: CELExpression,
        over items: [Item]
    ) throws(CELFailure) -> Bool {
        try first(decisive, of: items.count) { (run, index) throws(CELFailure) in
            try run.flag(of: body, with: items[index])
        }
    }

    /// The items of which a condition holds.
    private mutating func kept(_ items: [Item], by condition: CELExpression) throws(CELFailure) -> [Item] {
        var kept: [Item] = []
        for item in items where try flag(of: condition, with: item) { kept.append(item) }
        return kept
    }

    /// What becomes of each item that the condition of a macro lets through, with the key of the item.
    private mutating func made(
        of items: [Item],
        by fold: CELExpression.Fold
    ) throws(CELFailure) -> [Item] {
        var items = items
        if let condition = fold.condition { items = try kept(items, by: condition) }
        for index in items.indices { items[index].value = try value(of: fold.body, with: items[index]) }
        return items
    }

    private mutating func flag(of expression: CELExpression, with item: Item) throws(CELFailure) -> Bool {
        guard case .bool(let flag) = try value(of: expression, with: item) else { throw .left("a condition") }
        return flag
    }

    /// What a macro goes over: elements or keys, or pairs of index and element, or of key and value.
    private mutating func items(of fold: CELExpression.Fold) throws(CELFailure) -> [Item] {
        switch try value(of: fold.range) {
        case .list(let list):
            let elements = try elements(of: list)
            guard fold.isOverPairs else { return elements.map { Item(value: $0) } }
            return elements.enumerated().map { Item(key: .int(Int64($0.offset)), value: $0.element) }
        case .map(let map):
            guard fold.isOverPairs else {
                try charge(map.count)
                return map.keys.map { Item(value: $0) }
            }
            return try entries(of: map).map { Item(key: $0.key, value: $0.value) }
        default: throw .left("a macro")
        }
    }

    /// The keys of a map with their values.
    private mutating func entries(of map: CELMap) throws(CELFailure) -> [CELMap.Entry] {
        try charge(map.count)
        switch map {
        case .entries(let entries): return entries
        case .trees(let members):
            var entries: [CELMap.Entry] = []
            for member in members {
                entries.append(.init(key: .string(member.name), value: try CELValue(member.tree)))
            }
            return entries
        }
    }

    private mutating func insert(
        _ entry: CELMap.Entry,
        into entries: inout [CELMap.Entry]
    ) throws(CELFailure) {
        for other in entries where try equal(other.key, entry.key) { throw .error(.repeatedKey) }
        entries.append(entry)
    }
}
