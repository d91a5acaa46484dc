// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

extension Format {
    /// The words for a text that does not match a pattern.
    private static func rule(_ words: String, _ pattern: String, _ examples: String...) -> String {
        let shown = examples.map { "'\($0)', " }.joined(separator: " or ")
        return "\(words) (e.g. \(shown)regex used for validation is '\(pattern)')"
    }

    private static let labelPattern = "[a-z0-9]([-a-z0-9]*[a-z0-9])?"
    private static let subdomainPattern = "\(labelPattern)(\\.\(labelPattern))*"
    private static let keyPattern = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]"

    static let labelRule = rule(
        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end "
            + "with an alphanumeric character",
        labelPattern,
        "my-name",
        "123-abc"
    )

    static let subdomainRule = rule(
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start "
            + "and end with an alphanumeric character",
        subdomainPattern,
        "example.com"
    )

    static let wildcardRule = rule(
        "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of "
            + "lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character",
        "\\*\\.\(subdomainPattern)",
        "*.example.com"
    )

    static let keyRule = rule(
        "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
        keyPattern,
        "MyName",
        "my.name",
        "123-abc"
    )

    static let labelValueRule = rule(
        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start "
            + "and end with an alphanumeric character",
        "(\(keyPattern))?",
        "MyValue",
        "my_value",
        "12345"
    )

    static let configKeyRule = rule(
        "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
        "[-._a-zA-Z0-9]+",
        "key.name",
        "KEY_NAME",
        "key-name"
    )

    static let headerRule = rule(
        "a valid HTTP header must consist of alphanumeric characters or '-'",
        "[-A-Za-z0-9]+",
        "X-Header-Name"
    )

    static let percentRule = rule(
        "a valid percent string must be a numeric string followed by an ending '%'",
        "[0-9]+%",
        "1%",
        "93%"
    )
}
