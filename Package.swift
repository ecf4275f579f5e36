// swift-tools-version: 6.3
import PackageDescription

/// Every Swift target is built the same way: language mode 6, and no warning gets through.
let house: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

func part(_ name: String, _ uses: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: uses, swiftSettings: house)
}

func tests(_ subject: String, _ uses: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: "\(subject)Tests",
        dependencies: [.byName(name: subject)] + uses,
        swiftSettings: house
    )
}

let hashTrees: Target.Dependency = .product(
    name: "HashTreeCollections", package: "swift-collections")

// Read from top to bottom: a part may use only parts above it.
let package = Package(
    name: "skep",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "skep", targets: ["skep"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
    ],
    targets: [
        // 1. The pure core.
        part("Basics"),
        part("SwarmModel", ["Basics"]),
        part("SwarmStore", ["SwarmModel", "Basics", hashTrees]),
    ]
)
