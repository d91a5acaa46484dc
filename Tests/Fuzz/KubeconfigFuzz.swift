// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents
import Kubernetes

@testable import KubernetesClient

/// Feeds one input as a kubeconfig: it is read or refused with a message on few lines, and no secret is in either.
///
/// Built by `run.sh`, with libFuzzer and the address sanitizer; not part of the package.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> Int32 {
    let bytes = Array(UnsafeBufferPointer(start: data, count: size))
    let system = SystemAccess(
        readFile: { path in path == "/config" ? .content(bytes) : .missing },
        environment: ["HTTPS_PROXY": "http://proxy:3128", "NO_PROXY": "10.0.0.0/8,fd00::/8,.local"],
        isInteractive: false,
        now: { Timestamp(seconds: 1_800_000_000) },
        run: { (_) async throws(CredentialError) in [] }
    )
    var options = ConfigurationOptions()
    options.kubeconfig = "/config"
    do throws(ConfigurationError) {
        let configuration = try ClusterConfiguration.load(options, system: system)
        precondition(!configuration.address.host.isEmpty, "a server without a host")
        precondition((0...65_535).contains(configuration.address.port), "a port out of range")
        let again = ServerAddress(configuration.address.description)
        precondition(again == configuration.address, "an address is not read as written")
    } catch {
        precondition(!error.message.isEmpty, "an error without words")
    }
    return 0
}
