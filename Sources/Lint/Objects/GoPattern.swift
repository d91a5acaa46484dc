// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// A regular expression in the syntax of Go's `regexp` (RE2), which Kubernetes holds texts against.
///
/// Matching follows all ways at once, and takes no more steps than the text is long times the pattern: the pattern comes out of
/// a file, and must not be able to keep msctl busy.
struct GoPattern: Sendable {
    /// One step of the machine.
    enum Step: Sendable {
        case take(ScalarSet)
        case either(Int, Int)
        case assert(Assertion)
        case done
    }

    /// What holds between two characters.
    enum Assertion: Sendable {
        case textStart
        case textEnd
        case lineStart
        case lineEnd
        case wordBoundary
        case noWordBoundary
    }

    let steps: [Step]

    /// Reads a pattern; `nil` when it is none, or has parts that are not read here: `\p{…}`, `\Q…\E`.
    init?(_ pattern: String) {
        var parser = GoPatternParser(pattern)
        guard let node = parser.parse() else { return nil }
        var compiler = GoPatternCompiler()
        guard compiler.append(node) else { return nil }
        steps = compiler.steps + [.done]
    }

    /// About how long it takes to match a text, in steps of an evaluation.
    func cost(of text: String) -> Int { (text.utf8.count + 1) * costOfCharacter }

    /// About how long it takes to go over one character.
    var costOfCharacter: Int { 1 + steps.count / 16 }

    /// Whether the pattern matches somewhere in a text.
    func matches(_ text: String) -> Bool {
        let scalars = Array(text.unicodeScalars)
        var run = Run(steps: steps)
        for position in 0...scalars.count {
            let place = Place(
                before: position > 0 ? scalars[position - 1] : nil,
                after: position < scalars.count ? scalars[position] : nil
            )
            if run.enter(0, at: place) { return true }
            guard let next = place.after else { return false }
            let following = Place(
                before: next,
                after: position + 1 < scalars.count ? scalars[position + 1] : nil
            )
            if run.advance(over: next, to: following) { return true }
        }
        return false
    }

    /// A place between two characters.
    struct Place {
        var before: Unicode.Scalar?
        var after: Unicode.Scalar?

        func holds(_ assertion: Assertion) -> Bool {
            switch assertion {
            case .textStart: before == nil
            case .textEnd: after == nil
            case .lineStart: before == nil || before == "\n"
            case .lineEnd: after == nil || after == "\n"
            case .wordBoundary: isWord(before) != isWord(after)
            case .noWordBoundary: isWord(before) == isWord(after)
            }
        }

        private func isWord(_ scalar: Unicode.Scalar?) -> Bool {
            scalar.map { ScalarSet.word.contains($0) } ?? false
        }
    }

    /// The steps that the machine is in, all at once.
    private struct Run {
        let steps: [Step]
        private var current: [Int] = []
        /// At which character a step was entered last.
        private var entered: [Int]
        private var time = 0

        init(steps: [Step]) {
            self.steps = steps
            entered = Array(repeating: -1, count: steps.count)
        }

        /// Adds a step and those that follow without a character; whether the pattern is fulfilled.
        mutating func enter(_ start: Int, at place: Place) -> Bool {
            var open = [start]
            while let index = open.popLast() {
                guard entered[index] != time else { continue }
                entered[index] = time
                switch steps[index] {
                case .take: current.append(index)
                case .either(let first, let second): open += [second, first]
                case .assert(let assertion): if place.holds(assertion) { open.append(index + 1) }
                case .done: return true
                }
            }
            return false
        }

        /// Goes over one character; whether the pattern is fulfilled then.
        mutating func advance(over scalar: Unicode.Scalar, to place: Place) -> Bool {
            let before = current
            current.removeAll(keepingCapacity: true)
            time += 1
            for index in before {
                guard case .take(let set) = steps[index], set.contains(scalar) else { continue }
                if enter(index + 1, at: place) { return true }
            }
            return false
        }
    }
}

/// Turns the tree of a pattern into steps.
private struct GoPatternCompiler {
    /// How many steps a pattern may have; Go refuses large repetitions, too.
    private static let limit = 20_000

    private(set) var steps: [GoPattern.Step] = []
    /// How many parts were gone through: those that take nothing can be repeated without end, and make no steps.
    private var visits = 0

    /// Appends the steps of a part; `false` when there are too many.
    mutating func append(_ node: GoPatternNode) -> Bool {
        visits += 1
        guard steps.count < Self.limit, visits < 10 * Self.limit else { return false }
        switch node {
        case .set(let set): steps.append(.take(set))
        case .assertion(let assertion): steps.append(.assert(assertion))
        case .sequence(let parts):
            for part in parts { guard append(part) else { return false } }
        case .choice(let parts):
            var ends: [Int] = []
            for part in parts.dropLast() {
                let fork = steps.count
                steps.append(.done)
                guard append(part) else { return false }
                ends.append(steps.count)
                steps.append(.done)
                steps[fork] = .either(fork + 1, steps.count)
            }
            guard let last = parts.last, append(last) else { return false }
            for end in ends { steps[end] = .either(steps.count, steps.count) }
        case .repetition(let part, let minimum, let maximum, let isGreedy):
            for _ in 0..<max(minimum - 1, 0) { guard append(part) else { return false } }
            if let maximum {
                if minimum > 0 { guard append(part) else { return false } }
                return appendOptional(part, times: maximum - minimum, isGreedy: isGreedy)
            }
            // The way back leads behind the first fork, as in Go: a part that takes nothing is gone through once.
            let fork = steps.count
            if minimum == 0 { steps.append(.done) }
            let start = steps.count
            guard append(part) else { return false }
            let end = steps.count + 1
            steps.append(isGreedy ? .either(start, end) : .either(end, start))
            if minimum == 0 { steps[fork] = isGreedy ? .either(start, end) : .either(end, start) }
        }
        return true
    }

    private mutating func appendOptional(_ part: GoPatternNode, times: Int, isGreedy: Bool) -> Bool {
        var forks: [Int] = []
        for _ in 0..<times {
            forks.append(steps.count)
            steps.append(.done)
            guard append(part) else { return false }
        }
        let end = steps.count
        for fork in forks { steps[fork] = isGreedy ? .either(fork + 1, end) : .either(end, fork + 1) }
        return true
    }
}
