// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Sandbox
import Testing

/// What `kubectl get` shows of each kind.
@Suite struct TableTests {
    /// One object and the line that it is shown as, without its age.
    struct Line: Sendable, CustomTestStringConvertible {
        var path: String
        var object: JSONValue
        var heading: [String]
        var cells: [JSONValue]

        var testDescription: String { path }
    }

    static let lines: [Line] = [
        Line(
            path: "/api/v1/namespaces/default/services",
            object: [
                "metadata": ["name": "web"],
                "spec": ["type": "ClusterIP", "externalIPs": ["203.0.113.5"], "ports": [["port": 80]]],
            ],
            heading: ["Name", "Type", "External-IP", "Port(s)"],
            cells: ["web", "ClusterIP", "203.0.113.5", "80/TCP"]
        ),
        Line(
            path: "/apis/networking.k8s.io/v1/namespaces/default/ingresses",
            object: [
                "metadata": ["name": "shop"], "spec": ["rules": [["host": "shop.example.com"]]],
            ],
            heading: ["Name", "Class", "Hosts", "Address", "Ports"],
            cells: ["shop", "<none>", "shop.example.com", "", "80"]
        ),
        Line(
            path: "/api/v1/namespaces/default/persistentvolumeclaims",
            object: [
                "metadata": ["name": "data"],
                "spec": [
                    "accessModes": ["ReadWriteOnce"], "resources": ["requests": ["storage": "1Gi"]],
                ],
            ],
            heading: ["Name", "Status", "Volume", "Capacity", "Access Modes", "VolumeAttributesClass"],
            cells: ["data", "Pending", "", "", "", "<unset>"]
        ),
        Line(
            path: "/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings",
            object: [
                "metadata": ["name": "readers"], "roleRef": ["kind": "ClusterRole", "name": "view"],
                "subjects": [
                    ["kind": "User", "name": "ann"], ["kind": "User", "name": "bob"],
                    ["kind": "ServiceAccount", "name": "bot", "namespace": "ci"],
                ],
            ],
            heading: ["Name", "Role", "Users", "Groups", "ServiceAccounts"],
            cells: ["readers", "ClusterRole/view", "ann, bob", "", "ci/bot"]
        ),
        Line(
            path: "/apis/storage.k8s.io/v1/storageclasses",
            object: [
                "metadata": [
                    "name": "fast", "annotations": ["storageclass.kubernetes.io/is-default-class": "true"],
                ],
                "provisioner": "disks.example.com",
            ],
            heading: ["Name", "Provisioner", "ReclaimPolicy", "VolumeBindingMode", "AllowVolumeExpansion"],
            cells: ["fast (default)", "disks.example.com", "Delete", "Immediate", "false"]
        ),
        Line(
            path: "/apis/scheduling.k8s.io/v1/priorityclasses",
            object: ["metadata": ["name": "high"], "value": 1000],
            heading: ["Name", "Value", "Global-Default"],
            cells: ["high", 1000, "false"]
        ),
        Line(
            path: "/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers",
            object: [
                "metadata": ["name": "web"],
                "spec": [
                    "scaleTargetRef": ["apiVersion": "apps/v1", "kind": "Deployment", "name": "web"],
                    "maxReplicas": 5,
                    "metrics": [
                        [
                            "type": "Resource",
                            "resource": [
                                "name": "memory", "target": ["type": "AverageValue", "averageValue": "64Mi"],
                            ],
                        ],
                        [
                            "type": "Resource",
                            "resource": [
                                "name": "cpu", "target": ["type": "Utilization", "averageUtilization": 70],
                            ],
                        ],
                    ],
                ],
            ],
            heading: ["Reference", "Targets", "MinPods", "MaxPods"],
            cells: ["Deployment/web", "memory: <unknown>/64Mi, cpu: <unknown>/70%", 1, 5]
        ),
        Line(
            path: "/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers",
            object: [
                "metadata": ["name": "web"],
                "spec": [
                    "scaleTargetRef": ["apiVersion": "apps/v1", "kind": "Deployment", "name": "web"],
                    "maxReplicas": 5,
                    "metrics": [
                        [
                            "type": "External",
                            "external": [
                                "metric": ["name": "queue"],
                                "target": ["type": "AverageValue", "averageValue": "30"],
                            ],
                        ],
                        [
                            "type": "Object",
                            "object": [
                                "describedObject": ["kind": "Service", "name": "web"],
                                "metric": ["name": "hits"], "target": ["type": "Value", "value": "100"],
                            ],
                        ],
                        [
                            "type": "Pods",
                            "pods": [
                                "metric": ["name": "hits"],
                                "target": ["type": "AverageValue", "averageValue": "10"],
                            ],
                        ],
                    ],
                ],
            ],
            heading: ["Reference", "Targets", "MinPods", "MaxPods"],
            cells: ["Deployment/web", "<unknown>/30 (avg), <unknown>/100 + 1 more...", 1, 5]
        ),
        Line(
            path: "/apis/discovery.k8s.io/v1/namespaces/default/endpointslices",
            object: [
                "metadata": ["name": "web"], "addressType": "IPv4", "ports": [["name": "any"], ["port": 80]],
                "endpoints": [
                    ["addresses": ["10.0.0.1", "10.0.0.2"]], ["addresses": ["10.0.0.3", "10.0.0.4"]],
                ],
            ],
            heading: ["AddressType", "Ports", "Endpoints"],
            cells: ["IPv4", "any,80", "10.0.0.1,10.0.0.2,10.0.0.3 + 1 more..."]
        ),
        Line(
            path: "/api/v1/namespaces/default/endpoints",
            object: [
                "metadata": ["name": "db"],
                "subsets": [
                    [
                        "addresses": [
                            ["ip": "10.0.0.1"], ["ip": "10.0.0.2"], ["ip": "10.0.0.3"], ["ip": "10.0.0.4"],
                        ], "ports": [["port": 5432]],
                    ]
                ],
            ],
            heading: ["Name", "Endpoints"],
            cells: ["db", "10.0.0.1:5432,10.0.0.2:5432,10.0.0.3:5432 + 1 more..."]
        ),
    ]

