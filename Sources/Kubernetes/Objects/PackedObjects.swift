// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Documents

extension KubernetesObject {
    /// Objects as one run of bytes, for what is kept by the thousand and seldom read.
    package struct Packed: Sendable {
        private let json: PackedJSON

        /// Packs objects; their order is kept.
        package init(_ objects: [KubernetesObject]) {
            json = PackedJSON(.array(objects.map { .object($0.json) }), with: .ofObjects)
        }

        /// The objects, made anew each time.
        package var objects: [KubernetesObject] {
            (json.value.array ?? []).compactMap(\.object).map(KubernetesObject.init(known:))
        }
    }
}

extension PackedJSON.Vocabulary {
    /// Names and values that most objects have, those first that they have most often.
    package static let ofObjects = PackedJSON.Vocabulary(
        """
        apiVersion kind metadata name namespace labels annotations spec status type value key selector
        matchLabels template containers image port ports protocol app.kubernetes.io/name
        app.kubernetes.io/part-of app.kubernetes.io/managed-by msctl msctl.dev/service msctl.dev/applied
        msctl.dev/revision TCP True resources requests limits cpu memory path scheme httpGet replicas
        reason message conditions lastTransitionTime observedGeneration manager operation time fieldsType
        FieldsV1 managedFields uid creationTimestamp generation resourceVersion Apply Update subresource
        env valueFrom secretKeyRef configMapKeyRef Deployment apps/v1 Service ConfigMap Secret
        ServiceAccount NetworkPolicy networking.k8s.io/v1 HorizontalPodAutoscaler autoscaling/v2
        PodDisruptionBudget policy/v1 kube-controller-manager msctl.dev/contact msctl.dev/domain
        msctl.dev/oncall msctl.dev/owner msctl.dev/runbook msctl.dev/hash kubernetes.io/hostname
        containerPort targetPort appProtocol readinessProbe livenessProbe startupProbe periodSeconds
        failureThreshold successThreshold timeoutSeconds initialDelaySeconds lifecycle preStop sleep
        seconds securityContext allowPrivilegeEscalation capabilities drop ALL readOnlyRootFilesystem
        runAsNonRoot runAsUser runAsGroup fsGroup seccompProfile RuntimeDefault imagePullPolicy
        IfNotPresent Always terminationMessagePath /dev/termination-log terminationMessagePolicy File
        volumeMounts mountPath volumes emptyDir tmp /tmp restartPolicy dnsPolicy ClusterFirst
        schedulerName default-scheduler serviceAccount serviceAccountName automountServiceAccountToken
        enableServiceLinks terminationGracePeriodSeconds topologySpreadConstraints topologyKey maxSkew
        whenUnsatisfiable ScheduleAnyway labelSelector matchLabelKeys pod-template-hash envFrom
        configMapRef secretRef optional strategy RollingUpdate rollingUpdate maxSurge maxUnavailable
        progressDeadlineSeconds revisionHistoryLimit minReadySeconds availableReplicas readyReplicas
        updatedReplicas terminatingReplicas lastUpdateTime Available Progressing MinimumReplicasAvailable
        NewReplicaSetAvailable deployment.kubernetes.io/revision clusterIP clusterIPs ClusterIP
        internalTrafficPolicy Cluster ipFamilies IPv4 ipFamilyPolicy SingleStack sessionAffinity None
        loadBalancer http HTTP egress ingress Egress Ingress policyTypes podSelector namespaceSelector
        kubernetes.io/metadata.name from to cidr ipBlock UDP kube-system scaleTargetRef minReplicas
        maxReplicas metrics behavior scaleDown stabilizationWindowSeconds Resource resource target
        Utilization averageUtilization currentMetrics desiredReplicas unhealthyPodEvictionPolicy
        AlwaysAllow currentHealthy desiredHealthy expectedPods disruptionsAllowed DisruptionAllowed
        SufficientPods data immutable prometheus.io/path prometheus.io/port prometheus.io/scrape
        OTEL_SERVICE_NAME OTEL_RESOURCE_ATTRIBUTES PORT true
        """
        .split(whereSeparator: \.isWhitespace).map(String.init)
    )
}
