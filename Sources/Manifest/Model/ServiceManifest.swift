// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Diagnostics

/// One microservice as its team declares it.
///
/// It exists as soon as its name can be read; fields that are required but `nil` have been reported by the reader. It is one word
/// that refers to its ``Fields``: rules pass thousands of services around by value. Public for the reason of ``Boxed``.
@dynamicMemberLookup
public struct ServiceManifest: Sendable, Hashable {
    /// Where the fields are.
    @usableFromInline private(set) var box: Box<Fields>

    /// A service with these fields.
    package init(_ fields: Fields) { box = Box(fields) }

    /// A field; setting it makes a copy of all of them.
    public subscript<Value>(dynamicMember path: WritableKeyPath<Fields, Value>) -> Value {
        @inlinable get { box.value[keyPath: path] }
        set {
            var fields = box.value
            fields[keyPath: path] = newValue
            box = Box(fields)
        }
    }

    /// What follows from fields.
    @inlinable
    public subscript<Value>(dynamicMember path: KeyPath<Fields, Value>) -> Value { box.value[keyPath: path] }
}

extension ServiceManifest {
    /// What the manifest of a service holds; large parts that are mostly absent stand behind references.
    public struct Fields: Sendable, Hashable {
        /// The document that it was read from.
        package var source: ManifestSource
        /// Its name, what is said of it for people, and what all of its objects carry.
        package var metadata: ManifestMetadata
        /// The team that answers for it; `nil` only when reported as missing.
        package var owner: Located<DNSLabel>?
        /// Further teams, which `common-ownership` reports.
        package var coOwners: [Located<DNSLabel>]
        /// The bounded context it belongs to; `nil` only when reported as missing.
        package var domain: Located<DNSLabel>?
        /// How much the business depends on it; `nil` means `standard`.
        package var tier: Located<Tier>?
        /// What kind of workload it is; `nil` means `service`.
        package var role: Located<Role>?
        /// Where it is in its life; `nil` means `production`.
        package var lifecycle: Located<Lifecycle>?
        /// When a `cron` runs, in cron syntax; `nil` for every other role.
        package var schedule: Located<String>?
        /// How its image is made; `nil` when it is made elsewhere.
        @BoxedIfPresent package var build: Located<Build>?
        /// An image that is made elsewhere; `nil` when it is built.
        package var image: Located<ImageReference>?
        /// How its process runs; `nil` when all of it is as usual.
        @BoxedIfPresent package var run: Located<Run>?
        /// The APIs it offers, in the order written; the first one's port is that of probes and metrics.
        package var provides: [ProvidedAPI]
        /// The calls it makes, in the order written.
        package var consumes: [ConsumedAPI]
        /// The events it publishes.
        package var publishes: [EventPublication]
        /// The events it receives.
        package var subscribes: [EventSubscription]
        /// The stores it owns; a gateway may own none.
        package var data: [DataStore]
        /// The routes, in the order written; only a gateway or `bff` may have some.
        package var routes: [Route]
        /// How it is reached from outside the cluster; `nil` when it is not.
        @BoxedIfPresent package var expose: Located<Exposure>?
        /// How its health is seen; `nil` for the usual probes.
        @BoxedIfPresent package var health: Located<Health>?
        /// How many replicas it has; `nil` for what is usual for the tier.
        @BoxedIfPresent package var scale: Located<Scale>?
        /// What it promises about time and availability; `nil` when it promises nothing.
        @BoxedIfPresent package var resilience: Located<Resilience>?
        /// How it is observed; `nil` for what the System says.
        @BoxedIfPresent package var observe: Located<Observe>?
        /// Traffic that the graph does not explain.
        @BoxedIfPresent package var network: Located<NetworkExceptions>?
        /// How a new version is rolled out; `nil` for what is usual for the tier.
        @BoxedIfPresent package var deploy: Located<DeployPolicy>?
        /// Changes to generated objects, applied in the order written.
        package var patches: [ManifestPatch]
        /// Findings that the team accepts, from `lint.ignore`.
        package var ignores: [LintIgnore]

        /// The name of the service, of its objects, and of its host in the cluster.
        package var name: String { metadata.name.value.text }
        /// The file that declares it.
        package var file: SourceFile { source.file }
        /// The role, with the default filled in.
        package var effectiveRole: Role { role?.value ?? .service }
        /// The tier, with the default filled in.
        package var effectiveTier: Tier { tier?.value ?? .standard }
        /// The folder of the manifest, which build, contract, schema and migration paths start from.
        package var folder: String { file.path.parentFolder }
        /// The build context as seen from where msctl was started; `nil` when the image is made elsewhere.
        package var buildContext: String? { build.map { folder.appendingPath($0.value.context.value) } }
    }
}

extension String {
    /// The part before the last `/`; empty when there is none.
    package var parentFolder: String {
        guard let slash = lastIndex(of: "/") else { return "" }
        return String(self[..<slash])
    }

    /// The path below this folder, with `.` and `..` folded away.
    package func appendingPath(_ path: String) -> String {
        path.hasPrefix("/") ? path : (isEmpty ? path : self + "/" + path).normalizedPath
    }

    /// The path without `.` and `..`, as far as that is possible without looking at links; `.` for nothing.
    package var normalizedPath: String {
        var parts: [Substring] = []
        for part in split(separator: "/") where part != "." {
            if part == "..", let last = parts.last, last != ".." {
                parts.removeLast()
            } else if part != ".." || !hasPrefix("/") {
                parts.append(part)
            }
        }
        let joined = parts.joined(separator: "/")
        if hasPrefix("/") { return "/" + joined }
        return joined.isEmpty ? "." : joined
    }
}
