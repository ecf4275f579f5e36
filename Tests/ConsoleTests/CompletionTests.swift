import Basics
import Cells
import Testing

@testable import Console

/// What tab offers for each command's arguments.
struct CompletionTests {
    @Test(arguments: [
        ("tasks node", "node1"), ("tasks shop_w", "shop_web"), ("logs node", "node1"),
        ("describe node n", "node1"), ("describe config shop", "shop_nginx"),
        ("edit node n", "node1"), ("edit service w", "worker"),
        ("rm secret s", "shop_password"), ("rotate secret s", "shop_password"),
        ("rotate config s", "shop_nginx"), ("volumes n", "node1"),
        ("whatif drain n", "node1"), ("columns st", "status"),
    ])
    func `the names of the kind that was typed are offered`(line: String, name: String) {
        var driver = ConsoleDriver()
        driver.command("services")
        let found = Completion(line: line, model: driver.model).candidates
        #expect(found.contains(name), "\(line): \(found)")
    }

    @Test func `a name that is made up is not offered those that there are`() {
        let model = ConsoleDriver().model
        #expect(Completion(line: "create config s", model: model).candidates.isEmpty)
    }
}
