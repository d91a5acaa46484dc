// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

extension GoPattern {
    /// What a search came to.
    struct Search {
        /// Where the pattern matches, in characters; `nil` when it does not, or when the search was given up.
        var range: Range<Int>?
        /// How many characters it looked at.
        var count: Int
    }

    /// Finds the first place from a position on where the pattern matches.
    ///
    /// Of several ways to match there the one counts that the pattern prefers, as in Go: the first of a choice, the longest
    /// repetition unless it is written `*?`. A search gives up behind `most` characters.
    func search(in scalars: [Unicode.Scalar], from position: Int, most: Int) -> Search {
        var run = SearchRun(steps: steps)
        var place = position
        while place <= scalars.count, place - position <= most {
            let here = Place(
                before: place > 0 ? scalars[place - 1] : nil,
                after: place < scalars.count ? scalars[place] : nil
            )
            run.visit(at: place, here)
            guard let next = here.after, run.goesOn else { break }
            run.advance(over: next)
            place += 1
        }
        return Search(range: run.found, count: place - position + 1)
    }

    /// The ways that a search is on, the preferred ones first.
    private struct SearchRun {
        /// A way: at which step it is, and where it began.
        private struct Way {
            var step: Int
            var start: Int
        }

        let steps: [Step]
        private(set) var found: Range<Int>?
        /// The ways behind the last character, each at a step that may lead further without one.
        private var waiting: [Way] = []
        /// The ways that take the next character.
        private var current: [Way] = []
        /// At which place a step was entered last.
        private var entered: [Int]

        init(steps: [Step]) {
            self.steps = steps
            entered = Array(repeating: -1, count: steps.count)
        }

        /// Whether a further character can change what is found.
        var goesOn: Bool { !current.isEmpty || found == nil }

        /// Goes on from all ways as far as that is possible without a character, and begins a new way unless one was found.
        mutating func visit(at position: Int, _ place: Place) {
            current.removeAll(keepingCapacity: true)
            if found == nil { waiting.append(Way(step: 0, start: position)) }
            for way in waiting {
                // What comes behind a way that has ended here is less preferred.
                if enter(way, at: position, place) { break }
            }
            waiting.removeAll(keepingCapacity: true)
        }

        private mutating func enter(_ way: Way, at position: Int, _ place: Place) -> Bool {
            var open = [way.step]
            while let index = open.popLast() {
                guard entered[index] != position else { continue }
                entered[index] = position
                switch steps[index] {
                case .take: current.append(Way(step: index, start: way.start))
                case .either(let first, let second): open += [second, first]
                case .assert(let assertion): if place.holds(assertion) { open.append(index + 1) }
                case .done:
                    found = way.start..<position
                    return true
                }
            }
            return false
        }

        /// Takes one character.
        mutating func advance(over scalar: Unicode.Scalar) {
            for way in current {
                guard case .take(let set) = steps[way.step], set.contains(scalar) else { continue }
                waiting.append(Way(step: way.step + 1, start: way.start))
            }
        }
    }
}
