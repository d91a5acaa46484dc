// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Generation
import Kubernetes
import Testing

@Suite struct ConfigurationTests {
    private let web = "provides: [{ api: web, version: v1, http: 8080 }]"

    @Test func tellsCallersWhereToCall() throws {
        let text =
            serviceText("web", web + "\nconsumes: [{ api: items/v2, timeout: 250ms, retries: { max: 2 } }]")
            + serviceText(
                "items",
                "provides: [{ api: items, version: v2, http: { port: 9000, path: /items } }]"
            )
        let data = try RenderedSystem.text(text).only("ConfigMap", nil, of: "web").object["data"]
        #expect(data?["ITEMS_URL"] == "http://items:9000/items")
        #expect(data?["ITEMS_TIMEOUT_MS"] == "250")
        #expect(data?["ITEMS_RETRIES"] == "2")
        #expect(data?["PORT"] == "8080")
    }

    @Test func renamesAConfigMapWithItsContent() throws {
        func name(_ value: String) throws -> String {
            let text = serviceText("web", web + "\nrun: { env: { MODE: \(value) } }")
            return try RenderedSystem.text(text).only("ConfigMap").object.name
        }
        #expect(try name("fast") == name("fast"))
        #expect(try name("fast") != name("slow"))
    }

    @Test func letsTheEnvironmentHaveTheLastWord() throws {
        let text =
            serviceText("web", web + "\nrun: { env: { MODE: fast, LEVEL: info } }")
            + environmentText("test", "overrides: { web: { run: { env: { MODE: slow } } } }")
        let configMap = try RenderedSystem.text(text, environment: "test").only("ConfigMap")
        #expect(try configMap.value("/data/MODE") == "slow")
        #expect(try configMap.value("/data/LEVEL") == "info")
        #expect(configMap.origin(of: "/data/MODE")?.text == "slow")
    }

    @Test func refersToSecretsAndNeverHoldsThem() throws {
        let text =
            serviceText(
                "web",
                web + "\nrun: { secrets: [API_KEY, { name: CERT, path: /certs/tls.crt }] }"
                    + "\ndata: [{ name: orders, engine: postgres }]"
            )
            + environmentText(
                "prod",
                "class: production\nprovision: { postgres: { via: secret, secret: '{service}-{name}-db' } }"
            )
        let rendered = try RenderedSystem.text(text, environment: "prod")
        #expect(!rendered.has("Secret"))
        let deployment = try rendered.only("Deployment")
        #expect(try deployment.pod("/containers/0/envFrom/1/secretRef") == ["name": "web-orders-db"])
        #expect(
            try deployment.pod("/containers/0/env/0")
                == [
                    "name": "API_KEY",
                    "valueFrom": ["secretKeyRef": ["name": "web-secrets", "key": "API_KEY"]],
                ]
        )
        #expect(try deployment.pod("/containers/0/volumeMounts/1/mountPath") == "/certs/tls.crt")
        #expect(try deployment.pod("/volumes/1/secret/secretName") == "web-secrets")
        let pointer = "/spec/template/spec/containers/0/env/0/valueFrom/secretKeyRef"
        #expect(deployment.origin(of: pointer)?.text == "API_KEY")
    }

    @Test func runsWithoutSecretsInDevelopment() throws {
        let deployment = try RenderedSystem.text(serviceText("web", web + "\nrun: { secrets: [API_KEY] }"))
            .only("Deployment")
        #expect(try deployment.pod("/containers/0/env/0/valueFrom/secretKeyRef/optional") == true)
        #expect(try deployment.pod("/containers/0/imagePullPolicy") == "IfNotPresent")
    }

    @Test func ordersSecretsFromAnExternalStore() throws {
        let secrets = "secrets: { via: external-secrets, store: vault }"
        let text =
            serviceText("web", web + "\nrun: { secrets: [API_KEY] }")
            + environmentText("prod", "class: production\n\(secrets)")
            + environmentText("dev", "class: development\n\(secrets)")
        let order = try RenderedSystem.text(text, environment: "prod").only("ExternalSecret")
        #expect(try order.value("/spec/secretStoreRef/name") == "vault")
        #expect(try order.value("/spec/target/name") == "web-secrets")
        #expect(try !RenderedSystem.text(text, environment: "dev").has("ExternalSecret"))
    }

    @Test func mountsConfigurationFiles() throws {
        let text = serviceText("web", web + "\nrun: { config: [conf/app.toml] }")
        let rendered = try RenderedSystem.text(
            text,
            options: KubernetesOptions(tag: "v1", files: ["conf/app.toml": "level = 1\n"])
        )
        let configMap = try #require(rendered.objects.first { $0.object.name.hasPrefix("web-files-") })
        #expect(configMap.object["data"] == ["app.toml": "level = 1\n"])
        let mount = try rendered.only("Deployment").pod("/containers/0/volumeMounts/1")
        #expect(mount?["mountPath"] == "/etc/web/app.toml")
        #expect(mount?["subPath"] == "app.toml")
        let missing = try RenderedSystem.text(text)
        #expect(missing.output.diagnostics.map(\.id) == ["missing-config-file"])
        #expect(missing.output.diagnostics.first?.primary?.span.text == "conf/app.toml")
    }
}
