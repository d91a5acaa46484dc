// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// How much the business depends on a service; sets the defaults for replicas, SLO and deploy strategy.
package enum Tier: String, Sendable, Hashable, CaseIterable, Comparable {
    case critical
    case high
    case standard
    case low

    /// Orders from `low` to `critical`.
    package static func < (left: Tier, right: Tier) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .low: 0
        case .standard: 1
        case .high: 2
        case .critical: 3
        }
    }
}

/// What kind of workload a service is.
package enum Role: String, Sendable, Hashable, CaseIterable {
    case service
    case gateway
    case bff
    case worker
    case cron
    case job
    case `static`

    /// Whether it runs to an end instead of serving.
    package var runsToCompletion: Bool { self == .cron || self == .job }
}

/// Where a service is in its life.
package enum Lifecycle: String, Sendable, Hashable, CaseIterable {
    case experimental
    case production
    case deprecated
    case retired
}

/// How a port speaks.
package enum WireProtocol: String, Sendable, Hashable, CaseIterable {
    case http
    case grpc
    case tcp
}

/// Who may call an API.
package enum Visibility: String, Sendable, Hashable, CaseIterable {
    case system
    case domain
    case `public`
}

/// How callers of an API prove who they are.
package enum AuthenticationMethod: String, Sendable, Hashable, CaseIterable {
    case oidc
    case jwt
    case mtls
    case apiKey
    case none
}

/// What a caller does when a call that it does not require is not answered.
package enum Fallback: String, Sendable, Hashable, CaseIterable {
    case cache
    case `default`
    case queue
    case skip
}

/// What makes a retry worthwhile.
package enum RetryCondition: String, Sendable, Hashable, CaseIterable {
    case connect
    case timeout
    case reset
    case serverError = "5xx"
    case gatewayError = "gateway-error"
    case unavailable
    case rateLimited = "429"
    case clientError = "4xx"
}

/// What a publisher or broker promises about each event.
package enum Delivery: String, Sendable, Hashable, CaseIterable {
    case atLeastOnce = "at-least-once"
    case atMostOnce = "at-most-once"
    case exactlyOnce = "exactly-once"
}

/// Whether the loss of a store is a loss of data.
package enum StoreClass: String, Sendable, Hashable, CaseIterable {
    case persistent
    case cache
}

/// How a new version replaces the old one.
package enum DeployStrategy: String, Sendable, Hashable, CaseIterable {
    case rolling
    case canary
    case blueGreen
    case recreate
}

/// Who runs the schema migrations of a service.
package enum MigrationPolicy: String, Sendable, Hashable, CaseIterable {
    case job
    case none
}

/// How a patch is applied.
package enum PatchOperation: String, Sendable, Hashable, CaseIterable {
    case merge
    case json6902
}

/// An HTTP method that a route accepts.
package enum HTTPMethod: String, Sendable, Hashable, CaseIterable {
    case get = "GET"
    case head = "HEAD"
    case post = "POST"
    case put = "PUT"
    case patch = "PATCH"
    case delete = "DELETE"
    case options = "OPTIONS"
}

/// How serious an Environment is.
package enum EnvironmentClass: String, Sendable, Hashable, CaseIterable {
    case development
    case staging
    case production
}

/// How an Environment turns a declared store, broker or secret into a real one.
package enum ProvisionMethod: String, Sendable, Hashable, CaseIterable {
    case secret
    case `operator`
    case external
    case bootstrap
    case embedded
}

/// Where the values of secrets come from.
package enum SecretsBackend: String, Sendable, Hashable, CaseIterable {
    case kubernetes
    case externalSecrets = "external-secrets"
    case sops
    case vault
}
