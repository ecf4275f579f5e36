import Foundation
import Testing

/// `docs/peers.md` says what the peers have and skep has; what it names must be there.
@Suite struct PeersTests {
    private static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private struct Row {
        let number: Int
        /// The test's name, or why skep has it not.
        let proof: String

        var test: String? {
            let inner = proof.dropFirst().dropLast()
            let isTest = proof.hasPrefix("`") && proof.hasSuffix("`") && !inner.contains("`")
            return isTest ? String(inner) : nil
        }
    }

    private static func rows() throws -> [Row] {
        let page = try String(contentsOf: root.appending(path: "docs/peers.md"), encoding: .utf8)
        return page.split(separator: "\n").compactMap { line in
            let cells = line.replacing("\\|", with: "\u{0}").split(separator: "|")
                .map { $0.replacing("\u{0}", with: "|").trimmingCharacters(in: .whitespaces) }
            guard cells.count == 4, let number = Int(cells[0]) else { return nil }
            return Row(number: number, proof: cells[3])
        }
    }

    @Test func `every feature of the peers is answered once`() throws {
        #expect(try Self.rows().map(\.number) == Array(1...183))
        #expect(try Self.rows().allSatisfy { $0.proof.count > 4 })
    }

    @Test func `the tests that the page about the peers names exist`() throws {
        let tests = try ProvingTest.all(below: Self.root.appending(path: "Tests")).map(\.name)
        let known = Set(tests)
        let rows = try Self.rows()
        for row in rows {
            guard let test = row.test else { continue }
            #expect(known.contains(test), "row \(row.number) names no test: \(test)")
        }
        #expect(rows.filter { $0.test != nil }.count > 120)
    }
}
