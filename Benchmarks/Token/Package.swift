// swift-tools-version: 6.2
import PackageDescription

// `Sources/Links` is a link to the room itself: what is measured is what is served.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

let package = Package(
    name: "token",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.0")
    ],
    targets: [
        .target(
            name: "Links", dependencies: [.product(name: "Crypto", package: "swift-crypto")], swiftSettings: settings),
        .executableTarget(
            name: "Token", dependencies: ["Links", .product(name: "Crypto", package: "swift-crypto")],
            swiftSettings: settings),
    ]
)
