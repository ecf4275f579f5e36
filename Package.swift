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

func tests(
    _ subject: String,
    _ uses: [Target.Dependency] = [],
    exclude: [String] = []
) -> Target {
    .testTarget(
        name: "\(subject)Tests",
        dependencies: [.byName(name: subject)] + uses,
        exclude: exclude,
        swiftSettings: house
    )
}

let hashTrees: Target.Dependency = .product(
    name: "HashTreeCollections",
    package: "swift-collections"
)
let argumentParser: Target.Dependency = .product(
    name: "ArgumentParser",
    package: "swift-argument-parser"
)
let core: [Target.Dependency] = ["SwarmStore", "SwarmModel", "Basics"]

// Read from top to bottom: a part may use only parts above it.
let package = Package(
    name: "skep",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "skep", targets: ["skep"]),
        .executable(name: "skep-bench", targets: ["Bench"]),
        .executable(name: "skep-casts", targets: ["JourneyCasts"]),
        .executable(name: "skep-simulate", targets: ["Simulate"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
    ],
    targets: [
        // 1. The pure core.
        part("Basics"),
        part("SwarmModel", ["Basics"]),
        part("SwarmStore", ["SwarmModel", "Basics", hashTrees]),
        part("ClusterPorts", core),
        part("RaftCore", ["Basics"]),
        part("Scheduling", core + [hashTrees]),
        part("Allocation", core + [hashTrees]),
        part("Orchestration", core + [hashTrees]),
        part("Overlay", core),
        part("Agents", core + ["ClusterPorts", hashTrees]),
        part(
            "SwarmWorld",
            core + [
                "Scheduling", "Allocation", "Orchestration", "Overlay", "Agents", "ClusterPorts",
                "RaftCore",
            ]
        ),
        part("Forecasting", core + ["SwarmWorld", "Scheduling", "Agents", "ClusterPorts"]),
        part("ImageCatalogFile", ["Agents", "SwarmModel", "Basics", "Yams"]),
        part("Compose", ["SwarmModel", "Basics", "Yams"]),

        // 2. The cluster's rim.
        part("StackDeployment", core + ["Compose", "ClusterPorts"]),
        part(
            "Simulation",
            core + ["SwarmWorld", "Agents", "Compose", "StackDeployment"]
        ),
        part(
            "Hosting",
            core + [
                "SwarmWorld", "Forecasting", "Agents", "ClusterPorts",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Crypto", package: "swift-crypto"),
            ]
        ),

        part(
            "EngineClient",
            core + [
                "ClusterPorts", "Forecasting",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "Crypto", package: "swift-crypto"),
            ]
        ),
        part("EngineAPI", core + ["ClusterPorts"]),
        part(
            "EngineServer",
            core + [
                "EngineAPI", "ClusterPorts",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]
        ),

        // 3. The console.
        part("Cells", ["Basics"]),
        part("Theming", ["Cells", "Basics", "TOMLKit"]),
        part("Wording"),
        part("Console", core + ["Wording", "Cells", "ClusterPorts", hashTrees]),
        part("ConfigFile", ["Console", "Wording", "Theming", "Cells", "Basics", "Yams"]),
        .target(
            name: "CNcurses",
            linkerSettings: [
                .linkedLibrary("ncursesw", .when(platforms: [.linux])),
                .linkedLibrary("ncurses", .when(platforms: [.macOS])),
            ]
        ),
        part("Curses", ["CNcurses", "Theming", "Cells", "Basics"]),
        part("Casting", ["Theming", "Cells"]),
        part("Journeys"),
        part("Recording", core + ["Cells", "ClusterPorts"]),
        part(
            "RecordingFiles",
            core + ["Recording", "Casting", "Theming", "Cells", "ClusterPorts", "Forecasting"]
        ),
        part(
            "ConsoleLoop",
            core + ["Console", "Wording", "Cells", "ClusterPorts", "StackDeployment"]
        ),

        // 4. The program, and the one that measures it.
        .executableTarget(
            name: "skep",
            dependencies: core + [
                "ConfigFile", "ConsoleLoop", "Console", "Wording", "Curses", "Theming", "Cells",
                "RecordingFiles", "Recording", "Casting", "StackDeployment",
                "Compose", "EngineClient", "EngineServer", "EngineAPI", "Hosting",
                "ImageCatalogFile", "SwarmWorld", "Agents", "ClusterPorts", argumentParser,
            ],
            swiftSettings: house
        ),
        .executableTarget(
            name: "Simulate",
            dependencies: ["Simulation", "SwarmStore", "Basics", argumentParser],
            swiftSettings: house
        ),
        .executableTarget(
            name: "JourneyCasts",
            dependencies: ["JourneyKit", "Journeys", "TerminalKit", argumentParser],
            swiftSettings: house
        ),
        .target(name: "CMeasure"),
        .executableTarget(
            name: "Bench",
            dependencies: core + [
                "TerminalKit", "CPseudoTerminal", "CMeasure", "SwarmWorld", "RaftCore",
                "Scheduling",
                "Agents",
                "ImageCatalogFile", "ClusterPorts", "Console", "Curses", "Theming", "Cells",
                "EngineClient", "EngineServer", "EngineAPI", "Hosting",
            ],
            swiftSettings: house
        ),

        // 5. Tests.
        .target(name: "ProgramKit", path: "Tests/ProgramKit", swiftSettings: house),
        .target(name: "CPseudoTerminal", path: "Tests/CPseudoTerminal"),
        .target(
            name: "TerminalKit",
            dependencies: ["CPseudoTerminal"],
            path: "Tests/TerminalKit",
            swiftSettings: house
        ),
        .target(
            name: "JourneyKit",
            dependencies: ["Journeys", "Casting", "TerminalKit", "CPseudoTerminal", "ProgramKit"],
            path: "Tests/JourneyKit",
            swiftSettings: house
        ),
        tests("Basics"),
        tests("SwarmModel", ["Basics"], exclude: ["Fixtures"]),
        tests("SwarmStore", ["SwarmModel", "Basics"]),
        tests("RaftCore", ["Basics"]),
        tests("ClusterPorts", core),
        tests("Scheduling", core),
        tests("Allocation", core),
        tests("Orchestration", core),
        tests("Overlay", core),
        tests("Agents", core + ["ClusterPorts", "ImageCatalogFile"]),
        tests("ImageCatalogFile", core + ["Agents"]),
        tests("SwarmWorld", core + ["Agents", "ClusterPorts", "ImageCatalogFile", "Scheduling"]),
        tests("Forecasting", core + ["SwarmWorld", "Agents", "ClusterPorts", "ImageCatalogFile"]),
        tests("Simulation", core + ["SwarmWorld"]),
        tests("Compose", ["SwarmModel", "Basics"]),
        tests(
            "StackDeployment",
            core + [
                "Compose", "ClusterPorts", "Hosting", "ImageCatalogFile", "Agents", "Wording",
            ]
        ),
        tests("Hosting", core + ["SwarmWorld", "Agents", "ClusterPorts"]),
        tests(
            "EngineClient",
            core + [
                "ClusterPorts", "EngineServer", "EngineAPI", "Hosting", "ImageCatalogFile",
                "Agents",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            exclude: ["Fixtures"]
        ),
        tests("EngineAPI", core + ["ClusterPorts"]),
        tests(
            "EngineServer",
            core + [
                "EngineAPI", "ClusterPorts", "Hosting", "ImageCatalogFile", "Agents",
                "ProgramKit",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ]
        ),
        tests("Cells", ["Basics"]),
        tests("Theming", ["Cells"], exclude: ["Cards"]),
        tests(
            "Console",
            core + [
                "Wording", "Cells", "ClusterPorts", "SwarmWorld", "Agents", "ImageCatalogFile",
                "Forecasting",
            ],
            exclude: ["Screens"]
        ),
        tests("Wording"),
        tests("ConfigFile", ["Console", "Wording", "Cells", "Basics"]),
        tests("Curses", ["Theming", "Cells", "Basics", "TerminalKit"]),
        tests("ProgramKit"),
        tests("TerminalKit"),
        tests("Journeys"),
        tests(
            "Recording",
            core + [
                "RecordingFiles", "Casting", "Theming", "Cells", "ClusterPorts", "Hosting",
                "ImageCatalogFile", "Agents",
            ]
        ),
        tests("Casting", ["Theming", "Cells", "Basics", "JourneyKit", "TerminalKit"]),
        tests("ConsoleLoop", core + ["Console", "Wording", "Cells", "ClusterPorts"]),
        .testTarget(
            name: "EndToEndTests",
            dependencies: ["skep", "JourneyKit", "Journeys", "TerminalKit"],
            swiftSettings: house
        ),
        .testTarget(
            name: "ContractTests",
            dependencies: core + [
                "EngineServer", "EngineAPI", "Hosting", "ImageCatalogFile", "Agents",
                "ClusterPorts", "ProgramKit",
            ],
            exclude: ["Scripts"],
            swiftSettings: house
        ),
        .testTarget(
            name: "LabTests",
            dependencies: [
                "skep", "ProgramKit", "TerminalKit", "EngineClient", "ClusterPorts", "SwarmStore",
                "SwarmModel", "Basics",
            ],
            swiftSettings: house
        ),
        .testTarget(name: "TidyTests", swiftSettings: house),
    ]
)
