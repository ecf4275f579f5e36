import Basics
import Cells
import ClusterPorts
import Foundation
import SwarmModel
import SwarmStore
import Testing

/// Screens as they must look, in files beside the tests.
enum Golden {
    static let sizes = [(40, 12), (80, 24), (120, 40), (200, 50)]

    private static var folder: URL {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
            "Screens"
        )
    }

    private static var rewrites: Bool {
        ProcessInfo.processInfo.environment["SKEP_GOLDEN"] == "write"
    }

    /// Whether there is a picture of that name and size, or one is about to be written.
    static func exists(_ name: String, _ columns: Int, _ rows: Int) -> Bool {
        let file = folder.appendingPathComponent("\(name)-\(columns)x\(rows).screen")
        return rewrites || FileManager.default.fileExists(atPath: file.path)
    }

    /// Compares with the file of that name; writes it instead if SKEP_GOLDEN is `write`.
    static func check(
        _ grid: Grid,
        _ name: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let file = folder.appendingPathComponent("\(name)-\(grid.columns)x\(grid.rows).screen")
        let picture = render(grid) + "\n"
        if rewrites {
            try picture.write(to: file, atomically: true, encoding: .utf8)
            return
        }
        let expected = try? String(contentsOf: file, encoding: .utf8)
        #expect(
            picture == expected,
            "\(file.lastPathComponent) looks different:\n\(picture)",
            sourceLocation: sourceLocation
        )
    }
}
