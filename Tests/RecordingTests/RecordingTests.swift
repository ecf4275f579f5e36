import Basics
import Cells
import ClusterPorts
import SwarmModel
import SwarmStore
import Testing

@testable import Recording

/// What is written is what is read.
struct RecordingTests {
    @Test func `every moment of a recording can be shown, in any order`() throws {
        let story = try RecordedStory.counting(40)
        var playback = try RecordingPlayback(BytesInMemory(story.bytes))
        #expect(playback.index.flaw == nil)
        #expect(playback.index.length == .seconds(41))
        #expect(playback.index.header.startedAt == RecordedStory.start)
        for step in [0, 1, 2, 40, 39, 7, 8, 31, 3, 40, 0] {
            let shown = try playback.snapshot(at: .seconds(Int64(step)) + .milliseconds(300))
            let expected = story.written[step].snapshot
            #expect(shown.store.nodes == expected.store.nodes)
            #expect(shown.now == expected.now)
            #expect(shown.managers == expected.managers)
            #expect(shown.source == .live(context: "prod"))
        }
    }

    @Test func `all kinds of objects come and go as they did`() throws {
        var story = try RecordedStory()
        var random = SeededGenerator(seed: 9)
        let service = Service(
            id: story.service,
            spec: ServiceSpec(
                name: "web",
                task: TaskSpec(container: ContainerSpec(image: "nginx")),
                mode: .replicated(replicas: 2)
            )
        )
        let tasks = (1...2).map { slot in
            SwarmTask(
                id: TaskID(using: &random),
                service: service,
                slot: slot,
                now: .zero
            )
        }
        let config = Config(
            id: ConfigID(using: &random),
            spec: ConfigSpec(name: "nginx", data: [1, 2])
        )
        let volume = Volume(name: "data", node: story.node, createdAt: .zero)
        try story.write(at: .zero)
        try story.write(at: .seconds(1)) { store in
            store.put(service)
            for task in tasks { store.create(task) }
            store.put(config)
            store.create(volume)
        }
        let (first, second, serviceID) = (tasks[0].id, tasks[1].id, story.service)
        try story.write(at: .seconds(2)) { store in
            store.remove(first)
            store.remove(config.id)
            store.removeVolume(named: volume.name, on: volume.node)
        }
        try story.write(at: .seconds(3)) { store in
            store.remove(second)
            store.remove(serviceID)
        }
        var playback = try RecordingPlayback(BytesInMemory(story.bytes))
        for (time, expected) in story.written {
            let store = try playback.snapshot(at: time).store
            #expect(store.services == expected.store.services)
            #expect(store.tasks(of: service.id) == expected.store.tasks(of: service.id))
            #expect(store.configs == expected.store.configs)
            #expect(store.volumes == expected.store.volumes)
            #expect(store.taskCount == expected.store.taskCount)
        }
        #expect(story.written[1].snapshot.store.taskCount == 2)
    }

    @Test func `nothing that is secret is in the file`() throws {
        var story = try RecordedStory()
        try story.write(at: .zero)
        try story.write(at: .seconds(1)) { store in
            for var secret in store.secrets {
                secret.spec.labels["a"] = "b"
                store.put(secret)
            }
        }
        let file = story.bytes
        for word in ["hunter2", "SWMTKN", "SWMKEY"] {
            #expect(file.firstRange(of: Array(word.utf8)) == nil, "\(word) is in the file")
        }
        #expect(file.firstRange(of: Array("password".utf8)) != nil)
        var playback = try RecordingPlayback(BytesInMemory(file))
        let shown = try playback.snapshot(at: .seconds(1)).store
        #expect(shown.secrets.map(\.spec.data) == [.withheld])
        #expect(shown.secrets.first?.spec.labels == ["a": "b"])
        #expect(shown.cluster.joinTokens == nil && shown.cluster.unlockKey == nil)
    }

    @Test func `a snapshot that shows nothing new is not written`() throws {
        var story = try RecordedStory()
        try story.write(at: .zero)
        let size = story.bytes.count
        try story.write(at: .seconds(1))
        #expect(story.bytes.count == size)
        story.snapshot.readOnlyReason = "locked"
        try story.write(at: .seconds(2))
        #expect(story.bytes.count > size)
    }

    @Test func `a log that is opened again is not written again`() throws {
        var story = try RecordedStory()
        var random = SeededGenerator(seed: 5)
        let tasks = [TaskID(using: &random), TaskID(using: &random)]
        func line(_ task: Int, _ second: Int64, _ text: String) -> LogLine {
            LogLine(moment: .zero + .seconds(second), task: tasks[task], node: nil, text: text)
        }
        try story.write(at: .zero)
        let first = [line(0, 1, "a"), line(0, 2, "b"), line(1, 1, "x")]
        try story.write(lines: first, at: .seconds(1))
        let size = story.bytes.count
        try story.write(lines: first, at: .seconds(2))
        #expect(story.bytes.count == size)
        try story.write(lines: first + [line(0, 2, "b2"), line(0, 3, "b")], at: .seconds(3))
        let playback = try RecordingPlayback(BytesInMemory(story.bytes))
        func texts(_ last: Int) throws -> [String] {
            let request = LogRequest(target: .task(tasks[0]))
            return try playback.lines(of: request, to: .seconds(9), last: last).map(\.text)
        }
        #expect(try texts(Int.max) == ["a", "b", "b2", "b"])
        #expect(try texts(3) == ["b", "b2", "b"])
    }

