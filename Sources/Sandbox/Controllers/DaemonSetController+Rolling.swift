// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

extension DaemonSetController {
    /// What a look at a DaemonSet comes to: pods that are to go, and nodes that are to get one.
    struct Moves {
        var surplus: [DaemonSetState.Pod] = []
        var bare: [String] = []

        var isEmpty: Bool { surplus.isEmpty && bare.isEmpty }
    }

    /// The next step of an update.
    static func roll(_ state: DaemonSetState) -> Moves {
        state.maxSurge == 0 ? replace(state) : surge(state)
    }

    /// The nodes that are to have pods and those that have some, in the order of their names.
    private static func places(_ state: DaemonSetState) -> [String] {
        let wanted = state.nodes.filter { state.belongs(on: $0) }.map(\.name)
        return Set(wanted).union(state.pods.keys).sorted()
    }

    /// Deletes old pods before new ones come: those that are not available in any case, the others as far as
    /// `maxUnavailable` allows.
    private static func replace(_ state: DaemonSetState) -> Moves {
        var unavailable = 0
        var broken: [DaemonSetState.Pod] = []
        var sound: [DaemonSetState.Pod] = []
        for node in places(state) {
            switch state.pair(on: node) {
            case (nil, let old?)?:
                if state.isAvailable(old) {
                    sound.append(old)
                } else {
                    broken.append(old)
                    unavailable += 1
                }
            case (let new?, nil)?: if !state.isAvailable(new) { unavailable += 1 }
            default: unavailable += 1
            }
        }
        return Moves(surplus: broken + sound.prefix(max(0, state.maxUnavailable - unavailable)))
    }

    /// Makes new pods beside old ones, as far as `maxSurge` allows and in any case where the old one is not available;
    /// an old one goes when its successor is available.
    private static func surge(_ state: DaemonSetState) -> Moves {
        var moves = Moves()
        var candidates: [String] = []
        var misplaced: [DaemonSetState.Pod] = []
        var surging = 0
        var available = 0
        let wanted = Set(state.nodes.filter { state.belongs(on: $0) }.map(\.name))
        for node in places(state) {
            guard let pair = state.pair(on: node) else {
                surging += 1
                continue
            }
            if let pod = pair.old ?? pair.new, state.isAvailable(pod) { available += 1 }
            guard let old = pair.old else { continue }
            if let new = pair.new {
                if state.isAvailable(new) { moves.surplus.append(old) } else { surging += 1 }
            } else if state.isAvailable(old) {
                if wanted.contains(node) { candidates.append(node) } else { misplaced.append(old) }
            } else if wanted.contains(node) {
                moves.bare.append(node)
            } else {
                moves.surplus.append(old)
            }
        }
        moves.surplus += misplaced.prefix(max(0, available - wanted.count))
        moves.bare += candidates.prefix(max(0, state.maxSurge - surging))
        return moves
    }
}
