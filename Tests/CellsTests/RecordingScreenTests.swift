import Cells
import Testing

@Suite struct RecordingScreenTests {
    @Test func `it keeps frames and hands out what the test sends`() async {
        let screen = RecordingScreen(size: Size(columns: 10, rows: 2))
        screen.show(Grid(size: screen.size))
        #expect(screen.type("q<enter>"))
        #expect(!screen.type("<bogus>"))
        screen.send(.resize(Size(columns: 5, rows: 1)))
        #expect(screen.size == Size(columns: 5, rows: 1))
        screen.suspend()
        screen.close()
        screen.show(Grid(size: screen.size))
        #expect(screen.frames.count == 1)
        #expect(screen.isClosed)
        var events: [InputEvent] = []
        for await event in screen.events { events.append(event) }
        #expect(
            events == [
                .key(.character("q")), .key(.enter), .resize(Size(columns: 5, rows: 1)), .resumed,
            ]
        )
    }
}
