// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import ArgumentParser

/// How much is said, and in which colours: the same for every command.
struct PresentationOptions: ParsableArguments {
    @Option(help: "Colour on a terminal only (auto), always, or never. `NO_COLOR` counts as never.")
    var color: ColorChoice = .auto

    @Flag(name: [.short, .long], help: "Say more about what is done.")
    var verbose = false

    @Flag(name: [.short, .long], help: "Say nothing but results and errors.")
    var quiet = false
}

/// When to use colour.
enum ColorChoice: String, ExpressibleByArgument, CaseIterable, Sendable {
    case auto
    case always
    case never

    /// Decides for one stream.
    ///
    /// `NO_COLOR` (any value but empty) and a dumb terminal turn `auto` off.
    func isOn(isTerminal: Bool, environment: [String: String]) -> Bool {
        switch self {
        case .always: true
        case .never: false
        case .auto:
            isTerminal && (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
        }
    }
}
