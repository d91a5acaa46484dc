// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

// swift-format-ignore-file
// Written by Scripts/update-field-table; do not edit.

extension FieldTable {
    /// The fields of a Kubernetes 1.36.2 API server, in the format that ``init(parsing:)`` reads.
    static let kubernetes = #"""
kind apps/v1 ControllerRevision apps.v1.ControllerRevision
kind apps/v1 DaemonSet apps.v1.DaemonSet
kind apps/v1 Deployment apps.v1.Deployment
kind apps/v1 ReplicaSet apps.v1.ReplicaSet
kind apps/v1 StatefulSet apps.v1.StatefulSet
kind authentication.k8s.io/v1 SelfSubjectReview authentication.v1.SelfSubjectReview
kind authentication.k8s.io/v1 TokenReview authentication.v1.TokenReview
kind authorization.k8s.io/v1 SelfSubjectAccessReview authorization.v1.SelfSubjectAccessReview
kind authorization.k8s.io/v1 SelfSubjectRulesReview authorization.v1.SelfSubjectRulesReview
kind autoscaling/v2 HorizontalPodAutoscaler autoscaling.v2.HorizontalPodAutoscaler
kind batch/v1 CronJob batch.v1.CronJob
kind batch/v1 Job batch.v1.Job
kind coordination.k8s.io/v1 Lease coordination.v1.Lease
kind discovery.k8s.io/v1 EndpointSlice discovery.v1.EndpointSlice
kind networking.k8s.io/v1 Ingress networking.v1.Ingress
kind networking.k8s.io/v1 IngressClass networking.v1.IngressClass
kind networking.k8s.io/v1 NetworkPolicy networking.v1.NetworkPolicy
kind policy/v1 PodDisruptionBudget policy.v1.PodDisruptionBudget
kind rbac.authorization.k8s.io/v1 ClusterRole rbac.v1.ClusterRole
kind rbac.authorization.k8s.io/v1 ClusterRoleBinding rbac.v1.ClusterRoleBinding
kind rbac.authorization.k8s.io/v1 Role rbac.v1.Role
kind rbac.authorization.k8s.io/v1 RoleBinding rbac.v1.RoleBinding
kind scheduling.k8s.io/v1 PriorityClass scheduling.v1.PriorityClass
kind storage.k8s.io/v1 StorageClass storage.v1.StorageClass
kind v1 ConfigMap core.v1.ConfigMap
kind v1 Endpoints core.v1.Endpoints
kind v1 Event core.v1.Event
kind v1 LimitRange core.v1.LimitRange
kind v1 Namespace core.v1.Namespace
kind v1 Node core.v1.Node
kind v1 PersistentVolumeClaim core.v1.PersistentVolumeClaim
kind v1 Pod core.v1.Pod
kind v1 PodTemplate core.v1.PodTemplate
kind v1 ResourceQuota core.v1.ResourceQuota
kind v1 Secret core.v1.Secret
kind v1 Service core.v1.Service
kind v1 ServiceAccount core.v1.ServiceAccount
apis.meta.v1.Condition lastTransitionTime:t! message:s! observedGeneration:l reason:s! status:s! type:s!
apis.meta.v1.FieldSelectorRequirement key:s! operator:s! values:[s]
apis.meta.v1.LabelSelector~ matchExpressions:[>apis.meta.v1.LabelSelectorRequirement] matchLabels:{s}
apis.meta.v1.LabelSelectorRequirement key:s! operator:s! values:[s]
apis.meta.v1.ManagedFieldsEntry apiVersion:s fieldsType:s fieldsV1:? manager:s operation:s subresource:s time:t
apis.meta.v1.ObjectMeta annotations:{s} creationTimestamp:t deletionGracePeriodSeconds:l deletionTimestamp:t finalizers:[s]#^merge generateName:s generation:l labels:{s} managedFields:[>apis.meta.v1.ManagedFieldsEntry] name:s namespace:s ownerReferences:[>apis.meta.v1.OwnerReference]@uid^merge*uid resourceVersion:s selfLink:s uid:s
apis.meta.v1.OwnerReference~ apiVersion:s! blockOwnerDeletion:b controller:b kind:s! name:s! uid:s!
apps.v1.ControllerRevision apiVersion:s data:? kind:s metadata:>apis.meta.v1.ObjectMeta revision:l!
apps.v1.DaemonSet apiVersion:s kind:s metadata:>apis.meta.v1.ObjectMeta spec:>apps.v1.DaemonSetSpec status:>apps.v1.DaemonSetStatus
apps.v1.DaemonSetCondition lastTransitionTime:t message:s reason:s status:s! type:s!
apps.v1.DaemonSetSpec minReadySeconds:i revisionHistoryLimit:i selector:>apis.meta.v1.LabelSelector! template:>core.v1.PodTemplateSpec! updateStrategy:>apps.v1.DaemonSetUpdateStrategy
apps.v1.DaemonSetStatus collisionCount:i conditions:[>apps.v1.DaemonSetCondition]@type^merge*type currentNumberScheduled:i! desiredNumberScheduled:i! numberAvailable:i numberMisscheduled:i! numberReady:i! numberUnavailable:i observedGeneration:l updatedNumberScheduled:i
apps.v1.DaemonSetUpdateStrategy rollingUpdate:>apps.v1.RollingUpdateDaemonSet type:s=OnDelete|RollingUpdate
apps.v1.Deployment apiVersion:s kind:s metadata:>apis.meta.v1.ObjectMeta spec:>apps.v1.DeploymentSpec status:>apps.v1.DeploymentStatus
apps.v1.DeploymentCondition lastTransitionTime:t lastUpdateTime:t message:s reason:s status:s! type:s!
apps.v1.DeploymentSpec minReadySeconds:i paused:b progressDeadlineSeconds:i replicas:i revisionHistoryLimit:i selector:>apis.meta.v1.LabelSelector! strategy:>apps.v1.DeploymentStrategy^retainKeys template:>core.v1.PodTemplateSpec!
apps.v1.DeploymentStatus availableReplicas:i collisionCount:i conditions:[>apps.v1.DeploymentCondition]@type^merge*type observedGeneration:l readyReplicas:i replicas:i terminatingReplicas:i unavailableReplicas:i updatedReplicas:i
apps.v1.DeploymentStrategy rollingUpdate:>apps.v1.RollingUpdateDeployment type:s=Recreate|RollingUpdate
apps.v1.ReplicaSet apiVersion:s kind:s metadata:>apis.meta.v1.ObjectMeta spec:>apps.v1.ReplicaSetSpec status:>apps.v1.ReplicaSetStatus
apps.v1.ReplicaSetCondition lastTransitionTime:t message:s reason:s status:s! type:s!
apps.v1.ReplicaSetSpec minReadySeconds:i replicas:i selector:>apis.meta.v1.LabelSelector! template:>core.v1.PodTemplateSpec
apps.v1.ReplicaSetStatus availableReplicas:i conditions:[>apps.v1.ReplicaSetCondition]@type^merge*type fullyLabeledReplicas:i observedGeneration:l readyReplicas:i replicas:i! terminatingReplicas:i
apps.v1.RollingUpdateDaemonSet maxSurge:x maxUnavailable:x
apps.v1.RollingUpdateDeployment maxSurge:x maxUnavailable:x
apps.v1.RollingUpdateStatefulSetStrategy maxUnavailable:x partition:i
apps.v1.StatefulSet apiVersion:s kind:s metadata:>apis.meta.v1.ObjectMeta spec:>apps.v1.StatefulSetSpec status:>apps.v1.StatefulSetStatus
apps.v1.StatefulSetCondition lastTransitionTime:t message:s reason:s status:s! type:s!
apps.v1.StatefulSetOrdinals start:i
apps.v1.StatefulSetPersistentVolumeClaimRetentionPolicy whenDeleted:s whenScaled:s
apps.v1.StatefulSetSpec minReadySeconds:i ordinals:>apps.v1.StatefulSetOrdinals persistentVolumeClaimRetentionPolicy:>apps.v1.StatefulSetPersistentVolumeClaimRetentionPolicy podManagementPolicy:s=OrderedReady|Parallel replicas:i revisionHistoryLimit:i selector:>apis.meta.v1.LabelSelector! serviceName:s template:>core.v1.PodTemplateSpec! updateStrategy:>apps.v1.StatefulSetUpdateStrategy volumeClaimTemplates:[>core.v1.PersistentVolumeClaim]
apps.v1.StatefulSetStatus availableReplicas:i collisionCount:i conditions:[>apps.v1.StatefulSetCondition]@type^merge*type currentReplicas:i currentRevision:s observedGeneration:l readyReplicas:i replicas:i! updateRevision:s updatedReplicas:i
apps.v1.StatefulSetUpdateStrategy rollingUpdate:>apps.v1.RollingUpdateStatefulSetStrategy type:s=OnDelete|RollingUpdate
authentication.v1.SelfSubjectReview apiVersion:s kind:s metadata:>apis.meta.v1.ObjectMeta status:>authentication.v1.SelfSubjectReviewStatus
authentication.v1.SelfSubjectReviewStatus userInfo:>authentication.v1.UserInfo
authentication.v1.TokenReview apiVersion:s kind:s metadata:>apis.meta.v1.ObjectMeta spec:>authentication.v1.TokenReviewSpec! status:>authentication.v1.TokenReviewStatus
authentication.v1.TokenReviewSpec audiences:[s] token:s!
authentication.v1.TokenReviewStatus audiences:[s] authenticated:b error:s user:>authentication.v1.UserInfo
authentication.v1.UserInfo extra:{[s]} groups:[s] uid:s username:s
authorization.v1.FieldSelectorAttributes rawSelector:s requirements:[>apis.meta.v1.FieldSelectorRequirement]
authorization.v1.LabelSelectorAttributes rawSelector:s requirements:[>apis.meta.v1.LabelSelectorRequirement]
authorization.v1.NonResourceAttributes path:s verb:s
authorization.v1.NonResourceRule nonResourceURLs:[s] verbs:[s]!
authorization.v1.ResourceAttributes fieldSelector:>authorization.v1.FieldSelectorAttributes group:s labelSelector:>authorization.v1.LabelSelectorAttributes name:s namespace:s resource:s subresource:s verb:s version:s
authorization.v1.ResourceRule apiGroups:[s] resourceNames:[s] resources:[s] verbs:[s]!
authorization.v1.SelfSubjectAccessReview apiVersion:s kind:s metadata:>apis.meta.v1.ObjectMeta spec:>authorization.v1.SelfSubjectAccessReviewSpec! status:>authorization.v1.SubjectAccessReviewStatus
authorization.v1.SelfSubjectAccessReviewSpec nonResourceAttributes:>authorization.v1.NonResourceAttributes resourceAttributes:>authorization.v1.ResourceAttributes
authorization.v1.SelfSubjectRulesReview apiVersion:s kind:s metadata:>apis.meta.v1.ObjectMeta spec:>authorization.v1.SelfSubjectRulesReviewSpec! status:>authorization.v1.SubjectRulesReviewStatus
authorization.v1.SelfSubjectRulesReviewSpec namespace:s
authorization.v1.SubjectAccessReviewStatus allowed:b! denied:b evaluationError:s reason:s
authorization.v1.SubjectRulesReviewStatus evaluationError:s incomplete:b! nonResourceRules:[>authorization.v1.NonResourceRule]! resourceRules:[>authorization.v1.ResourceRule]!
autoscaling.v2.ContainerResourceMetricSource container:s! name:s! target:>autoscaling.v2.MetricTarget!
autoscaling.v2.ContainerResourceMetricStatus container:s! current:>autoscaling.v2.MetricValueStatus! name:s!
autoscaling.v2.CrossVersionObjectReference apiVersion:s kind:s! name:s!
autoscaling.v2.ExternalMetricSource metric:>autoscaling.v2.MetricIdentifier! target:>autoscaling.v2.MetricTarget!
autoscaling.v2.ExternalMetricStatus current:>autoscaling.v2.MetricValueStatus! metric:>autoscaling.v2.MetricIdentifier!
autoscaling.v2.HPAScalingPolicy periodSeconds:i! type:s! value:i!
autoscaling.v2.HPAScalingRules policies:[>autoscaling.v2.HPAScalingPolicy] selectPolicy:s stabilizationWindowSeconds:i tolerance:q
autoscaling.v2.HorizontalPodAutoscaler apiVersion:s kind:s metadata:>apis.meta.v1.ObjectMeta spec:>autoscaling.v2.HorizontalPodAutoscalerSpec! status:>autoscaling.v2.HorizontalPodAutoscalerStatus
autoscaling.v2.HorizontalPodAutoscalerBehavior scaleDown:>autoscaling.v2.HPAScalingRules scaleUp:>autoscaling.v2.HPAScalingRules
autoscaling.v2.HorizontalPodAutoscalerCondition lastTransitionTime:t message:s reason:s status:s! type:s!
autoscaling.v2.HorizontalPodAutoscalerSpec behavior:>autoscaling.v2.HorizontalPodAutoscalerBehavior maxReplicas:i! metrics:[>autoscaling.v2.MetricSpec] minReplicas:i scaleTargetRef:>autoscaling.v2.CrossVersionObjectReference!
autoscaling.v2.HorizontalPodAutoscalerStatus conditions:[>autoscaling.v2.HorizontalPodAutoscalerCondition]@type^merge*type currentMetrics:[>autoscaling.v2.MetricStatus] currentReplicas:i desiredReplicas:i! lastScaleTime:t observedGeneration:l
autoscaling.v2.MetricIdentifier name:s! selector:>apis.meta.v1.LabelSelector
autoscaling.v2.MetricSpec containerResource:>autoscaling.v2.ContainerResourceMetricSource external:>autoscaling.v2.ExternalMetricSource object:>autoscaling.v2.ObjectMetricSource pods:>autoscaling.v2.PodsMetricSource resource:>autoscaling.v2.ResourceMetricSource type:s!
autoscaling.v2.MetricStatus containerResource:>autoscaling.v2.ContainerResourceMetricStatus external:>autoscaling.v2.ExternalMetricStatus object:>autoscaling.v2.ObjectMetricStatus pods:>autoscaling.v2.PodsMetricStatus resource:>autoscaling.v2.ResourceMetricStatus type:s!
autoscaling.v2.MetricTarget averageUtilization:i averageValue:q type:s! value:q
autoscaling.v2.MetricValueStatus averageUtilization:i averageValue:q value:q
autoscaling.v2.ObjectMetricSource describedObject:>autoscaling.v2.CrossVersionObjectReference! metric:>autoscaling.v2.MetricIdentifier! target:>autoscaling.v2.MetricTarget!
autoscaling.v2.ObjectMetricStatus current:>autoscaling.v2.MetricValueStatus! describedObject:>autoscaling.v2.CrossVersionObjectReference! metric:>autoscaling.v2.MetricIdentifier!
autoscaling.v2.PodsMetricSource metric:>autoscaling.v2.MetricIdentifier! target:>autoscaling.v2.MetricTarget!
autoscaling.v2.PodsMetricStatus current:>autoscaling.v2.MetricValueStatus! metric:>autoscaling.v2.MetricIdentifier!
autoscaling.v2.ResourceMetricSource name:s! target:>autoscaling.v2.MetricTarget!
autoscaling.v2.ResourceMetricStatus current:>autoscaling.v2.MetricValueStatus! name:s!
batch.v1.CronJob apiVersion:s kind:s metadata:>apis.meta.v1.ObjectMeta spec:>batch.v1.CronJobSpec! status:>batch.v1.CronJobStatus
batch.v1.CronJobSpec concurrencyPolicy:s=Allow|Forbid|Replace failedJobsHistoryLimit:i jobTemplate:>batch.v1.JobTemplateSpec! schedule:s! startingDeadlineSeconds:l successfulJobsHistoryLimit:i suspend:b timeZone:s
batch.v1.CronJobStatus active:[>core.v1.ObjectReference] lastScheduleTime:t lastSuccessfulTime:t
batch.v1.Job apiVersion:s kind:s metadata:>apis.meta.v1.ObjectMeta spec:>batch.v1.JobSpec status:>batch.v1.JobStatus
batch.v1.JobCondition lastProbeTime:t lastTransitionTime:t message:s reason:s status:s! type:s!
batch.v1.JobSpec activeDeadlineSeconds:l backoffLimit:i backoffLimitPerIndex:i completionMode:s=Indexed|NonIndexed completions:i managedBy:s manualSelector:b maxFailedIndexes:i parallelism:i podFailurePolicy:>batch.v1.PodFailurePolicy podReplacementPolicy:s=Failed|TerminatingOrFailed selector:>apis.meta.v1.LabelSelector successPolicy:>batch.v1.SuccessPolicy suspend:b template:>core.v1.PodTemplateSpec! ttlSecondsAfterFinished:i
batch.v1.JobStatus active:i completedIndexes:s completionTime:t conditions:[>batch.v1.JobCondition]^merge*type failed:i failedIndexes:s ready:i startTime:t succeeded:i terminating:i uncountedTerminatedPods:>batch.v1.UncountedTerminatedPods
batch.v1.JobTemplateSpec metadata:>apis.meta.v1.ObjectMeta spec:>batch.v1.JobSpec
batch.v1.PodFailurePolicy rules:[>batch.v1.PodFailurePolicyRule]!
batch.v1.PodFailurePolicyOnExitCodesRequirement containerName:s operator:s=In|NotIn! values:[i]#!
batch.v1.PodFailurePolicyOnPodConditionsPattern status:s type:s!
batch.v1.PodFailurePolicyRule action:s=Count|FailIndex|FailJob|Ignore! onExitCodes:>batch.v1.PodFailurePolicyOnExitCodesRequirement onPodConditions:[>batch.v1.PodFailurePolicyOnPodConditionsPattern]
batch.v1.SuccessPolicy rules:[>batch.v1.SuccessPolicyRule]!
batch.v1.SuccessPolicyRule succeededCount:i succeededIndexes:s
batch.v1.UncountedTerminatedPods failed:[s]# succeeded:[s]#
coordination.v1.Lease apiVersion:s kind:s metadata:>apis.meta.v1.ObjectMeta spec:>coordination.v1.LeaseSpec
coordination.v1.LeaseSpec acquireTime:m holderIdentity:s leaseDurationSeconds:i leaseTransitions:i preferredHolder:s renewTime:m strategy:s
core.v1.AWSElasticBlockStoreVolumeSource fsType:s partition:i readOnly:b volumeID:s!
core.v1.Affinity nodeAffinity:>core.v1.NodeAffinity podAffinity:>core.v1.PodAffinity podAntiAffinity:>core.v1.PodAntiAffinity
core.v1.AppArmorProfile localhostProfile:s type:s=Localhost|RuntimeDefault|Unconfined!
core.v1.AttachedVolume devicePath:s! name:s!
core.v1.AzureDiskVolumeSource cachingMode:s=None|ReadOnly|ReadWrite/ReadWrite diskName:s! diskURI:s! fsType:s/ext4 kind:s=Dedicated|Managed|Shared/Shared readOnly:b
core.v1.AzureFileVolumeSource readOnly:b secretName:s! shareName:s!
core.v1.CSIVolumeSource driver:s! fsType:s nodePublishSecretRef:>core.v1.LocalObjectReference readOnly:b volumeAttributes:{s}
core.v1.Capabilities add:[s] drop:[s]
core.v1.CephFSVolumeSource monitors:[s]! path:s readOnly:b secretFile:s secretRef:>core.v1.LocalObjectReference user:s
core.v1.CinderVolumeSource fsType:s readOnly:b secretRef:>core.v1.LocalObjectReference volumeID:s!
core.v1.ClientIPConfig timeoutSeconds:i
core.v1.ClusterTrustBundleProjection labelSelector:>apis.meta.v1.LabelSelector name:s optional:b path:s! signerName:s
core.v1.ConfigMap apiVersion:s binaryData:{y} data:{s} immutable:b kind:s metadata:>apis.meta.v1.ObjectMeta
core.v1.ConfigMapEnvSource name:s optional:b
core.v1.ConfigMapKeySelector~ key:s! name:s optional:b
core.v1.ConfigMapNodeConfigSource kubeletConfigKey:s! name:s! namespace:s! resourceVersion:s uid:s
core.v1.ConfigMapProjection items:[>core.v1.KeyToPath] name:s optional:b
core.v1.ConfigMapVolumeSource defaultMode:i items:[>core.v1.KeyToPath] name:s optional:b
core.v1.Container args:[s] command:[s] env:[>core.v1.EnvVar]@name^merge*name envFrom:[>core.v1.EnvFromSource] image:s imagePullPolicy:s=Always|IfNotPresent|Never lifecycle:>core.v1.Lifecycle livenessProbe:>core.v1.Probe name:s! ports:[>core.v1.ContainerPort]@containerPort,protocol^merge*containerPort readinessProbe:>core.v1.Probe resizePolicy:[>core.v1.ContainerResizePolicy] resources:>core.v1.ResourceRequirements restartPolicy:s restartPolicyRules:[>core.v1.ContainerRestartRule] securityContext:>core.v1.SecurityContext startupProbe:>core.v1.Probe stdin:b stdinOnce:b terminationMessagePath:s terminationMessagePolicy:s=FallbackToLogsOnError|File tty:b volumeDevices:[>core.v1.VolumeDevice]@devicePath^merge*devicePath volumeMounts:[>core.v1.VolumeMount]@mountPath^merge*mountPath workingDir:s
core.v1.ContainerExtendedResourceRequest containerName:s! requestName:s! resourceName:s!
core.v1.ContainerImage names:[s] sizeBytes:l
core.v1.ContainerPort containerPort:i! hostIP:s hostPort:i name:s protocol:s=SCTP|TCP|UDP/TCP
core.v1.ContainerResizePolicy resourceName:s! restartPolicy:s!
core.v1.ContainerRestartRule action:s! exitCodes:>core.v1.ContainerRestartRuleOnExitCodes
core.v1.ContainerRestartRuleOnExitCodes operator:s! values:[i]#
core.v1.ContainerState running:>core.v1.ContainerStateRunning terminated:>core.v1.ContainerStateTerminated waiting:>core.v1.ContainerStateWaiting
core.v1.ContainerStateRunning startedAt:t
core.v1.ContainerStateTerminated containerID:s exitCode:i! finishedAt:t message:s reason:s signal:i startedAt:t
core.v1.ContainerStateWaiting message:s reason:s
core.v1.ContainerStatus allocatedResources:{q} allocatedResourcesStatus:[>core.v1.ResourceStatus]@name^merge*name containerID:s image:s! imageID:s! lastState:>core.v1.ContainerState name:s! ready:b! resources:>core.v1.ResourceRequirements restartCount:i! started:b state:>core.v1.ContainerState stopSignal:s=SIGABRT|SIGALRM|SIGBUS|SIGCHLD|SIGCLD|SIGCONT|SIGFPE|SIGHUP|SIGILL|SIGINT|SIGIO|SIGIOT|SIGKILL|SIGPIPE|SIGPOLL|SIGPROF|SIGPWR|SIGQUIT|SIGRTMAX|SIGRTMAX-1|SIGRTMAX-10|SIGRTMAX-11|SIGRTMAX-12|SIGRTMAX-13|SIGRTMAX-14|SIGRTMAX-2|SIGRTMAX-3|SIGRTMAX-4|SIGRTMAX-5|SIGRTMAX-6|SIGRTMAX-7|SIGRTMAX-8|SIGRTMAX-9|SIGRTMIN|SIGRTMIN+1|SIGRTMIN+10|SIGRTMIN+11|SIGRTMIN+12|SIGRTMIN+13|SIGRTMIN+14|SIGRTMIN+15|SIGRTMIN+2|SIGRTMIN+3|SIGRTMIN+4|SIGRTMIN+5|SIGRTMIN+6|SIGRTMIN+7|SIGRTMIN+8|SIGRTMIN+9|SIGSEGV|SIGSTKFLT|SIGSTOP|SIGSYS|SIGTERM|SIGTRAP|SIGTSTP|SIGTTIN|SIGTTOU|SIGURG|SIGUSR1|SIGUSR2|SIGVTALRM|SIGWINCH|SIGXCPU|SIGXFSZ user:>core.v1.ContainerUser volumeMounts:[>core.v1.VolumeMountStatus]@mountPath^merge*mountPath
core.v1.ContainerUser linux:>core.v1.LinuxContainerUser
core.v1.DaemonEndpoint Port:i!
core.v1.DownwardAPIProjection items:[>core.v1.DownwardAPIVolumeFile]
core.v1.DownwardAPIVolumeFile fieldRef:>core.v1.ObjectFieldSelector mode:i path:s! resourceFieldRef:>core.v1.ResourceFieldSelector
core.v1.DownwardAPIVolumeSource defaultMode:i items:[>core.v1.DownwardAPIVolumeFile]
core.v1.EmptyDirVolumeSource medium:s sizeLimit:q
core.v1.EndpointAddress~ hostname:s ip:s! nodeName:s targetRef:>core.v1.ObjectReference
core.v1.EndpointPort~ appProtocol:s name:s port:i! protocol:s=SCTP|TCP|UDP
core.v1.EndpointSubset addresses:[>core.v1.EndpointAddress] notReadyAddresses:[>core.v1.EndpointAddress] ports:[>core.v1.EndpointPort]
core.v1.Endpoints apiVersion:s kind:s metadata:>apis.meta.v1.ObjectMeta subsets:[>core.v1.EndpointSubset]
core.v1.EnvFromSource configMapRef:>core.v1.ConfigMapEnvSource prefix:s secretRef:>core.v1.SecretEnvSource
core.v1.EnvVar name:s! value:s valueFrom:>core.v1.EnvVarSource
core.v1.EnvVarSource configMapKeyRef:>core.v1.ConfigMapKeySelector fieldRef:>core.v1.ObjectFieldSelector fileKeyRef:>core.v1.FileKeySelector resourceFieldRef:>core.v1.ResourceFieldSelector secretKeyRef:>core.v1.SecretKeySelector
core.v1.EphemeralContainer args:[s] command:[s] env:[>core.v1.EnvVar]@name^merge*name envFrom:[>core.v1.EnvFromSource] image:s imagePullPolicy:s=Always|IfNotPresent|Never lifecycle:>core.v1.Lifecycle livenessProbe:>core.v1.Probe name:s! ports:[>core.v1.ContainerPort]@containerPort,protocol^merge*containerPort readinessProbe:>core.v1.Probe resizePolicy:[>core.v1.ContainerResizePolicy] resources:>core.v1.ResourceRequirements restartPolicy:s restartPolicyRules:[>core.v1.ContainerRestartRule] securityContext:>core.v1.SecurityContext startupProbe:>core.v1.Probe stdin:b stdinOnce:b targetContainerName:s terminationMessagePath:s terminationMessagePolicy:s=FallbackToLogsOnError|File tty:b volumeDevices:[>core.v1.VolumeDevice]@devicePath^merge*devicePath volumeMounts:[>core.v1.VolumeMount]@mountPath^merge*mountPath workingDir:s
core.v1.EphemeralVolumeSource volumeClaimTemplate:>core.v1.PersistentVolumeClaimTemplate
core.v1.Event action:s apiVersion:s count:i eventTime:m firstTimestamp:t involvedObject:>core.v1.ObjectReference! kind:s lastTimestamp:t message:s metadata:>apis.meta.v1.ObjectMeta! reason:s related:>core.v1.ObjectReference reportingComponent:s reportingInstance:s series:>core.v1.EventSeries source:>core.v1.EventSource type:s
core.v1.EventSeries count:i lastObservedTime:m
core.v1.EventSource component:s host:s
core.v1.ExecAction command:[s]
core.v1.FCVolumeSource fsType:s lun:i readOnly:b targetWWNs:[s] wwids:[s]
core.v1.FileKeySelector~ key:s! optional:b path:s! volumeName:s!
core.v1.FlexVolumeSource driver:s! fsType:s options:{s} readOnly:b secretRef:>core.v1.LocalObjectReference
core.v1.FlockerVolumeSource datasetName:s datasetUUID:s
core.v1.GCEPersistentDiskVolumeSource fsType:s partition:i pdName:s! readOnly:b
core.v1.GRPCAction port:i! service:s
core.v1.GitRepoVolumeSource directory:s repository:s! revision:s
core.v1.GlusterfsVolumeSource endpoints:s! path:s! readOnly:b
core.v1.HTTPGetAction host:s httpHeaders:[>core.v1.HTTPHeader] path:s port:x! scheme:s=HTTP|HTTPS
core.v1.HTTPHeader name:s! value:s!
core.v1.HostAlias hostnames:[s] ip:s!
core.v1.HostIP ip:s!
core.v1.HostPathVolumeSource path:s! type:s=|BlockDevice|CharDevice|Directory|DirectoryOrCreate|File|FileOrCreate|Socket
core.v1.ISCSIVolumeSource chapAuthDiscovery:b chapAuthSession:b fsType:s initiatorName:s iqn:s! iscsiInterface:s/default lun:i! portals:[s] readOnly:b secretRef:>core.v1.LocalObjectReference targetPortal:s!
core.v1.ImageVolumeSource pullPolicy:s=Always|IfNotPresent|Never reference:s
core.v1.ImageVolumeStatus imageRef:s!
core.v1.KeyToPath key:s! mode:i path:s!
core.v1.Lifecycle postStart:>core.v1.LifecycleHandler preStop:>core.v1.LifecycleHandler stopSignal:s=SIGABRT|SIGALRM|SIGBUS|SIGCHLD|SIGCLD|SIGCONT|SIGFPE|SIGHUP|SIGILL|SIGINT|SIGIO|SIGIOT|SIGKILL|SIGPIPE|SIGPOLL|SIGPROF|SIGPWR|SIGQUIT|SIGRTMAX|SIGRTMAX-1|SIGRTMAX-10|SIGRTMAX-11|SIGRTMAX-12|SIGRTMAX-13|SIGRTMAX-14|SIGRTMAX-2|SIGRTMAX-3|SIGRTMAX-4|SIGRTMAX-5|SIGRTMAX-6|SIGRTMAX-7|SIGRTMAX-8|SIGRTMAX-9|SIGRTMIN|SIGRTMIN+1|SIGRTMIN+10|SIGRTMIN+11|SIGRTMIN+12|SIGRTMIN+13|SIGRTMIN+14|SIGRTMIN+15|SIGRTMIN+2|SIGRTMIN+3|SIGRTMIN+4|SIGRTMIN+5|SIGRTMIN+6|SIGRTMIN+7|SIGRTMIN+8|SIGRTMIN+9|SIGSEGV|SIGSTKFLT|SIGSTOP|SIGSYS|SIGTERM|SIGTRAP|SIGTSTP|SIGTTIN|SIGTTOU|SIGURG|SIGUSR1|SIGUSR2|SIGVTALRM|SIGWINCH|SIGXCPU|SIGXFSZ
core.v1.LifecycleHandler exec:>core.v1.ExecAction httpGet:>core.v1.HTTPGetAction sleep:>core.v1.SleepAction tcpSocket:>core.v1.TCPSocketAction
core.v1.LimitRange apiVersion:s kind:s metadata:>apis.meta.v1.ObjectMeta spec:>core.v1.LimitRangeSpec
core.v1.LimitRangeItem default:{q} defaultRequest:{q} max:{q} maxLimitRequestRatio:{q} min:{q} type:s!
core.v1.LimitRangeSpec limits:[>core.v1.LimitRangeItem]!
core.v1.LinuxContainerUser gid:l! supplementalGroups:[l] uid:l!
core.v1.LoadBalancerIngress hostname:s ip:s ipMode:s ports:[>core.v1.PortStatus]
core.v1.LoadBalancerStatus ingress:[>core.v1.LoadBalancerIngress]
core.v1.LocalObjectReference~ name:s
core.v1.ModifyVolumeStatus status:s=InProgress|Infeasible|Pending! targetVolumeAttributesClassName:s
core.v1.NFSVolumeSource path:s! readOnly:b server:s!
core.v1.Namespace apiVersion:s kind:s metadata:>apis.meta.v1.ObjectMeta spec:>core.v1.NamespaceSpec status:>core.v1.NamespaceStatus
core.v1.NamespaceCondition lastTransitionTime:t message:s reason:s status:s! type:s!
core.v1.NamespaceSpec finalizers:[s]
core.v1.NamespaceStatus conditions:[>core.v1.NamespaceCondition]@type^merge*type phase:s=Active|Terminating
core.v1.Node apiVersion:s kind:s metadata:>apis.meta.v1.ObjectMeta spec:>core.v1.NodeSpec status:>core.v1.NodeStatus
core.v1.NodeAddress address:s! type:s!
core.v1.NodeAffinity preferredDuringSchedulingIgnoredDuringExecution:[>core.v1.PreferredSchedulingTerm] requiredDuringSchedulingIgnoredDuringExecution:>core.v1.NodeSelector
core.v1.NodeAllocatableResourceClaimStatus containers:[s]# resourceClaimName:s! resources:{q}!
core.v1.NodeCondition lastHeartbeatTime:t lastTransitionTime:t message:s reason:s status:s! type:s!
core.v1.NodeConfigSource configMap:>core.v1.ConfigMapNodeConfigSource
core.v1.NodeConfigStatus active:>core.v1.NodeConfigSource assigned:>core.v1.NodeConfigSource error:s lastKnownGood:>core.v1.NodeConfigSource
core.v1.NodeDaemonEndpoints kubeletEndpoint:>core.v1.DaemonEndpoint
core.v1.NodeFeatures supplementalGroupsPolicy:b
core.v1.NodeRuntimeHandler features:>core.v1.NodeRuntimeHandlerFeatures name:s
core.v1.NodeRuntimeHandlerFeatures recursiveReadOnlyMounts:b userNamespaces:b
core.v1.NodeSelector~ nodeSelectorTerms:[>core.v1.NodeSelectorTerm]!
core.v1.NodeSelectorRequirement key:s! operator:s=DoesNotExist|Exists|Gt|In|Lt|NotIn! values:[s]
core.v1.NodeSelectorTerm~ matchExpressions:[>core.v1.NodeSelectorRequirement] matchFields:[>core.v1.NodeSelectorRequirement]
core.v1.NodeSpec configSource:>core.v1.NodeConfigSource externalID:s podCIDR:s podCIDRs:[s]#^merge providerID:s taints:[>core.v1.Taint] unschedulable:b
core.v1.NodeStatus addresses:[>core.v1.NodeAddress]@type^merge*type allocatable:{q} capacity:{q} conditions:[>core.v1.NodeCondition]@type^merge*type config:>core.v1.NodeConfigStatus daemonEndpoints:>core.v1.NodeDaemonEndpoints declaredFeatures:[s] features:>core.v1.NodeFeatures images:[>core.v1.ContainerImage] nodeInfo:>core.v1.NodeSystemInfo phase:s=Pending|Running|Terminated runtimeHandlers:[>core.v1.NodeRuntimeHandler] volumesAttached:[>core.v1.AttachedVolume] volumesInUse:[s]
core.v1.NodeSwapStatus capacity:l
core.v1.NodeSystemInfo architecture:s! bootID:s! containerRuntimeVersion:s! kernelVersion:s! kubeProxyVersion:s! kubeletVersion:s! machineID:s! operatingSystem:s! osImage:s! swap:>core.v1.NodeSwapStatus systemUUID:s!
core.v1.ObjectFieldSelector~ apiVersion:s fieldPath:s!
core.v1.ObjectReference~ apiVersion:s fieldPath:s kind:s name:s namespace:s resourceVersion:s uid:s
core.v1.PersistentVolumeClaim apiVersion:s kind:s metadata:>apis.meta.v1.ObjectMeta spec:>core.v1.PersistentVolumeClaimSpec status:>core.v1.PersistentVolumeClaimStatus
core.v1.PersistentVolumeClaimCondition lastProbeTime:t lastTransitionTime:t message:s reason:s status:s! type:s!
core.v1.PersistentVolumeClaimSpec accessModes:[s] dataSource:>core.v1.TypedLocalObjectReference dataSourceRef:>core.v1.TypedObjectReference resources:>core.v1.VolumeResourceRequirements selector:>apis.meta.v1.LabelSelector storageClassName:s volumeAttributesClassName:s volumeMode:s=Block|Filesystem volumeName:s
core.v1.PersistentVolumeClaimStatus accessModes:[s] allocatedResourceStatuses:{s} allocatedResources:{q} capacity:{q} conditions:[>core.v1.PersistentVolumeClaimCondition]@type^merge*type currentVolumeAttributesClassName:s modifyVolumeStatus:>core.v1.ModifyVolumeStatus phase:s=Bound|Lost|Pending
core.v1.PersistentVolumeClaimTemplate metadata:>apis.meta.v1.ObjectMeta spec:>core.v1.PersistentVolumeClaimSpec!
core.v1.PersistentVolumeClaimVolumeSource claimName:s! readOnly:b
core.v1.PhotonPersistentDiskVolumeSource fsType:s pdID:s!
core.v1.Pod apiVersion:s kind:s metadata:>apis.meta.v1.ObjectMeta spec:>core.v1.PodSpec status:>core.v1.PodStatus
core.v1.PodAffinity preferredDuringSchedulingIgnoredDuringExecution:[>core.v1.WeightedPodAffinityTerm] requiredDuringSchedulingIgnoredDuringExecution:[>core.v1.PodAffinityTerm]
core.v1.PodAffinityTerm labelSelector:>apis.meta.v1.LabelSelector matchLabelKeys:[s] mismatchLabelKeys:[s] namespaceSelector:>apis.meta.v1.LabelSelector namespaces:[s] topologyKey:s!
core.v1.PodAntiAffinity preferredDuringSchedulingIgnoredDuringExecution:[>core.v1.WeightedPodAffinityTerm] requiredDuringSchedulingIgnoredDuringExecution:[>core.v1.PodAffinityTerm]
core.v1.PodCertificateProjection certificateChainPath:s credentialBundlePath:s keyPath:s keyType:s! maxExpirationSeconds:i signerName:s! userAnnotations:{s}
core.v1.PodCondition lastProbeTime:t lastTransitionTime:t message:s observedGeneration:l reason:s status:s! type:s!
core.v1.PodDNSConfig nameservers:[s] options:[>core.v1.PodDNSConfigOption] searches:[s]
core.v1.PodDNSConfigOption name:s value:s
core.v1.PodExtendedResourceClaimStatus requestMappings:[>core.v1.ContainerExtendedResourceRequest]! resourceClaimName:s!
core.v1.PodIP ip:s!
core.v1.PodOS name:s!
core.v1.PodReadinessGate conditionType:s!
core.v1.PodResourceClaim name:s! resourceClaimName:s resourceClaimTemplateName:s
core.v1.PodResourceClaimStatus name:s! resourceClaimName:s
core.v1.PodSchedulingGate name:s!
core.v1.PodSchedulingGroup podGroupName:s
core.v1.PodSecurityContext appArmorProfile:>core.v1.AppArmorProfile fsGroup:l fsGroupChangePolicy:s=Always|OnRootMismatch runAsGroup:l runAsNonRoot:b runAsUser:l seLinuxChangePolicy:s seLinuxOptions:>core.v1.SELinuxOptions seccompProfile:>core.v1.SeccompProfile supplementalGroups:[l] supplementalGroupsPolicy:s=Merge|Strict sysctls:[>core.v1.Sysctl] windowsOptions:>core.v1.WindowsSecurityContextOptions
core.v1.PodSpec activeDeadlineSeconds:l affinity:>core.v1.Affinity automountServiceAccountToken:b containers:[>core.v1.Container]@name^merge*name! dnsConfig:>core.v1.PodDNSConfig dnsPolicy:s=ClusterFirst|ClusterFirstWithHostNet|Default|None enableServiceLinks:b ephemeralContainers:[>core.v1.EphemeralContainer]@name^merge*name hostAliases:[>core.v1.HostAlias]@ip^merge*ip hostIPC:b hostNetwork:b hostPID:b hostUsers:b hostname:s hostnameOverride:s imagePullSecrets:[>core.v1.LocalObjectReference]@name^merge*name initContainers:[>core.v1.Container]@name^merge*name nodeName:s nodeSelector:{s}~ os:>core.v1.PodOS overhead:{q} preemptionPolicy:s=Never|PreemptLowerPriority priority:i priorityClassName:s readinessGates:[>core.v1.PodReadinessGate] resourceClaims:[>core.v1.PodResourceClaim]@name^merge+retainKeys*name resources:>core.v1.ResourceRequirements restartPolicy:s=Always|Never|OnFailure runtimeClassName:s schedulerName:s schedulingGates:[>core.v1.PodSchedulingGate]@name^merge*name schedulingGroup:>core.v1.PodSchedulingGroup securityContext:>core.v1.PodSecurityContext serviceAccount:s serviceAccountName:s setHostnameAsFQDN:b shareProcessNamespace:b subdomain:s terminationGracePeriodSeconds:l tolerations:[>core.v1.Toleration] topologySpreadConstraints:[>core.v1.TopologySpreadConstraint]@topologyKey,whenUnsatisfiable^merge*topologyKey volumes:[>core.v1.Volume]@name^merge+retainKeys*name
core.v1.PodStatus allocatedResources:{q} conditions:[>core.v1.PodCondition]@type^merge*type containerStatuses:[>core.v1.ContainerStatus] ephemeralContainerStatuses:[>core.v1.ContainerStatus] extendedResourceClaimStatus:>core.v1.PodExtendedResourceClaimStatus hostIP:s hostIPs:[>core.v1.HostIP]^merge*ip initContainerStatuses:[>core.v1.ContainerStatus] message:s nodeAllocatableResourceClaimStatuses:[>core.v1.NodeAllocatableResourceClaimStatus] nominatedNodeName:s observedGeneration:l phase:s=Failed|Pending|Running|Succeeded|Unknown podIP:s podIPs:[>core.v1.PodIP]@ip^merge*ip qosClass:s=BestEffort|Burstable|Guaranteed reason:s resize:s resourceClaimStatuses:[>core.v1.PodResourceClaimStatus]@name^merge+retainKeys*name resources:>core.v1.ResourceRequirements startTime:t
core.v1.PodTemplate apiVersion:s kind:s metadata:>apis.meta.v1.ObjectMeta template:>core.v1.PodTemplateSpec
core.v1.PodTemplateSpec metadata:>apis.meta.v1.ObjectMeta spec:>core.v1.PodSpec
core.v1.PortStatus error:s port:i! protocol:s=SCTP|TCP|UDP!
core.v1.PortworxVolumeSource fsType:s readOnly:b volumeID:s!
core.v1.PreferredSchedulingTerm preference:>core.v1.NodeSelectorTerm! weight:i!
core.v1.Probe exec:>core.v1.ExecAction failureThreshold:i grpc:>core.v1.GRPCAction httpGet:>core.v1.HTTPGetAction initialDelaySeconds:i periodSeconds:i successThreshold:i tcpSocket:>core.v1.TCPSocketAction terminationGracePeriodSeconds:l timeoutSeconds:i
core.v1.ProjectedVolumeSource defaultMode:i sources:[>core.v1.VolumeProjection]
core.v1.QuobyteVolumeSource group:s readOnly:b registry:s! tenant:s user:s volume:s!
core.v1.RBDVolumeSource fsType:s image:s! keyring:s//etc/ceph/keyring monitors:[s]! pool:s/rbd readOnly:b secretRef:>core.v1.LocalObjectReference user:s/admin
core.v1.ResourceClaim name:s! request:s
core.v1.ResourceFieldSelector~ containerName:s divisor:q resource:s!
core.v1.ResourceHealth health:s message:s resourceID:s!
core.v1.ResourceQuota apiVersion:s kind:s metadata:>apis.meta.v1.ObjectMeta spec:>core.v1.ResourceQuotaSpec status:>core.v1.ResourceQuotaStatus
core.v1.ResourceQuotaSpec hard:{q} scopeSelector:>core.v1.ScopeSelector scopes:[s]
core.v1.ResourceQuotaStatus hard:{q} used:{q}
core.v1.ResourceRequirements claims:[>core.v1.ResourceClaim]@name limits:{q} requests:{q}
core.v1.ResourceStatus name:s! resources:[>core.v1.ResourceHealth]@resourceID
core.v1.SELinuxOptions level:s role:s type:s user:s
core.v1.ScaleIOVolumeSource fsType:s/xfs gateway:s! protectionDomain:s readOnly:b secretRef:>core.v1.LocalObjectReference! sslEnabled:b storageMode:s/ThinProvisioned storagePool:s system:s! volumeName:s
core.v1.ScopeSelector~ matchExpressions:[>core.v1.ScopedResourceSelectorRequirement]
core.v1.ScopedResourceSelectorRequirement operator:s=DoesNotExist|Exists|In|NotIn! scopeName:s=BestEffort|CrossNamespacePodAffinity|NotBestEffort|NotTerminating|PriorityClass|Terminating|VolumeAttributesClass! values:[s]
core.v1.SeccompProfile localhostProfile:s type:s=Localhost|RuntimeDefault|Unconfined!
core.v1.Secret apiVersion:s data:{y} immutable:b kind:s metadata:>apis.meta.v1.ObjectMeta stringData:{s} type:s
core.v1.SecretEnvSource name:s optional:b
core.v1.SecretKeySelector~ key:s! name:s optional:b
core.v1.SecretProjection items:[>core.v1.KeyToPath] name:s optional:b
core.v1.SecretVolumeSource defaultMode:i items:[>core.v1.KeyToPath] optional:b secretName:s
core.v1.SecurityContext allowPrivilegeEscalation:b appArmorProfile:>core.v1.AppArmorProfile capabilities:>core.v1.Capabilities privileged:b procMount:s=Default|Unmasked readOnlyRootFilesystem:b runAsGroup:l runAsNonRoot:b runAsUser:l seLinuxOptions:>core.v1.SELinuxOptions seccompProfile:>core.v1.SeccompProfile windowsOptions:>core.v1.WindowsSecurityContextOptions
core.v1.Service apiVersion:s kind:s metadata:>apis.meta.v1.ObjectMeta spec:>core.v1.ServiceSpec status:>core.v1.ServiceStatus
core.v1.ServiceAccount apiVersion:s automountServiceAccountToken:b imagePullSecrets:[>core.v1.LocalObjectReference] kind:s metadata:>apis.meta.v1.ObjectMeta secrets:[>core.v1.ObjectReference]@name^merge*name
core.v1.ServiceAccountTokenProjection audience:s expirationSeconds:l path:s!
core.v1.ServicePort appProtocol:s name:s nodePort:i port:i! protocol:s=SCTP|TCP|UDP/TCP targetPort:x
core.v1.ServiceSpec allocateLoadBalancerNodePorts:b clusterIP:s clusterIPs:[s] externalIPs:[s] externalName:s externalTrafficPolicy:s=Cluster|Local healthCheckNodePort:i internalTrafficPolicy:s=Cluster|Local ipFamilies:[s] ipFamilyPolicy:s=PreferDualStack|RequireDualStack|SingleStack loadBalancerClass:s loadBalancerIP:s loadBalancerSourceRanges:[s] ports:[>core.v1.ServicePort]@port,protocol^merge*port publishNotReadyAddresses:b selector:{s}~ sessionAffinity:s=ClientIP|None sessionAffinityConfig:>core.v1.SessionAffinityConfig trafficDistribution:s type:s=ClusterIP|ExternalName|LoadBalancer|NodePort
core.v1.ServiceStatus conditions:[>apis.meta.v1.Condition]@type^merge*type loadBalancer:>core.v1.LoadBalancerStatus
core.v1.SessionAffinityConfig clientIP:>core.v1.ClientIPConfig
core.v1.SleepAction seconds:l!
core.v1.StorageOSVolumeSource fsType:s readOnly:b secretRef:>core.v1.LocalObjectReference volumeName:s volumeNamespace:s
core.v1.Sysctl name:s! value:s!
core.v1.TCPSocketAction host:s port:x!
core.v1.Taint effect:s=NoExecute|NoSchedule|PreferNoSchedule! key:s! timeAdded:t value:s
core.v1.Toleration effect:s=NoExecute|NoSchedule|PreferNoSchedule key:s operator:s=Equal|Exists|Gt|Lt tolerationSeconds:l value:s
core.v1.TopologySelectorLabelRequirement key:s! values:[s]!
core.v1.TopologySelectorTerm~ matchLabelExpressions:[>core.v1.TopologySelectorLabelRequirement]
core.v1.TopologySpreadConstraint labelSelector:>apis.meta.v1.LabelSelector matchLabelKeys:[s] maxSkew:i! minDomains:i nodeAffinityPolicy:s=Honor|Ignore nodeTaintsPolicy:s=Honor|Ignore topologyKey:s! whenUnsatisfiable:s=DoNotSchedule|ScheduleAnyway!
core.v1.TypedLocalObjectReference~ apiGroup:s kind:s! name:s!
core.v1.TypedObjectReference apiGroup:s kind:s! name:s! namespace:s
core.v1.Volume awsElasticBlockStore:>core.v1.AWSElasticBlockStoreVolumeSource azureDisk:>core.v1.AzureDiskVolumeSource azureFile:>core.v1.AzureFileVolumeSource cephfs:>core.v1.CephFSVolumeSource cinder:>core.v1.CinderVolumeSource configMap:>core.v1.ConfigMapVolumeSource csi:>core.v1.CSIVolumeSource downwardAPI:>core.v1.DownwardAPIVolumeSource emptyDir:>core.v1.EmptyDirVolumeSource ephemeral:>core.v1.EphemeralVolumeSource fc:>core.v1.FCVolumeSource flexVolume:>core.v1.FlexVolumeSource flocker:>core.v1.FlockerVolumeSource gcePersistentDisk:>core.v1.GCEPersistentDiskVolumeSource gitRepo:>core.v1.GitRepoVolumeSource glusterfs:>core.v1.GlusterfsVolumeSource hostPath:>core.v1.HostPathVolumeSource image:>core.v1.ImageVolumeSource iscsi:>core.v1.ISCSIVolumeSource name:s! nfs:>core.v1.NFSVolumeSource persistentVolumeClaim:>core.v1.PersistentVolumeClaimVolumeSource photonPersistentDisk:>core.v1.PhotonPersistentDiskVolumeSource portworxVolume:>core.v1.PortworxVolumeSource projected:>core.v1.ProjectedVolumeSource quobyte:>core.v1.QuobyteVolumeSource rbd:>core.v1.RBDVolumeSource scaleIO:>core.v1.ScaleIOVolumeSource secret:>core.v1.SecretVolumeSource storageos:>core.v1.StorageOSVolumeSource vsphereVolume:>core.v1.VsphereVirtualDiskVolumeSource
core.v1.VolumeDevice devicePath:s! name:s!
core.v1.VolumeMount mountPath:s! mountPropagation:s=Bidirectional|HostToContainer|None name:s! readOnly:b recursiveReadOnly:s subPath:s subPathExpr:s
core.v1.VolumeMountStatus mountPath:s! name:s! readOnly:b recursiveReadOnly:s volumeStatus:>core.v1.VolumeStatus
core.v1.VolumeProjection clusterTrustBundle:>core.v1.ClusterTrustBundleProjection configMap:>core.v1.ConfigMapProjection downwardAPI:>core.v1.DownwardAPIProjection podCertificate:>core.v1.PodCertificateProjection secret:>core.v1.SecretProjection serviceAccountToken:>core.v1.ServiceAccountTokenProjection
core.v1.VolumeResourceRequirements limits:{q} requests:{q}
core.v1.VolumeStatus image:>core.v1.ImageVolumeStatus
core.v1.VsphereVirtualDiskVolumeSource fsType:s storagePolicyID:s storagePolicyName:s volumePath:s!
core.v1.WeightedPodAffinityTerm podAffinityTerm:>core.v1.PodAffinityTerm! weight:i!
core.v1.WindowsSecurityContextOptions gmsaCredentialSpec:s gmsaCredentialSpecName:s hostProcess:b runAsUserName:s
discovery.v1.Endpoint addresses:[s]#! conditions:>discovery.v1.EndpointConditions deprecatedTopology:{s} hints:>discovery.v1.EndpointHints hostname:s nodeName:s targetRef:>core.v1.ObjectReference zone:s
discovery.v1.EndpointConditions ready:b serving:b terminating:b
discovery.v1.EndpointHints forNodes:[>discovery.v1.ForNode] forZones:[>discovery.v1.ForZone]
discovery.v1.EndpointPort~ appProtocol:s name:s port:i protocol:s=SCTP|TCP|UDP
discovery.v1.EndpointSlice addressType:s=FQDN|IPv4|IPv6! apiVersion:s endpoints:[>discovery.v1.Endpoint] kind:s metadata:>apis.meta.v1.ObjectMeta ports:[>discovery.v1.EndpointPort]
discovery.v1.ForNode name:s!
discovery.v1.ForZone name:s!
networking.v1.HTTPIngressPath backend:>networking.v1.IngressBackend! path:s pathType:s=Exact|ImplementationSpecific|Prefix!
networking.v1.HTTPIngressRuleValue paths:[>networking.v1.HTTPIngressPath]!
networking.v1.IPBlock cidr:s! except:[s]
networking.v1.Ingress apiVersion:s kind:s metadata:>apis.meta.v1.ObjectMeta spec:>networking.v1.IngressSpec status:>networking.v1.IngressStatus
networking.v1.IngressBackend resource:>core.v1.TypedLocalObjectReference service:>networking.v1.IngressServiceBackend
networking.v1.IngressClass apiVersion:s kind:s metadata:>apis.meta.v1.ObjectMeta spec:>networking.v1.IngressClassSpec
networking.v1.IngressClassParametersReference apiGroup:s kind:s! name:s! namespace:s scope:s
networking.v1.IngressClassSpec controller:s parameters:>networking.v1.IngressClassParametersReference
networking.v1.IngressLoadBalancerIngress hostname:s ip:s ports:[>networking.v1.IngressPortStatus]
networking.v1.IngressLoadBalancerStatus ingress:[>networking.v1.IngressLoadBalancerIngress]
networking.v1.IngressPortStatus error:s port:i! protocol:s=SCTP|TCP|UDP!
networking.v1.IngressRule host:s http:>networking.v1.HTTPIngressRuleValue
networking.v1.IngressServiceBackend name:s! port:>networking.v1.ServiceBackendPort
networking.v1.IngressSpec defaultBackend:>networking.v1.IngressBackend ingressClassName:s rules:[>networking.v1.IngressRule] tls:[>networking.v1.IngressTLS]
networking.v1.IngressStatus loadBalancer:>networking.v1.IngressLoadBalancerStatus
networking.v1.IngressTLS hosts:[s] secretName:s
networking.v1.NetworkPolicy apiVersion:s kind:s metadata:>apis.meta.v1.ObjectMeta spec:>networking.v1.NetworkPolicySpec
networking.v1.NetworkPolicyEgressRule ports:[>networking.v1.NetworkPolicyPort] to:[>networking.v1.NetworkPolicyPeer]
networking.v1.NetworkPolicyIngressRule from:[>networking.v1.NetworkPolicyPeer] ports:[>networking.v1.NetworkPolicyPort]
networking.v1.NetworkPolicyPeer ipBlock:>networking.v1.IPBlock namespaceSelector:>apis.meta.v1.LabelSelector podSelector:>apis.meta.v1.LabelSelector
networking.v1.NetworkPolicyPort endPort:i port:x protocol:s=SCTP|TCP|UDP
networking.v1.NetworkPolicySpec egress:[>networking.v1.NetworkPolicyEgressRule] ingress:[>networking.v1.NetworkPolicyIngressRule] podSelector:>apis.meta.v1.LabelSelector policyTypes:[s]
networking.v1.ServiceBackendPort~ name:s number:i
policy.v1.PodDisruptionBudget apiVersion:s kind:s metadata:>apis.meta.v1.ObjectMeta spec:>policy.v1.PodDisruptionBudgetSpec status:>policy.v1.PodDisruptionBudgetStatus
policy.v1.PodDisruptionBudgetSpec maxUnavailable:x minAvailable:x selector:>apis.meta.v1.LabelSelector^replace unhealthyPodEvictionPolicy:s=AlwaysAllow|IfHealthyBudget
policy.v1.PodDisruptionBudgetStatus conditions:[>apis.meta.v1.Condition]@type^merge*type currentHealthy:i desiredHealthy:i disruptedPods:{t} disruptionsAllowed:i expectedPods:i observedGeneration:l
rbac.v1.AggregationRule clusterRoleSelectors:[>apis.meta.v1.LabelSelector]
rbac.v1.ClusterRole aggregationRule:>rbac.v1.AggregationRule apiVersion:s kind:s metadata:>apis.meta.v1.ObjectMeta rules:[>rbac.v1.PolicyRule]
rbac.v1.ClusterRoleBinding apiVersion:s kind:s metadata:>apis.meta.v1.ObjectMeta roleRef:>rbac.v1.RoleRef! subjects:[>rbac.v1.Subject]
rbac.v1.PolicyRule apiGroups:[s] nonResourceURLs:[s] resourceNames:[s] resources:[s] verbs:[s]!
rbac.v1.Role apiVersion:s kind:s metadata:>apis.meta.v1.ObjectMeta rules:[>rbac.v1.PolicyRule]
rbac.v1.RoleBinding apiVersion:s kind:s metadata:>apis.meta.v1.ObjectMeta roleRef:>rbac.v1.RoleRef! subjects:[>rbac.v1.Subject]
rbac.v1.RoleRef~ apiGroup:s kind:s! name:s!
rbac.v1.Subject~ apiGroup:s kind:s! name:s! namespace:s
scheduling.v1.PriorityClass apiVersion:s description:s globalDefault:b kind:s metadata:>apis.meta.v1.ObjectMeta preemptionPolicy:s=Never|PreemptLowerPriority value:i
storage.v1.StorageClass allowVolumeExpansion:b allowedTopologies:[>core.v1.TopologySelectorTerm] apiVersion:s kind:s metadata:>apis.meta.v1.ObjectMeta mountOptions:[s] parameters:{s} provisioner:s! reclaimPolicy:s=Delete|Recycle|Retain volumeBindingMode:s=Immediate|WaitForFirstConsumer
"""#
}
