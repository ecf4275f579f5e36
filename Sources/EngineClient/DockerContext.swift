import Crypto
import FoundationEssentials
import SwarmModel

/// Which engine is meant: an address, and how to prove who is who.
///
/// - Source: the order in which the docker CLI decides: what is given, `DOCKER_HOST`,
///   `DOCKER_CONTEXT`, the context in use, the standard socket.
package struct EngineTarget: Hashable, Sendable {
    package var address: EngineAddress
    /// Shown on the badge: the context's name, or the address.
    package var name: String
    package var tls: TLSMaterial?
    /// What `ssh` is started with, and where it is found.
    package var environment: [String: String]

    package init(
        address: EngineAddress,
        name: String,
        tls: TLSMaterial? = nil,
        environment: [String: String] = [:]
    ) {
        self.address = address
        self.name = name
        self.tls = tls
        self.environment = environment
    }

    /// The engine of another manager, reached the same way; `nil` where there is no such way.
    func on(host: String) -> EngineTarget? {
        guard let other = address.on(host: host) else { return nil }
        var target = self
        target.address = other
        target.name = name == address.description ? "\(other)" : "\(name) by way of \(host)"
        return target
    }

    /// Where the certificates came from that were shown and trusted.
    var certificateAdvice: String {
        name == address.description
            ? "DOCKER_CERT_PATH names the folder with ca.pem, cert.pem and key.pem"
            : "docker context inspect \(name) shows which certificates it has"
    }

    package static let standardSocket = "/var/run/docker.sock"
}

/// Files of certificates for an engine behind TLS; `nil` where there is none.
package struct TLSMaterial: Hashable, Sendable {
    package var authority: String?
    package var certificate: String?
    package var key: String?
    /// Whether the engine's certificate is checked.
    package var verifies: Bool
}

/// Finds the engine that the docker CLI would talk to.
package struct DockerContexts: Sendable {
    private let environment: [String: String]

    package init(environment: [String: String]) { self.environment = environment }

    /// Decides which engine is meant.
    ///
    /// - Parameters:
    ///   - host: an address the user gave.
    ///   - context: a docker context the user named.
    /// - Returns: the engine, and how to reach it.
    /// - Throws: ``AttachFailure`` with words for the user.
    package func target(host: String?, context: String?) throws(AttachFailure) -> EngineTarget {
        var target = try found(host: host, context: context)
        target.environment = environment
        return target
    }

    /// The docker contexts of this user, by name; `default` is not among them.
    package var names: [String] {
        let meta = "\(folder)/contexts/meta"
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: meta)) ?? []
        return entries.compactMap { entry -> String? in
            guard let data = FileManager.default.contents(atPath: "\(meta)/\(entry)/meta.json"),
                case .string(let name)? = (try? JSONValue(bytes: Array(data)))?["Name"]
            else { return nil }
            return name
        }.sorted()
    }

    private func found(host: String?, context: String?) throws(AttachFailure) -> EngineTarget {
        if let host {
            return try fromEnvironment(try EngineAddress(host))
        }
        if let context { return try named(context) }
        if let host = environment["DOCKER_HOST"], !host.isEmpty {
            return try fromEnvironment(try EngineAddress(host))
        }
        if let context = environment["DOCKER_CONTEXT"], !context.isEmpty {
            return try named(context)
        }
        return try named(currentContext ?? "default")
    }

    private func fromEnvironment(
        _ address: EngineAddress
    ) throws(AttachFailure) -> EngineTarget {
        let tls = environmentTLS
        if case .tcp = address, let tls, tls.verifies, tls.authority == nil {
            throw .noAuthority(certificateFolder)
        }
        return EngineTarget(address: address, name: address.description, tls: tls)
    }

    private func named(_ name: String) throws(AttachFailure) -> EngineTarget {
        if name == "default" {
            return EngineTarget(address: .socket(path: EngineTarget.standardSocket), name: name)
        }
        let digest = SHA256.hash(data: Array(name.utf8)).map { Self.hex($0) }.joined()
        let path = "\(folder)/contexts/meta/\(digest)/meta.json"
        guard let data = FileManager.default.contents(atPath: path) else {
            throw .noSuchContext(name)
        }
        let tree: JSONValue
        do {
            tree = try JSONValue(bytes: Array(data))
        } catch {
            throw .brokenContext(name, "\(path) is not JSON")
        }
        guard let endpoint = tree["Endpoints"]?["docker"],
            case .string(let host)? = endpoint["Host"]
        else { throw .brokenContext(name, "\(path) names no docker host") }
        var skips = false
        if case .bool(true)? = endpoint["SkipTLSVerify"] { skips = true }
        return EngineTarget(
            address: try EngineAddress(host),
            name: name,
            tls: material(in: "\(folder)/contexts/tls/\(digest)/docker", verifies: !skips)
        )
    }

    private static func hex(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16)
        return digits.count == 1 ? "0" + digits : digits
    }

    private var folder: String {
        if let folder = environment["DOCKER_CONFIG"], !folder.isEmpty { return folder }
        return (environment["HOME"] ?? "") + "/.docker"
    }

    private var currentContext: String? {
        guard let data = FileManager.default.contents(atPath: folder + "/config.json"),
            let tree = try? JSONValue(bytes: Array(data)),
            case .string(let name)? = tree["currentContext"], !name.isEmpty
        else { return nil }
        return name
    }

    private var certificateFolder: String {
        let path = environment["DOCKER_CERT_PATH"] ?? ""
        return path.isEmpty ? folder : path
    }

    private var environmentTLS: TLSMaterial? {
        let verifies = !(environment["DOCKER_TLS_VERIFY"] ?? "").isEmpty
        let asks = verifies || !(environment["DOCKER_TLS"] ?? "").isEmpty
        guard asks else { return nil }
        return material(in: certificateFolder, verifies: verifies)
            ?? TLSMaterial(authority: nil, certificate: nil, key: nil, verifies: verifies)
    }

    private func material(in folder: String, verifies: Bool) -> TLSMaterial? {
        func file(_ name: String) -> String? {
            let path = "\(folder)/\(name)"
            return FileManager.default.fileExists(atPath: path) ? path : nil
        }
        let found = TLSMaterial(
            authority: file("ca.pem"),
            certificate: file("cert.pem"),
            key: file("key.pem"),
            verifies: verifies
        )
        let hasAny = found.authority != nil || found.certificate != nil || found.key != nil
        return hasAny ? found : nil
    }
}
