import Basics
import Cells
import ClusterPorts

/// The training bar: one prefix for what only a simulated cluster can do.
struct TrainingBar: Sendable {
    /// The clock as it was last asked for; the cluster may take a moment to follow.
    var clock: ClockState

    /// The paces that keys go through; others can be typed.
    static let speeds = [0.1, 0.25, 0.5, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1_000]

    static func faster(than speed: Double) -> Double {
        speeds.first { $0 > speed } ?? max(speed, speeds[speeds.count - 1])
    }

    static func slower(than speed: Double) -> Double {
        speeds.last { $0 < speed } ?? min(speed, speeds[0])
    }
}

extension ConsoleModel {
    mutating func openTrainingBar() {
        guard let snapshot = cluster?.snapshot, snapshot.source.isEmbedded || replay != nil else {
            let isServed = cluster?.snapshot.source.isSimulated == true
            toast(
                isServed
                    ? "the clock is that of the skep that runs this cluster"
                    : "only a simulated cluster has a clock to be set",
                .warning
            )
            return
        }
        layer = .training(TrainingBar(clock: snapshot.clock))
    }

    mutating func take(_ key: Key, _ bar: TrainingBar) -> [ConsoleEffect] {
        var clock = bar.clock
        switch key {
        case .character(" "): clock.isPaused.toggle()
        case .character(">"): clock.speed = TrainingBar.faster(than: clock.speed)
        case .character("<"): clock.speed = TrainingBar.slower(than: clock.speed)
        case .character("1"): clock = ClockState()
        case .character("n"): return step(.event, bar)
        case .character("s"): return step(.time(.seconds(1)), bar)
        case .character(":"):
            openPrompt(.command, text: "")
            return []
        case .character("f") where replay == nil:
            openPrompt(.command, text: "fault ")
            return []
        case .character("h") where replay == nil:
            openPrompt(.command, text: "heal")
            return []
        case .character("z"):
            layer = nil
            return openText(.zones)
        case .character("v"):
            layer = nil
            return openTable(.managers)
        case .character("r") where replay == nil:
            openPrompt(.command, text: "request ")
            return []
        case .character("j") where replay == nil:
            openPrompt(.command, text: "join ")
            return []
        default:
            layer = nil
            return []
        }
        layer = .training(TrainingBar(clock: clock))
        return [.setClock(clock)]
    }
}

extension ConsoleModel {
    /// One step of a clock that stands still from then on.
    private mutating func step(_ step: ClockStep, _ bar: TrainingBar) -> [ConsoleEffect] {
        var clock = bar.clock
        clock.isPaused = true
        layer = .training(TrainingBar(clock: clock))
        return [.step(step)]
    }
}

extension Painter {
    /// The bar in the place of the hints.
    mutating func drawTrainingBar(_ bar: TrainingBar, in rect: Rect) {
        let pace: Phrase = bar.clock.isPaused ? "paused" : "×\(Self.pace(bar.clock.speed))"
        var line: Line = [Span(" clock \(pace) ", .bannerTraining), Span(" ")]
        let clockKeys: [(SafeText, Phrase)] = [
            ("space", bar.clock.isPaused ? "run" : "pause"), ("<>", "pace"), ("n", "next event"),
            ("s", "second"),
        ]
        // A recording goes as it went.
        let deeds: [(SafeText, Phrase)] =
            model.replay == nil
            ? [("f", "fault"), ("h", "heal"), ("r", "request"), ("j", "join")] : []
        let others: [(SafeText, Phrase)] = [
            ("z", "zones"), ("v", "managers"), ("1", "real time"), ("esc", "close"),
        ]
        let keys = clockKeys + deeds + others
        for (key, phrase) in keys {
            let title = phrase.safe
            guard line.width + key.width + title.width + 3 <= rect.columns else { continue }
            line += Span(" " + key, .key)
            line += Span(" " + title + " ", .keyText)
        }
        grid.fill(rect)
        grid.write(line, row: rect.row, column: rect.column, in: rect)
    }
}
