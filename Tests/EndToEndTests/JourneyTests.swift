import Foundation
import JourneyKit
import Journeys
import Testing

extension EndToEndTests {
    /// The scripts in `Journeys/`, each played in a terminal.
    @Suite struct JourneyTests {
        private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Journeys").standardized

        /// All scripts; those that need a docker command only where there is one.
        static let names: [String] = {
            let files = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
            return (files ?? []).filter { $0.hasSuffix(".journey") }.sorted().filter { name in
                let text = try? String(contentsOf: folder.appending(path: name), encoding: .utf8)
                let journey = text.flatMap { try? JourneyReader.read($0) }
                return journey?.needsDocker != true || JourneyStage.docker != nil
            }
        }()

        @Test func `there are scripts`() { #expect(Self.names.count >= 12) }

        @Test(arguments: names)
        func `a journey goes as its script says`(name: String) throws {
            let text = try String(contentsOf: Self.folder.appending(path: name), encoding: .utf8)
            let journey = try JourneyReader.read(text)
            let stage = try JourneyStage(binary: Skep.binary) { path in
                try Skep.copyQuietCluster(to: path)
            }
            try JourneyPlayer(journey, on: stage).play()
        }

        @Test func `a script that waits in vain says where, for what, and what it saw instead`()
            throws
        {
            let journey = try JourneyReader.read(
                "# t\nstart --version\nend 0\nexpect \"0.1\"\nexpect \"nothing of the kind\"\n"
            )
            let stage = try JourneyStage(binary: Skep.binary) { _ in }
            let fault = #expect(throws: JourneyFault.self) {
                try JourneyPlayer(journey, on: stage).play()
            }
            #expect(fault?.description.contains("line 5") == true)
            #expect(fault?.description.contains("nothing of the kind") == true)
            #expect(fault?.description.contains("0.1.0") == true)
        }
    }
}
