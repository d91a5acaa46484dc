// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Testing

@Suite struct RealClusterTests {
    @Test(arguments: ["real", "minikube", "kind-a", "k3d-b", "test-c"])
    func allowsContextsThatAreMadeForTests(context: String) {
        #expect(RealCluster.isAllowed(context))
    }

    @Test(arguments: ["", "prod", "really", "my-kind-a", "default", "minikube2", "contest-1"])
    func refusesAllOthers(context: String) {
        #expect(!RealCluster.isAllowed(context))
    }
}
