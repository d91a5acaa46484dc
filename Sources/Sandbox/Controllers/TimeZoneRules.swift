// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Glibc
import Kubernetes

/// How far a zone's clocks are from UTC and when they are changed, as the system's files have it (TZif, RFC 9636).
struct TimeZoneRules: Sendable {
    static let utc = TimeZoneRules(offset: 0)

    /// When the clocks were changed, in seconds since 1970, ascending.
    private var changes: [Int64] = []
    /// How far they are ahead of UTC since each change, in seconds.
    private var offsets: [Int64] = []
    /// What held before the first one.
    private var first: Int64
    /// What holds after the last one.
    private var rest: ZoneRule?

    private init(offset: Int64) { first = offset }

    /// How far the clocks are ahead of UTC at a moment in seconds since 1970; in seconds.
    func offset(at moment: Int64) -> Int64 {
        guard let last = changes.last, moment < last else {
            return rest?.offset(at: moment) ?? offsets.last ?? first
        }
        var (low, high) = (0, changes.count)
        while low < high {
            let middle = (low + high) / 2
            if changes[middle] <= moment { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? first : offsets[low - 1]
    }

    /// A moment as the zone's clocks show it: `2026-11-21T04:18:00+01:00`, in UTC with a `Z`.
    func text(of moment: Timestamp) -> String {
        let offset = offset(at: moment.seconds)
        if offset == 0 { return moment.description }
        func padded(_ number: UInt64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let minutes = offset.magnitude / 60
        let shown = Timestamp(seconds: moment.seconds + offset).description.dropLast()
        return "\(shown)\(offset < 0 ? "-" : "+")\(padded(minutes / 60)):\(padded(minutes % 60))"
    }
}

extension TimeZoneRules {
    /// Where Go looks for zones.
    private static let folders = ["/usr/share/zoneinfo", "/usr/share/lib/zoneinfo", "/etc/zoneinfo"]

    /// Whether the system knows all zones; small images know none, and some distributions have the old names in a package of
    /// their own, where a real server brings them with it.
    static let areKnown = ["Europe/Berlin", "US/Pacific"].allSatisfy { TimeZoneRules(named: $0) != nil }

    /// Whether there is a zone of a name, as far as the system knows.
    static func mayBe(_ name: String) -> Bool {
        isName(name) && (!areKnown || TimeZoneRules(named: name) != nil)
    }

    /// Go looks for no other (`time.LoadLocation`): nothing but a file below its folders is opened.
    private static func isName(_ name: String) -> Bool {
        !name.contains("..") && !name.hasPrefix("/") && !name.contains("\\")
            && !name.utf8.contains(0)
    }

    /// The zone of a name like `Europe/Berlin`; `nil` if the system knows none of that name.
    ///
    /// As for Go, no name at all is UTC.
    init?(named name: String) {
        if name.isEmpty || name == "UTC" {
            self = .utc
            return
        }
        guard Self.isName(name) else { return nil }
        let files = Self.folders.lazy.compactMap { Self.contents(of: "\($0)/\(name)") }
        guard let bytes = files.first else { return nil }
        self.init(bytes)
    }

    /// Zones have a few thousand bytes at most.
    private static let limit = 1 << 16

    private static func contents(of path: String) -> [UInt8]? {
        // Whatever else has that name, such as a pipe, must hold up nobody.
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var info = stat()
        guard fstat(file, &info) == 0, info.st_mode & S_IFMT == S_IFREG else { return nil }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while bytes.count < limit {
            let count = read(file, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            if count < 0 { return nil }
            if count == 0 { break }
            bytes += chunk[..<count]
        }
        return bytes
    }
}

extension TimeZoneRules {
    /// Reads the contents of a file; `nil` for what is no zone.
    init?(_ bytes: [UInt8]) {
        var reader = ZoneReader(bytes)
        guard var block = reader.block(wide: false) else { return nil }
        // Since the second version all is said again, in 64 bits and with a rule for what comes after.
        if block.version >= UInt8(ascii: "2") {
            guard let second = reader.block(wide: true) else { return nil }
            block = second
            guard let text = reader.footer() else { return nil }
            if !text.isEmpty {
                guard let rule = ZoneRule(text) else { return nil }
                rest = rule
            }
        }
        guard let first = block.offsets.first else { return nil }
        self.first = first
        changes = block.changes
        for type in block.types {
            guard block.offsets.indices.contains(type) else { return nil }
            offsets.append(block.offsets[type])
        }
    }
}

/// Reads the parts of a file one after another.
private struct ZoneReader {
    struct Block {
        var version: UInt8
        var changes: [Int64] = []
        var types: [Int] = []
        var offsets: [Int64] = []
    }

    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    /// A header and what it announces; times have 64 bits if they are `wide`, or else 32.
    mutating func block(wide: Bool) -> Block? {
        guard let header = take(44), header.starts(with: "TZif".utf8) else { return nil }
        let version = header[header.startIndex + 4]
        let counts = (0..<6).map { index in
            Int(Self.number(header.dropFirst(20 + index * 4).prefix(4)))
        }
        let width = wide ? 8 : 4
        let (times, types) = (counts[3], counts[4])
        // What follows them: names, leap seconds, and two kinds of flags.
        let tail = counts[5] + counts[2] * (width + 4) + counts[1] + counts[0]
        guard counts.allSatisfy({ $0 >= 0 }), let changes = take(times * width), let kinds = take(times),
            let records = take(types * 6), take(tail) != nil
        else { return nil }
        var block = Block(version: version)
        block.changes = Self.pieces(changes, width).map(Self.number)
        block.types = kinds.map { Int($0) }
        block.offsets = Self.pieces(records, 6).map { Self.number($0.prefix(4)) }
        return block
    }

    /// The rule between two line breaks.
    mutating func footer() -> String? {
        guard rest.first == 10, let end = rest.dropFirst().firstIndex(of: 10) else { return nil }
        return String(decoding: rest[(rest.startIndex + 1)..<end], as: UTF8.self)
    }

    private mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
        guard count <= rest.count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    private static func pieces(_ bytes: ArraySlice<UInt8>, _ size: Int) -> [ArraySlice<UInt8>] {
        stride(from: bytes.startIndex, to: bytes.endIndex, by: size).map { bytes[$0..<($0 + size)] }
    }

    /// A number with its sign, the highest byte first.
    private static func number(_ bytes: ArraySlice<UInt8>) -> Int64 {
        let start: Int64 = (bytes.first ?? 0) >= 128 ? -1 : 0
        return bytes.reduce(start) { $0 << 8 | Int64($1) }
    }
}
