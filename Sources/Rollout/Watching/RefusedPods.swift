// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes

/// Why the server does not let a controller make pods, from the message of a `FailedCreate` event.
struct RefusedPods: Sendable, Hashable {
    let message: String

    init(_ message: String) {
        self.message = message
    }

    func cause(of workload: ObservedWorkload) -> RootCause {
        let (code, headline, pointer) = reading
        var cause = workload.cause(code, headline, at: pointer)
        cause.detail = message
        cause.chain.append("FailedCreate: \(message)")
        return cause
    }

    private var reading: (RootCause.Code, String, String) {
        if let quota = after("exceeded quota: ") {
            let name = quota.prefix { $0 != "," }
            let isAboutCount = quota.contains("requested: pods=")
            return (
                .quotaExceeded, "the quota `\(name)` leaves no room for another pod",
                isAboutCount ? "/spec/replicas" : "/spec/template/spec/containers/0/resources"
            )
        }
        if let level = after("violates PodSecurity ") {
            let name = level.prefix { $0 != ":" }.filter { $0 != "\"" }
            return (
                .podSecurity, "the pod violates PodSecurity `\(name)`", "/spec/template/spec/securityContext"
            )
        }
        if let webhook = after("admission webhook ") {
            let name = webhook.prefix { $0 != " " }.filter { $0 != "\"" }
            return (.webhookRefused, "the admission webhook `\(name)` refuses the pod", "/spec/template")
        }
        // As the admission of LimitRanges words it, which names neither the range nor the container.
        if message.contains(" usage per ") || message.contains(" max limit to request ratio per ") {
            return (
                .limitRange, "the pod is outside a LimitRange of its namespace",
                "/spec/template/spec/containers/0/resources"
            )
        }
        if message.contains("serviceaccount"), message.contains("not found") {
            return (
                .podsRefused, "the ServiceAccount of the pod does not exist",
                "/spec/template/spec/serviceAccountName"
            )
        }
        return (.podsRefused, "the server refuses the pods", "/spec/template")
    }

    private func after(_ marker: String) -> Substring? {
        var rest = message[...]
        while !rest.isEmpty {
            if rest.hasPrefix(marker) { return rest.dropFirst(marker.count) }
            rest = rest.dropFirst()
        }
        return nil
    }
}
