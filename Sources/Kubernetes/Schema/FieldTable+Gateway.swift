// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

// swift-format-ignore-file

extension FieldTable {
    /// The fields of the Gateway API's standard channel (v1), by hand, as its kinds come as custom resources.
    static let gateway = #"""
kind gateway.networking.k8s.io/v1 Gateway gateway.v1.Gateway
kind gateway.networking.k8s.io/v1 HTTPRoute gateway.v1.HTTPRoute
gateway.v1.Gateway apiVersion:s kind:s metadata:>apis.meta.v1.ObjectMeta spec:>gateway.v1.GatewaySpec! status:?
gateway.v1.GatewaySpec addresses:[>gateway.v1.GatewayAddress] gatewayClassName:s! infrastructure:? listeners:[>gateway.v1.Listener]@name!
gateway.v1.GatewayAddress type:s value:s
gateway.v1.Listener allowedRoutes:>gateway.v1.AllowedRoutes hostname:s name:s! port:i! protocol:s! tls:>gateway.v1.ListenerTLS
gateway.v1.AllowedRoutes kinds:[>gateway.v1.RouteGroupKind] namespaces:>gateway.v1.RouteNamespaces
gateway.v1.RouteGroupKind group:s kind:s!
gateway.v1.RouteNamespaces from:s=All|None|Same|Selector selector:>apis.meta.v1.LabelSelector
gateway.v1.ListenerTLS certificateRefs:[>gateway.v1.SecretReference] mode:s=Passthrough|Terminate options:{s}
gateway.v1.SecretReference group:s kind:s name:s! namespace:s
gateway.v1.HTTPRoute apiVersion:s kind:s metadata:>apis.meta.v1.ObjectMeta spec:>gateway.v1.HTTPRouteSpec! status:>gateway.v1.RouteStatus
gateway.v1.HTTPRouteSpec hostnames:[s] parentRefs:[>gateway.v1.ParentReference] rules:[>gateway.v1.HTTPRouteRule]
gateway.v1.ParentReference group:s kind:s name:s! namespace:s port:i sectionName:s
gateway.v1.HTTPRouteRule backendRefs:[>gateway.v1.HTTPBackendRef] filters:[>gateway.v1.HTTPRouteFilter] matches:[>gateway.v1.HTTPRouteMatch] name:s timeouts:>gateway.v1.HTTPRouteTimeouts
gateway.v1.HTTPRouteTimeouts backendRequest:s request:s
gateway.v1.HTTPRouteMatch headers:[>gateway.v1.HTTPHeaderMatch]@name method:s=CONNECT|DELETE|GET|HEAD|OPTIONS|PATCH|POST|PUT|TRACE path:>gateway.v1.HTTPPathMatch queryParams:[>gateway.v1.HTTPHeaderMatch]@name
gateway.v1.HTTPPathMatch type:s=Exact|PathPrefix|RegularExpression/PathPrefix value:s
gateway.v1.HTTPHeaderMatch name:s! type:s=Exact|RegularExpression/Exact value:s!
gateway.v1.HTTPBackendRef filters:[>gateway.v1.HTTPRouteFilter] group:s kind:s name:s! namespace:s port:i weight:i/1
gateway.v1.HTTPRouteFilter extensionRef:>gateway.v1.LocalObjectReference requestHeaderModifier:>gateway.v1.HTTPHeaderFilter requestMirror:? requestRedirect:>gateway.v1.HTTPRequestRedirect responseHeaderModifier:>gateway.v1.HTTPHeaderFilter type:s=CORS|ExtensionRef|RequestHeaderModifier|RequestMirror|RequestRedirect|ResponseHeaderModifier|URLRewrite! urlRewrite:>gateway.v1.HTTPURLRewrite
gateway.v1.LocalObjectReference group:s! kind:s! name:s!
gateway.v1.HTTPHeaderFilter add:[>gateway.v1.HTTPHeader]@name remove:[s]# set:[>gateway.v1.HTTPHeader]@name
gateway.v1.HTTPHeader name:s! value:s!
gateway.v1.HTTPRequestRedirect hostname:s path:>gateway.v1.HTTPPathModifier port:i scheme:s=http|https statusCode:i
gateway.v1.HTTPPathModifier replaceFullPath:s replacePrefixMatch:s type:s=ReplaceFullPath|ReplacePrefixMatch!
gateway.v1.HTTPURLRewrite hostname:s path:>gateway.v1.HTTPPathModifier
gateway.v1.RouteStatus parents:[>gateway.v1.RouteParentStatus]!
gateway.v1.RouteParentStatus conditions:[>apis.meta.v1.Condition]@type controllerName:s! parentRef:>gateway.v1.ParentReference!
"""#
}
