// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

/// A module of ours under `Sources/`, with the settings that all of them share.
func room(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []) -> Target {
    .target(
        name: name,
        dependencies: dependencies,
        exclude: ["README.md"],
        resources: resources,
        swiftSettings: settings
    )
}

/// Tests run against optimized code, and are not worth optimizing themselves.
let testSettings = settings + [.unsafeFlags(["-Onone"], .when(configuration: .release))]

/// The unit tests of one module.
func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: ["Support"] + dependencies, swiftSettings: testSettings)
}

let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let nio: [Target.Dependency] = ["NIOCore", "NIOPosix", "NIOHTTP1"].map {
    .product(name: $0, package: "swift-nio")
}
/// A lock that the thread sanitizer sees, unlike `Synchronization.Mutex` on Linux.
let locks: Target.Dependency = .product(name: "NIOConcurrencyHelpers", package: "swift-nio")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")

let package = Package(
    name: "msctl",
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    ],
    targets: [
        // libyaml is linked; libcurl is loaded on first use, so that commands that need no cluster start without it.
        .systemLibrary(name: "CLibYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        .systemLibrary(name: "CCurl", providers: [.apt(["libcurl4-openssl-dev"])]),

        room("Diagnostics", []),
        room("Documents", ["Diagnostics", "CLibYAML"]),
        room("Parallelism", []),
        room("Manifest", ["Documents", "Diagnostics", "Parallelism"]),
        room("LanguageServer", ["Lint", "Manifest", "Documents", "Diagnostics"]),
        room("Kubernetes", ["Documents", "Diagnostics"]),
        room("Lint", ["Manifest", "Kubernetes", "Documents", "Diagnostics", "Parallelism", locks]),
        room("Generation", ["Manifest", "Kubernetes", "Documents", "Diagnostics"]),
        room("HTTP", [httpTypes]),
        room(
            "KubernetesClient",
            ["Kubernetes", "HTTP", "Documents", "Diagnostics", "CCurl", httpTypes, locks]
        ),
        room("Rollout", ["Kubernetes", "KubernetesClient", "Documents", "Diagnostics", locks]),
        room("Sandbox", ["Kubernetes", "HTTP", "Documents", "Diagnostics", httpTypes, locks] + nio),
        room(
            "Commands",
            [
                "Lint", "LanguageServer", "Generation", "Rollout", "Sandbox", "KubernetesClient", "HTTP",
                "Kubernetes", "Manifest",
                "Documents", "Diagnostics", "Parallelism", argumentParser, locks,
            ]
        ),
        .executableTarget(
            name: "msctl",
            dependencies: ["Commands"],
            swiftSettings: settings,
            // The runtime is part of what ships; libraries of the system are not.
            linkerSettings: [
                .unsafeFlags(
                    ["-static-stdlib", "-l_FoundationCollections", "-l_FoundationCShims"],
                    .when(platforms: [.linux], configuration: .release)
                )
            ]
        ),

        .target(
            name: "Support",
            dependencies: ["Diagnostics", "Documents", locks],
            path: "Tests/Support",
            swiftSettings: testSettings
        ),
        tests("SupportTests", []),
        tests("ParallelismTests", ["Parallelism"]),
        tests("DiagnosticsTests", ["Diagnostics"]),
        tests("DocumentsTests", ["Documents", "Diagnostics"]),
        tests("ManifestTests", ["Manifest", "Documents", "Diagnostics"]),
        tests("LintTests", ["Lint", "Manifest", "Kubernetes", "Documents", "Diagnostics", locks]),
        tests("LanguageServerTests", ["LanguageServer", "Lint", "Manifest", "Documents", "Diagnostics"]),
        tests("KubernetesTests", ["Kubernetes", "Documents", "Diagnostics"]),
        tests("GenerationTests", ["Generation", "Manifest", "Kubernetes", "Documents", "Diagnostics"]),
        tests(
            "CommandsTests",
            [
                "Commands", "Lint", "Generation", "Rollout", "Manifest", "Kubernetes", "Documents",
                "Diagnostics",
                argumentParser,
            ]
        ),
        tests("ArchitectureTests", ["Commands", "Documents"]),
        tests("EndToEndTests", ["Commands", "LanguageServer", "Documents"]),
        tests(
            "KubernetesClientTests",
            ["KubernetesClient", "Kubernetes", "HTTP", "Documents", "CCurl", httpTypes]
        ),
        tests("SandboxTests", ["Sandbox", "Kubernetes", "HTTP", "Documents", httpTypes, locks]),
        tests(
            "ClusterTests",
            [
                "Rollout", "Sandbox", "KubernetesClient", "Kubernetes", "HTTP", "Documents", "Diagnostics",
                httpTypes,
            ]
        ),
        tests(
            "RolloutTests",
            [
                "Rollout", "Sandbox", "KubernetesClient", "Kubernetes", "HTTP", "Documents", "Diagnostics",
                httpTypes,
            ]
        ),
    ]
)
