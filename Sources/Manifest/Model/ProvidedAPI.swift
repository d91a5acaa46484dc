// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

package import Diagnostics

/// An API that a service offers.
package struct ProvidedAPI: Sendable, Hashable {
    /// The text of the whole entry.
    package var span: SourceSpan
    /// Where it is declared, as a JSON pointer.
    package var pointer: String
    /// The name of the API; where none is written it is the service's own, located there.
    package var api: Located<String>
    /// The major version; `unversioned-api` reports its absence.
    package var version: Located<APIVersion>?
    /// How it speaks, located at the key.
    package var wireProtocol: Located<WireProtocol>
    /// The port of the container, and of the Service in front of it.
    package var port: Located<Int>
    /// The path that its operations start with; `nil` means `/`.
    package var path: Located<String>?
    /// The contract file (OpenAPI, proto or AsyncAPI), relative to the folder of the manifest.
    package var spec: Located<String>?
    /// Who may call it; `nil` means `system`.
    package var visibility: Located<Visibility>?
    /// How callers prove who they are; `nil` when the team does not say.
    package var auth: Located<Authentication>?
    /// How often one caller may call; `nil` means no limit.
    package var rateLimit: Located<Rate>?
    /// The header by which the service recognizes a repeated call, so that unsafe ones may be tried again.
    package var idempotencyKey: Located<String>?
    /// The header that chooses the version; `nil` means that the path does.
    package var versioning: Located<String>?
    /// Since when it is discouraged and when it stops; `nil` while it is to stay.
    package var deprecated: Located<Deprecation>?

    /// What consumers write to reach it, such as `catalog/v1`; without a version the bare name.
    package var reference: String { version.map { "\(api.value)/\($0.value)" } ?? api.value }
    /// Who may call it, `system` by default.
    package var effectiveVisibility: Visibility { visibility?.value ?? .system }
}

/// How callers of an API prove who they are.
package struct Authentication: Sendable, Hashable {
    /// The way; `none` has to be explained by a reason.
    package var method: Located<AuthenticationMethod>
    /// Why none is needed; `public-no-auth` asks for it.
    package var reason: Located<String>?
    /// The address of who issues the tokens; for people and other tools, msctl does not act on it.
    package var issuer: Located<String>?
}

/// That an API version goes away.
package struct Deprecation: Sendable, Hashable {
    /// The day since which it is discouraged.
    package var since: Located<CalendarDate>?
    /// The day on which it goes away; `nil` means that none is set.
    package var sunset: Located<CalendarDate>?
    /// The API to use instead; `nil` when there is none.
    package var use: Located<APIReference>?
}
