import EngineAPI
import Foundation
import Testing

/// What is written of the served API, held against its routes.
@Suite struct DescriptionTests {
    private static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "docs")

    private static func lines(of file: String) throws -> [Substring] {
        try String(contentsOf: folder.appending(path: file), encoding: .utf8)
            .split(separator: "\n")
    }

    /// The calls of `openapi.yaml`, whose paths and methods stand at the depth of two and four.
    private static func described() throws -> [String] {
        var calls: [String] = []
        var path = ""
        for line in try lines(of: "openapi.yaml") {
            if line.hasPrefix("components:") { break }
            if line.hasPrefix("  /") { path = String(line.dropFirst(2).dropLast()) }
            let word = line.dropFirst(4)
            guard line.hasPrefix("    "), word.hasSuffix(":"), !word.hasPrefix(" ") else {
                continue
            }
            calls.append("\(word.dropLast().uppercased()) \(path)")
        }
        return calls
    }

    /// The calls of the table for readers.
    private static func listed() throws -> [String] {
        try lines(of: "engine-api.md").compactMap { line in
            guard line.hasPrefix("| `") else { return nil }
            return String(line.dropFirst(3).prefix { $0 != "`" })
        }
    }

    private static func route(_ call: String) -> Route? {
        let parts = call.split(separator: " ")
        let path = parts[1].split(separator: "/").map { $0 == "{name}" ? "thing" : String($0) }
        return Route(method: String(parts[0]), parts: path)
    }

    @Test func `API-15 every call that is described has its route, and stands in both lists`()
        throws
    {
        let calls = try Self.described()
        #expect(calls.count > 80)
        for call in calls {
            let expected = call.replacing("HEAD", with: "GET")
            #expect(Self.route(call)?.template == expected, "\(call)")
        }
        #expect(try Self.listed().sorted() == calls.sorted())
    }

    @Test func `API-15 every path that leads to a route is described`() throws {
        let calls = Set(try Self.described())
        let words = Set(calls.flatMap { $0.split(separator: " ")[1].split(separator: "/") })
            .map { $0 == "{name}" ? "thing" : String($0) }
        var found: Set<String> = []
        for method in ["GET", "POST", "DELETE", "PUT", "PATCH"] {
            for first in words {
                note(method, [first])
                for second in words {
                    note(method, [first, second])
                    for third in words { note(method, [first, second, third]) }
                }
            }
        }
        #expect(found.subtracting(calls).isEmpty)
        #expect(found.count == calls.count - 1, "all but the HEAD of a ping")

        func note(_ method: String, _ parts: [String]) {
            if let route = Route(method: method, parts: parts) { found.insert(route.template) }
        }
    }
}
