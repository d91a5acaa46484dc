// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Diagnostics

/// One thing that msctl has an opinion about: a name, a reason, examples, and the check itself.
package struct Rule: Sendable {
    /// The public name: kebab-case, names the bad thing, reads after "allow …"; it never changes its meaning.
    package let id: String
    /// Names that it had before; suppressions with them keep working.
    package let formerIDs: [String]
    /// How bad a finding is when the check does not say otherwise.
    package let severity: Diagnostic.Severity
    /// What it is about.
    package let family: Family
    /// Whether it runs by itself, and whether it is here to stay.
    package let status: Status
    /// The version of msctl that has it first.
    package let since: String
    /// When it fires, as half a sentence.
    package let summary: String
    /// Why that matters, in whole sentences.
    package let rationale: String
    /// Systems with and without the mistake; they are documentation and tests in one.
    package let examples: Examples
    /// What it needs besides manifests, in order of declaration.
    package let needs: [Need]
    /// The values that its findings would be untrue without, as far as they may be left to defaults.
    let evidence: [Evidence]
    /// What other tools call it, such as `DL3006` of hadolint; settings and suppressions take these names, too.
    package let codes: [String]
    /// Where its findings come from; more than one where a mistake can stand in several kinds of files.
    let sources: [Source]

    /// Makes a rule.
    init(
        id: String,
        formerIDs: [String] = [],
        severity: Diagnostic.Severity,
        family: Family,
        status: Status = .stable,
        since: String = "0.1",
        summary: String,
        rationale: String,
        examples: Examples,
        needs: [Need] = [],
        codes: [String] = [],
        evidence: [Evidence] = [],
        source: Source,
        also: [Source] = []
    ) {
        self.id = id
        self.formerIDs = formerIDs
        self.severity = severity
        self.family = family
        self.status = status
        self.since = since
        self.summary = summary
        self.rationale = rationale
        self.examples = examples
        self.needs = needs
        self.codes = codes
        self.evidence = evidence
        sources = [source] + also
    }
}

extension Rule {
    /// What a rule is about; the order is that of the documentation.
    package enum Family: String, Sendable, Hashable, CaseIterable {
        case schema
        case architecture
        case data
        case api
        case resilience
        case scaling
        case security
        case observability
        case delivery
        case ownership
        case kubernetes
        case dockerfile
    }

    /// Whether a rule runs by itself, and whether it is here to stay.
    package enum Status: String, Sendable, Hashable {
        /// Not settled yet; runs only when it is asked for by name.
        case preview
        /// Settled, and too strict or too particular for everybody: runs only when it is asked for by name.
        case optIn = "opt-in"
        case stable
        /// Still runs, and will go.
        case deprecated
        /// Known only so that its suppressions are not reported as unknown.
        case removed
    }

    /// What a rule needs besides manifests; without it the rule is silent.
    package enum Need: String, Sendable, Hashable, CaseIterable {
        /// The files of the repository.
        case files
        /// An earlier version to compare with.
        case base
    }

    /// Where the findings of a rule come from.
    enum Source: Sendable {
        /// Reading the files finds them; they come with the manifests.
        case reading
        /// The linter itself finds them while it applies suppressions.
        case suppressions
        /// A function of the resolved system finds them.
        case check(@Sendable (LintContext) -> [Finding])
        /// A function of the Kubernetes objects finds them.
        case objects(@Sendable (ObjectContext) -> [Finding])
        /// A function of one Dockerfile finds them.
        case dockerfile(@Sendable (DockerfileContext) -> [Finding])
    }

    /// Whether a suppression may silence it: what could not be read cannot be accepted.
    package var isSuppressible: Bool {
        sources.allSatisfy { source in
            switch source {
            case .reading, .suppressions: false
            case .check, .objects, .dockerfile: true
            }
        }
    }

    /// Whether a name is this rule's, now or before.
    package func answers(to name: String) -> Bool {
        id == name || formerIDs.contains(name) || codes.contains(name)
    }
}

extension Rule: CustomStringConvertible {
    /// The name.
    package var description: String { id }
}
