import Testing

@testable import Curses

@Suite struct ScreenErrorTests {
    @Test(
        arguments: [
            (.termNotSet, ["TERM is not set", "export TERM="]),
            (.termUnknown("vt999"), ["\"vt999\"", "terminfo", "export TERM="]),
            (.termTooSimple("dumb"), ["\"dumb\"", "cursor", "export TERM="]),
            (.noTerminal(stream: "standard input"), ["standard input", "not a terminal"]),
            (.noTerminfo, ["ncurses-base"]),
        ] as [(ScreenError, [String])]
    )
    func `an error names what is wrong and what to do`(error: ScreenError, words: [String]) {
        for word in words { #expect(error.description.contains(word), "\(error)") }
    }
}