    @Test func `whole snapshots come often enough, and seldom enough`() throws {
        let story = try RecordedStory.counting(400)
        let index = try RecordingIndex(BytesInMemory(story.bytes))
        let keys = index.places.filter(\.isKey).count
        #expect(keys > 2 && keys < 200)
        #expect(index.times.count == 401)
    }

    @Test func `a recording whose end is missing is good up to there`() throws {
        let whole = try RecordedStory.counting(10).bytes
        var lengths: Set<Int> = []
        for count in stride(from: whole.count - 1, to: 60, by: -7) {
            do {
                let index = try RecordingIndex(BytesInMemory(Array(whole.prefix(count))))
                #expect(index.flaw == "its end is missing: what there is is shown")
                lengths.insert(index.times.count)
            } catch {
                #expect(error as? RecordingFailure == .empty)
            }
        }
        #expect(lengths.contains(11) && lengths.contains(1))
    }

    @Test func `a recording that is damaged is good up to there, whatever the damage`() throws {
        let whole = try RecordedStory.counting(10).bytes
        for seed in 1...300 as ClosedRange<UInt64> {
            var random = SeededGenerator(seed: seed)
            var bytes = whole
            let place = Int.random(in: 17..<bytes.count, using: &random)
            bytes[place] ^= UInt8.random(in: 1...255, using: &random)
            do {
                var playback = try RecordingPlayback(BytesInMemory(bytes))
                #expect(playback.index.flaw != nil, "seed \(seed)")
                for time in playback.index.times { _ = try playback.snapshot(at: time) }
            } catch {
                #expect(error as? RecordingFailure == .empty, "seed \(seed)")
            }
        }
    }

    @Test func `what is no recording is said to be none`() {
        func failure(_ bytes: [UInt8]) -> RecordingFailure? {
            do {
                _ = try RecordingIndex(BytesInMemory(bytes))
                return nil
            } catch {
                return error as? RecordingFailure
            }
        }
        #expect(failure([]) == .noRecording)
        #expect(failure(Array("services:\n  web:\n    image: nginx\n".utf8)) == .noRecording)
        #expect(failure(Array("skep recording 2\nxxxxxxxx".utf8)) == .otherVersion("2"))
        #expect(failure(Array("skep recording 1\n".utf8)) == .empty)
    }

    @Test func `events and keys are found by time`() throws {
        var story = try RecordedStory()
        try story.write(at: .zero)
        try story.write(event: "a", at: .seconds(2))
        try story.write(typed: ":scale", at: .seconds(3))
        try story.write(typed: "<enter>", at: .seconds(5))
        try story.write(event: "b", at: .seconds(8), isBad: true)
        let index = try RecordingIndex(BytesInMemory(story.bytes))
        #expect(index.event(after: .seconds(2), forward: true) == .seconds(8))
        #expect(index.event(after: .seconds(2), forward: false) == nil)
        #expect(index.event(after: .seconds(9), forward: false) == .seconds(8))
        #expect(index.event(after: .seconds(8), forward: true) == nil)
        #expect(index.typed(before: .seconds(6), within: .seconds(4)) == ":scale<enter>")
        #expect(index.typed(before: .seconds(6), within: .seconds(2)) == "<enter>")
        #expect(index.typed(before: .seconds(20), within: .seconds(2)) == "")
    }
}

/// What is typed, and what is not written down.
struct KeyScribeTests {
    private func written(_ keys: String, pastes: SafeText? = nil) throws -> String {
        var scribe = KeyScribe()
        var text = ""
        for key in try #require(Key.sequence(keys)) { text += scribe.take(.key(key)) ?? "" }
        if let pastes { text += scribe.take(.paste(pastes)) ?? "" }
        return text
    }

    @Test(arguments: [
        ("jj<enter>", "jj<enter>"), ("^dq", "^dq"), (":scale web 6<enter>", ":scale web 6<enter>"),
        (":unlock SWMKEY-1-x<enter>", ":unlock …<enter>"),
        (":unl node1 SWMKEY<enter>j", ":unl …<enter>j"),
        (":unl<tab> SWMKEY<enter>", ":unl …<enter>"), (":unlock SWMKEY", ""),
        (":unlock SWMKEY<esc>", ":unlock …<esc>"), (":x<backspace><backspace>jj", "jj"),
        ("/web:<enter>k", "/web:<enter>k"),
    ])
    func `keys are written down, but no key that unlocks`(keys: String, words: String) throws {
        #expect(try written(keys) == words)
    }

    @Test func `of what is pasted only the length is written down`() throws {
        #expect(try written("j", pastes: "SWMKEY") == "j(pasted 6)")
        #expect(try written(":", pastes: "unlock SWMKEY") == "")
    }
}
