// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Kubernetes
import KubernetesClient

/// Feeds the state machine of one service with what the observer sees, until it has come to an end.
struct RolloutDriver: Sendable {
    /// How following a service ended; indirect, because every frame that it passes through has room for it.
    indirect enum Ending: Sendable {
        /// It works, but for workloads that ask for no pods beside those that run; `remarks` are about what else it has.
        case proven(ReadyCount, idle: [KubernetesObject], remarks: [String])
        /// It is as it should be, but nothing of it runs, which proves nothing.
        case idle([KubernetesObject], ReadyCount, remarks: [String])
        case failed(RootCause, ReadyCount)
        case deadlinePassed(ReadyCount, remarks: [String])
        case interrupted(ReadyCount)
        /// The cluster cannot be watched any more.
        case blind(DeployError, ReadyCount)
    }

    let context: DeployContext
    /// Hears when everything is ready, before that is proven.
    var onReady: @Sendable () -> Void = {}

    /// Follows a service from now on; `announces` tells the caller's listener what happens.
    func follow(_ target: RolloutTarget, announces: Bool) async -> Ending {
        let subscription = await context.observer.subscribe(to: target.service)
        var machine = RolloutStateMachine(target: target, start: context.time.elapsed())
        var look = SecondLook(context: context, target: target)
        var ending = await take(.tick, &machine, &look, announces)
        if ending == nil {
            for await input in subscription.inputs {
                ending = await take(input, &machine, &look, announces)
                if ending != nil { break }
            }
        }
        await context.observer.unsubscribe(subscription)
        if let ending { return ending }
        if !Task.isCancelled, let failure = await context.observer.failure {
            return .blind(failure, machine.count)
        }
        return .interrupted(machine.count)
    }

    /// Takes an input; a verdict that follows from it is believed once it was looked at, and until then it is none.
    @inline(never)
    private func take(
        _ input: RolloutStateMachine.Input,
        _ machine: inout RolloutStateMachine,
        _ look: inout SecondLook,
        _ announces: Bool
    ) async -> Ending? {
        let now = context.time.elapsed()
        machine.absorb(input, at: now)
        var before = machine.judged
        let actions = machine.judge(at: now)
        guard !actions.isEmpty else { return nil }
        let types = await look.types(behind: actions)
        guard !types.isEmpty else { return await carryOut(actions, machine, announces) }
        machine.takeBack(to: before)
        switch await look.look(at: types) {
        case .nothing: return nil
        case .blind(let error): return .blind(error, machine.count)
        case .seen(let objects, let types):
            machine.absorb(.looked(objects, of: types), at: context.time.elapsed())
            while true {
                before = machine.judged
                let actions = machine.judge(at: context.time.elapsed())
                // What a pod has missed may have been made since; each object changes the judgement once.
                if let found = await look.missed(behind: actions), machine.provide(found) {
                    machine.takeBack(to: before)
                    continue
                }
                return await carryOut(actions, machine, announces)
            }
        }
    }

    @inline(never)
    private func carryOut(
        _ actions: [RolloutStateMachine.Action],
        _ machine: RolloutStateMachine,
        _ announces: Bool
    ) async -> Ending? {
        let service = machine.target.service
        for action in actions {
            switch action {
            case .progressed(let count): if announces { context.emit(service, .progressed(count)) }
            case .troubled(let cause):
                if announces {
                    let mask = cause.detail == nil ? machine.target.mask : await mask(machine)
                    context.emit(service, .troubled(mask.clean(cause)))
                }
            case .ready(let count):
                if announces { context.emit(service, .ready(count, soak: machine.target.soak)) }
                onReady()
            case .wavered: if announces { context.emit(service, .waiting("no longer ready")) }
            case .proven:
                return await proven(machine, announces)
            case .deadlinePassed: return await told(machine, announces)
            case .failed(let cause, let log): return await told(cause, from: log, machine)
            }
        }
        return nil
    }

    @inline(never)
    private func proven(_ machine: RolloutStateMachine, _ announces: Bool) async -> Ending {
        let remarks = await remarks(machine, announces)
        return machine.runsNothing
            ? .idle(machine.idle, machine.count, remarks: remarks)
            : .proven(machine.count, idle: machine.idle, remarks: remarks)
    }

    /// That time ran out, with what is not ready.
    @inline(never)
    private func told(_ machine: RolloutStateMachine, _ announces: Bool) async -> Ending {
        let pending = machine.pending.map { [machine.target.mask.clean(text: $0)] } ?? []
        let remarks = await remarks(machine, announces)
        return .deadlinePassed(machine.count, remarks: pending + remarks)
    }

    /// That it has failed, with what the container says that tells more.
    @inline(never)
    private func told(
        _ cause: RootCause,
        from log: RolloutStateMachine.LogSource?,
        _ machine: RolloutStateMachine
    ) async -> Ending {
        let telling = CauseTelling(client: context.client, scope: context.scope, secrets: context.secrets)
        let told = await telling.told(
            cause,
            from: log,
            workloads: machine.target.workloads,
            mask: machine.target.mask
        )
        return .failed(told, machine.count)
    }

    @inline(never)
    private func remarks(_ machine: RolloutStateMachine, _ announces: Bool) async -> [String] {
        var remarks = machine.remarks(at: context.time.elapsed())
        guard !remarks.isEmpty else { return [] }
        remarks = remarks.map(await mask(machine).clean(text:))
        if announces { for remark in remarks { context.emit(machine.target.service, .noted(remark)) } }
        return remarks
    }

    /// What the service must not say, with the values of what its pods refer to.
    private func mask(_ machine: RolloutStateMachine) async -> SecretMask {
        await context.secrets.filling(machine.target.mask)
    }
}
