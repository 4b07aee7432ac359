// swift-tools-version: 6.2
import PackageDescription

// Warnings are errors where the project's own scripts build (they set this); a newcomer with a later compiler
// is not stopped by a warning that did not exist when the code was written.
let strict = Context.environment["COUNTERSIGN_STRICT"] != nil

let settings: [SwiftSetting] =
    [
        .swiftLanguageMode(.v6),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
    ] + (strict ? [.treatAllWarnings(as: .error)] : [])

// Other packages' products, by the short names that the rooms below use.
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let metrics: Target.Dependency = .product(name: "CoreMetrics", package: "swift-metrics")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let sqlite: Target.Dependency = .product(name: "GRDBSQLite", package: "GRDB.swift")
let mustache: Target.Dependency = .product(name: "Mustache", package: "swift-mustache")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let cryptoExtras: Target.Dependency = .product(name: "CryptoExtras", package: "swift-crypto")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let signals: Target.Dependency = .product(name: "UnixSignals", package: "swift-service-lifecycle")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore: Target.Dependency = .product(name: "HummingbirdCore", package: "hummingbird")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioHTTP1: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let nioLocks: Target.Dependency = .product(name: "NIOConcurrencyHelpers", package: "swift-nio")
let nioSSL: Target.Dependency = .product(name: "NIOSSL", package: "swift-nio-ssl")
let x509: Target.Dependency = .product(name: "X509", package: "swift-certificates")
let swiftASN1: Target.Dependency = .product(name: "SwiftASN1", package: "swift-asn1")
let asyncHTTPClient: Target.Dependency = .product(name: "AsyncHTTPClient", package: "async-http-client")
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let configuration: Target.Dependency = .product(name: "Configuration", package: "swift-configuration")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")

/// One room of the house: `Docs/architecture.md` has the picture, and these are its only arrows.
func room(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []) -> Target {
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: settings)
}

func tests(of name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []) -> Target {
    .testTarget(
        name: name + "Tests", dependencies: [.byName(name: name)] + dependencies, exclude: exclude,
        swiftSettings: settings)
}

let package = Package(
    name: "countersign",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "countersign", targets: ["countersign"]),
        .executable(name: "mailcatcher", targets: ["mailcatcher"]),
        .library(name: "CountersignClient", targets: ["CountersignClient"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-log.git", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-metrics.git", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.37.0"),
        .package(url: "https://github.com/apple/swift-http-types.git", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-certificates.git", from: "1.21.0"),
        .package(url: "https://github.com/apple/swift-asn1.git", from: "1.7.0"),
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-configuration.git", from: "1.4.0", traits: ["YAML"]),
        .package(url: "https://github.com/jpsim/Yams.git", from: "6.2.0"),
        .package(url: "https://github.com/groue/GRDB.swift.git", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache.git", from: "2.1.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
        .package(url: "https://github.com/swift-server/async-http-client.git", from: "1.37.0"),
    ],
    targets: [
        // Nothing of ours below these three.
        room("Model", []),
        room("Links", [crypto]),
        room("Telemetry", [logging, metrics]),
        room("Settings", ["Model", configuration, yams]),
        room("JSONText", ["Model"]),
        room("Webhook", ["Model", "Links", asyncHTTPClient, nioCore, nioHTTP1, nioSSL, logging]),

        room(
            "OpenID", ["Model", "Links", asyncHTTPClient, nioCore, nioHTTP1, crypto, cryptoExtras, logging, lifecycle]),

        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CQRencode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),
        .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        room("Storage", ["CPostgres", "Model", "JSONText", "Telemetry", grdb, sqlite, logging]),
        room("Mail", ["Model", "Links", mustache]),
        room("SMTP", ["CCurl", "Model", "Telemetry", logging]),
        room("Workflows", ["Storage", "Mail", "Model", "JSONText", "Links", crypto]),
        room(
            "MailCatcher",
            [
                logging, lifecycle, hummingbird, hummingbirdCore, httpTypes, nioCore, nioHTTP1, nioPosix, nioSSL,
                nioLocks,
                x509, swiftASN1, crypto,
            ]),
        room(
            "Courier",
            [
                "Workflows", "Storage", "Mail", "SMTP", "Webhook", "Model", "Links", "Telemetry", logging, lifecycle,
            ]),
        room(
            "Web",
            [
                "CQRencode", "OpenID", "Workflows", "Storage", "Mail", "Model", "JSONText", "Links", "Telemetry",
                logging, hummingbird, hummingbirdCore, httpTypes, nioCore, nioHTTP1, lifecycle, crypto,
            ]),

        .executableTarget(
            name: "countersign",
            dependencies: [
                "Web", "Courier", "MailCatcher", "Workflows", "SMTP", "Storage", "Mail", "Model", "Links", "Telemetry",
                "Settings", "Webhook", "OpenID", arguments, asyncHTTPClient, lifecycle, signals, logging, nioCore,
                nioHTTP1,
            ],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "mailcatcher",
            dependencies: ["MailCatcher", arguments, lifecycle, signals, logging],
            path: "Sources/mailcatcher-tool",
            swiftSettings: settings
        ),

        // Shares nothing with the rooms but the contract.
        room("CountersignClient", [asyncHTTPClient, nioCore, nioHTTP1, nioPosix, crypto, logging]),

        .target(
            name: "Databases", dependencies: ["CPostgres", "Storage", logging], path: "Tests/Databases",
            swiftSettings: settings),
        .target(
            name: "Endpoints", dependencies: [nioCore, nioHTTP1, nioPosix, nioSSL], path: "Tests/Endpoints",
            swiftSettings: settings),
        tests(of: "Model"),
        tests(of: "Links", [crypto]),
        tests(of: "Storage", ["Model", "Databases", logging]),
        tests(of: "Mail", ["Model"], exclude: ["Snapshots"]),
        tests(of: "SMTP", ["Model", logging]),
        tests(of: "Workflows", ["Storage", "Model", "Links", "Databases"]),
        tests(of: "MailCatcher", [nioCore, nioPosix, logging]),
        tests(
            of: "Courier",
            [
                "Workflows", "Storage", "SMTP", "Mail", "Webhook", "Model", "Links", "MailCatcher", "Databases",
                "Endpoints", logging, lifecycle, nioHTTP1,
            ]),
        tests(
            of: "Web",
            [
                "Workflows", "Storage", "Model", "Links", "Databases", logging, httpTypes, nioCore, crypto,
                .product(name: "HummingbirdTesting", package: "hummingbird"),
            ]),
        tests(of: "Webhook", ["Model", "Links", "Endpoints", nioHTTP1, nioSSL, crypto, logging, x509, swiftASN1]),
        tests(of: "OpenID", ["Model", "Links", crypto, cryptoExtras]),
        tests(of: "CountersignClient", [nioCore, nioHTTP1, nioPosix, crypto, logging], exclude: ["Fixtures"]),
        tests(of: "Telemetry", [logging]),
        tests(of: "Settings", ["Model"]),
    ]
)
