import Basics
import Cells
import Testing

@testable import Console

/// Files that the console writes, and those that it leaves alone.
struct SavingTests {
    private func driver() -> ConsoleDriver {
        var driver = ConsoleDriver()
        driver.command("services")
        return driver
    }

    private func place(after line: String) -> SavePlace? {
        var driver = driver()
        driver.command(line)
        guard case .save(_, let place)? = driver.takeEffects().last else { return nil }
        return place
    }

    @Test func `only a file that was named, and meant, is written over`() {
        #expect(place(after: "export csv") == .named("skep-services.csv"))
        #expect(place(after: "save") == .named("skep-services.txt"))
        #expect(
            place(after: "export csv a.csv")
                == .chosen("a.csv", forcedBy: "export! csv a.csv")
        )
        #expect(place(after: "exp json a.json") == .chosen("a.json", forcedBy: "exp! json a.json"))
        #expect(place(after: "export! csv a.csv") == .chosen("a.csv", forcedBy: nil))
        #expect(place(after: "save a.txt") == .chosen("a.txt", forcedBy: "save! a.txt"))
        #expect(place(after: "save! a.txt") == .chosen("a.txt", forcedBy: nil))
    }

    @Test func `a file that was left alone is named, with the way on`() {
        var driver = driver()
        driver.send(.saved(.exists(path: "/home/ann/a.csv", forcedBy: "export! csv a.csv")))
        #expect(
            driver.text.contains(
                "/home/ann/a.csv exists and was left as it is; :export! csv a.csv writes over it"
            )
        )
        driver.send(.saved(.failed("cannot write /x: Permission denied")))
        #expect(driver.text.contains("✗ cannot write /x: Permission denied"))
        driver.send(.saved(.written("/home/ann/b.csv")))
        #expect(driver.text.contains("saved to /home/ann/b.csv"))
    }

    @Test func `a mark of force is refused where it means nothing`() {
        var driver = driver()
        driver.command("nodes!")
        #expect(driver.prompt?.error == "nodes takes no !")
        driver.type("<esc>")
        driver.command("!")
        #expect(driver.prompt?.error != nil)
    }
}
