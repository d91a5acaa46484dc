// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

/// The images that recipes stand on: one place for every tag that msctl writes.
///
/// Everything is Debian 12 ("bookworm"), so that a binary meets the C library in its final image that it was linked with.
package struct BaseImages: Sendable {
    /// Digests by `repository:tag`, as `sha256:…`, from the lock file of the caller.
    var digests: [String: String]

    func swift(_ version: String) -> BaseImageReference { image("swift:\(version)-bookworm") }
    func go(_ version: String) -> BaseImageReference { image("golang:\(version)-bookworm") }
    func node(_ version: String) -> BaseImageReference { image("node:\(version)-bookworm-slim") }
    func python(_ version: String) -> BaseImageReference { image("python:\(version)-slim-bookworm") }
    func maven(java version: String) -> BaseImageReference { image("maven:3.9-eclipse-temurin-\(version)") }
    func javaRuntime(_ version: String) -> BaseImageReference { image("eclipse-temurin:\(version)-jre") }

    var uv: BaseImageReference { image("ghcr.io/astral-sh/uv:0.9") }
    var debian: BaseImageReference { image("debian:bookworm-slim") }
    /// A C and C++ library, nothing else.
    var distrolessCC: BaseImageReference { image("gcr.io/distroless/cc-debian12:nonroot") }
    /// Certificates, time zones and a user; not even a C library.
    var distrolessStatic: BaseImageReference { image("gcr.io/distroless/static-debian12:nonroot") }
    /// A C library.
    var distrolessBase: BaseImageReference { image("gcr.io/distroless/base-debian12:nonroot") }

    /// Node without npm; distroless has it for even majors from 20 on.
    func distrolessNode(_ major: String) -> BaseImageReference {
        image("gcr.io/distroless/nodejs\(major)-debian12:nonroot")
    }

    /// A Java runtime without a shell; `nil` for a major that distroless has not got on Debian 12.
    func distrolessJava(_ major: String) -> BaseImageReference? {
        ["17", "21"].contains(major) ? image("gcr.io/distroless/java\(major)-debian12:nonroot") : nil
    }

    private func image(_ tagged: String) -> BaseImageReference {
        BaseImageReference(tagged: tagged, digest: digests[tagged])
    }
}

/// An image with its tag and, when one is locked, its digest.
struct BaseImageReference: Sendable, Hashable {
    /// `repository:tag`.
    var tagged: String
    /// `sha256:…`.
    var digest: String?

    /// What to write after `FROM`.
    var text: String { digest.map { "\(tagged)@\($0)" } ?? tagged }
}
