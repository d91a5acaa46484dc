// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Generation
import Kubernetes
import Testing

@Suite struct WorkloadTests {
    private let web = "provides: [{ api: web, version: v1, http: 8080 }]"

    @Test func leavesReplicasToTheAutoscaler() throws {
        let scaled = try RenderedSystem.text(serviceText("web", web + "\nscale: { min: 2, max: 5 }"))
        #expect(try scaled.only("Deployment").value("/spec/replicas") == nil)
        #expect(try scaled.only("HorizontalPodAutoscaler").value("/spec/maxReplicas") == 5)
        let fixed = try RenderedSystem.text(serviceText("web", web + "\nscale: 3"))
        #expect(try fixed.only("Deployment").value("/spec/replicas") == 3)
        #expect(!fixed.has("HorizontalPodAutoscaler"))
        #expect(fixed.has("PodDisruptionBudget"))
        let single = try RenderedSystem.text(serviceText("web", web + "\nscale: 1"))
        #expect(!single.has("PodDisruptionBudget"))
    }

    @Test func runsCronJobsAndJobsWithoutEntryOrScale() throws {
        let cron = try RenderedSystem.text(serviceText("report", "role: cron\nschedule: '0 3 * * *'"))
        let object = try cron.only("CronJob")
        #expect(try object.value("/spec/schedule") == "0 3 * * *")
        #expect(try object.value("/spec/concurrencyPolicy") == "Forbid")
        #expect(try object.value("/spec/jobTemplate/spec/template/spec/restartPolicy") == "Never")
        #expect(object.origin(of: "/spec/schedule")?.text == "'0 3 * * *'")
        for kind in ["Deployment", "Service", "HorizontalPodAutoscaler", "PodDisruptionBudget"] {
            #expect(!cron.has(kind))
        }
        #expect(
            try RenderedSystem.text(serviceText("load", "role: job")).objects.contains {
                $0.object.kind == "Job"
            }
        )
    }

    @Test func givesAChangedJobAnotherName() throws {
        func name(_ tag: String) throws -> String {
            try RenderedSystem.text(serviceText("load", "role: job"), options: KubernetesOptions(tag: tag))
                .only("Job").object.name
        }
        #expect(try name("v1") == name("v1"))
        #expect(try name("v1") != name("v2"))
    }

    @Test func keepsDataOfPodsInAStatefulSet() throws {
        let text = serviceText(
            "index",
            web + "\ndata: [{ name: words, engine: sqlite, size: 5Gi }]\nscale: 2"
        )
        let rendered = try RenderedSystem.text(text)
        let set = try rendered.only("StatefulSet")
        #expect(try set.value("/spec/serviceName") == "index-pods")
        #expect(
            try set.value("/spec/volumeClaimTemplates/0/spec/resources/requests/storage") == "5Gi"
        )
        #expect(try set.pod("/containers/0/volumeMounts/1/mountPath") == "/data/words")
        #expect(try set.pod("/securityContext/fsGroup") != nil)
        #expect(try rendered.only("Service", "index-pods").value("/spec/clusterIP") == "None")
        #expect(set.origin(of: "/spec/volumeClaimTemplates/0/spec")?.text == "5Gi")
        #expect(!rendered.has("Deployment"))
        let cache = try RenderedSystem.text(
            serviceText("index", web + "\ndata: [{ name: words, engine: volume, class: cache }]")
        )
        #expect(!cache.has("StatefulSet"))
        #expect(try cache.only("Deployment").pod("/volumes/1/emptyDir") == .object(JSONObject()))
    }

    @Test func writesPodsThatTheRestrictedStandardAdmits() throws {
        let deployment = try RenderedSystem.text(serviceText("web", web)).only("Deployment")
        #expect(try deployment.pod("/securityContext/runAsNonRoot") == true)
        #expect(try deployment.pod("/securityContext/seccompProfile/type") == "RuntimeDefault")
        let container = "/containers/0/securityContext"
        #expect(try deployment.pod("\(container)/allowPrivilegeEscalation") == false)
        #expect(try deployment.pod("\(container)/capabilities/drop/0") == "ALL")
        #expect(try deployment.pod("\(container)/readOnlyRootFilesystem") == true)
        #expect(try deployment.pod("/automountServiceAccountToken") == false)
        #expect(try deployment.pod("/volumes/0/emptyDir") == .object(JSONObject()))
    }

    @Test func limitsMemoryAndNotCPU() throws {
        let text = serviceText("web", web + "\nrun: { resources: { cpu: 250m, memory: 300Mi } }")
        let deployment = try RenderedSystem.text(text).only("Deployment")
        #expect(try deployment.pod("/containers/0/resources/requests/cpu") == "250m")
        #expect(try deployment.pod("/containers/0/resources/requests/memory") == "300Mi")
        #expect(try deployment.pod("/containers/0/resources/limits") == ["memory": "300Mi"])
    }

    @Test func stopsOnlyAfterTheDrain() throws {
        let text = serviceText("web", web + "\nresilience: { drain: 30s }")
        let deployment = try RenderedSystem.text(text).only("Deployment")
        #expect(try deployment.pod("/containers/0/lifecycle/preStop/sleep/seconds") == 5)
        #expect(try deployment.pod("/terminationGracePeriodSeconds") == 40)
        #expect(deployment.origin(of: "/spec/template/spec/terminationGracePeriodSeconds")?.text == "30s")
    }

    @Test func asksForHealthAsTheServiceSpeaks() throws {
        func probe(_ spec: String) throws -> JSONValue? {
            try RenderedSystem.text(serviceText("web", spec)).only("Deployment").pod(
                "/containers/0/readinessProbe"
            )
        }
        #expect(try probe(web)?["httpGet"] == ["path": "/readyz", "port": "http"])
        #expect(try probe("provides: [{ api: web, version: v1, grpc: 9090 }]")?["grpc"] == ["port": 9090])
        #expect(
            try probe("provides: [{ api: web, version: v1, tcp: 9090 }]")?["tcpSocket"] == ["port": "tcp"]
        )
        #expect(try probe(web + "\nhealth: { ready: off }") == nil)
        #expect(try probe("role: worker") == nil)
    }

    @Test func namesImagesAfterRegistrySystemServiceAndTag() throws {
        let environment = environmentText("prod", "class: production\nregistry: registry.example/team")
        func render(_ options: KubernetesOptions) throws -> RenderedSystem {
            try RenderedSystem.text(
                serviceText("web", web) + environment,
                environment: "prod",
                options: options
            )
        }
        func image(_ options: KubernetesOptions) throws -> (JSONValue?, [String]) {
            let rendered = try render(options)
            let image = try rendered.only("Deployment").pod("/containers/0/image")
            return (image, rendered.output.diagnostics.map(\.id))
        }
        let digest = "sha256:" + String(repeating: "ab", count: 32)
        let tagged = try image(KubernetesOptions(tag: "v1"))
        #expect(tagged.0 == "registry.example/team/default/web:v1")
        #expect(tagged.1 == [])
        let pinned = try image(KubernetesOptions(tag: "latest", digests: ["web": digest]))
        #expect(pinned.0 == .string("registry.example/team/default/web:latest@\(digest)"))
        #expect(pinned.1 == [])
        #expect(try image(KubernetesOptions()).1 == ["moving-tag"])
        #expect(try image(KubernetesOptions(tag: "v1-dirty")).1 == ["moving-tag"])
        let help = try render(KubernetesOptions()).output.diagnostics.map(\.help)
        #expect(help == ["pass `--tag` with a version or a commit"])
    }
}
