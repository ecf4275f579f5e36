import Foundation
import Synchronization

/// How long the scripts may take altogether: `SKEP_CONTRACT_MINUTES`, or no end.
///
/// A machine on which a real swarm is too slow to be compared with must not hold up everything else.
enum Limits {
    /// Set when the first script asks.
    static let end: ContinuousClock.Instant? = ProcessInfo.processInfo
        .environment["SKEP_CONTRACT_MINUTES"].flatMap(Double.init)
        .map { ContinuousClock.now + .seconds($0 * 60) }

    static var isTimeUp: Bool { end.map { ContinuousClock.now >= $0 } ?? false }

    /// A telling ends with so many differences: what follows would but echo them, and each may
    /// have been waited for.
    static let differences = 3
}

/// Where each script is, said on standard error once a minute.
///
/// The tests' own output comes when it likes: a run that somebody had to end would tell nothing.
final class Whereabouts: Sendable {
    static let shared = Whereabouts()

    private let places = Mutex<[String: (place: String, since: ContinuousClock.Instant)]>([:])

    private init() {
        Thread.detachNewThread { [self] in
            while true {
                Thread.sleep(forTimeInterval: 60)
                tell()
            }
        }
    }

    func enter(_ script: String, _ place: String) {
        places.withLock { $0[script] = (place, .now) }
    }

    func leave(_ script: String) { places.withLock { $0[script] = nil } }

    private func tell() {
        let lines = places.withLock { places in
            places.sorted { $0.key < $1.key }.map { script, at in
                "contract: \(script): \(at.place), for \((ContinuousClock.now - at.since).components.seconds) s\n"
            }
        }
        try? FileHandle.standardError.write(contentsOf: Data(lines.joined().utf8))
    }
}
