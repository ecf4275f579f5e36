import Basics
import Casting
import Cells
import ClusterPorts
import Console
import Recording
import RecordingFiles
import Theming

/// Draws a recording picture by picture, with nobody who looks.
struct RecordingDrawing {
    /// Pictures are at least so far apart.
    private static let interval = Duration.milliseconds(100)

    let source: any RecordedBytes
    let name: String
    let theme: Theme
    let screen: String
    let size: Size

    /// The pictures as an asciicast.
    ///
    /// - Parameters:
    ///   - idle: the longest pause that a player shows, in seconds.
    ///   - speed: recorded seconds per second of the asciicast.
    /// - Returns: the whole file.
    /// - Throws: what is wrong with the recording.
    func cast(idle: Double?, speed: Double) throws -> String {
        var playback = try RecordingPlayback(source)
        let start = playback.index.header.startedAt
        var header = Asciicast(columns: size.columns, rows: size.rows)
        header.title = name
        header.timestamp = start.nanoseconds / 1_000_000_000
        header.idleLimit = idle
        var scribe = CastScribe(header)
        var model = ConsoleModel(
            settings: ConsoleSettings(readOnly: true, startScreen: screen, version: Skep.version)
        )
        _ = model.update(.time(start))
        _ = model.update(.input(.resize(size)))
        var bytes: [UInt8] = []
        var last: Duration?
        let times = playback.index.times
        for (index, time) in times.enumerated() {
            // The last picture of a burst is the one that counts.
            if let last, time - last < Self.interval, index + 1 < times.count,
                times[index + 1] - last < Self.interval
            {
                continue
            }
            last = time
            var snapshot = try playback.snapshot(at: time)
            snapshot.readOnlyReason = ReplaySession.refusal
            _ = model.update(.time(start + time))
            _ = model.update(.snapshot(snapshot))
            let frame = CastScribe.Frame(grid: view(model, size: size), theme: theme)
            bytes += try scribe.bytes(for: frame, at: time / speed)
        }
        bytes += try scribe.ending(at: playback.index.length / speed)
        return String(decoding: bytes, as: UTF8.self)
    }
}