    private func table(_ path: String, of client: SandboxClient) async throws -> [[String: JSONValue]] {
        let body = try await client.send(
            "GET",
            path,
            accept: "application/json;as=Table;v=v1;g=meta.k8s.io,application/json"
        ).body
        let names = (body["columnDefinitions"]?.array ?? []).compactMap { $0["name"]?.string }
        return (body["rows"]?.array ?? []).map { row in
            let cells = row["cells"]?.array ?? []
            #expect(cells.count == names.count)
            return Dictionary(zip(names, cells), uniquingKeysWith: { first, _ in first })
        }
    }

    @Test(arguments: lines)
    func showsAnObject(line: Line) async throws {
        let client = SandboxClient()
        let made = try await client.send("POST", line.path, line.object)
        #expect(made.status == 201, "\(made.text)")
        let name = made.body[path: "metadata", "name"]?.string ?? ""
        let row = try #require(try await table("\(line.path)/\(name)", of: client).first)
        #expect(line.heading.map { row[$0] } == line.cells)
    }

    @Test func showsTheAddressOfALoadBalancer() async throws {
        let client = SandboxClient()
        let path = "/api/v1/namespaces/default/services"
        let service: JSONValue = [
            "metadata": ["name": "web"], "spec": ["type": "LoadBalancer", "ports": [["port": 80]]],
        ]
        _ = try await client.send("POST", path, service)
        #expect(try await table(path + "/web", of: client).first?["External-IP"] == "<pending>")
        await client.server.advance(by: .seconds(1))
        let address = try await client.get(path + "/web")[path: "status", "loadBalancer", "ingress"]?.array?
            .first?["ip"]
        #expect(address != nil)
        #expect(try await table(path + "/web", of: client).first?["External-IP"] == address)
    }

    @Test func aKindWithoutColumnsOfItsOwnShowsWhenItWasMade() async throws {
        let path = "/apis/rbac.authorization.k8s.io/v1/clusterroles/view"
        let client = SandboxClient()
        let row = try #require(try await table(path, of: client).first)
        #expect(row["Created At"] == (try await client.get(path))[path: "metadata", "creationTimestamp"])
    }

    @Test func resourcesAreListedInTheOrderOfTheirNames() async throws {
        let list = try await SandboxClient().get("/apis/apps/v1")["resources"]?.array ?? []
        let names = list.compactMap { $0["name"]?.string }.filter { !$0.contains("/") }
        #expect(names == ["controllerrevisions", "daemonsets", "deployments", "replicasets", "statefulsets"])
    }
}
