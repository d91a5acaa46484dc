// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Diagnostics

/// How the image of a service is made from its source.
package struct Build: Sendable, Hashable {
    /// The folder with the source, relative to the folder of the manifest.
    package var context: Located<String>
    /// A Dockerfile of the team's own, relative to the context.
    package var dockerfile: Located<String>?
    /// The runtime, instead of detecting it.
    package var runtime: Located<String>?
    /// The version of the runtime.
    package var version: Located<String>?
    /// Which executable, when there are several.
    package var product: Located<String>?
    /// The stage of the Dockerfile to build.
    package var target: Located<String>?
    /// Build arguments.
    package var args: [NamedValue<String>]
    /// Platforms such as `linux/amd64`.
    package var platforms: [Located<String>]
}
