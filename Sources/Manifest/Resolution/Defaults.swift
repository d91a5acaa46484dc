// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// The values that hold when nobody says otherwise.
package enum ManifestDefaults {
    /// The fewest replicas of a tier; only `low` has to do without a spare one.
    package static func replicas(_ tier: Tier) -> Int {
        switch tier {
        case .critical: 3
        case .high, .standard: 2
        case .low: 1
        }
    }

    /// What is usual for a tier; `nil` for `low`, which promises nothing.
    package static func slo(_ tier: Tier) -> Percentage? {
        switch tier {
        case .critical: Percentage(percent: 99.95)
        case .high: Percentage(percent: 99.9)
        case .standard: Percentage(percent: 99.5)
        case .low: nil
        }
    }

    /// How a tier rolls out: only what is critical goes step by step.
    package static func strategy(_ tier: Tier) -> DeployStrategy { tier == .critical ? .canary : .rolling }

    /// The share of the requested cpu that scaling aims at.
    package static let cpuTarget = Percentage(percent: 70)
    /// The shares of traffic on the new version of a canary, in order.
    package static let canarySteps = [
        Percentage(percent: 10), Percentage(percent: 50), Percentage(percent: 100),
    ]
    /// The wait after each step of a canary.
    package static let canaryPause: Duration = .seconds(300)
    /// How many revisions that worked are kept besides the one in place.
    package static let history = 5
    /// How long a rollout may take, which is also the progress deadline of a Deployment.
    package static let rolloutTimeout: Duration = .seconds(600)
    /// How long the process finishes its work after the signal to stop.
    package static let drain: Duration = .seconds(10)
    /// The user id of the process: `nonroot` of the distroless images.
    package static let user = 65532
    /// The cpu reserved for a service that does not say: a tenth of a core.
    package static let cpu = WrittenQuantity.literal("100m", thousandths: 100)

    /// What a runtime needs: memory and the time to start.
    package static func footprint(of runtime: String?) -> (memory: WrittenQuantity, startup: Duration) {
        switch runtime {
        case "java", "kotlin": (.literal("512Mi", thousandths: (512 << 20) * 1000), .seconds(120))
        case "go", "rust", "swift", "static":
            (.literal("128Mi", thousandths: (128 << 20) * 1000), .seconds(10))
        default: (.literal("256Mi", thousandths: (256 << 20) * 1000), .seconds(30))
        }
    }
}

extension WrittenQuantity {
    /// An amount that is known to be well formed.
    static func literal(_ text: String, thousandths: Int64) -> WrittenQuantity {
        WrittenQuantity(verbatim: text, thousandths: thousandths)
    }
}
