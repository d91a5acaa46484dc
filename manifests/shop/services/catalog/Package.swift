// swift-tools-version: 6.0

import PackageDescription

let package = Package(
    name: "catalog",
    targets: [
        .executableTarget(name: "catalog")
    ]
)
