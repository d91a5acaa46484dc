// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Diagnostics
package import Documents
package import Kubernetes

/// The one reason why a service does not become ready, with the evidence that leads to it.
package struct RootCause: Sendable, Hashable {
    /// The kind of trouble; the raw values are stable and appear in machine output.
    package enum Code: String, Sendable, Hashable, CaseIterable {
        case imageNotFound = "image-not-found"
        case imageUnavailable = "image-unavailable"
        case crashLoop = "crash-loop"
        case outOfMemory = "oom-killed"
        case missingSecret = "missing-secret"
        case missingConfig = "missing-config"
        case containerRefused = "container-refused"
        case neverReady = "never-ready"
        case unschedulable
        case volumeFailed = "volume-failed"
        case sandboxFailed = "sandbox-failed"
        case podEnded = "pod-ended"
        case quotaExceeded = "quota-exceeded"
        case limitRange = "limit-range"
        case podSecurity = "pod-security"
        case webhookRefused = "webhook-refused"
        case podsRefused = "pods-refused"
        case jobFailed = "job-failed"
        case routeRefused = "route-refused"
        case noAddress = "no-address"
        case claimPending = "claim-pending"
        case deadlineExceeded = "deadline-exceeded"
        case deadlineTooShort = "deadline-too-short"
        case kindNotServed = "kind-not-served"
        case replaced
        case overtaken
        case paused
        case lingering
        case workloadGone = "workload-gone"
        case objectGone = "object-gone"
        case otherImage = "other-image"
        case serviceChanged = "service-changed"
        case applyRefused = "apply-refused"
        case serverTrouble = "server-trouble"
    }

    /// The kind of trouble.
    package var code: Code
    /// The trouble in one line: lower case, no full stop, names in backticks.
    package var headline: String
    /// The server's or container's own words; `nil` where the headline says it all.
    package var detail: String?
    /// What to do about it, where that is certain: an imperative.
    package var remedy: String?
    /// The object of ours that it is about.
    package var object: ObjectReference
    /// The pod that shows it; `nil` for trouble that no pod has.
    package var pod: String?
    /// The container that shows it; `nil` for trouble that no container has.
    package var container: String?
    /// JSON pointer to the field of ``object`` that it follows from.
    package var pointer: String
    /// The user's text behind that field; `nil` where no manifest is at hand.
    package var span: SourceSpan?
    /// The last lines that the container wrote.
    package var logTail: [String]
    /// The steps from the workload down to the cause, for a reader who wants to follow them.
    package var chain: [String]
    /// Whether it was so before the deploy, of something that the deploy has not changed: going back would not mend it.
    package var isOlder: Bool

    /// Makes a cause.
    package init(_ code: Code, _ headline: String, object: ObjectReference, pointer: String) {
        self.code = code
        self.headline = headline
        self.object = object
        self.pointer = pointer
        detail = nil
        remedy = nil
        pod = nil
        container = nil
        span = nil
        logTail = []
        chain = []
        isOlder = false
    }

    /// Whether two services suffer from the same thing, such as one missing Secret.
    package func isSameTrouble(as other: RootCause) -> Bool {
        code == other.code && headline == other.headline
    }

    /// The cause as machine output shows it.
    package var json: JSONObject {
        [
            "code": .string(code.rawValue),
            "headline": .string(headline),
            "detail": detail.map(JSONValue.string),
            "remedy": remedy.map(JSONValue.string),
            "object": .string(object.description),
            "pod": pod.map(JSONValue.string),
            "container": container.map(JSONValue.string),
            "pointer": .string(pointer),
            "source": span.map { .string($0.description) },
            "logTail": logTail.isEmpty ? nil : .array(logTail.map(JSONValue.string)),
            "chain": chain.isEmpty ? nil : .array(chain.map(JSONValue.string)),
            "isOlder": isOlder ? true : nil,
        ]
    }
}
