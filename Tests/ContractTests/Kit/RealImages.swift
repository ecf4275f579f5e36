import Foundation
import ProgramKit

/// Small images under the names that the notes use, made of busybox and nothing from a network.
///
/// Their programs do what the catalogue says of the simulated ones, as far as a script can see.
actor RealImages {
    private static let shared = RealImages()
    private var folder: ScratchFolder?
    private var made: Task<String, any Error>?

    /// The path of an archive that `docker load` takes; made once.
    static func archive() async throws -> String { try await shared.path() }

    private func path() async throws -> String {
        if let made { return try await made.value }
        let folder = try ScratchFolder("contract")
        self.folder = folder
        let task = Task { try await Self.make(below: folder.path) }
        made = task
        return try await task.value
    }

    struct Image {
        var names: [String]
        var entrypoint: [String]
        var environment: [String] = []
        var ports: [String] = []
        var volumes: [String] = []
        var health: [String] = []
    }

    static let health = [
        "CMD", "dotnet", "Utilities.HttpCheck.dll", "-u", "http://localhost/health",
    ]

    static let images: [Image] = {
        let timecheck = ["1.0", "2.0"].map {
            Image(
                names: ["diamol/ch12-timecheck:\($0)"],
                entrypoint: ["dotnet", "TimeCheck.dll"],
                environment: ["APP_VERSION=\($0)", "Timer__IntervalSeconds=5"]
            )
        }
        let web = [
            "diamol/ch09-image-of-the-day:latest", "diamol/ch09-access-log:latest",
            "diamol/ch09-image-gallery:latest", "diamol/ch06-todo-list:latest",
            "nginx:latest",
        ]
        .map { Image(names: [$0], entrypoint: ["web", $0], ports: ["80/tcp"]) }
        let pages = ["v1", "v2", "v3", "v5"].map {
            Image(
                names: ["diamol/numbers-web:\($0)"],
                entrypoint: ["web", "numbers-web \($0)"],
                environment: ["RngApi__Url=http://numbers-api/rng"],
                ports: ["80/tcp"]
            )
        }
        let numbers = ["v1", "v2", "v3", "v5"].map {
            Image(
                names: ["diamol/numbers-api:\($0)"],
                entrypoint: ["web", "numbers-api \($0)"],
                environment: $0 == "v5" ? ["BREAKS=2"] : [],
                ports: ["80/tcp"],
                health: $0 == "v1" ? [] : health
            )
        }
        let databases = ["11.5", "11.6"].map {
            Image(
                names: ["diamol/postgres:\($0)"],
                entrypoint: ["web", "postgres \($0)"],
                environment: ["PGDATA=/var/lib/postgresql/data"],
                ports: ["5432/tcp"],
                volumes: ["/var/lib/postgresql/data"]
            )
        }
        let shell = Image(names: ["busybox:latest", "alpine:latest"], entrypoint: [])
        return timecheck + web + pages + numbers + databases + [shell]
    }()

    private static let programs: [String: String] = [
        "dotnet": """
        case "$1" in
          TimeCheck.dll)
            trap 'exit 143' TERM INT
            while :; do
              sleep "${Timer__IntervalSeconds:-5}" & wait $!
              echo "App version: ${APP_VERSION:-1.0}; time check: $(date +%H:%M.%S)"
            done ;;
          Utilities.HttpCheck.dll)
            [ -n "$BREAKS" ] && [ "${Broken:-true}" != false ] || exit 0
            n=$(cat /tmp/n 2>/dev/null || echo 0); n=$((n + 1)); echo $n >/tmp/n
            [ $n -le "$BREAKS" ] ;;
        esac
        """,
        "web": """
        trap 'exit 0' TERM INT
        echo "$1 is up"
        while :; do sleep 3600 & wait $!; done
        """,
    ]

    /// Builds an archive as `docker save` writes it: one layer, and a description for each image.
    private static func make(below folder: String) async throws -> String {
        let files = FileManager.default
        let system = folder + "/root"
        for name in ["bin", "etc", "tmp", "proc", "sys", "dev", "app"] {
            try files.createDirectory(
                atPath: "\(system)/\(name)",
                withIntermediateDirectories: true
            )
        }
        for (name, text) in programs {
            try "#!/bin/sh\n\(text)\n".write(
                toFile: "\(system)/bin/\(name)",
                atomically: true,
                encoding: .utf8
            )
        }
        let layer = try await shell(
            """
            set -e
            cp "$(command -v busybox)" root/bin/busybox
            for a in $(root/bin/busybox --list); do
              [ -e root/bin/$a ] || ln -s busybox root/bin/$a
            done
            chmod 755 root/bin/dotnet root/bin/web
            echo 'root:x:0:0:root:/root:/bin/sh' >root/etc/passwd
            echo 'root:x:0:' >root/etc/group
            mkdir -p save/layer
            tar --sort=name --mtime=@1500000000 --owner=0 --group=0 --numeric-owner \
                -C root -cf save/layer/layer.tar .
            sha256sum save/layer/layer.tar | cut -d ' ' -f 1
            """,
            in: folder
        )
        var manifest: [[String: Any]] = []
        for (index, image) in images.enumerated() {
            let description = try JSONSerialization.data(
                withJSONObject: describe(image, layer: layer),
                options: .sortedKeys
            )
            try description.write(to: URL(filePath: "\(folder)/save/\(index).json"))
            manifest.append([
                "Config": "\(index).json", "RepoTags": image.names, "Layers": ["layer/layer.tar"],
            ])
        }
        try JSONSerialization.data(withJSONObject: manifest)
            .write(to: URL(filePath: "\(folder)/save/manifest.json"))
        _ = try await shell("tar -C save -cf images.tar . && rm -rf root save", in: folder)
        return folder + "/images.tar"
    }

    private static func describe(_ image: Image, layer: String) -> [String: Any] {
        var config: [String: Any] = [
            "Env": ["PATH=/bin"] + image.environment, "WorkingDir": "/app",
        ]
        config[image.entrypoint.isEmpty ? "Cmd" : "Entrypoint"] =
            image.entrypoint.isEmpty ? ["sh"] : image.entrypoint
        if !image.ports.isEmpty { config["ExposedPorts"] = empty(image.ports) }
        if !image.volumes.isEmpty { config["Volumes"] = empty(image.volumes) }
        if !image.health.isEmpty { config["Healthcheck"] = ["Test": image.health] }
        return [
            "architecture": "amd64", "os": "linux", "created": "2024-01-01T00:00:00Z",
            "config": config, "rootfs": ["type": "layers", "diff_ids": ["sha256:" + layer]],
            "history": [["created": "2024-01-01T00:00:00Z", "comment": "made for a test"]],
        ]
    }

    private static func empty(_ keys: [String]) -> [String: Any] {
        Dictionary(uniqueKeysWithValues: keys.map { ($0, [String: String]()) })
    }

    private static func shell(_ text: String, in folder: String) async throws -> String {
        let answer = try await ShellRun.run("cd \(folder) && \(text)", environment: Lab.environment)
        guard answer.code == 0 else { throw LabError(text: "images: \(answer.text)") }
        return answer.text.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
