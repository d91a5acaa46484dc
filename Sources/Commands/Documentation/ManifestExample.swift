// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Manifest

/// What a manifest of each kind looks like, for the reference: the three form one system that lint has nothing to say about.
enum ManifestExample {
    /// The text of an example.
    static func text(of kind: ManifestKind) -> String {
        switch kind {
        case .service: service
        case .system: system
        case .environment: environment
        }
    }

    private static let service = """
        # services/orders/msctl.yaml, beside the code
        apiVersion: msctl.dev/v1
        kind: Service
        metadata:
          name: orders
        spec:
          owner: team-sales
          domain: sales
          tier: high                          # decides defaults: replicas, SLO
          build: .                            # or `image: ghcr.io/acme/orders:1.4.0`
          run:
            env: { LOG_LEVEL: info }
            secrets: [SMTP_PASSWORD]          # names; the Environment says where the values are
            resources: { cpu: 200m, memory: 256Mi }
          provides:
            - { api: orders, version: v1, http: 8080, spec: api/openapi.yaml, visibility: public, auth: oidc, rateLimit: 50/s }
          consumes:
            - api: external/acquirer          # declared in the System; APIs of services are `name/version`
              timeout: 600ms                  # for one try
              retries: { max: 1, backoff: 100ms }
              breaker: true
              idempotent: true
          data:
            - { name: orders, engine: postgres, ha: true, migrations: db/migrations, pool: 8 }
          events:
            publishes:
              - { topic: orders.placed, version: v1, schema: events/orders-placed.v1.json, outbox: true }
          expose: { host: orders.example.com, tls: true }
          resilience: { slo: 99.5, deadline: 1500ms }   # the time that an answer may take, tries included
          scale: { min: 3, max: 6, rpsPerReplica: 20 }
        """

    private static let system = """
        # system.msctl.yaml: what the services share
        apiVersion: msctl.dev/v1
        kind: System
        metadata:
          name: shop
        spec:
          domains:
            sales: { owner: team-sales }
          teams:
            team-sales: { contact: "#team-sales", oncall: "https://oncall.example/sales" }
          brokers:
            main: { engine: kafka, availability: 99.95 }
          topics:
            orders.placed: { owner: orders, partitions: 12, retention: 14d }
          external:
            acquirer: { url: "https://api.acquirer.example", kind: saas, availability: 99.9, deadline: 600ms }
          defaults:
            observe: { runbook: "https://runbooks.example/{service}" }
          standards:
            budgets: { syncDepth: 3, retryAmplification: 6, blastRadius: 60% }
        """

    private static let environment = """
        # envs/prod.msctl.yaml: where it runs
        apiVersion: msctl.dev/v1
        kind: Environment
        metadata:
          name: prod
        spec:
          class: production
          system: shop
          cluster: { context: prod-eu1, namespace: shop, zones: 3 }
          registry: ghcr.io/acme
          provision:
            postgres:
              via: secret
              secret: "{service}-postgres"
              maxConnections: 100
              reserved: 10
              backup: { schedule: daily, retention: 30d, encrypted: true }
            kafka: { via: bootstrap, servers: "kafka.shop.svc:9092" }
          secrets: { via: kubernetes }
          overrides:
            orders: { scale: { min: 4 } }
        """
}
