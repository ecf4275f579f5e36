import Testing

@testable import Wording

@Suite struct LanguageTests {
    @Test(arguments: [
        (["LANG": "ko_KR.UTF-8"], Language.korean),
        (["LANG": "ko"], .korean),
        (["LANG": "en_US.UTF-8"], .english),
        (["LANG": "C.UTF-8"], .english),
        (["LANG": "kok_IN"], .english),
        ([:], .english),
        // The first one that says something decides.
        (["LC_ALL": "C", "LANG": "ko_KR.UTF-8"], .english),
        (["LC_ALL": "", "LC_MESSAGES": "ko_KR", "LANG": "en_US"], .korean),
    ])
    func `the environment chooses the language`(environment: [String: String], language: Language) {
        #expect(Language.preferred(in: environment) == language)
    }

    @Test func `an entry is an English line and one below it`() {
        let catalogue = Catalogue([
            """
            # Boxes
            Drain node %@
                노드 %@ 드레인

            ID
                =
            """
        ])
        #expect(catalogue.keys == ["Drain node %@", "ID"])
        #expect(catalogue.text("Drain node %@", ["node3"], gaps: nil) == "노드 node3 드레인")
        #expect(catalogue.text("  ID ", [], gaps: nil) == "  ID ")
        #expect(catalogue.text("Drain", [], gaps: nil) == nil)
    }

    @Test func `texts without an entry are told, signs are none`() {
        let gaps = Gaps()
        let catalogue = Catalogue([])
        for key in ["Drain node %@", " ", "%@/%@", "✓ ", "×%@", "노드 web"] {
            _ = catalogue.text(key, [], gaps: gaps)
        }
        #expect(gaps.all == ["Drain node %@"])
    }

    @Test func `each Korean text shows each value of the English one once`() {
        let korean = Catalogue.korean
        for key in korean.keys {
            let count = key.ranges(of: "%@").count
            #expect(korean.arguments(of: key).sorted() == Array(0..<count), "\(key)")
        }
        #expect(korean.repeated == [])
        #expect(korean.keys.count > 1_000)
    }
}
