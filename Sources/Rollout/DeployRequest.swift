// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Kubernetes

/// Everything that one deploy is about: which services, in which environment, with which objects.
package struct DeployRequest: Sendable {
    /// The name of the system, as the label `app.kubernetes.io/part-of` carries it.
    package var system: String
    /// The name of the Environment, as plans and the lock have it.
    package var environment: String
    /// The namespace that the services live in.
    package var namespace: String
    /// The selected services; the order is the order of plans and reports.
    package var services: [DesiredService]
    /// Objects of the whole system, such as its Namespace; they go first.
    package var shared: [DesiredObject]
    /// How to go about it, for all services alike.
    package var options: DeployOptions
    /// Services that go back to a recorded revision: a scale that was set by hand stays with them.
    var returning: Set<String> = []
    /// Whether these are all services of the system, so that one that is deployed besides has been given up.
    package var isWhole = false
    /// Why services that were given up are not looked for, where the user may expect that they are.
    package var partialReason: String?
    /// How manifests describe services that are not deployed now: where they say that they call one that is.
    package var others: [DesiredObject] = []

    /// Makes a request.
    package init(
        system: String,
        environment: String,
        namespace: String,
        services: [DesiredService],
        shared: [DesiredObject] = [],
        options: DeployOptions = DeployOptions()
    ) {
        self.system = system
        self.environment = environment
        self.namespace = namespace
        self.services = services
        self.shared = shared
        self.options = options
    }

    /// Where the services of this request live.
    package var scope: SystemScope {
        SystemScope(system: system, environment: environment, namespace: namespace)
    }
}

/// One service as it should be.
package struct DesiredService: Sendable {
    /// The name, as the label `msctl.dev/service` carries it.
    package var name: String
    /// Services that it needs; those that are new in the same deploy go first.
    package var dependencies: [String]
    /// Services that it sends its callers to: new ones go first as well, but whoever is new itself comes without them, too.
    package var routes: [String]
    /// Its complete set of objects: what an earlier revision had besides is deleted.
    package var objects: [DesiredObject] {
        get { rendered.elements }
        set { rendered = ObjectShelf(newValue) }
    }
    /// How many proven revisions are kept besides the one in place, and as many others; `nil` leaves that to the options.
    package var oldRevisions: Int?
    /// Held once by the request, the plan and whatever else is about the service.
    private(set) var rendered: ObjectShelf<DesiredObject>

    /// Makes a service.
    package init(
        name: String,
        dependencies: [String] = [],
        routes: [String] = [],
        objects: [DesiredObject],
        oldRevisions: Int? = nil
    ) {
        self.name = name
        self.dependencies = dependencies
        self.routes = routes
        rendered = ObjectShelf(objects)
        self.oldRevisions = oldRevisions
    }

    /// How many revisions are kept in all.
    func keptRevisions(_ options: DeployOptions) -> Int {
        // The manifest takes any number; one more than the largest would not be a number any more.
        oldRevisions.map { min($0, .max - 1) + 1 } ?? options.keptRevisions
    }

    /// The images of all its containers, each once.
    package var images: [String] { RevisionContent(objects).images }
}

/// Where the services of a system live.
package struct SystemScope: Sendable, Hashable {
    /// The name of the system, as the label `app.kubernetes.io/part-of` carries it.
    package var system: String
    /// The name of the Environment, as plans and the lock have it.
    package var environment: String
    /// The one namespace that all its services live in.
    package var namespace: String

    /// Names a place.
    package init(system: String, environment: String, namespace: String) {
        self.system = system
        self.environment = environment
        self.namespace = namespace
    }
}
