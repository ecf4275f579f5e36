import Basics
import SwarmModel

/// What the swarm's certificates and keys are made of.
///
/// There are no real certificates: the root's digest is drawn, as are the keys, from a generator
/// of their own. They open nothing outside of this World.
///
/// - Source: TOK-1, LCK-1.
struct Credentials: Codable, Sendable {
    private var random: SeededGenerator
    /// SHA-256 of the root certificate as a real swarm would have it, in base 36.
    private(set) var rootDigest: String

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed ^ 0x5EC2_E7B0_0C1D_3A97)
        rootDigest = Base36.text(of: random.bytes(32), length: 50)
    }

    /// Fresh tokens for both roles.
    mutating func joinTokens() -> JoinTokens { JoinTokens(digest: rootDigest, using: &random) }

    /// A fresh token for one role.
    mutating func joinToken() -> String {
        JoinToken(digest: rootDigest, using: &random).description
    }

    mutating func unlockKey() -> String {
        "SWMKEY-1-\(Base64.encode(random.bytes(32)).prefix { $0 != "=" })"
    }
}
