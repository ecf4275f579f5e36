import ArgumentParser
import ClusterPorts
import Console
import ConsoleLoop
import Curses
import EngineClient
import Hosting
import SwarmModel

/// Opens clusters for tabs while the console runs: engines, docker contexts, and skep's own.
struct Harbour: ClusterFinder {
    let run: ConsoleRun
    let screen: CursesScreen

    func open(_ words: String) async -> Result<ConsoleStart, EngineError> {
        await find(words).map { run.recorded($0, by: RunRecorder.current) }
    }

    private func find(_ words: String) async -> Result<ConsoleStart, EngineError> {
        do {
            switch words {
            case "local": return .success(try await openOwnCluster())
            case "demo": return .success(try await openDemo())
            case _ where words.hasPrefix("/") && ReplayCommand.isRecording(words):
                return .success(await run.start(try ReplayCommand.session(at: words), on: screen))
            default:
                let session = try await EngineChoice(words).attach()
                return .success(await run.start(session, on: screen))
            }
        } catch {
            return .failure(EngineError(status: 503, message: "\(error)"))
        }
    }

    /// The cluster of this user's own, if there is one; `--state` is about the first tab's.
    private func openOwnCluster() async throws -> ConsoleStart {
        let options = try ClusterOptions.parse([])
        let folder = try options.stateFolder(below: nil)
        guard folder.holdsCluster else {
            throw EngineError(
                status: 404,
                message: "there is no cluster of your own yet: start skep without arguments once"
            )
        }
        let host = try await options.openHost(in: folder, name: "local")
        return await run.start(
            HostSession(host),
            on: screen,
            notes: host.notes,
            deeds: DeedFile(folder).read()
        )
    }

    private func openDemo() async throws -> ConsoleStart {
        let options = try ClusterOptions.parse([])
        let folder = try options.stateFolder(below: "demo")
        let deeds = DeedFile(folder).read()
        let host = try await options.openHost(in: folder, name: "demo", age: DemoScript.age)
        let script = DemoScript(host: host, in: folder)
        if host.isNew { try await script.prepare() }
        let story = Task { await script.play() }
        let start = await run.start(
            HostSession(host),
            on: screen,
            notes: host.notes,
            deeds: deeds,
            demo: script,
            isForgotten: true
        ) {
            story.cancel()
        }
        var closing = start
        closing.end = {
            await start.end()
            ConsoleRun.discard(folder)
        }
        return closing
    }
}
