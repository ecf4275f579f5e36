import Basics
import Cells
import ConsoleLoop
import Testing

@Suite struct WelcomeTests {
    private func answer(to keys: String) throws -> Welcome.Answer? {
        var welcome = Welcome()
        var answer: Welcome.Answer?
        for key in try #require(Key.sequence(keys)) { answer = answer ?? welcome.press(key) }
        return answer
    }

    @Test func `enter begins the demo`() throws {
        #expect(try answer(to: "<enter>") == .demo)
    }

    @Test func `a number of nodes can be typed`() throws {
        #expect(try answer(to: "j<enter>") == .empty(nodes: 5))
        #expect(try answer(to: "j<backspace>12<enter>") == .empty(nodes: 12))
    }

    @Test(arguments: ["j<backspace><enter>", "j<backspace>0<enter>", "j999<enter>"])
    func `a number that cannot be is not taken`(keys: String) throws {
        #expect(try answer(to: keys) == nil)
    }

    @Test func `a real engine can be chosen`() throws {
        #expect(try answer(to: "jj<enter>") == .attach)
    }

    @Test(arguments: ["q", "<esc>", "^c", "k<enter>"])
    func `there are ways out`(keys: String) throws {
        #expect(try answer(to: keys) == .quit)
    }

    @Test(arguments: [(1, 1), (10, 3), (40, 12), (80, 24), (200, 50)])
    func `it draws at every size`(columns: Int, rows: Int) {
        let size = Size(columns: columns, rows: rows)
        let grid = Welcome().view(size: size)
        #expect(grid.size == size)
        if columns >= 40, rows >= 12 { #expect(grid.text.contains("The demo")) }
    }
}
