import Testing

@testable import Console

struct PatternTests {
    @Test(arguments: [
        ("web", "shop_WEB", true), ("^web", "shop_web", false),
        ("^shop_(web|api)$", "shop_api", true),
        ("^shop_(web|api)$", "shop_apis", false), ("w.b", "w東b", true), ("^..$", "東京", true),
        ("v[0-9]+", "numbers:v3", true), ("v[^0-9]", "v3", false), ("a{2,3}b", "aab", true),
        ("^a{2,3}b", "aaaab", false), ("a{2}", "a", false), ("x*", "", true),
        ("\\bapi\\b", "an api here", true),
        ("\\bapi\\b", "apis", false), ("\\d+\\.\\d+", "10.0", true), ("10\\.0", "1000", false),
        ("[]]", "]", true), ("한글", "이 한글", true), ("(?:ab)+c", "ababc", true), ("a|", "z", true),
        ("[a-c-]", "-", true), ("{", "a{b", true), ("a{x", "a{x", true), ("$", "abc", true),
    ])
    func `a pattern finds what it says`(pattern: String, text: String, isFound: Bool) throws {
        #expect(try Pattern(pattern).isFound(in: text) == isFound)
    }

    @Test(arguments: ["(", ")", "[a", "*a", "a{200}", "\\", "[b-a]", "[é]", "(a{90}){90}"])
    func `what is no pattern is refused in words`(pattern: String) {
        #expect(throws: Pattern.Problem.self) { try Pattern(pattern) }
    }

    @Test func `matches are the first, and there the longest`() throws {
        #expect(try Pattern("a+").ranges(in: "baab aaa") == [1..<3, 5..<8])
        #expect(try Pattern("a|ab").ranges(in: "ab") == [0..<2])
        #expect(try Pattern("x*").ranges(in: "abc") == [])
    }

    @Test func `a pattern that is made to hold others up takes steps in proportion to the text`()
        throws
    {
        let pattern = try Pattern("(a*)*(a*)*(a|aa)+b")
        #expect(pattern.isFound(in: String(repeating: "a", count: 20_000)) == false)
        #expect(pattern.isFound(in: String(repeating: "a", count: 2_000) + "b"))
    }
}
