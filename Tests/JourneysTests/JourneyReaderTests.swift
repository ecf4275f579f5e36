import Journeys
import Testing

/// The language of scripts.
struct JourneyReaderTests {
    @Test func `a script is a title and steps, with the line of each`() throws {
        let journey = try JourneyReader.read(
            """
            # A story
            size 120x40

            # What comes now.
            start demo --state "$DIR/a b"
            keys :rollout x<enter>
            wait "say \\"so\\"" 6/6
            docker-fails service rm nothing
            quit
            """
        )
        #expect(journey.title == "A story")
        #expect(journey.steps.map(\.line) == [2, 4, 5, 6, 7, 8, 9])
        #expect(
            journey.steps.map(\.deed) == [
                .size(columns: 120, rows: 40), .caption("What comes now."),
                .start(["demo", "--state", "$DIR/a b"]), .keys(":rollout x<enter>"),
                .wait(["say \"so\"", "6/6"]),
                .docker(["service", "rm", "nothing"], succeeds: false), .quit,
            ]
        )
    }

    @Test func `a file is the indented lines after its name`() throws {
        let journey = try JourneyReader.read(
            "# f\nfile shop.yml\n    services:\n      web: {}\n\n    x: 1\n\nquit\n"
        )
        #expect(
            journey.steps.map(\.deed) == [
                .file(name: "shop.yml", text: "services:\n  web: {}\n\nx: 1\n"), .quit,
            ]
        )
    }

    @Test(arguments: [
        ("quit", 1, "begins with #"), ("# t\nsleep 3", 2, "no step named sleep"),
        ("# t\nsize 120", 2, "120x40"), ("# t\nwait", 2, "missing"),
        ("# t\nwait \"a", 2, "not closed"), ("# t\n\n  keys x", 3, "indented"),
        ("# t\nend soon", 2, "exit code"), ("# t\nselect a b", 2, "not 2"), ("", 1, "begins"),
    ])
    func `what cannot be read is said with its line`(text: String, line: Int, words: String) {
        let problem = #expect(throws: JourneyProblem.self) { try JourneyReader.read(text) }
        #expect(problem?.line == line)
        #expect(problem?.message.contains(words) == true)
    }
}
