import Basics
import Crypto
import SwarmModel

/// The certificate of the authority that a swarm's nodes trust: a real one, signed by itself.
///
/// Simulated nodes have no keys (OBJ-35), so it vouches for nobody; clients get to see it, and see
/// another one after a rotation. All of it follows from the swarm's id and how often it was rotated,
/// so that nothing has to be kept.
struct RootCertificate: Sendable {
    let tls: EngineTLSInfo

    /// The certificate of a cluster's root; `nil` if a key cannot be made.
    ///
    /// - Parameters:
    ///   - cluster: whose root it is.
    ///   - epoch: the wall time of ``Moment/zero``.
    init?(of cluster: Cluster, epoch: WallTime) {
        let seed = SHA256.hash(
            data: Array("skep root \(cluster.id) \(cluster.spec.certificateRotations)".utf8)
        )
        guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: Array(seed)) else {
            return nil
        }
        let algorithm = DER.sequence(DER.object([0x2B, 0x65, 0x70]))
        let name = DER.sequence(
            DER.set(DER.sequence(DER.object([0x55, 0x04, 0x03]) + DER.utf8("swarm-ca")))
        )
        let publicKey = DER.sequence(algorithm + DER.bits(Array(key.publicKey.rawRepresentation)))
        let began = epoch + (cluster.meta.createdAt - .zero)
        let subject = DER.sequence(
            DER.tagged(0xA0, DER.integer([2]))
                + DER.integer(Array(seed.prefix(16)))
                + algorithm + name
                + DER.sequence(DER.time(began) + DER.time(began + Self.lifetime))
                + name + publicKey
                + DER.tagged(0xA3, DER.sequence(Self.extensions))
        )
        guard let signature = try? key.signature(for: subject) else { return nil }
        let whole = DER.sequence(subject + algorithm + DER.bits(Array(signature)))
        tls = EngineTLSInfo(
            trustRoot: Self.pem(whole),
            issuerSubject: Base64.encode(name),
            issuerPublicKey: Base64.encode(publicKey)
        )
    }

    /// Twenty years, as a real root has.
    private static let lifetime = Duration.seconds(20 * 365 * 86_400)

    /// It is an authority, and may sign certificates.
    private static let extensions =
        DER.sequence(DER.object([0x55, 0x1D, 0x0F]) + DER.yes + DER.octets([3, 2, 1, 6]))
        + DER.sequence(
            DER.object([0x55, 0x1D, 0x13]) + DER.yes + DER.octets(DER.sequence(DER.yes))
        )

    private static func pem(_ bytes: [UInt8]) -> String {
        var rest = Substring(Base64.encode(bytes))
        var lines: [Substring] = []
        while !rest.isEmpty {
            lines.append(rest.prefix(64))
            rest = rest.dropFirst(64)
        }
        return "-----BEGIN CERTIFICATE-----\n" + lines.joined(separator: "\n")
            + "\n-----END CERTIFICATE-----\n"
    }
}

/// Values as X.690 encodes them.
private enum DER {
    static let yes = tagged(0x01, [0xFF])

    static func tagged(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
        let count = content.count
        if count < 0x80 { return [tag, UInt8(count)] + content }
        let digits = count > 0xFF ? [UInt8(count >> 8), UInt8(count & 0xFF)] : [UInt8(count)]
        return [tag, 0x80 | UInt8(digits.count)] + digits + content
    }

    static func sequence(_ content: [UInt8]) -> [UInt8] { tagged(0x30, content) }
    static func set(_ content: [UInt8]) -> [UInt8] { tagged(0x31, content) }
    static func object(_ identifier: [UInt8]) -> [UInt8] { tagged(0x06, identifier) }
    static func octets(_ bytes: [UInt8]) -> [UInt8] { tagged(0x04, bytes) }
    static func bits(_ bytes: [UInt8]) -> [UInt8] { tagged(0x03, [0] + bytes) }
    static func utf8(_ text: String) -> [UInt8] { tagged(0x0C, Array(text.utf8)) }

    /// A positive number, most significant byte first.
    static func integer(_ bytes: [UInt8]) -> [UInt8] {
        let digits = bytes.drop { $0 == 0 }
        let isSigned = (digits.first ?? 0x80) >= 0x80
        return tagged(0x02, (isSigned ? [0] : []) + digits)
    }

    /// A time without its fraction; years from 1950 to 2049 have two digits.
    static func time(_ time: WallTime) -> [UInt8] {
        let digits = time.rfc3339.prefix { $0 != "." && $0 != "Z" }.filter(\.isNumber)
        guard "1950"..<"2050" ~= digits.prefix(4) else {
            return tagged(0x18, Array("\(digits)Z".utf8))
        }
        return tagged(0x17, Array("\(digits.dropFirst(2))Z".utf8))
    }
}
