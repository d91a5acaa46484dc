// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// Which recipe builds which runtime.
enum RecipeTable {
    /// The recipe; `nil` for a runtime that msctl recognises and cannot build.
    static func recipe(for runtime: Runtime) -> (any Recipe.Type)? {
        switch runtime {
        case .swift: SwiftRecipe.self
        case .go: GoRecipe.self
        case .java: JavaRecipe.self
        case .python: PythonRecipe.self
        case .node: NodeRecipe.self
        default: nil
        }
    }
}
