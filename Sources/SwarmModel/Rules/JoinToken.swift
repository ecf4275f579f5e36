package import Basics

/// A join token, taken apart.
///
/// - Source: TOK-1, TOK-2.
package struct JoinToken: Hashable, Sendable, LosslessStringConvertible {
    /// Of the root certificate: 50 digits of base 36.
    package let digest: String
    /// Sixteen random bytes: 25 digits of base 36.
    package let secret: String
    /// Whether it is for a FIPS cluster; ordinary machines refuse to join one.
    package let isFIPS: Bool

    package init(digest: String, secret: String, isFIPS: Bool = false) {
        self.digest = digest
        self.secret = secret
        self.isFIPS = isFIPS
    }

    /// A token with a fresh secret.
    package init(digest: String, using generator: inout SeededGenerator) {
        self.init(digest: digest, secret: Base36.text(of: generator.bytes(16), length: 25))
    }

    /// Reads what ``description`` prints; `nil` for anything else.
    package init?(_ description: String) {
        let parts = description.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count >= 4, parts[0] == "SWMTKN" else { return nil }
        switch (parts[1], parts.count) {
        case ("1", 4): isFIPS = false
        case ("2", 5) where parts[2] == "0" || parts[2] == "1": isFIPS = parts[2] == "1"
        default: return nil
        }
        digest = String(parts[parts.count - 2])
        secret = String(parts[parts.count - 1])
        guard digest.utf8.count == 50, secret.utf8.count == 25, Base36.isText(digest),
            Base36.isText(secret)
        else { return nil }
    }

    package var description: String {
        "\(isFIPS ? "SWMTKN-2-1" : "SWMTKN-1")-\(digest)-\(secret)"
    }
}

/// The two tokens of a swarm, as texts: which one a machine joins with decides its role.
package struct JoinTokens: Hashable, Codable, Sendable {
    package var worker: String
    package var manager: String

    package init(worker: String, manager: String) {
        self.worker = worker
        self.manager = manager
    }

    /// Tokens for a swarm whose root certificate has that digest.
    package init(digest: String, using generator: inout SeededGenerator) {
        worker = JoinToken(digest: digest, using: &generator).description
        manager = JoinToken(digest: digest, using: &generator).description
    }

    package subscript(_ role: NodeRole) -> String {
        get { role == .manager ? manager : worker }
        set { if role == .manager { manager = newValue } else { worker = newValue } }
    }

    /// The role that goes with a secret; `nil` if it is neither token's.
    package func role(of token: JoinToken) -> NodeRole? {
        NodeRole.allCases.first { JoinToken(self[$0])?.secret == token.secret }
    }
}

/// Numbers of many bytes in base 36.
package enum Base36 {
    /// The bytes as one number, most significant first, padded with zeros to `length` digits.
    package static func text(of bytes: [UInt8], length: Int) -> String {
        var number = bytes
        var digits: [UInt8] = []
        while digits.count < length {
            var rest = 0
            for index in number.indices {
                let value = rest << 8 | Int(number[index])
                number[index] = UInt8(value / 36)
                rest = value % 36
            }
            digits.append(character(rest))
        }
        return String(decoding: digits.reversed(), as: UTF8.self)
    }

    static func isText(_ text: String) -> Bool {
        text.utf8.allSatisfy { byte in
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
        }
    }

    private static func character(_ digit: Int) -> UInt8 {
        digit < 10 ? UInt8(ascii: "0") + UInt8(digit) : UInt8(ascii: "a") + UInt8(digit - 10)
    }
}

extension SeededGenerator {
    /// So many bytes of chance.
    package mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) }
    }
}
