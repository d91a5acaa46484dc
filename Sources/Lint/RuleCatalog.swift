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
        .missingRequired,
        .unknownField,
        .yamlInvalid,
        .yamlSyntax,
        // architecture
        .blastRadius,
        .chattyPair,
        .gatewayBypass,
        .hardCodedEndpoint,
        .megaService,
        .noGateway,
        .orphan,
        .syncChainTooLong,
        .syncCycle,
        .tierInversion,
        .tooManyStandards,
        // data
        .dualWrite,
        .noBackup,
        .noMigrations,
        .piiUnprotected,
        .sharedDatabase,
        // api
        .noContract,
        .topicOwnership,
        .unsafeRetry,
        .unversionedAPI,
        // resilience
        .deadlineTooShort,
        .drain,
        .edgeTimeout,
        .noDLQ,
        .noFallback,
        .noTimeout,
        .nonIdempotentConsumer,
        .probeDefects,
        .retryAmplification,
        .retryNoBackoff,
        .sloImpossible,
        .sloUnlikely,
        .timeoutInversion,
        .wobblyCall,
        // scaling
        .capacity,
        .connections,
        .pdbBlocks,
        .resources,
        .scaleBounds,
        .singleReplica,
        .zoneLoss,
        // security
        .mutableTag,
        .noTLS,
        .plaintextSecret,
        .privileged,
        .publicNoAuth,
        // observability
        .noMetrics,
        .noSLO,
        // delivery
        .blindCanary,
        .envParity,
        .recreate,
        // ownership
        .commonOwnership,
        .noOncall,
        .unknownOwner,
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
