// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

extension CELRun {
    /// The result of a function of URLs.
    mutating func callOnURL(
        _ function: CELFunction,
        _ arguments: [CELValue]
    ) throws(CELFailure) -> CELValue {
        switch (function, arguments.first) {
        case (.isURL, .string(let text)?):
            try charge(text.utf8.count / 4)
            return .bool(try Self.isURL(text))
        case (.url, .string(let text)?):
            try charge(text.utf8.count / 4)
            switch RequestURL.readWhole(text) {
            case .url(let url): return .url(url)
            case .refused: throw .error(.conversion(.url))
            case .unknown: throw .left("an unusual URL")
            }
        case (_, .url(let url)?):
            try charge(url.text.utf8.count / 4)
            return try part(function, of: url)
        default: throw .left("`\(function.rawValue)`")
        }
    }

    /// Whether a server takes a text for a URL.
    static func isURL(_ text: String) throws(CELFailure) -> Bool {
        switch RequestURL.read(text) {
        case .url: return true
        case .refused: return false
        case .unknown: throw .left("an unusual URL")
        }
    }

    private func part(_ function: CELFunction, of url: RequestURL) throws(CELFailure) -> CELValue {
        switch function {
        case .getScheme: return .string(url.scheme)
        case .getHost: return .string(url.host)
        case .getHostname: return .string(url.hostName)
        case .getPort: return .string(url.port)
        case .getEscapedPath: return .string(url.escapedPath)
        case .getQuery:
            var names: [String] = []
            var values: [String: [CELValue]] = [:]
            for (name, value) in url.parameters {
                if values[name] == nil { names.append(name) }
                values[name, default: []].append(.string(value))
            }
            return .map(
                .entries(names.map { .init(key: .string($0), value: .list(.values(values[$0] ?? []))) })
            )
        default: throw .left("`\(function.rawValue)`")
        }
    }
}
