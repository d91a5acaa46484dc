// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Diagnostics
import Documents

/// Ingresses without a `tls` section.
enum PlainIngresses {
    static func findings(in context: ObjectContext) -> [Finding] {
        context.objects.compactMap { object in
            guard object.isKind("Ingress", of: "networking.k8s.io"), let spec = object.node.entry("spec"),
                spec.value.mapping?.isEmpty == false, spec.value.at("tls") == nil
            else { return nil }
            let host = spec.value["rules"]?.elements.lazy.compactMap { $0.at("host") }.first
            return Finding(
                "\(object.phrase) can be reached without TLS",
                at: host?.span ?? spec.key.span,
                "everybody on the way can read along",
                severity: .warning,
                help:
                    "add `tls` with the host and the Secret of its certificate, or accept this if a load balancer before it "
                    + "serves TLS",
                object: object
            )
        }
    }
}
