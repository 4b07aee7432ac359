// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "gallery",
    platforms: [.macOS(.v15)],
    dependencies: [
        // In a project of your own: .package(url: "https://…/countersign.git", from: "1.0.0")
        .package(name: "countersign", path: "../.."),
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.0"),
    ],
    targets: [
        .executableTarget(
            name: "Gallery",
            dependencies: [
                .product(name: "CountersignClient", package: "countersign"),
                .product(name: "Hummingbird", package: "hummingbird"),
            ]
        )
    ]
)
