import Testing

@testable import Curses

@Suite struct TrueColorTerminfoTests {
    /// A compiled entry with 14 numbers and 361 texts, of which only `setaf` and `setab` are there.
    private func entry(magic: Int, numberSize: Int, extended: [UInt8] = []) -> [UInt8] {
        let names = Array("x|test".utf8) + [0]
        let table: [UInt8] = Array("FOR".utf8) + [0] + Array("BACK".utf8) + [0]
        let word = { (value: Int) in [UInt8(value & 0xFF), UInt8(value >> 8 & 0xFF)] }
        var bytes = [magic, names.count, 1, 14, 361, table.count].flatMap { word($0) }
        bytes += names + [1]
        if bytes.count % 2 == 1 { bytes.append(0) }
        bytes += (0..<14).flatMap { _ in [UInt8(8)] + Array(repeating: 0, count: numberSize - 1) }
        bytes += (0..<359).flatMap { _ in word(0xFFFF) } + word(0) + word(4)
        bytes += table
        if bytes.count % 2 == 1, !extended.isEmpty { bytes.append(0) }
        return bytes + extended
    }

    @Test(arguments: [(0o432, 2), (0o1036, 4)])
    func `an entry gets our number of colours and our texts`(magic: Int, numberSize: Int) throws {
        let original = entry(magic: magic, numberSize: numberSize, extended: [1, 2, 3, 4])
        let changed = try #require(TrueColorTerminfo.changed(original))
        let numbers = 12 + 8
        let colors = numbers + 13 * numberSize
        let found = Int(changed[colors]) | Int(changed[colors + 1]) << 8
        #expect(found == TrueColorTerminfo.colorCount)
        #expect(Array(changed[..<10]) == Array(original[..<10]))
        #expect(Array(changed.suffix(4)) == [1, 2, 3, 4])
        let text = String(decoding: changed, as: UTF8.self)
        #expect(text.contains("38;5;%p1%d"))
        #expect(text.contains("48;2;"))
        #expect(changed.count % 2 == 0)
    }

    @Test func `what is no entry, or has no colours, is left alone`() {
        let good = entry(magic: 0o432, numberSize: 2)
        #expect(TrueColorTerminfo.changed([]) == nil)
        #expect(TrueColorTerminfo.changed(Array(repeating: 7, count: 100)) == nil)
        for length in 0..<good.count {
            #expect(TrueColorTerminfo.changed(Array(good.prefix(length))) == nil)
        }
        var plain = good
        let setaf = 12 + 8 + 14 * 2 + 359 * 2
        plain[setaf] = 0xFF
        plain[setaf + 1] = 0xFF
        #expect(TrueColorTerminfo.changed(plain) == nil)
    }

    @Test func `colour numbers fit into the entry and keep their order`() {
        #expect(TrueColorTerminfo.number(red: 0, green: 0, blue: 0) == 256)
        let white = TrueColorTerminfo.number(red: 255, green: 255, blue: 255)
        #expect(white == TrueColorTerminfo.colorCount - 1)
        #expect(TrueColorTerminfo.colorCount <= 32_767)
    }

    @Test func `a terminal nobody has heard of has no entry`() {
        for term in ["", "no/such", "no-such-terminal"] {
            #expect(TrueColorTerminfo.environmentValue(term: term, environment: [:]) == nil)
        }
    }
}
