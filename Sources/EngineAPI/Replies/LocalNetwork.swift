import Basics
import SwarmModel

/// A network that every engine has by itself, and that nobody can remove.
struct LocalNetwork {
    static let names = ["bridge", "docker_gwbridge", "host", "none"]

    let name: String
    let id: String

    private init(_ name: String, on machine: String) {
        self.name = name
        id = LocalNetwork.digits(machine + "/" + name)
    }

    static func all(on machine: String) -> [LocalNetwork] {
        names.map { LocalNetwork($0, on: machine) }
    }

    /// The network of that name, id, or beginning of an id.
    static func find(_ reference: String, on machine: String) -> LocalNetwork? {
        let all = all(on: machine)
        if let named = all.first(where: { $0.name == reference || $0.id == reference }) {
            return named
        }
        let found = all.filter { !reference.isEmpty && $0.id.hasPrefix(reference) }
        return found.count == 1 ? found[0] : nil
    }

    /// Sixty-four hexadecimal digits that depend on a text only.
    static func digits(_ text: String) -> String {
        var seed: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text.utf8 { seed = (seed ^ UInt64(byte)) &* 0x100_0000_01b3 }
        var generator = SeededGenerator(seed: seed)
        return ContainerID(using: &generator).description
    }

    private var driver: String {
        switch name {
        case "host": "host"
        case "none": "null"
        default: "bridge"
        }
    }

    private var subnets: JSONValue {
        switch name {
        case "bridge": [["Subnet": "172.17.0.0/16", "Gateway": "172.17.0.1"]]
        case "docker_gwbridge": [["Subnet": "172.18.0.0/16", "Gateway": "172.18.0.1"]]
        default: []
        }
    }

    func wireForm(created: EngineTime) -> JSONValue {
        [
            "Name": .string(name),
            "Id": .string(id),
            "Created": .string(created.wallTime?.rfc3339 ?? WallTime.zeroText),
            "Scope": "local",
            "Driver": .string(driver),
            "EnableIPv6": false,
            "IPAM": ["Driver": "default", "Options": nil, "Config": subnets],
            "Internal": false,
            "Attachable": false,
            "Ingress": false,
            "ConfigFrom": ["Network": ""],
            "ConfigOnly": false,
            "Containers": [:],
            "Options": [:],
            "Labels": [:],
        ]
    }
}
