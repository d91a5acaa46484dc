// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// The forms in which a report can be written.
package enum DiagnosticFormat: String, Sendable, Hashable, CaseIterable {
    /// Code frames and a summary, for people.
    case human
    /// One line a diagnostic: `path:line:column: severity[id]: headline`.
    case concise
    /// One object with a version, for scripts.
    case json
    /// SARIF 2.1.0, for code scanning services.
    case sarif
    /// Workflow commands that GitHub shows as annotations.
    case github
    /// A code quality report for GitLab's merge requests.
    case gitlab
    /// JUnit XML, for the test reports of CI servers.
    case junit
    /// Checkstyle XML, for review tools.
    case checkstyle
    /// A comment for a pull request.
    case markdown
}

extension DiagnosticReport {
    /// Writes the report; pure, so the same report gives the same text.
    ///
    /// Only `human` looks at style and width (in columns).
    package func render(_ format: DiagnosticFormat, style: Style = .plain, width: Int = 100) -> String {
        switch format {
        case .human: HumanRenderer(self, style: style, width: width).render()
        case .concise: ConciseRenderer.render(self)
        case .json: JSONRenderer.render(self)
        case .sarif: SARIFRenderer(self).render()
        case .github: GitHubRenderer.render(self)
        case .gitlab: GitLabRenderer.render(self)
        case .junit: JUnitRenderer.render(self)
        case .checkstyle: CheckstyleRenderer.render(self)
        case .markdown: MarkdownRenderer.render(self)
        }
    }
}
