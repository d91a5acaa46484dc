// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// What a service is written in, as far as its container is concerned.
package enum Runtime: String, Sendable, Hashable, CaseIterable {
    case swift
    case go
    case rust
    case elixir
    case java
    case kotlin
    case dotnet
    case php
    case ruby
    case python
    case node
    case `static`
    case custom

    /// The name to show to people.
    package var title: String {
        switch self {
        case .swift: "Swift"
        case .go: "Go"
        case .rust: "Rust"
        case .elixir: "Elixir"
        case .java: "Java"
        case .kotlin: "Kotlin"
        case .dotnet: ".NET"
        case .php: "PHP"
        case .ruby: "Ruby"
        case .python: "Python"
        case .node: "Node.js"
        case .static: "static files"
        case .custom: "an own Dockerfile"
        }
    }

    /// The runtimes that msctl can write a Dockerfile for.
    package static let withRecipe: [Runtime] = [.swift, .go, .java, .python, .node]
}
