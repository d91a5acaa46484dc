// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

extension Rule {
    /// Every rule there is, by family and within it by name; adding a rule adds one line here.
    package static let all: [Rule] = [
        // schema
        .ambiguousScalar,
        .badSuppression,
        .badValue,
        .conflictingFields,
        .danglingRef,
        .duplicateName,
        .envParity,
        .missingRequired,
        .unknownField,
        .yamlInvalid,
        .yamlSyntax,
        // architecture
        .gatewayBypass,
        .syncCycle,
        // data
        .dualWrite,
        .sharedDatabase,
        // resilience
        .deadlineTooShort,
        .noTimeout,
        .retryAmplification,
        .sloImpossible,
        .sloUnlikely,
        .timeoutInversion,
        // scaling
        .connections,
        .singleReplica,
        // security
        .mutableTag,
        .plaintextSecret,
        .publicNoAuth,
    ]

    /// The rule that has this name or had it.
    package static func named(_ name: String) -> Rule? { byName[name] }

    private static let byName: [String: Rule] = {
        var names: [String: Rule] = [:]
        for rule in all {
            for name in [rule.id] + rule.formerIDs { names[name] = rule }
        }
        return names
    }()
}
