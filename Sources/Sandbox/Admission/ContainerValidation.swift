// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

/// The rules of one container: its name, ports and environment.
enum ContainerValidation {
    static let labelRule =
        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end "
        + "with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is "
        + "'[a-z0-9]([-a-z0-9]*[a-z0-9])?')"

    static func isLabel(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.count <= 63, bytes.first != 45, bytes.last != 45 else { return false }
        return bytes.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
    }

    static func ports(_ container: JSONValue, at place: String) -> [StatusFailure.Cause] {
        (container["ports"]?.elements ?? []).enumerated().compactMap { index, port in
            guard let number = port["containerPort"]?.integer, !(1...65_535).contains(number) else {
                return nil
            }
            return .invalid(
                "\(place).ports[\(index)].containerPort",
                .integer(number),
                "must be between 1 and 65535, inclusive"
            )
        }
    }

    static func environment(_ container: JSONValue, at place: String) -> [StatusFailure.Cause] {
        (container["env"]?.elements ?? []).enumerated().flatMap { index, variable in
            let field = "\(place).env[\(index)]"
            var causes: [StatusFailure.Cause] = []
            if variable["name"]?.string?.isEmpty ?? true { causes.append(.required("\(field).name")) }
            if variable["valueFrom"] != nil, variable["value"]?.string?.isEmpty == false {
                causes.append(
                    .invalid("\(field).valueFrom", "", "may not be specified when `value` is not empty")
                )
            }
            return causes
        }
    }

    /// A volume has one source.
    static func volumes(_ spec: JSONValue, at place: String) -> [StatusFailure.Cause] {
        (spec["volumes"]?.elements ?? []).enumerated().flatMap { index, volume -> [StatusFailure.Cause] in
            volume.members.map(\.key).filter { $0 != "name" }
                .sorted { sourceOrder($0) < sourceOrder($1) }.dropFirst()
                .map {
                    .forbidden("\(place).volumes[\(index)].\($0)", "may not specify more than 1 volume type")
                }
        }
    }

    /// The order in which a server looks at the sources.
    private static func sourceOrder(_ name: String) -> Int {
        ["emptyDir", "hostPath", "secret", "persistentVolumeClaim", "configMap", "downwardAPI", "projected"]
            .firstIndex(of: name) ?? 99
    }
}
