// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents

extension CustomSchemaWalk {
    /// Checks a combination of schemas: one finding for all of its parts.
    mutating func check(_ combination: SchemaCombination, _ tree: CustomTree, at path: String) {
        guard combination.kind != .all else {
            // Parts often say the same; the first that does not fit is enough.
            let before = findings.count
            for part in combination.parts where findings.count == before {
                check(tree, part, at: path, isNested: true)
            }
            return
        }
        let words = CombinationWords(object: object, combination, tree, path: path)
        var fitting: [CustomSchema] = []
        var isWhole = true
        for part in combination.parts {
            switch SchemaTrial.verdict(part, tree, &steps) {
            case true?: fitting.append(part)
            case false?: break
            case nil: isWhole = false
            }
        }
        switch combination.kind {
        case .all: break
        case .none: if !fitting.isEmpty { findings.badValues.append(words.ruledOut()) }
        case .any, .one:
            if combination.kind == .one, fitting.count > 1 {
                findings.badValues.append(words.tooMany(fitting))
            } else if fitting.isEmpty, isWhole {
                reportNone(of: combination, tree, at: path, words)
            }
        }
    }

    private mutating func reportNone(
        of combination: SchemaCombination,
        _ tree: CustomTree,
        at path: String,
        _ words: CombinationWords
    ) {
        if let finding = words.noneSet() {
            findings.missingFields.append(finding)
            return
        }
        // A member such as `type` tells which alternative is meant; what that one lacks says more than all of them.
        let meant = combination.parts.filter { isMeant($0, by: tree) }
        if meant.count == 1 {
            let before = findings.count
            check(tree, meant[0], at: path, isNested: true)
            if findings.count > before { return }
        }
        findings.badValues.append(words.noneFits())
    }

    /// Whether an alternative wants certain values of members, and those are there.
    private mutating func isMeant(_ part: CustomSchema, by tree: CustomTree) -> Bool {
        let telling = part.properties.filter { !$0.value.choices.isEmpty }
        guard !telling.isEmpty else { return false }
        for (name, schema) in telling {
            guard let member = tree[name], SchemaTrial.verdict(schema, member.tree, &steps) == true else {
                return false
            }
        }
        return true
    }
}
