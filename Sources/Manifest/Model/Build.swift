// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Diagnostics

/// How the image of a service is made from its source.
package struct Build: Sendable, Hashable {
    /// The folder with the source, relative to the folder of the manifest; `.` unless written.
    package var context: Located<String>
    /// A Dockerfile of the team's own, relative to the context; `nil` for one that msctl writes.
    package var dockerfile: Located<String>?
    /// The runtime, such as `swift`; `nil` to detect it from the files of the context.
    package var runtime: Located<String>?
    /// The version of the runtime, such as `6.3`; `nil` for what the project asks for, or else the one that
    /// msctl takes.
    package var version: Located<String>?
    /// Which program, when the context makes several: a Swift product, a Go package, an entry file or a Java
    /// class.
    package var product: Located<String>?
    /// The stage of the Dockerfile to build; for whatever builds the image, msctl does not.
    package var target: Located<String>?
    /// Defaults of build arguments, which become `ARG` lines of a generated Dockerfile.
    package var args: [NamedValue<String>]
    /// Platforms such as `linux/amd64`; for whatever builds the image, msctl does not.
    package var platforms: [Located<String>]
}
