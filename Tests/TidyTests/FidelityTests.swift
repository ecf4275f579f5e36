import Foundation
import Testing

/// Every rule has its proof or its reason, and the register says the truth.
@Suite struct FidelityTests {
    /// How many rules may still lack both; goes down, never up.
    static let tolerated = 0

    private static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    private static let file = root.appending(path: "docs/fidelity.md")

    private let page: FidelityPage
    private let tests: [ProvingTest]

    /// - Throws: When the page or the tests cannot be read.
    init() throws {
        tests = try ProvingTest.all(below: Self.root.appending(path: "Tests"))
        var page = FidelityPage(try String(contentsOf: Self.file, encoding: .utf8))
        if ProcessInfo.processInfo.environment["SKEP_WRITE_FIDELITY"] != nil {
            page = page.updated(with: tests)
            try page.text.write(to: Self.file, atomically: true, encoding: .utf8)
        }
        self.page = page
    }

    @Test func `every rule is listed once and has a statement`() {
        #expect(page.rows.count(where: { !$0.key.hasPrefix("(") }) >= 422)
        for (key, rows) in Dictionary(grouping: page.rows, by: \.key) {
            #expect(rows.count == 1, "\(key) is listed \(rows.count) times")
        }
        for row in page.rows { #expect(!row.statement.isEmpty, "\(row.key) says nothing") }
    }

    @Test func `every rule has a test or a reason`() {
        let open = page.rows.filter {
            $0.tests.isEmpty && ["", FidelityPage.noTest].contains($0.otherwise)
        }
        #expect(
            open.count <= Self.tolerated,
            "\(open.count) without test and reason: \(open.map(\.key).joined(separator: " "))"
        )
    }

    @Test func `no test names a rule that is not listed`() {
        let known = Set(page.rows.map(\.key))
        for test in tests {
            for key in test.keys where !known.contains(key) {
                Issue.record("\(test.file): \(key) is not in docs/fidelity.md: \(test.name)")
            }
        }
    }

    @Test func `the columns of tests are up to date`() {
        let wanted = page.updated(with: tests)
        for (row, truth) in zip(page.rows, wanted.rows) where row.line != truth.line {
            Issue.record("\(row.key) is proved in: \(truth.tests); run `make fidelity`")
        }
    }

    @Test(arguments: [
        ("UPD-33 the third of ten", ["UPD-33"]),
        ("LIF-30 LIF-31 q: rows a slot", ["LIF-30", "LIF-31", "(q)"]),
        ("OBJ-2 and OBJ-3 writes", ["OBJ-2", "OBJ-3"]),
        ("OBJ-2, GLB-2b and more", ["OBJ-2", "GLB-2b"]),
        ("(d2) (d4) told to be well", ["(d2)", "(d4)"]),
        ("what UPD-33 says is not proved here", []),
    ])
    func `a test proves what its name begins with`(name: String, keys: [String]) {
        #expect(ProvingTest(file: "", name: name).keys == keys)
    }
}
