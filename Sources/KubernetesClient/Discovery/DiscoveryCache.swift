// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents
import Kubernetes

/// Keeps what servers serve between runs, one file for each server and root (C9).
///
/// Nothing depends on it: a file that is missing, damaged or not to be written only costs a request.
package struct DiscoveryCache: Sendable {
    /// What was kept of one root.
    struct Entry: Sendable, Hashable {
        var types: ServedTypes
        /// The server's name for this state, to be told whether it has changed; `nil` if it gave none.
        var validator: String?
        /// When the server last said that this is how it is.
        var checkedAt: Timestamp
    }

    /// For how long an entry is believed without asking, as `kubectl` does.
    static let lifetime = Duration.seconds(6 * 3600)

    /// The folder of the files.
    let folder: String
    let system: SystemAccess

    /// The cache of the person whose environment this is; `nil` if there is no place for it.
    package init?(_ system: SystemAccess) {
        let variables = system.environment
        // The specification has relative paths ignored.
        if let cache = variables["XDG_CACHE_HOME"], cache.hasPrefix("/") {
            folder = cache + "/msctl/discovery"
        } else if let home = variables["HOME"], home.hasPrefix("/") {
            folder = home + "/.cache/msctl/discovery"
        } else {
            return nil
        }
        self.system = system
    }

    /// Whether an entry may be used without asking.
    func isFresh(_ entry: Entry) -> Bool {
        let age = system.now() - entry.checkedAt
        return age >= .zero && age < Self.lifetime
    }

    /// What is kept of a server's root.
    func entry(_ root: String, of address: ServerAddress) -> Entry? {
        guard case .content(let bytes) = system.readFile(path(root, address)),
            let file = try? JSONReader.read(bytes), file["server"]?.string == address.description,
            let types = ServedTypes(json: file["types"]),
            let checkedAt = file["checkedAt"]?.string.flatMap({ Timestamp($0) })
        else { return nil }
        return Entry(types: types, validator: file["validator"]?.string, checkedAt: checkedAt)
    }

    /// Keeps what a server has just said.
    func keep(_ types: ServedTypes, validator: String?, _ root: String, of address: ServerAddress) {
        let file: JSONValue = [
            "server": .string(address.description),
            "checkedAt": .string(system.now().description),
            "validator": validator.map(JSONValue.string),
            "types": types.json,
        ]
        system.keepFile(path(root, address), file.bytes())
    }

    private func path(_ root: String, _ address: ServerAddress) -> String {
        "\(folder)/\(ContentHash(address.description))-\(root.dropFirst()).json"
    }
}
