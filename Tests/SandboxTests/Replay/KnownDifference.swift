// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// A difference from a real server that is meant to be, or that cannot be helped, with the reason.
///
/// It excuses certain places only, so that anything else that goes wrong there is seen.
struct KnownDifference: Sendable {
    var recording: String
    /// The numbers of the exchanges.
    var exchanges: Set<Int>
    /// What differs: places, with everything below them; see ``Replay/Difference/place``.
    var places: [String]
    var reason: String

    init(_ recording: String, _ exchanges: Set<Int>, in places: [String], _ reason: String) {
        self.recording = recording
        self.exchanges = exchanges
        self.places = places
        self.reason = reason
    }

    func covers(_ difference: Replay.Difference) -> Bool {
        concerns(difference) && places.contains { Self.contains($0, difference.place) }
    }

    /// The places at which nothing differs any more.
    func stalePlaces(_ differences: [Replay.Difference]) -> [String] {
        let met = differences.filter(concerns).map(\.place)
        return places.filter { place in !met.contains { Self.contains(place, $0) } }
    }

    private func concerns(_ difference: Replay.Difference) -> Bool {
        recording == difference.recording && exchanges.contains(difference.number)
    }

    /// The root of a body stands for itself alone: it would be a place of everything.
    private static func contains(_ outer: String, _ place: String) -> Bool {
        outer == place
            || !outer.isEmpty && (place.hasPrefix(outer + ".") || place.hasPrefix(outer + "["))
    }
}
