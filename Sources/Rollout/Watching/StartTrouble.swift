// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

/// Tells why a kubelet or a runtime does not start a container, and whether that may pass.
///
/// At once only what follows from the pod and its image alone fails; what hangs on the node, its caches or its runtime is
/// tried again by the kubelet, and mostly works then.
enum StartTrouble {
    /// The step on the way to a running container that does not work.
    enum Step: Sendable, Hashable {
        case image, configuration, start
    }

    /// The step at which a container is kept from starting; `nil` while nothing is said against it.
    static func step(of status: JSONValue) -> Step? {
        if let end = status["state"]?["terminated"] { return isRefusedStart(end) ? .start : nil }
        guard let reason = status["state"]?["waiting"]?["reason"]?.string else { return nil }
        switch reason {
        case "InvalidImageName", "ErrImageNeverPull", "ErrImagePull", "ImagePullBackOff",
            "RegistryUnavailable",
            "ImageInspectError", "SignatureValidationFailed":
            return .image
        case "CreateContainerConfigError": return .configuration
        case "CreateContainerError", "RunContainerError", "PreCreateHookError", "PreStartHookError":
            return .start
        case "CrashLoopBackOff":
            let end = status["lastState"]?["terminated"]
            return end.map(isRefusedStart) == true ? .start : nil
        default: return nil
        }
    }

    /// Whether a run ended because the runtime could not begin it.
    static func isRefusedStart(_ end: JSONValue) -> Bool {
        ["StartError", "ContainerCannotRun"].contains(end["reason"]?.string ?? "")
    }

    /// Whether a `CreateContainerConfigError` that names no missing ConfigMap or Secret stays.
    ///
    /// Others are the kubelet's own: its cache is not filled, the API server does not answer, a volume is not ready yet.
    static func isDefinite(configuration message: String) -> Bool {
        isAboutRoot(message)
            || [
                "must be an absolute path", "must not be an absolute path", "must not contain '..'",
                "is not a valid dns", "unsupported supplementalgroupspolicy",
            ].contains(where: message.lowercased().contains)
    }

    /// Whether the image would run as root, or might, and the pod forbids it.
    static func isAboutRoot(_ message: String) -> Bool {
        let text = message.lowercased()
        return ["has runasnonroot and image", "non-root policy"].contains(where: text.contains)
    }

    /// Whether a runtime will never begin what it was told to; `isCreated` says that it has made the container.
    ///
    /// Some runtimes look for the program when they make the container, others when they start it.
    static func isDefinite(start message: String, isCreated: Bool) -> Bool {
        let text = message.lowercased()
        if isAboutCommand(text) { return true }
        return isCreated && !passing.contains(where: text.contains)
    }

    private static func isAboutCommand(_ text: String) -> Bool {
        if text.contains("no command specified") { return true }
        if text.contains("executable file"), text.contains("not found") { return true }
        return ["exec: \"", "exec /", "exec format error"].contains(where: text.contains)
            && [
                "no such file or directory", "permission denied", "is a directory", "not a directory",
                "exec format error",
            ].contains(where: text.contains)
    }

    /// Words of a runtime or a node that is busy.
    private static let passing = [
        "deadline exceeded", "deadlineexceeded", "timed out", "timeout", "temporarily unavailable",
        "code = unavailable", "resource busy", "connection refused", "connection reset",
        "transport is closing",
        "ttrpc: closed", "unexpected eof", "too many open files", "cannot allocate memory",
        "no space left on device", "failed to reserve", "already in use", "already exists", "try again",
        "interrupted system call", "context canceled",
    ]
}
