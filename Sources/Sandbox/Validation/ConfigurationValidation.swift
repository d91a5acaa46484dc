// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Documents

/// The rules of what pods are configured with: ConfigMaps and Secrets.
enum ConfigurationValidation {
    /// The most that the values of one object may hold, in bytes.
    private static let limit = 1_048_576

    static func configMap(_ object: JSONValue) -> [StatusFailure.Cause] {
        let binary = object["binaryData"]
        var causes: [StatusFailure.Cause] = []
        for key in (object["data"]?.members ?? [:]).keys {
            let field = "data[\(key)]"
            causes.add(Format.configKey(key), at: field, key)
            if binary?[key] != nil {
                causes.append(.invalid(field, .string(key), "duplicate of key present in binaryData"))
            }
        }
        causes += keyCauses(binary, at: "binaryData")
        let texts = (object["data"]?.members ?? [:]).reduce(0) { $0 + ($1.value.string?.utf8.count ?? 0) }
        let size = texts + decodedSize(binary)
        return size > limit ? causes + [.tooLong("[]", limit: limit)] : causes
    }

    static func secret(_ object: JSONValue) -> [StatusFailure.Cause] {
        var causes = keyCauses(object["data"], at: "data")
        if decodedSize(object["data"]) > limit { causes.append(.tooLong("data", limit: limit)) }
        return causes + typeCauses(object)
    }

    private static func keyCauses(_ data: JSONValue?, at field: String) -> [StatusFailure.Cause] {
        var causes: [StatusFailure.Cause] = []
        for key in (data?.members ?? [:]).keys {
            causes.add(Format.configKey(key), at: "\(field)[\(key)]", key)
        }
        return causes
    }

    /// How many bytes the members stand for, which are base64.
    private static func decodedSize(_ data: JSONValue?) -> Int {
        (data?.members ?? [:]).reduce(0) { $0 + Base64.decodedSize($1.value.string ?? "") }
    }

    /// What a Secret of a type of Kubernetes' own has to hold.
    private static func typeCauses(_ secret: JSONValue) -> [StatusFailure.Cause] {
        func missing(_ keys: [String]) -> [StatusFailure.Cause] {
            keys.filter { secret["data"]?[$0] == nil }.map { .required("data[\($0)]") }
        }
        func text(_ key: String) -> String { secret["data"]?[key]?.string ?? "" }
        switch secret["type"]?.string {
        case "kubernetes.io/service-account-token":
            let annotation = "kubernetes.io/service-account.name"
            let name = secret[path: "metadata", "annotations"]?[annotation]?.string ?? ""
            return name.isEmpty ? [.required("metadata.annotations[\(annotation)]")] : []
        case "kubernetes.io/tls": return missing(["tls.crt", "tls.key"])
        case "kubernetes.io/ssh-auth":
            let key = "ssh-privatekey"
            return Base64.decodedSize(text(key)) == 0 ? [.required("data[\(key)]")] : []
        case "kubernetes.io/dockerconfigjson": return document(secret, ".dockerconfigjson")
        case "kubernetes.io/dockercfg": return document(secret, ".dockercfg")
        case "kubernetes.io/basic-auth":
            // One of the two is enough.
            let both = missing(["username", "password"])
            return both.count == 2 ? both : []
        default: return []
        }
    }

    /// What is wrong with a value that has to be an object of JSON; it is not shown.
    private static func document(_ secret: JSONValue, _ key: String) -> [StatusFailure.Cause] {
        let field = "data[\(key)]"
        guard let text = secret["data"]?[key]?.string else { return [.required(field)] }
        let bytes = Base64.decode(text) ?? []
        let hidden: JSONValue = "<secret contents redacted>"
        do throws(JSONReader.Failure) {
            let value = try JSONReader.readLeniently(bytes).value
            if value.isNull || value.object != nil { return [] }
            let words =
                "json: cannot unmarshal \(value.kindName) into Go value of type map[string]interface {}"
            return [.invalid(field, hidden, words)]
        } catch {
            let isCut = error.offset >= bytes.count
            return [.invalid(field, hidden, isCut ? "unexpected end of JSON input" : error.description)]
        }
    }
}
