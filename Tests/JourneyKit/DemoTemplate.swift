import Foundation
import Journeys
import TerminalKit

/// The demo's cluster, left before its update began, to be copied as often as it is needed.
package final class DemoTemplate {
    private let stage: JourneyStage

    /// Opens the demo once and leaves it again.
    ///
    /// - Throws: what kept it from opening.
    package init(binary: String) throws {
        stage = try JourneyStage(binary: binary) { _ in }
        let session = try TerminalSession(
            stage.program(["demo", "--seed", "7", "--state", stage.folder + "/cluster"]),
            columns: 120,
            rows: 40
        )
        try session.see("node1")
        try session.leave()
    }

    package func copy(to path: String) throws {
        try FileManager.default.copyItem(atPath: stage.folder + "/cluster", toPath: path)
    }
}

extension Journey {
    /// Whether it can be played only where there is a docker command.
    package var needsDocker: Bool {
        steps.contains {
            if case .docker = $0.deed { return true }
            return false
        }
    }
}
