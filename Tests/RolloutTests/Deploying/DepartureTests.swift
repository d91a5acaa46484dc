// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Kubernetes
import KubernetesClient
import Testing

@testable import Rollout

/// What becomes of Services that others call, and of services that no manifest declares any more.
@Suite struct DepartureTests {
    private static let manifest = SourceFile(path: "cart/msctl.yaml", text: "consumes:\n  - catalog/v1\n")

    /// A service whose configuration holds an address; its text is the second line of the manifest.
    private static func cart(calling address: String?) -> DesiredService {
        var cart = Fixture.service("cart")
        guard let address else { return cart }
        for index in cart.objects.indices where cart.objects[index].object.kind == "ConfigMap" {
            cart.objects[index].object["data"] = ["CATALOG_URL": .string(address)]
            cart.objects[index].origins["/data/CATALOG_URL"] = SourceSpan(file: manifest, range: 14..<24)
        }
        return cart
    }

    /// The catalog without its Service, and with enough besides that one object is less than a fifth.
    private static func catalog(hasService: Bool) -> DesiredService {
        var catalog = Fixture.service("catalog")
        if !hasService { catalog.objects.removeAll { $0.object.kind == "Service" } }
        return catalog
    }

    @Test(arguments: ["http://catalog:80", "http://catalog.shop.svc/x", "catalog.shop.svc.cluster.local:80"])
    func refusesToDeleteAServiceThatIsStillCalled(address: String) async throws {
        let rig = Rig()
        _ = try await rig.deploy([Self.cart(calling: address), Self.catalog(hasService: true)])
        rig.transport.forget()
        let report = try await rig.deploy([Self.cart(calling: address), Self.catalog(hasService: false)])
        #expect(report.outcome == .preflightRefused)
        #expect(
            report.stopped == """
                nothing was written: this would delete Service shop/catalog, which `cart` (cart/msctl.yaml:2:5) still \
                calls; deploy what calls it without the call first, or allow it with `--allow-delete 1`
                """
        )
        let deletion = try #require(report.plan.entries.first { $0.change == .delete })
        #expect(deletion.notes == ["`cart` (cart/msctl.yaml:2:5) still calls it"])
        #expect(rig.transport.writes == [])
        var options = Rig.options
        options.allowedDeletions = 1
        let allowed = try await rig.deploy(
            [Self.cart(calling: address), Self.catalog(hasService: false)],
            options: options
        )
        #expect(allowed.pruned.map(\.type.kind) == ["Service"])
    }

    @Test func namesCallersThatRunAndAreNotDeployedNow() async throws {
        let rig = Rig()
        let cart = Self.cart(calling: "http://catalog:80")
        _ = try await rig.deploy([cart, Self.catalog(hasService: true), Fixture.service("orders")])
        let gone = [Self.catalog(hasService: false), Fixture.service("orders")]
        var request = rig.request(gone)
        let blind = request
        let unknown = try await rig.whileTimePasses { try await rig.deployer.deploy(blind) }
        #expect(unknown.stopped?.contains("`cart` (ConfigMap shop/cart-a) still calls") == true)
        request.others = cart.objects
        let seeing = request
        let known = try await rig.whileTimePasses { try await rig.deployer.deploy(seeing) }
        #expect(known.stopped?.contains("`cart` (cart/msctl.yaml:2:5) still calls") == true)
    }

    @Test func deletesAServiceThatNobodyCallsAnyMore() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Self.cart(calling: "http://catalog:80"), Self.catalog(hasService: true)])
        let report = try await rig.deploy([Self.cart(calling: nil), Self.catalog(hasService: false)])
        #expect(report.outcome == .succeeded)
        #expect(report.pruned.map(\.type.kind).contains("Service"))
    }

    @Test func keepsAServiceThatNoManifestDeclaresUntilItIsAskedFor() async throws {
        let rig = Rig()
        let cart = Self.cart(calling: "http://catalog:80")
        _ = try await rig.deploy([cart, Fixture.service("catalog")])
        var request = rig.request([cart])
        request.isWhole = true
        let whole = request
        let kept = try await rig.whileTimePasses { try await rig.deployer.deploy(whole) }
        #expect(kept.outcome == .succeeded)
        #expect(
            kept.notes == [
                """
                `catalog` is deployed and no manifest here declares it; if none elsewhere does either, \
                `--allow-delete catalog` deletes its 4 objects, though `cart` (cart/msctl.yaml:2:5) still calls it
                """
            ]
        )
        #expect(try await rig.live("Deployment", "catalog") != nil)
        request.options.allowedDeletions = 3
        let asked = request
        let gone = try await rig.whileTimePasses { try await rig.deployer.deploy(asked) }
        #expect(gone.outcome == .succeeded)
        #expect(gone.pruned.count == 4)
        #expect(gone.notes == [])
        #expect(try await rig.live("Deployment", "catalog") == nil)
        let scope = rig.scope
        #expect(try await rig.deployer.histories(in: scope).map(\.service) == ["cart"])
        rig.transport.forget()
        let again = try await rig.whileTimePasses { try await rig.deployer.deploy(asked) }
        #expect(again.services.map(\.outcome) == [.unchanged])
        #expect(rig.transport.writes == [])
    }

    /// A service that lets pods of some others in.
    private static func catalog(admitting callers: [String]) -> DesiredService {
        var catalog = Fixture.service("catalog")
        let peers = callers.map { caller -> JSONValue in
            ["podSelector": ["matchLabels": ["app.kubernetes.io/name": .string(caller)]]]
        }
        let policy = KubernetesObject(
            type: GroupVersionKind(apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy"),
            metadata: [
                "name": "catalog", "namespace": "shop", "labels": .object(Fixture.labels("catalog")),
            ],
            members: [
                "spec": [
                    "podSelector": ["matchLabels": ["app.kubernetes.io/name": "catalog"]],
                    "policyTypes": ["Ingress"], "ingress": [["from": .array(peers)]],
                ]
            ]
        )
        catalog.objects.append(DesiredObject(policy, service: "catalog"))
        return catalog
    }

    @Test func saysWhomAServiceThatStaysMayNoLongerCall() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart"), Self.catalog(admitting: ["cart", "web"])])
        var request = rig.request([Self.catalog(admitting: ["web"])])
        request.isWhole = true
        let whole = request
        let report = try await rig.whileTimePasses { try await rig.deployer.deploy(whole) }
        #expect(report.outcome == .succeeded)
        let note = try #require(report.notes.first { $0.hasPrefix("`cart` is deployed and no manifest") })
        let loss = "; with this deploy it may no longer call `catalog`, whose NetworkPolicy admits"
        #expect(note.contains(loss))
        let again = try await rig.whileTimePasses { try await rig.deployer.deploy(whole) }
        #expect(!again.notes.contains { $0.contains("may no longer call") })
    }

    @Test func doesNotSayThatItIsDeletedWhatNobodyHasSeenGone() async throws {
        let rig = Rig()
        let cart = Fixture.service("cart")
        _ = try await rig.deploy([cart, Fixture.service("catalog")])
        let service = try #require(try await rig.live("Service", "catalog")?.reference)
        _ = try await rig.client.patch(
            service,
            .merge(["metadata": ["finalizers": ["example.com/keep"]]])
        )
        var request = rig.request([cart])
        request.isWhole = true
        request.options.allowedDeletions = 3
        request.options.waits = false
        let meant = request
        let report = try await rig.whileTimePasses { try await rig.deployer.deploy(meant) }
        #expect(report.outcome == .succeeded)
        #expect(!report.pruned.contains(service))
        #expect(report.pruned.count == 3)
        let why = "being deleted, waits for finalizer `example.com/keep`"
        #expect(report.notes == ["`\(service)` was asked to go and not waited for: it is \(why)"])
        #expect(try await rig.deployer.histories(in: rig.scope).map(\.service) == ["cart", "catalog"])
    }

    @Test func whatIsLeftOfADeletedServiceForAMomentIsNoService() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart")])
        let pod = KubernetesObject(
            type: .pod,
            metadata: [
                "name": "catalog-1", "namespace": "shop", "labels": .object(Fixture.labels("catalog")),
                "finalizers": ["example.com/log-shipper"],
            ],
            members: ["spec": ["containers": [["name": "catalog", "image": "registry.example/catalog:1"]]]]
        )
        _ = try await rig.client.create(pod)
        try await rig.client.delete(pod.reference, options: DeleteOptions(uid: nil))
        let scope = rig.scope
        #expect(try await rig.deployer.status(in: scope).services.map(\.service) == ["cart"])
        // Without the right to see what it belongs to, it may be all that can be told of a service.
        let blind = rig.deployer(without: "deployments")
        #expect(try await blind.status(in: scope).services.map(\.service) == ["cart", "catalog"])
    }

    /// Named one by one, nothing but what was named is deleted, and the plan says what stays.
    @Test func deletesWhatIsNamedAndKeepsTheRest() async throws {
        let rig = Rig()
        let whole = Fixture.service("cart")
        _ = try await rig.deploy([whole])
        let rest = DesiredService(
            name: "cart",
            objects: whole.objects.filter { !["Service", "ServiceAccount"].contains($0.object.kind) }
        )
        var options = Rig.options
        options.deletable = [
            .init(kind: "Service", name: "cart"), .init(kind: "Service", name: "card"),
        ]
        let report = try await rig.deploy([rest], options: options)
        #expect(report.outcome == .succeeded)
        #expect(report.pruned.map(\.description) == ["Service shop/cart"])
        #expect(try await rig.live("ServiceAccount", "cart") != nil)
        let kept = try #require(report.plan.entries.first { $0.object.type.kind == "ServiceAccount" })
        #expect(kept.change == .unchanged)
        #expect(kept.notes == ["nothing wants it any more; `--allow-delete ServiceAccount/cart` deletes it"])
        #expect(
            report.notes == [
                "kept, because nobody has named it for deletion: ServiceAccount shop/cart",
                "`--allow-delete Service/card` names nothing that this deploy could delete; "
                    + "it could delete `ServiceAccount/cart`",
            ]
        )
        // It is not forgotten: whoever names nothing deletes it as ever.
        var counted = Rig.options
        counted.allowedDeletions = 1
        let later = try await rig.deploy([rest], options: counted)
        #expect(later.pruned.map(\.description) == ["ServiceAccount shop/cart"])
    }

    @Test func aNameInVainIsComparedWithThoseThatThereAre() async throws {
        let rig = Rig()
        let whole = Fixture.service("cart")
        _ = try await rig.deploy([whole])
        var request = rig.request([
            DesiredService(name: "cart", objects: whole.objects.filter { $0.object.kind != "Service" })
        ])
        request.options.deletable = [
            .init(kind: "Service", name: "cert"), .init(kind: "foo", name: "bar"),
        ]
        let meant = request
        let forecast = try await rig.whileTimePasses { try await rig.deployer.forecast(meant) }
        let start = "names nothing that this deploy could delete"
        #expect(
            forecast.notes == [
                "`--allow-delete Service/cert` \(start); did you mean `Service/cart`?",
                "`--allow-delete foo/bar` \(start), and no kind `foo` is known; it could delete `Service/cart`",
            ]
        )
    }

    /// What allows too little is often a slip of the hand.
    @Test func aRefusalSaysWhichNameWasInVain() async throws {
        let rig = Rig()
        let whole = Fixture.service("cart")
        _ = try await rig.deploy([whole])
        let rest = DesiredService(
            name: "cart",
            objects: whole.objects.filter { !["Service", "ServiceAccount"].contains($0.object.kind) }
        )
        var options = Rig.options
        options.deletable = [.init(kind: "Service", name: "cort")]
        options.allowedDeletions = 1
        let report = try await rig.deploy([rest], options: options)
        #expect(report.outcome == .preflightRefused)
        #expect(report.notes.count == 1)
        #expect(report.notes.first?.hasSuffix("; did you mean `Service/cart`?") == true)
    }

    @Test func aNumberBesideNamesAllowsTheRest() async throws {
        let rig = Rig()
        let whole = Fixture.service("cart")
        _ = try await rig.deploy([whole])
        let rest = DesiredService(
            name: "cart",
            objects: whole.objects.filter { !["Service", "ServiceAccount"].contains($0.object.kind) }
        )
        var options = Rig.options
        options.deletable = [.init(kind: "Service", name: "cart")]
        options.allowedDeletions = 0
        let refused = try await rig.deploy([rest], options: options)
        // What was named does not count.
        #expect(
            refused.stopped
                == "nothing was written: 1 of 4 objects would be deleted; allow it with `--allow-delete 1`"
        )
        options.allowedDeletions = 1
        let report = try await rig.deploy([rest], options: options)
        #expect(report.pruned.map(\.type.kind).sorted() == ["Service", "ServiceAccount"])
    }

    @Test func deletesOneOfTheServicesThatNoManifestDeclares() async throws {
        let rig = Rig()
        let cart = Self.cart(calling: "http://catalog:80")
        _ = try await rig.deploy([cart, Fixture.service("catalog"), Fixture.service("orders")])
        var request = rig.request([cart])
        request.isWhole = true
        request.options.departing = ["catalog", "cart"]
        // Of a service that goes as a whole or not at all, no single object is deleted.
        request.options.deletable = [.init(kind: "Service", name: "orders")]
        let asked = request
        let report = try await rig.whileTimePasses { try await rig.deployer.deploy(asked) }
        #expect(report.outcome == .succeeded)
        #expect(Set(report.pruned.map(\.name)).isDisjoint(with: ["orders", "cart"]))
        #expect(report.pruned.count == 4)
        #expect(
            report.notes == [
                """
                `orders` is deployed and no manifest here declares it; if none elsewhere does either, \
                `--allow-delete orders` deletes its 4 objects
                """,
                "`--allow-delete Service/orders` names nothing that this deploy could delete; "
                    + "it could delete `orders`",
                "`--allow-delete cart` names nothing that this deploy could delete; it could delete `orders`",
            ]
        )
        let scope = rig.scope
        #expect(try await rig.deployer.histories(in: scope).map(\.service) == ["cart", "orders"])
        #expect(try await rig.live("Deployment", "orders") != nil)
    }

    @Test func anAutoscalerThatWouldAnswerAFixedNumberGoesUnnamed() async throws {
        let rig = Rig()
        _ = try await rig.deploy([
            Fixture.service("cart") {
                $0.replicas = nil
                $0.autoscaler = (2, 9)
            }
        ])
        var options = Rig.options
        options.deletable = [.init(kind: "Service", name: "other")]
        let report = try await rig.deploy([Fixture.service("cart") { $0.replicas = 3 }], options: options)
        #expect(report.outcome == .succeeded)
        #expect(report.pruned.map(\.type.kind) == ["HorizontalPodAutoscaler"])
        #expect(try await rig.live("Deployment", "cart")?["spec"]?["replicas"] == 3)
    }

    @Test func leavesOtherServicesAloneWhenSomeAreNamed() async throws {
        let rig = Rig()
        _ = try await rig.deploy([Fixture.service("cart"), Fixture.service("catalog")])
        var options = Rig.options
        options.allowedDeletions = 100
        let report = try await rig.deploy([Fixture.service("cart")], options: options)
        #expect(report.pruned == [])
        #expect(report.notes == [])
        #expect(try await rig.live("Deployment", "catalog") != nil)
    }

    @Test(arguments: [
        ("http://orders:80/x", ["orders"]), ("https://u:p@orders.shop.svc?q=a:b", ["orders.shop.svc"]),
        ("orders:9092,billing:9092", ["orders", "billing"]), ("orders", []),
        ("orders.shop.svc.", ["orders.shop.svc"]),
        ("a:b", []), ("--target=http://orders", ["orders"]), ("", []), ("://", []), ("::1", []),
    ])
    func readsTheHostsOfAddresses(text: String, hosts: [String]) {
        #expect(ServiceCalls.hosts(in: text) == hosts)
    }

    @Test func readsTheServicesOfRoutes() throws {
        let service = ObjectReference(
            type: GroupVersionKind(apiVersion: "v1", kind: "Service"),
            namespace: "shop",
            name: "orders"
        )
        let calls = ServiceCalls(to: [service])
        let route = KubernetesObject(
            type: GroupVersionKind(apiVersion: "gateway.networking.k8s.io/v1", kind: "HTTPRoute"),
            metadata: ["name": "shop"],
            members: ["spec": ["rules": [["backendRefs": [["name": "orders", "port": 80]]]]]]
        )
        #expect(calls.calls(in: route).map(\.pointer) == ["/spec/rules/0/backendRefs/0/name"])
        let backend: JSONValue = ["service": ["name": "orders", "port": ["number": 80]]]
        let ingress = KubernetesObject(
            type: GroupVersionKind(apiVersion: "networking.k8s.io/v1", kind: "Ingress"),
            metadata: ["name": "shop"],
            members: ["spec": ["rules": [["http": ["paths": [["path": "/", "backend": backend]]]]]]]
        )
        #expect(
            calls.calls(in: ingress).map(\.pointer) == ["/spec/rules/0/http/paths/0/backend/service/name"]
        )
    }
}
