// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// One object beside the workloads whose controller says whether it works: a route, an autoscaler, a claim, a load balancer.
///
/// Which of them stops a deploy, and which only gets a word in the report: decision 0031.
struct ObservedCompanion: Sendable {
    /// What was asked for, with nothing but its name.
    let named: DesiredObject
    let wasWritten: Bool
    private let accepted: KubernetesObject
    private var latest: KubernetesObject
    private var isGone = false
    /// Since when its controller has been refusing it, or trying once more.
    private var refusedSince: Duration?
    /// What its controller says now.
    private(set) var word: ControllerWord
    /// When we wrote it, by the server's clock.
    private let written: String?
    /// Whether it was refused before this deploy, which has not touched it.
    private let wasRefused: Bool

    init(_ target: RolloutTarget.Companion) {
        named = target.named
        wasWritten = target.wasWritten
        accepted = target.accepted
        latest = target.accepted
        written = target.written
        word = target.wasWritten ? .silent : ControllerWord.about(target.accepted, events: [], written: nil)
        wasRefused = if case .refused = word { true } else { false }
    }

    var uid: String? { accepted.uid }
    private var kind: String { named.object.kind }

    /// Takes a newer state of the object, or other events about it; anything else is ignored.
    mutating func take(_ object: KubernetesObject?, events: [KubernetesObject], at now: Duration) {
        if let object {
            guard object.type == accepted.type, object.uid == accepted.uid,
                (object.generation ?? 0) >= (accepted.generation ?? 0)
            else { return }
            latest = object
        }
        word = ControllerWord.about(latest, events: events, written: written)
        switch word {
        case .refused: refusedSince = refusedSince ?? now
        // One more attempt of its controller: if that fails too, nothing was good in between.
        case .working: break
        case .good, .silent: refusedSince = nil
        }
    }

    mutating func remove(_ object: KubernetesObject) {
        guard object.type == accepted.type, object.uid == accepted.uid else { return }
        isGone = true
    }

    /// Whether its no is a reason against this deploy.
    ///
    /// What a load balancer lacks that this deploy has not written, it may have lacked for long: only events tell, and those
    /// of an earlier trouble stay for an hour.
    private var isDecisive: Bool {
        switch kind {
        case _ where isGone: false
        case "HTTPRoute": !wasRefused
        case "Service": wasWritten
        default: false
        }
    }

    /// Whether the service should not yet count as ready because of it.
    ///
    /// Silence is waited out only where this deploy has written the object: there may be no controller at all.
    func isAwaited(after elapsed: Duration, silence: Duration) -> Bool {
        if isGone { return false }
        return switch word {
        case .good: false
        case .working: kind == "Service" && wasWritten
        case .silent: wasWritten && ["HTTPRoute", "Service", "Ingress"].contains(kind) && elapsed < silence
        case .refused: isDecisive
        }
    }

    /// What speaks against the deploy, if its controller refuses it; definite once that has lasted for the patience.
    func evidence(at now: Duration, patience: Duration) -> Evidence? {
        guard isDecisive, case .refused(let refusal) = word else { return nil }
        let cause =
            kind == "HTTPRoute"
            ? cause(
                .routeRefused,
                "the gateway refuses `\(named.object.name)`: \(refusal.message)",
                refusal
            )
            : cause(
                .noAddress,
                "the load balancer of `\(named.object.name)` cannot be made: \(refusal.message)",
                refusal
            )
        return Evidence(cause, isDefinite: now - (refusedSince ?? now) >= patience)
    }

    /// The cause that pods wait for this claim in vain; `nil` for anything else, and for one that is bound.
    func unboundClaim(_ evidence: Evidence) -> Evidence? {
        guard kind == "PersistentVolumeClaim", word != .good else { return nil }
        let why: ControllerWord.Refusal
        switch word {
        case .refused(let refusal): why = refusal
        default: why = ControllerWord.Refusal(reason: "Pending", message: "", pointer: "/spec")
        }
        var cause = cause(.claimPending, "the claim `\(named.object.name)` is not bound to a volume", why)
        cause.pod = evidence.cause.pod
        if why.message.isEmpty { cause.detail = evidence.cause.detail }
        cause.chain = evidence.cause.chain + cause.chain
        return Evidence(cause, isDefinite: evidence.isDefinite, count: evidence.count)
    }

    private func cause(
        _ code: RootCause.Code,
        _ headline: String,
        _ refusal: ControllerWord.Refusal
    ) -> RootCause {
        var cause = RootCause(
            code,
            headline,
            object: named.object.reference,
            pointer: refusal.pointer
        )
        cause.detail = refusal.message.isEmpty ? nil : refusal.message
        cause.span = named.origin(of: refusal.pointer)
        cause.chain = ["\(kind) \(named.object.name)"]
        if !refusal.reason.isEmpty { cause.chain.append(refusal.reason) }
        return cause
    }

    /// What to say about it beside a service that works, or whose time is up.
    func remark(after elapsed: Duration, patience: Duration) -> String? {
        let name = "`\(kind) \(named.object.name)`"
        if isGone { return "\(name) was deleted by somebody else" }
        switch word {
        case .good: return nil
        case .working(let what): return kind == "Service" ? "\(name): \(what)" : nil
        case .silent:
            switch kind {
            case "Ingress" where wasWritten:
                return
                    "no controller has reported on \(name): it has no address, so that it may not be served"
            case "HTTPRoute": return "no controller has reported on \(name), so that it may not be served"
            case "Service": return "no controller has reported on \(name): its load balancer has no address"
            default: return nil
            }
        case .refused(let refusal):
            guard kind == "HorizontalPodAutoscaler" else {
                if wasRefused { return "\(name) was refused before this deploy: \(refusal.message)" }
                return kind == "Service" && !wasWritten ? "\(name) has no address: \(refusal.message)" : nil
            }
            // A new one has no metrics in its first minute, and that passes.
            if wasWritten && elapsed < patience { return nil }
            return "\(name) cannot scale: \(Self.cause(in: refusal.message))"
        }
    }

    /// What comes last of a message in which each layer puts its words before those of the layer below, with what it is about.
    static func cause(in message: String) -> String {
        let layers = message.split(separator: ": ")
        let isList = layers.last?.hasPrefix("[") ?? false
        return layers.suffix(isList ? 2 : 1).joined(separator: ": ")
    }
}
