import Foundation

/// What this machine has.
package enum Installed {
    /// Where a program is; those of the system's own folders count, too.
    package static func path(of name: String) -> String? {
        let places = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        return (places.map(String.init) + ["/usr/sbin", "/sbin"]).map { "\($0)/\(name)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// Whether python3 finds docker-py.
    package static let hasDockerPy =
        (try? Command(["python3", "-c", "import docker"]).runHere())?.code == 0
}
