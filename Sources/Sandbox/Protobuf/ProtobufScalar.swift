// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// The values that are no messages of their own.
enum ProtobufScalar {
    /// The JSON of a value; `nil` for messages, and for zeros, which Go writes where JSON has nothing.
    static func value(
        _ value: ProtobufReader.Value,
        _ field: ProtobufSchema.Field,
        keepsZero: Bool
    ) -> JSONValue? {
        switch (field.type, value) {
        case ("s", .bytes(let bytes)):
            return bytes.isEmpty && !keepsZero ? nil : .string(String(decoding: bytes, as: UTF8.self))
        case ("y", .bytes(let bytes)): return .string(Base64.encode(Array(bytes)))
        case ("i", .number(let bits)):
            let number = Int64(bitPattern: bits)
            return number == 0 && !keepsZero && !pointers.contains(field.name) ? nil : .integer(number)
        case ("b", .number(let bits)):
            return bits == 0 && !keepsZero && !pointers.contains(field.name) ? nil : .bool(bits != 0)
        case ("d", .number(let bits)): return .decimal(String(Double(bitPattern: bits)))
        case ("t", .bytes(let bytes)), ("T", .bytes(let bytes)):
            return time(bytes, isMicro: field.type == "T")
        case ("q", .bytes(let bytes)): return text(bytes)
        case ("o", .bytes(let bytes)): return integerOrString(bytes)
        default: return nil
        }
    }

    /// Fields that are pointers in Go, or always written: a zero was meant.
    ///
    /// `timeoutSeconds` is none, because in a probe it is no pointer, and nowhere else may it be zero.
    private static let pointers: Set<String> = [
        "activeDeadlineSeconds", "allocateLoadBalancerNodePorts", "allowPrivilegeEscalation",
        "automountServiceAccountToken", "averageUtilization", "backoffLimit", "backoffLimitPerIndex",
        "blockOwnerDeletion", "completions", "controller", "defaultMode", "deletionGracePeriodSeconds",
        "enableServiceLinks", "expirationSeconds", "failedJobsHistoryLimit", "fsGroup", "gracePeriodSeconds",
        "hostUsers", "ignoreStoreReadErrorWithClusterBreakingPotential", "immutable", "manualSelector",
        "maxExpirationSeconds", "maxFailedIndexes", "minReplicas", "mode", "optional", "orphanDependents",
        "parallelism", "priority", "privileged", "progressDeadlineSeconds", "readOnlyRootFilesystem",
        "replicas", "revisionHistoryLimit", "runAsGroup", "runAsNonRoot", "runAsUser", "setHostnameAsFQDN",
        "shareProcessNamespace", "stabilizationWindowSeconds", "startingDeadlineSeconds",
        "successfulJobsHistoryLimit", "suspend", "targetCPUUtilizationPercentage",
        "terminationGracePeriodSeconds", "tolerationSeconds", "ttlSecondsAfterFinished", "value",
    ]

    private static func fields(_ bytes: ArraySlice<UInt8>) -> [Int: ProtobufReader.Value] {
        var result: [Int: ProtobufReader.Value] = [:]
        var reader = ProtobufReader(bytes)
        do throws(ProtobufReader.Malformed) {
            while let field = try reader.next() { result[field.number] = field.value }
        } catch {
            // What was read so far is all that there is.
            return result
        }
        return result
    }

    private static func number(_ value: ProtobufReader.Value?) -> Int64 {
        if case .number(let bits) = value { Int64(bitPattern: bits) } else { 0 }
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> JSONValue? {
        guard case .bytes(let text) = fields(bytes)[1] else { return nil }
        return .string(String(decoding: text, as: UTF8.self))
    }

    private static func time(_ bytes: ArraySlice<UInt8>, isMicro: Bool) -> JSONValue? {
        let parts = fields(bytes)
        let seconds = number(parts[1])
        // The year 1 is Go's word for no time at all.
        guard !parts.isEmpty, seconds > 0 else { return nil }
        let text = Timestamp(seconds: seconds).description
        guard isMicro else { return .string(text) }
        let micros = String(number(parts[2]) / 1000)
        let padded = String(repeating: "0", count: max(0, 6 - micros.count)) + micros
        return .string(String(text.dropLast()) + "." + padded + "Z")
    }

    private static func integerOrString(_ bytes: ArraySlice<UInt8>) -> JSONValue {
        let parts = fields(bytes)
        guard number(parts[1]) == 1, case .bytes(let text) = parts[3] else {
            return .integer(number(parts[2]))
        }
        return .string(String(decoding: text, as: UTF8.self))
    }
}
