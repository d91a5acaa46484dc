// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

extension ProtobufSchema {
    /// The messages that clients send, from the `generated.proto` files of Kubernetes 1.36 (k8s.io/api).
    ///
    /// A line is a message and its fields: number, `*` for a list, `%` for a map, `^` for a message whose members
    /// belong to the one around it, name, `=`, type: `s`tring, `i`nteger, `b`oolean, b`y`tes, `d`ouble, `t`ime,
    /// `T` for microseconds, `q`uantity, integer `o`r string, or `:` with the name of a message.
    static let table = """
        core.Namespace 1metadata=:M 2spec=:core.NamespaceSpec
        core.ConfigMap 1metadata=:M 4immutable=b 2%data=s 3%binaryData=y
        core.Secret 1metadata=:M 5immutable=b 2%data=y 4%stringData=s 3type=s
        core.ServiceAccount 1metadata=:M 2*secrets=:core.ObjectReference
          3*imagePullSecrets=:core.LocalObjectReference 4automountServiceAccountToken=b
        core.Service 1metadata=:M 2spec=:core.ServiceSpec
        core.ResourceQuota 1metadata=:M 2spec=:core.ResourceQuotaSpec
        core.Pod 1metadata=:M 2spec=:core.PodSpec
        apps.Deployment 1metadata=:M 2spec=:apps.DeploymentSpec
        batch.Job 1metadata=:M 2spec=:batch.JobSpec
        batch.CronJob 1metadata=:M 2spec=:batch.CronJobSpec
        rbac.Role 1metadata=:M 2*rules=:rbac.PolicyRule
        rbac.RoleBinding 1metadata=:M 2*subjects=:rbac.Subject 3roleRef=:rbac.RoleRef
        rbac.ClusterRole 1metadata=:M 2*rules=:rbac.PolicyRule 3aggregationRule=:rbac.AggregationRule
        rbac.ClusterRoleBinding 1metadata=:M 2*subjects=:rbac.Subject 3roleRef=:rbac.RoleRef
        policy.PodDisruptionBudget 1metadata=:M 2spec=:policy.PodDisruptionBudgetSpec
        policy.Eviction 1metadata=:M 2deleteOptions=:meta.DeleteOptions
        net.Ingress 1metadata=:M 2spec=:net.IngressSpec
        sched.PriorityClass 1metadata=:M 2value=i 3globalDefault=b 4description=s 5preemptionPolicy=s
        scale.Scale 1metadata=:M 2spec=:scale.ScaleSpec
        scale.HorizontalPodAutoscaler 1metadata=:M 2spec=:scale.HorizontalPodAutoscalerSpec
        scale.v1.HorizontalPodAutoscaler 1metadata=:M 2spec=:scale.v1.HorizontalPodAutoscalerSpec
        authz.SelfSubjectAccessReview 1metadata=:M 2spec=:authz.SelfSubjectAccessReviewSpec
        authz.SelfSubjectRulesReview 1metadata=:M 2spec=:authz.SelfSubjectRulesReviewSpec
        authz.SubjectAccessReview 1metadata=:M 2spec=:authz.SubjectAccessReviewSpec
        authz.LocalSubjectAccessReview 1metadata=:M 2spec=:authz.SubjectAccessReviewSpec
        authn.SelfSubjectReview 1metadata=:M
        meta.DeleteOptions 1gracePeriodSeconds=i 2preconditions=:meta.Preconditions 3orphanDependents=b
          4propagationPolicy=s 5*dryRun=s 6ignoreStoreReadErrorWithClusterBreakingPotential=b
        M 1name=s 2generateName=s 3namespace=s 4selfLink=s 5uid=s 6resourceVersion=s 7generation=i
          8creationTimestamp=t 9deletionTimestamp=t 10deletionGracePeriodSeconds=i 11%labels=s
          12%annotations=s 13*ownerReferences=:meta.OwnerReference 14*finalizers=s
        core.NamespaceSpec 1*finalizers=s
        core.ObjectReference 1kind=s 2namespace=s 3name=s 4uid=s 5apiVersion=s 6resourceVersion=s
          7fieldPath=s
        core.LocalObjectReference 1name=s
        core.ServiceSpec 1*ports=:core.ServicePort 2%selector=s 3clusterIP=s 18*clusterIPs=s 4type=s
          5*externalIPs=s 7sessionAffinity=s 8loadBalancerIP=s 9*loadBalancerSourceRanges=s
          10externalName=s 11externalTrafficPolicy=s 12healthCheckNodePort=i 13publishNotReadyAddresses=b
          14sessionAffinityConfig=:core.SessionAffinityConfig 19*ipFamilies=s 17ipFamilyPolicy=s
          20allocateLoadBalancerNodePorts=b 21loadBalancerClass=s 22internalTrafficPolicy=s
          23trafficDistribution=s
        core.ResourceQuotaSpec 1%hard=q 2*scopes=s 3scopeSelector=:core.ScopeSelector
        core.PodSpec 1*volumes=:core.Volume 20*initContainers=:core.Container
          2*containers=:core.Container 3restartPolicy=s 4terminationGracePeriodSeconds=i
          5activeDeadlineSeconds=i 6dnsPolicy=s 7%nodeSelector=s 8serviceAccountName=s 9serviceAccount=s
          21automountServiceAccountToken=b 10nodeName=s 11hostNetwork=b 12hostPID=b 13hostIPC=b
          27shareProcessNamespace=b 14securityContext=:core.PodSecurityContext
          15*imagePullSecrets=:core.LocalObjectReference 16hostname=s 17subdomain=s 19schedulerName=s
          22*tolerations=:core.Toleration 24priorityClassName=s 25priority=i
          28*readinessGates=:core.PodReadinessGate 29runtimeClassName=s 30enableServiceLinks=b
          31preemptionPolicy=s 32%overhead=q 35setHostnameAsFQDN=b 37hostUsers=b
          40resources=:core.ResourceRequirements 41hostnameOverride=s
        apps.DeploymentSpec 1replicas=i 2selector=:meta.LabelSelector 3template=:core.PodTemplateSpec
          4strategy=:apps.DeploymentStrategy 5minReadySeconds=i 6revisionHistoryLimit=i 7paused=b
          9progressDeadlineSeconds=i
        batch.JobSpec 1parallelism=i 2completions=i 3activeDeadlineSeconds=i 7backoffLimit=i
          12backoffLimitPerIndex=i 13maxFailedIndexes=i 4selector=:meta.LabelSelector 5manualSelector=b
          6template=:core.PodTemplateSpec 8ttlSecondsAfterFinished=i 9completionMode=s 10suspend=b
          14podReplacementPolicy=s 15managedBy=s
        batch.CronJobSpec 1schedule=s 8timeZone=s 2startingDeadlineSeconds=i 3concurrencyPolicy=s
          4suspend=b 5jobTemplate=:batch.JobTemplateSpec 6successfulJobsHistoryLimit=i
          7failedJobsHistoryLimit=i
        rbac.PolicyRule 1*verbs=s 2*apiGroups=s 3*resources=s 4*resourceNames=s 5*nonResourceURLs=s
        rbac.Subject 1kind=s 2apiGroup=s 3name=s 4namespace=s
        rbac.RoleRef 1apiGroup=s 2kind=s 3name=s
        rbac.AggregationRule 1*clusterRoleSelectors=:meta.LabelSelector
        policy.PodDisruptionBudgetSpec 1minAvailable=o 2selector=:meta.LabelSelector 3maxUnavailable=o
          4unhealthyPodEvictionPolicy=s
        net.IngressSpec 4ingressClassName=s 1defaultBackend=:net.IngressBackend 2*tls=:net.IngressTLS
          3*rules=:net.IngressRule
        scale.ScaleSpec 1replicas=i
        scale.HorizontalPodAutoscalerSpec 1scaleTargetRef=:scale.CrossVersionObjectReference 2minReplicas=i
          3maxReplicas=i 4*metrics=:scale.MetricSpec 5behavior=:scale.HorizontalPodAutoscalerBehavior
        scale.v1.HorizontalPodAutoscalerSpec 1scaleTargetRef=:scale.CrossVersionObjectReference 2minReplicas=i
          3maxReplicas=i 4targetCPUUtilizationPercentage=i
        scale.CrossVersionObjectReference 1kind=s 2name=s 3apiVersion=s
        scale.MetricSpec 1type=s 2object=:scale.ObjectMetricSource 3pods=:scale.PodsMetricSource
          4resource=:scale.ResourceMetricSource 5external=:scale.ExternalMetricSource
          7containerResource=:scale.ContainerResourceMetricSource
        scale.ObjectMetricSource 1describedObject=:scale.CrossVersionObjectReference
          2target=:scale.MetricTarget 3metric=:scale.MetricIdentifier
        scale.PodsMetricSource 1metric=:scale.MetricIdentifier 2target=:scale.MetricTarget
        scale.ResourceMetricSource 1name=s 2target=:scale.MetricTarget
        scale.ContainerResourceMetricSource 1name=s 2target=:scale.MetricTarget 3container=s
        scale.ExternalMetricSource 1metric=:scale.MetricIdentifier 2target=:scale.MetricTarget
        scale.MetricTarget 1type=s 2value=q 3averageValue=q 4averageUtilization=i
        scale.MetricIdentifier 1name=s 2selector=:meta.LabelSelector
        scale.HorizontalPodAutoscalerBehavior 1scaleUp=:scale.HPAScalingRules
          2scaleDown=:scale.HPAScalingRules
        scale.HPAScalingRules 1selectPolicy=s 2*policies=:scale.HPAScalingPolicy
          3stabilizationWindowSeconds=i 4tolerance=q
        scale.HPAScalingPolicy 1type=s 2value=i 3periodSeconds=i
        authz.SelfSubjectAccessReviewSpec 1resourceAttributes=:authz.ResourceAttributes
          2nonResourceAttributes=:authz.NonResourceAttributes
        authz.SelfSubjectRulesReviewSpec 1namespace=s
        authz.SubjectAccessReviewSpec 1resourceAttributes=:authz.ResourceAttributes
          2nonResourceAttributes=:authz.NonResourceAttributes 3user=s 4*groups=s 5%extra=:authz.ExtraValue
          6uid=s
        meta.Preconditions 1uid=s 2resourceVersion=s
        meta.OwnerReference 5apiVersion=s 1kind=s 3name=s 4uid=s 6controller=b 7blockOwnerDeletion=b
        core.ServicePort 1name=s 2protocol=s 6appProtocol=s 3port=i 4targetPort=o 5nodePort=i
        core.SessionAffinityConfig 1clientIP=:core.ClientIPConfig
        core.ScopeSelector 1*matchExpressions=:core.ScopedResourceSelectorRequirement
        core.Volume 1name=s 2^volumeSource=:core.VolumeSource
        core.Container 1name=s 2image=s 3*command=s 4*args=s 5workingDir=s 6*ports=:core.ContainerPort
          19*envFrom=:core.EnvFromSource 7*env=:core.EnvVar 8resources=:core.ResourceRequirements
          24restartPolicy=s 9*volumeMounts=:core.VolumeMount 10livenessProbe=:core.Probe
          11readinessProbe=:core.Probe 22startupProbe=:core.Probe 12lifecycle=:core.Lifecycle
          13terminationMessagePath=s 20terminationMessagePolicy=s 14imagePullPolicy=s
          15securityContext=:core.SecurityContext 16stdin=b 17stdinOnce=b 18tty=b
        core.PodSecurityContext 1seLinuxOptions=:core.SELinuxOptions 2runAsUser=i 6runAsGroup=i
          3runAsNonRoot=b 4*supplementalGroups=i 12supplementalGroupsPolicy=s 5fsGroup=i
          7*sysctls=:core.Sysctl 9fsGroupChangePolicy=s 10seccompProfile=:core.SeccompProfile
          11appArmorProfile=:core.AppArmorProfile 13seLinuxChangePolicy=s
        core.Toleration 1key=s 2operator=s 3value=s 4effect=s 5tolerationSeconds=i
        core.PodReadinessGate 1conditionType=s
        core.ResourceRequirements 1%limits=q 2%requests=q 3*claims=:core.ResourceClaim
        meta.LabelSelector 1%matchLabels=s 2*matchExpressions=:meta.LabelSelectorRequirement
        core.PodTemplateSpec 1metadata=:M 2spec=:core.PodSpec
        apps.DeploymentStrategy 1type=s 2rollingUpdate=:apps.RollingUpdateDeployment
        batch.JobTemplateSpec 1metadata=:M 2spec=:batch.JobSpec
        net.IngressBackend 4service=:net.IngressServiceBackend 3resource=:core.TypedLocalObjectReference
        net.IngressTLS 1*hosts=s 2secretName=s
        net.IngressRule 1host=s 2^ingressRuleValue=:net.IngressRuleValue
        authz.ResourceAttributes 1namespace=s 2verb=s 3group=s 4version=s 5resource=s 6subresource=s
          7name=s 8fieldSelector=:authz.FieldSelectorAttributes
          9labelSelector=:authz.LabelSelectorAttributes
        authz.NonResourceAttributes 1path=s 2verb=s
        authz.ExtraValue 1*items=s
        core.ClientIPConfig 1timeoutSeconds=i
        core.ScopedResourceSelectorRequirement 1scopeName=s 2operator=s 3*values=s
        core.VolumeSource 1hostPath=:core.HostPathVolumeSource 2emptyDir=:core.EmptyDirVolumeSource
          6secret=:core.SecretVolumeSource 10persistentVolumeClaim=:core.PersistentVolumeClaimVolumeSource
          16downwardAPI=:core.DownwardAPIVolumeSource 19configMap=:core.ConfigMapVolumeSource
          26projected=:core.ProjectedVolumeSource
        core.ContainerPort 1name=s 2hostPort=i 3containerPort=i 4protocol=s 5hostIP=s
        core.EnvFromSource 1prefix=s 2configMapRef=:core.ConfigMapEnvSource
          3secretRef=:core.SecretEnvSource
        core.EnvVar 1name=s 2value=s 3valueFrom=:core.EnvVarSource
        core.VolumeMount 1name=s 2readOnly=b 7recursiveReadOnly=s 3mountPath=s 4subPath=s
          5mountPropagation=s 6subPathExpr=s
        core.Probe 1^handler=:core.ProbeHandler 2initialDelaySeconds=i 3timeoutSeconds=i
          4periodSeconds=i 5successThreshold=i 6failureThreshold=i 7terminationGracePeriodSeconds=i
        core.Lifecycle 1postStart=:core.LifecycleHandler 2preStop=:core.LifecycleHandler 3stopSignal=s
        core.SecurityContext 1capabilities=:core.Capabilities 2privileged=b
          3seLinuxOptions=:core.SELinuxOptions 4runAsUser=i 8runAsGroup=i 5runAsNonRoot=b
          6readOnlyRootFilesystem=b 7allowPrivilegeEscalation=b 9procMount=s
          11seccompProfile=:core.SeccompProfile 12appArmorProfile=:core.AppArmorProfile
        core.SELinuxOptions 1user=s 2role=s 3type=s 4level=s
        core.Sysctl 1name=s 2value=s
        core.SeccompProfile 1type=s 2localhostProfile=s
        core.AppArmorProfile 1type=s 2localhostProfile=s
        core.ResourceClaim 1name=s 2request=s
        meta.LabelSelectorRequirement 1key=s 2operator=s 3*values=s
        apps.RollingUpdateDeployment 1maxUnavailable=o 2maxSurge=o
        net.IngressServiceBackend 1name=s 2port=:net.ServiceBackendPort
        core.TypedLocalObjectReference 1apiGroup=s 2kind=s 3name=s
        net.IngressRuleValue 1http=:net.HTTPIngressRuleValue
        authz.FieldSelectorAttributes 1rawSelector=s 2*requirements=:meta.FieldSelectorRequirement
        authz.LabelSelectorAttributes 1rawSelector=s 2*requirements=:meta.LabelSelectorRequirement
        core.HostPathVolumeSource 1path=s 2type=s
        core.EmptyDirVolumeSource 1medium=s 2sizeLimit=q
        core.SecretVolumeSource 1secretName=s 2*items=:core.KeyToPath 3defaultMode=i 4optional=b
        core.PersistentVolumeClaimVolumeSource 1claimName=s 2readOnly=b
        core.DownwardAPIVolumeSource 1*items=:core.DownwardAPIVolumeFile 2defaultMode=i
        core.ConfigMapVolumeSource 1^localObjectReference=:core.LocalObjectReference
          2*items=:core.KeyToPath 3defaultMode=i 4optional=b
        core.ProjectedVolumeSource 1*sources=:core.VolumeProjection 2defaultMode=i
        core.ConfigMapEnvSource 1^localObjectReference=:core.LocalObjectReference 2optional=b
        core.SecretEnvSource 1^localObjectReference=:core.LocalObjectReference 2optional=b
        core.EnvVarSource 1fieldRef=:core.ObjectFieldSelector
          2resourceFieldRef=:core.ResourceFieldSelector 3configMapKeyRef=:core.ConfigMapKeySelector
          4secretKeyRef=:core.SecretKeySelector 5fileKeyRef=:core.FileKeySelector
        core.ProbeHandler 1exec=:core.ExecAction 2httpGet=:core.HTTPGetAction
          3tcpSocket=:core.TCPSocketAction 4grpc=:core.GRPCAction
        core.LifecycleHandler 1exec=:core.ExecAction 2httpGet=:core.HTTPGetAction
          3tcpSocket=:core.TCPSocketAction 4sleep=:core.SleepAction
        core.Capabilities 1*add=s 2*drop=s
        net.ServiceBackendPort 1name=s 2number=i
        net.HTTPIngressRuleValue 1*paths=:net.HTTPIngressPath
        meta.FieldSelectorRequirement 1key=s 2operator=s 3*values=s
        core.KeyToPath 1key=s 2path=s 3mode=i
        core.DownwardAPIVolumeFile 1path=s 2fieldRef=:core.ObjectFieldSelector
          3resourceFieldRef=:core.ResourceFieldSelector 4mode=i
        core.VolumeProjection 1secret=:core.SecretProjection 2downwardAPI=:core.DownwardAPIProjection
          3configMap=:core.ConfigMapProjection 4serviceAccountToken=:core.ServiceAccountTokenProjection
          5clusterTrustBundle=:core.ClusterTrustBundleProjection
          6podCertificate=:core.PodCertificateProjection
        core.ObjectFieldSelector 1apiVersion=s 2fieldPath=s
        core.ResourceFieldSelector 1containerName=s 2resource=s 3divisor=q
        core.ConfigMapKeySelector 1^localObjectReference=:core.LocalObjectReference 2key=s 3optional=b
        core.SecretKeySelector 1^localObjectReference=:core.LocalObjectReference 2key=s 3optional=b
        core.FileKeySelector 1volumeName=s 2path=s 3key=s 4optional=b
        core.ExecAction 1*command=s
        core.HTTPGetAction 1path=s 2port=o 3host=s 4scheme=s 5*httpHeaders=:core.HTTPHeader
        core.TCPSocketAction 1port=o 2host=s
        core.GRPCAction 1port=i 2service=s
        core.SleepAction 1seconds=i
        net.HTTPIngressPath 1path=s 3pathType=s 2backend=:net.IngressBackend
        core.SecretProjection 1^localObjectReference=:core.LocalObjectReference 2*items=:core.KeyToPath
          4optional=b
        core.DownwardAPIProjection 1*items=:core.DownwardAPIVolumeFile
        core.ConfigMapProjection 1^localObjectReference=:core.LocalObjectReference
          2*items=:core.KeyToPath 4optional=b
        core.ServiceAccountTokenProjection 1audience=s 2expirationSeconds=i 3path=s
        core.ClusterTrustBundleProjection 1name=s 2signerName=s 3labelSelector=:meta.LabelSelector
          5optional=b 4path=s
        core.PodCertificateProjection 1signerName=s 2keyType=s 3maxExpirationSeconds=i
          4credentialBundlePath=s 5keyPath=s 6certificateChainPath=s 7%userAnnotations=s
        core.HTTPHeader 1name=s 2value=s
        """
}
