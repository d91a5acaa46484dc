// SPDX-License-Identifier: Apache-2.0
// Copyright (c) 2026 The msctl authors

import Manifest

/// A release in an image and the last day on which it gets security fixes.
struct ImageLifetime: Sendable {
    /// What is released, in words.
    let name: String
    let end: CalendarDate

    /// The release that an image holds; `nil` when the table does not know it.
    static func of(_ image: String) -> ImageLifetime? {
        guard let tag = MutableImage.tag(of: image.prefix { $0 != "@" }.description) else { return nil }
        let name = MutableImage.repository(of: image).split(separator: "/").last.map(String.init) ?? ""
        guard let releases = table[name] else { return nil }
        for (version, end) in releases
        where tag == version || tag.hasPrefix(version + ".") || tag.hasPrefix(version + "-") {
            return CalendarDate(end).map { ImageLifetime(name: "\(name) \(version)", end: $0) }
        }
        return nil
    }

    /// By the last part of an image's name: version and last day.
    ///
    /// Sources: wiki.debian.org/LTS, ubuntu.com/about/release-cycle (standard support), alpinelinux.org/releases,
    /// nodejs.org/en/about/previous-releases, devguide.python.org/versions, go.dev/doc/devel/release,
    /// php.net/supported-versions, ruby-lang.org/en/downloads/branches, centos.org/centos-linux-eol.
    private static let table: [String: [(String, String)]] = [
        "debian": [
            ("8", "2020-06-30"), ("jessie", "2020-06-30"), ("9", "2022-06-30"), ("stretch", "2022-06-30"),
            ("10", "2024-06-30"), ("buster", "2024-06-30"), ("11", "2026-08-31"), ("bullseye", "2026-08-31"),
            ("12", "2028-06-30"), ("bookworm", "2028-06-30"),
        ],
        "ubuntu": [
            ("16.04", "2021-04-30"), ("xenial", "2021-04-30"), ("18.04", "2023-05-31"),
            ("bionic", "2023-05-31"),
            ("20.04", "2025-05-31"), ("focal", "2025-05-31"), ("22.04", "2027-04-30"),
            ("jammy", "2027-04-30"),
        ],
        "alpine": [
            ("3.14", "2023-05-01"), ("3.15", "2023-11-01"), ("3.16", "2024-05-23"), ("3.17", "2024-11-22"),
            ("3.18", "2025-05-09"), ("3.19", "2025-11-01"), ("3.20", "2026-04-01"),
        ],
        "centos": [("6", "2020-11-30"), ("7", "2024-06-30"), ("8", "2021-12-31")],
        "node": [
            ("12", "2022-04-30"), ("14", "2023-04-30"), ("16", "2023-09-11"), ("17", "2022-06-01"),
            ("18", "2025-04-30"), ("19", "2023-06-01"), ("20", "2026-04-30"), ("21", "2024-06-01"),
            ("22", "2027-04-30"), ("24", "2028-04-30"),
        ],
        "python": [
            ("2.7", "2020-01-01"), ("2", "2020-01-01"), ("3.6", "2021-12-23"), ("3.7", "2023-06-27"),
            ("3.8", "2024-10-07"), ("3.9", "2025-10-31"), ("3.10", "2026-10-31"), ("3.11", "2027-10-31"),
        ],
        "golang": [
            ("1.19", "2023-09-06"), ("1.20", "2024-02-06"), ("1.21", "2024-08-13"), ("1.22", "2025-02-11"),
            ("1.23", "2025-08-12"),
        ],
        "php": [("7.4", "2022-11-28"), ("8.0", "2023-11-26"), ("8.1", "2025-12-31"), ("8.2", "2026-12-31")],
        "ruby": [("2.7", "2023-03-31"), ("3.0", "2024-04-23"), ("3.1", "2025-03-26"), ("3.2", "2026-03-31")],
    ]
}
