// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

extension Rule {
    /// The rules that are about Kubernetes objects alone; others look at manifests too and stand with their families.
    static let kubernetes: [Rule] = [
        .badObjectValue,
        .danglingBackend,
        .danglingConfig,
        .danglingScaleTarget,
        .deprecatedField,
        .duplicateEnv,
        .duplicateObject,
        .fixedReplicas,
        .jobWithoutTTL,
        .missingObjectField,
        .removedAPI,
        .selectorMismatch,
        .selectsNothing,
        .unboundedCronJob,
        .unknownKind,
        .unknownObjectField,
        .unresolvedPort,
        .unrestrictedContainer,
    ]
}
