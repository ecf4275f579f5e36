import TerminalKit
import Testing

@Suite struct TypedKeysTests {
    private func bytes(_ text: String, application: Bool = false) throws -> String {
        let keys = try TypedKeys.bytes(text, inApplicationMode: application)
        return String(decoding: keys.joined(), as: UTF8.self)
    }

    @Test func `letters, names and control keys become what a terminal sends`() throws {
        #expect(try bytes("jj<enter>^d:q<esc>") == "jj\r\u{04}:q\u{1B}")
        #expect(try bytes("<f1><shift-tab><backspace>") == "\u{1B}OP\u{1B}[Z\u{7F}")
        #expect(try bytes("<lt>b<gt><^>é") == "<b>^é")
        #expect(try bytes("^@") == "\u{0}")
    }

    @Test func `arrows follow the application mode`() throws {
        #expect(try bytes("<up>") == "\u{1B}[A")
        #expect(try bytes("<up><end>", application: true) == "\u{1B}OA\u{1B}OF")
    }

    @Test func `unknown names are refused`() {
        #expect(throws: TerminalFault.self) { try bytes("<nonsense>") }
    }
}
