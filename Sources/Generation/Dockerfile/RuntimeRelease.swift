// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// A release of a runtime and the day after which nobody repairs it.
package struct RuntimeRelease: Sendable, Hashable {
    /// What is released.
    package let runtime: Runtime
    /// The version as image tags spell it.
    package let version: String
    /// The last day with security fixes as `YYYY-MM-DD`; `nil` when none is announced.
    package let endOfLife: String?

    /// The release that is used when neither manifest nor project names one.
    package static func standard(_ runtime: Runtime) -> RuntimeRelease? {
        table.first { $0.runtime == runtime }
    }

    /// The release that a version belongs to; `nil` when the table does not know it.
    package static func of(_ runtime: Runtime, version: String) -> RuntimeRelease? {
        table.first {
            $0.runtime == runtime && (version == $0.version || version.hasPrefix($0.version + "."))
        }
    }

    /// The releases, the standard one of each runtime first.
    ///
    /// Sources: go.dev/doc/devel/release (two releases are supported, one every six months), nodejs.org/en/about/previous-releases,
    /// devguide.python.org/versions, adoptium.net/support, swift.org (only the newest release is repaired; no dates are announced).
    package static let table: [RuntimeRelease] = [
        RuntimeRelease(runtime: .swift, version: "6.3", endOfLife: nil),
        RuntimeRelease(runtime: .swift, version: "6.2", endOfLife: nil),
        RuntimeRelease(runtime: .swift, version: "6.1", endOfLife: nil),
        RuntimeRelease(runtime: .go, version: "1.26", endOfLife: "2027-02-28"),
        RuntimeRelease(runtime: .go, version: "1.25", endOfLife: "2026-08-31"),
        RuntimeRelease(runtime: .go, version: "1.24", endOfLife: "2026-02-28"),
        RuntimeRelease(runtime: .go, version: "1.23", endOfLife: "2025-08-12"),
        RuntimeRelease(runtime: .node, version: "24", endOfLife: "2028-04-30"),
        RuntimeRelease(runtime: .node, version: "22", endOfLife: "2027-04-30"),
        RuntimeRelease(runtime: .node, version: "20", endOfLife: "2026-04-30"),
        RuntimeRelease(runtime: .node, version: "18", endOfLife: "2025-04-30"),
        RuntimeRelease(runtime: .python, version: "3.13", endOfLife: "2029-10-31"),
        RuntimeRelease(runtime: .python, version: "3.14", endOfLife: "2030-10-31"),
        RuntimeRelease(runtime: .python, version: "3.12", endOfLife: "2028-10-31"),
        RuntimeRelease(runtime: .python, version: "3.11", endOfLife: "2027-10-31"),
        RuntimeRelease(runtime: .python, version: "3.10", endOfLife: "2026-10-31"),
        RuntimeRelease(runtime: .java, version: "21", endOfLife: "2029-12-31"),
        RuntimeRelease(runtime: .java, version: "25", endOfLife: "2031-09-30"),
        RuntimeRelease(runtime: .java, version: "17", endOfLife: "2027-10-31"),
    ]
}
