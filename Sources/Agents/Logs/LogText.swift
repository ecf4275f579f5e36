import Basics
import SwarmModel

/// What log lines of one container may speak of.
struct LogText {
    let task: SwarmTask
    let node: Node?
    let profile: ImageProfile
    let epoch: WallTime
    let containerID: ContainerID
    let health: HealthWatch?

    /// Fills a template in for line `number` of a stream, written at `moment`.
    ///
    /// - Parameters:
    ///   - stream: the stream the line belongs to.
    ///   - number: the line's place in it, from 0.
    ///   - moment: when it is written.
    ///   - age: the same in nanoseconds since the process started.
    /// - Returns: the line's text.
    func line(_ stream: LogStream, _ number: Int64, moment: Moment, age: Int64) -> String {
        var chance = SeededGenerator(seed: stream.seed ^ (UInt64(number) &* 0x9E37_79B9_7F4A_7C15))
        var text = ""
        for part in stream.template(number).parts {
            switch part {
            case .literal(let literal): text += literal
            case .field(let field):
                text +=
                    objectText(field) ?? requestText(field, stream, number, age)
                    ?? drawnText(field, number, moment, &chance)
            }
        }
        return text
    }

    /// The container as the node expanded it; a task with a faulty template has no logs.
    private var container: ContainerSpec {
        (try? task.container(on: node?.description)) ?? task.spec.value.container
    }

    private func objectText(_ field: LogTemplate.Field) -> String? {
        switch field {
        case .taskID: task.id.description
        case .taskName: task.name
        case .taskSlot: task.slot == 0 ? node?.id.description ?? "0" : String(task.slot)
        case .serviceID: task.serviceID.description
        case .serviceName: task.serviceName
        case .nodeID: task.nodeID?.description ?? ""
        case .nodeHostname: node?.description.hostname ?? ""
        case .container: containerID.short
        case .image: task.image
        case .tag: profile.tag
        case .environment(let name, let otherwise):
            profile.environmentValue(name, in: container) ?? otherwise
        default: nil
        }
    }

    private func requestText(
        _ field: LogTemplate.Field,
        _ stream: LogStream,
        _ number: Int64,
        _ age: Int64
    ) -> String? {
        switch field {
        case .requestPath: return stream.path
        case .requestNumber: return String(number + 1)
        case .requestStatus:
            let answer = profile.answers.first { $0.path == stream.path }
            let isWell = health.map { age < $0.schedule.start(of: $0.firstFailing) } ?? true
            return String(isWell ? answer?.status ?? 200 : answer?.failingStatus ?? 500)
        default: return nil
        }
    }

    private func drawnText(
        _ field: LogTemplate.Field,
        _ number: Int64,
        _ moment: Moment,
        _ chance: inout SeededGenerator
    ) -> String {
        switch field {
        case .counter: return String(number + 1)
        case .time(let format): return format.text(of: epoch + (moment - .zero))
        case .choice(let words): return words[Int(chance.next() % UInt64(words.count))]
        case .number(let range):
            let span = UInt64(range.upperBound - range.lowerBound) + 1
            return String(range.lowerBound + Int64(chance.next() % span))
        case .hexadecimal(let digits):
            var text = ""
            while text.utf8.count < digits {
                let word = String(chance.next(), radix: 16)
                text += String(repeating: "0", count: 16 - word.utf8.count) + word
            }
            return String(text.prefix(digits))
        default: return ""
        }
    }
}
