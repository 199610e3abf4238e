// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

let house: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

/// One room of the house: a target that may import only the rooms named.
func room(
    _ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource]? = nil
) -> Target {
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: house)
}

/// The one test target of a room.
func tests(
    _ name: String, _ dependencies: [Target.Dependency], resources: [Resource]? = nil
) -> Target {
    .testTarget(
        name: name, dependencies: dependencies, resources: resources, swiftSettings: house)
}

let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let sqlite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let arguments = Target.Dependency.product(
    name: "ArgumentParser", package: "swift-argument-parser")

/// Programs that try bytes of anybody's, built only for `make fuzz`, since they need the sanitizer.
func fuzz(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(
        name: "fuzz-\(name.lowercased())", dependencies: dependencies, path: "Tests/Fuzz/\(name)",
        swiftSettings: house + [.unsafeFlags(["-parse-as-library"])])
}

let isFuzzing = Context.environment["HALLKEEPER_FUZZ"] != nil
let fuzzing = [
    fuzz("Configuration", ["Facts", "Hall", "Engine", "Store", "Controller"]),
    fuzz(
        "Bodies", ["Facts", "Machine", "Hall", "Views", "Engine", "Store", "Web", "Controller"]),
    fuzz("Facts", ["Facts", "Store"]),
    fuzz("Backups", ["Facts", "Store"]),
    fuzz("Logs", ["Controller"]),
    fuzz("Traces", ["Facts", "Store", "Controller"]),
    fuzz("Wires", ["Wire"]),
    fuzz("Devices", ["Wire", "Devices", "Simulators"]),
    fuzz("Shares", ["Devices"]),
]

let package = Package(
    name: "hallkeeper",
    products: [
        .executable(name: "hallkeeper", targets: ["hallkeeper"])
    ],
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    ],
    targets: [
        // Floor 0: the vocabulary, and the C libraries of the system.
        room("Facts"),
        .systemLibrary(
            name: "CSerialPort", pkgConfig: "libserialport",
            providers: [.apt(["libserialport-dev"])]),
        .systemLibrary(
            name: "CMicrohttpd", pkgConfig: "libmicrohttpd",
            providers: [.apt(["libmicrohttpd-dev"])]),
        .systemLibrary(
            name: "CSodium", pkgConfig: "libsodium", providers: [.apt(["libsodium-dev"])]),
        .systemLibrary(
            name: "CFreeType", pkgConfig: "freetype2", providers: [.apt(["libfreetype-dev"])]),
        .systemLibrary(
            name: "CHarfBuzz", pkgConfig: "harfbuzz", providers: [.apt(["libharfbuzz-dev"])]),
        .systemLibrary(
            name: "CFribidi", pkgConfig: "fribidi", providers: [.apt(["libfribidi-dev"])]),
        // What the edges need of the system below: clock, threads, locks, ciphers.
        room("Machine", ["CSodium"]),

        // Floor 1: pure rules and codecs.
        room("Hall", ["Facts"]),
        room("Wire"),

        // Floor 2: what people and devices should see; devices that are only software.
        room("Views", ["Facts", "Hall", "Wire"]),
        // The C reference of a window unit, which makers of hardware take home.
        .target(
            name: "CWindowBus", path: "firmware-protocol/reference",
            exclude: ["Makefile", "README.md", "tests"], sources: ["src"]),
        room("Simulators", ["Wire", "CWindowBus"]),

        // Floor 3: the turn.
        room("Engine", ["Facts"]),

        // Floor 4: the edges.
        room("Store", ["Facts", "Machine", grdb, sqlite]),
        room("Web", ["Machine", "CMicrohttpd", "CSodium", grdb]),
        room("Devices", ["Wire", "Machine", "CSerialPort"]),
        room(
            "Lettering", ["Wire", "Machine", "CFreeType", "CHarfBuzz", "CFribidi"]),

        // Floor 5 and 6: the wiring, and the program.
        room(
            "Controller",
            [
                "Facts", "Machine", "Hall", "Wire", "Views", "Simulators", "Engine", "Store",
                "Web", "Devices", "Lettering", yams,
            ],
            resources: [
                .embedInCode("Printers/printer-profiles.yaml"), .embedInCode("Bus/vendors.csv"),
            ]),
        .executableTarget(
            name: "hallkeeper",
            dependencies: [
                "Controller", "Devices", "Facts", "Machine", "Simulators", "Store", "Wire",
                arguments,
            ],
            swiftSettings: house),

        // What `make bench` runs; nobody installs it.
        .executableTarget(
            name: "bench",
            dependencies: [
                "Facts", "Machine", "Hall", "Wire", "Views", "Simulators", "Engine", "Store",
                "Devices", "Controller", "BusScene", sqlite, arguments,
            ],
            swiftSettings: house),
        .executableTarget(name: "bare-http", dependencies: ["CMicrohttpd"]),

        // The printer of the emulated machine, in `make test-hardware`.
        .executableTarget(
            name: "socket-printer",
            dependencies: ["Machine", "Wire", "Devices", "Simulators", arguments],
            path: "Tests/HardwareTests/SocketPrinter", swiftSettings: house),

        // The controller's side of the emulated window units, in `make test-firmware`.
        .executableTarget(
            name: "bus-desk", dependencies: ["Wire", "Devices", arguments],
            path: "Tests/FirmwareTests/BusDesk", swiftSettings: house),

        tests("FactsTests", ["Facts"]),
        tests("HallTests", ["Facts", "Hall", "Engine", "Simulators"]),
        tests("WireTests", ["Wire", "Simulators", "CSodium", "CWindowBus"]),
        tests("ViewsTests", ["Facts", "Hall", "Wire", "Views"]),
        tests("SimulatorsTests", ["Wire", "Simulators"]),
        tests("EngineTests", ["Facts", "Engine"]),
        tests(
            "StoreTests", ["Facts", "Engine", "Store", "Machine", "Simulators", grdb],
            resources: [.copy("Golden")]),
        // What several rooms' tests need: a client and a directory of their own.
        .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: house),
        tests("WebTests", ["Machine", "Simulators", "Web", "TestSupport"]),
        // Lets libserialport open a pseudo-terminal, in test programs alone.
        .target(name: "PseudoTerminalShim", path: "Tests/PseudoTerminalShim"),
        // A driver and a pair of wires in virtual time, for tests and for the bench.
        .target(
            name: "BusScene", dependencies: ["Devices", "Simulators"], path: "Tests/BusScene",
            swiftSettings: house),
        tests(
            "DevicesTests",
            [
                "Machine", "Wire", "Devices", "Simulators", "BusScene", "CSerialPort",
                "PseudoTerminalShim",
            ]),
        tests(
            "LetteringTests",
            ["Machine", "Wire", "Devices", "Simulators", "Lettering"]),
        tests(
            "ControllerTests",
            [
                "Facts", "Machine", "Hall", "Wire", "Views", "Engine", "Store", "Web", "Devices",
                "Simulators", "Lettering", "Controller", "TestSupport", grdb, yams,
            ]),
        tests(
            "DayTests",
            [
                "Facts", "Hall", "Wire", "Views", "Simulators", "Engine", "Devices", "Store",
                "Controller",
            ]),
        tests("TidyTests", ["Facts", "Hall"]),
    ] + (isFuzzing ? fuzzing : []),
    swiftLanguageModes: [.v6]
)
