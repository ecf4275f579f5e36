import Basics
import SwarmModel
import Testing

@Suite struct JoinTokenTests {
    @Test func `TOK-1 a token is made of a digest of 50 digits and a secret of 25`() throws {
        var random = SeededGenerator(seed: 1)
        let digest = Base36.text(of: Array(repeating: 0xFF, count: 32), length: 50)
        // 2^256 - 1 in base 36.
        #expect(digest == "6dp5qcb22im238nr3wvp0ic7q99w035jmy2iw7i6n43d37jtof")
        let token = JoinToken(digest: digest, using: &random)
        #expect(token.description.hasPrefix("SWMTKN-1-\(digest)-"))
        #expect(token.secret.utf8.count == 25)
        #expect(JoinToken(token.description) == token)
        #expect(Base36.text(of: [0, 35], length: 25) == String(repeating: "0", count: 24) + "z")
        #expect(JoinToken(digest: digest, using: &random).secret != token.secret)
    }

    @Test(arguments: [
        "", "SWMTKN-1", "SWMTKN-1-a-b", "SWMTKN-3-", "swmtkn-1-",
    ])
    func `TOK-2 what is not made like a token is none`(start: String) {
        let digest = String(repeating: "a", count: 50)
        let secret = String(repeating: "b", count: 25)
        #expect(JoinToken("\(start)\(digest)-\(secret)x") == nil)
        #expect(JoinToken("SWMTKN-1-\(digest.dropLast())-\(secret)") == nil)
        #expect(JoinToken("SWMTKN-1-\(digest)-\(secret.uppercased())") == nil)
        #expect(JoinToken("SWMTKN-2-2-\(digest)-\(secret)") == nil)
        #expect(JoinToken("SWMTKN-2-1-\(digest)-\(secret)")?.isFIPS == true)
        #expect(JoinToken("SWMTKN-2-0-\(digest)-\(secret)")?.isFIPS == false)
        #expect(JoinToken("SWMTKN-1-\(digest)-\(secret)")?.description.count == 85)
    }
}
