// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

extension Rule {
    /// Every rule there is, by family and within it by name; adding a rule adds one line here.
    package static let all = ofManifests + kubernetes + dockerfiles

    private static let ofManifests: [Rule] = [
        // schema
        .ambiguousScalar,
        .badSuppression,
        .badValue,
        .conflictingFields,
        .danglingRef,
        .duplicateName,
        .format,
        .missingRequired,
        .unknownField,
        .yamlInvalid,
        .yamlSyntax,
        // architecture
        .blastRadius,
        .chattyPair,
        .domainLeak,
        .esbHub,
        .eventLoop,
        .gatewayBypass,
        .hardCodedEndpoint,
        .layerCut,
        .lockStep,
        .megaService,
        .nanoService,
        .noGateway,
        .orphan,
        .stranglerStalled,
        .syncChainTooLong,
        .syncCycle,
        .tierInversion,
        .tooManyStandards,
        .undeclaredDependency,
        .unstableDependency,
        // data
        .dualWrite,
        .foreignRead,
        .noBackup,
        .noMigrations,
        .piiUnprotected,
        .sharedDatabase,
        .sharedInstance,
        .statefulReplicas,
        // api
        .breakingChange,
        .noContract,
        .publicNoRateLimit,
        .removedWhileConsumed,
        .sunset,
        .topicOwnership,
        .unboundedList,
        .unknownOperation,
        .unsafeRetry,
        .unversionedAPI,
        .versionSkew,
        // resilience
        .consumerBudget,
        .deadlineTooShort,
        .drain,
        .edgeTimeout,
        .externalHardDep,
        .extraNine,
        .noDLQ,
        .noFallback,
        .noTimeout,
        .nonIdempotentConsumer,
        .probeDefects,
        .retryAmplification,
        .retryNoBackoff,
        .sloImpossible,
        .sloUnlikely,
        .startupBudget,
        .timeoutInversion,
        .wobblyCall,
        // scaling
        .capacity,
        .connections,
        .idleConsumers,
        .noSpread,
        .pdbBlocks,
        .quota,
        .resources,
        .scaleBounds,
        .singleReplica,
        .wrongSignal,
        .zoneLoss,
        // security
        .mutableTag,
        .noDigest,
        .noSBOM,
        .noTLS,
        .openEgress,
        .openIngress,
        .plaintextSecret,
        .privileged,
        .publicNoAuth,
        .registry,
        .tokenMounted,
        .writableRoot,
        // observability
        .lagUnobserved,
        .localLogging,
        .noBurnAlert,
        .noMetrics,
        .noRunbook,
        .noSLO,
        .traceGap,
        // delivery
        .blindCanary,
        .destructiveMigration,
        .envParity,
        .noDockerignore,
        .noPipeline,
        .noRollback,
        .recreate,
        .sharedNamespace,
        // ownership
        .codeowners,
        .commonOwnership,
        .contextSplit,
        .layerTeam,
        .noOncall,
        .teamOverload,
        .unknownOwner,
    ]

    /// The rule that has this name or had it.
    package static func named(_ name: String) -> Rule? { byName[name] }

    private static let byName: [String: Rule] = {
        var names: [String: Rule] = [:]
        for rule in all {
            for name in [rule.id] + rule.formerIDs + rule.codes { names[name] = rule }
        }
        return names
    }()
}
