// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Sandbox
import Testing

/// The everyday verbs of `kubectl`, where there is one.
@Suite(.serialized, .enabled(if: Shell.has("kubectl"))) struct KubectlTests {
    private static let manifest = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, labels: {app: web}}
        spec:
          replicas: 2
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              containers:
                - {name: web, image: "registry.example.com/web:1", env: [{name: A, value: "1"}]}
        """

    private static let list = """
        {"apiVersion":"v1","kind":"List","items":[
        {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"listed"},"data":{"k":"v"}}]}
        """

    /// One thing that people do, and what they then see.
    struct Verb: Sendable, CustomTestStringConvertible {
        var script: String
        var sees: [String]

        var testDescription: String { script }
    }

    static let verbs: [Verb] = [
        Verb(script: "kubectl apply -f web.yaml", sees: ["deployment.apps/web created"]),
        Verb(script: "kubectl apply -f web.yaml", sees: ["deployment.apps/web unchanged"]),
        Verb(
            script: "kubectl rollout status deployment/web --timeout=30s",
            sees: ["successfully rolled out"]
        ),
        Verb(
            script: "sed 's/web:1/web:2/' web.yaml | kubectl diff -f - || test $? = 1",
            sees: ["registry.example.com/web:2"]
        ),
        Verb(
            script: "sed 's/web:1/web:2/' web.yaml | kubectl apply -f -; kubectl rollout status deploy/web",
            sees: ["configured", "successfully rolled out"]
        ), Verb(script: "kubectl rollout history deployment/web", sees: ["REVISION", "2"]),
        Verb(
            script: "kubectl rollout undo deployment/web; kubectl rollout status deploy/web",
            sees: ["rolled back", "successfully rolled out"]
        ),
        Verb(
            script: "kubectl get deploy web -o jsonpath='{.spec.template.spec.containers[0].image}'",
            sees: ["web:1"]
        ),
        Verb(
            script: "kubectl rollout restart deployment/web; kubectl rollout status deploy/web",
            sees: ["restarted", "successfully rolled out"]
        ), Verb(script: "kubectl scale deployment/web --replicas=3", sees: ["scaled"]),
        Verb(
            script: "kubectl wait deployment/web --for=jsonpath='{.status.readyReplicas}'=3 --timeout=30s",
            sees: ["condition met"]
        ),
        Verb(script: "kubectl get deploy,pods -o wide", sees: ["UP-TO-DATE", "NOMINATED NODE", "Running"]),
        Verb(script: "kubectl get deploy web -o yaml", sees: ["kind: Deployment", "readyReplicas: 3"]),
        Verb(script: "kubectl get deploy web -o json", sees: ["\"kind\": \"Deployment\""]),
        Verb(script: "kubectl describe deployment web", sees: ["StrategyType:", "NewReplicaSet:"]),
        Verb(
            script: "kubectl describe pods",
            sees: ["Containers:", "registry.example.com/web:1", "Events:"]
        ),
        Verb(script: "kubectl logs deploy/web", sees: ["web started"]),
        Verb(
            script: "kubectl patch deploy web -p '{\"metadata\":{\"labels\":{\"s\":\"1\"}}}'",
            sees: ["patched"]
        ),
        Verb(
            script: "kubectl patch deploy web --type=merge -p '{\"metadata\":{\"labels\":{\"m\":\"1\"}}}'",
            sees: ["patched"]
        ),
        Verb(
            script:
                "kubectl patch deploy web --type=json -p '[{\"op\":\"remove\",\"path\":\"/metadata/labels/m\"}]'",
            sees: ["patched"]
        ),
        Verb(
            script: "EDITOR='sed -i s/replicas:.3/replicas:\\ 2/' kubectl edit deploy web",
            sees: ["edited"]
        ),
        Verb(script: "kubectl set image deployment/web web=registry.example.com/web:3", sees: ["updated"]),
        Verb(
            script: "kubectl apply --server-side -f web.yaml || true",
            sees: ["conflict", "--force-conflicts"]
        ),
        Verb(
            script: "kubectl apply --server-side --force-conflicts -f web.yaml",
            sees: ["serverside-applied"]
        ),
        Verb(script: "kubectl autoscale deployment web --max=5 --cpu-percent=70", sees: ["web autoscaled"]),
        Verb(script: "kubectl get hpa web", sees: ["Deployment/web", "/70%", "MAXPODS"]),
        Verb(
            script: """
                kubectl get horizontalpodautoscalers.v1.autoscaling web \
                  -o jsonpath='{.spec.targetCPUUtilizationPercentage}'
                """,
            sees: ["70"]
        ), Verb(script: "kubectl get events.events.k8s.io", sees: ["REASON", "ScalingReplicaSet"]),
        Verb(script: "kubectl delete hpa web", sees: ["deleted"]),
        Verb(script: "kubectl auth can-i create deployments", sees: ["yes"]),
        Verb(script: "kubectl auth can-i create deployments --as guest || true", sees: ["no"]),
        Verb(
            script: "kubectl exec deploy/web -- ls || true",
            sees: ["cannot be reached by exec", "logs can be read"]
        ), Verb(script: "kubectl get pv 2>&1", sees: ["No resources found"]),
        Verb(
            script: "kubectl create configmap old --from-literal=k=v --save-config; "
                + "kubectl label configmap old set=x; "
                + "kubectl create configmap new --from-literal=k=v -o yaml --dry-run=client "
                + "| sed 's/name: new/name: new\\n  labels: {set: x}/' | kubectl apply -f - --prune -l set=x",
            sees: ["configmap/new created", "configmap/old pruned"]
        ), Verb(script: "kubectl auth whoami", sees: ["sandbox", "system:masters"]),
        Verb(script: "kubectl explain deployment.spec.replicas", sees: ["replicas", "integer"]),
        Verb(script: "kubectl api-resources", sees: ["deployments", "poddisruptionbudgets"]),
        Verb(script: "kubectl create namespace shop", sees: ["namespace/shop created"]),
        Verb(script: "kubectl create configmap c --from-literal=k=v", sees: ["configmap/c created"]),
        Verb(script: "kubectl get configmap c -o jsonpath='{.data.k}'", sees: ["v"]),
        // A List is checked by the older schemas, and so is what nobody defines.
        Verb(script: "kubectl apply -f list.json", sees: ["configmap/listed created"]),
        Verb(script: "kubectl diff -f list.json; kubectl apply -f list.json", sees: ["listed unchanged"]),
        Verb(
            script: "sed 's/\"data\"/\"dataa\"/' list.json | kubectl apply -f - || true",
            sees: ["unknown field \"dataa\" in io.k8s.api.core.v1.ConfigMap"]
        ),
        Verb(script: "kubectl replace -f list.json", sees: ["configmap/listed replaced"]),
        Verb(
            script: "sed 's/ConfigMap/Gadget/; s|v1\",\"kind\":\"Gadget|example.com/&|' list.json "
                + "| kubectl apply -f - || true",
            sees: ["no matches for kind \"Gadget\" in version \"example.com/v1\""]
        ),
        Verb(script: "kubectl create secret generic s --from-literal=k=v", sees: ["secret/s created"]),
        Verb(script: "kubectl create serviceaccount bot", sees: ["serviceaccount/bot created"]),
        Verb(script: "kubectl create deployment quick --image=img:1 --replicas=0", sees: ["quick created"]),
        Verb(script: "kubectl create job once --image=img:1", sees: ["job.batch/once created"]),
        Verb(script: "kubectl create role r --verb=get --resource=pods", sees: ["r created"]),
        Verb(script: "kubectl create rolebinding b --role=r --user=guest", sees: ["b created"]),
        Verb(script: "kubectl auth can-i get pods --as guest", sees: ["yes"]),
        Verb(
            script: "kubectl create ingress i --rule=example.com/=web:80",
            sees: ["ingress.networking", "created"]
        ),
        Verb(script: "kubectl get ingress i", sees: ["ADDRESS", "example.com"]),
        Verb(script: "kubectl expose deployment web --port=80", sees: ["service/web exposed"]),
        Verb(
            script: "kubectl delete deployment web --cascade=orphan; kubectl get rs -l app=web --no-headers",
            sees: ["deleted", "web-"]
        ),
        Verb(
            script:
                "kubectl apply -f web.yaml; kubectl delete deployment web --cascade=foreground --timeout=30s",
            sees: ["created", "deleted"]
        ),
        Verb(
            script: "kubectl delete deployment quick --cascade=background --timeout=30s; kubectl get deploy",
            sees: ["deleted", "No resources found"]
        ),
    ]

    @Test func doesWhatItDoesWithARealCluster() async throws {
        let shell = Shell()
        defer { shell.remove() }
        shell.write("web.yaml", Self.manifest)
        shell.write("list.json", Self.list)
        try await ListeningSandbox.run { sandbox in
            shell.write("config", SandboxKubeconfig.text(port: sandbox.port))
            for verb in Self.verbs {
                let outcome = await shell.run(verb.script)
                #expect(outcome.status == 0, "\(verb.script)\n\(outcome.text)")
                for text in verb.sees {
                    #expect(outcome.text.contains(text), "\(verb.script)\n\(outcome.text)")
                }
            }
        }
    }
}
