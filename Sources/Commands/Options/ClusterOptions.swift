// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import ArgumentParser

/// Which cluster a command talks to; what is not given follows from the Environment document.
struct ClusterOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The kubeconfig file (default: $KUBECONFIG, ~/.kube/config, then the pod's own account).",
            valueName: "file"
        ),
        completion: .file()
    )
    var kubeconfig: String?

    @Option(
        help: "The kubeconfig context; wins over the Environment's `cluster.context`.",
        completion: .candidates(.contexts)
    )
    var context: String?

    @Option(
        name: [.long, .customShort("n")],
        help: "The namespace; wins over the Environment's `cluster.namespace`.",
        completion: .candidates(.namespaces)
    )
    var namespace: String?

    @Option(
        help: ArgumentHelp(
            "With `--env sandbox`: keep the sandbox's objects in this file between runs; one at a time.",
            valueName: "file"
        ),
        completion: .file()
    )
    var state: String?

    @OptionGroup var faults: FaultOptions
}
