import Basics
import ClusterPorts
import Compose
import Console
import ConsoleLoop
import Curses
import FoundationEssentials
import SwarmModel
import Synchronization
import Theming

/// The machine that the console runs on: its themes, its files, and the stacks in them.
final class Desk: ConsoleDesk {
    let session: any ClusterSession
    let screen: CursesScreen
    /// The way into containers.
    let containers: OwnContainers
    /// Stacks that were read for a plan and wait for the user's word.
    private let planned = Mutex<[OperationID: (name: String, stack: ComposeStack)]>([:])

    /// The theme in place, by the name or the path that it was asked for.
    private let worn: Mutex<String>

    init(session: any ClusterSession, screen: CursesScreen, theme: String) {
        worn = Mutex(theme)
        self.session = session
        self.screen = screen
        containers = OwnContainers(session: session)
    }

    var themeName: String { worn.withLock { $0 } }

    func useTheme(_ name: String) -> SafeText? {
        do throws(ThemeFailure) {
            screen.use(theme: try ThemeLibrary.ofThisProgram.theme(named: name))
            worn.withLock { $0 = name }
            return nil
        } catch {
            return SafeText(sanitizing: error.description)
        }
    }

    func remember(_ stack: ComposeStack, as name: String, for operation: OperationID) {
        planned.withLock { $0[operation] = (name, stack) }
    }

    /// The stack of a plan, which stays remembered.
    func planned(by operation: OperationID) -> (name: String, stack: ComposeStack)? {
        planned.withLock { $0[operation] }
    }

    /// Hands a remembered stack out, once.
    func recall(_ operation: OperationID) -> (name: String, stack: ComposeStack)? {
        planned.withLock { $0.removeValue(forKey: operation) }
    }

    func repaint() { screen.repaint() }

    func endHints() { HintMemory.remember() }

    func remember(_ memory: ViewMemory) -> EngineError? { ViewFile.write(memory) }

    func run(
        _ call: PluginCall,
        report: @escaping @Sendable ([SafeText]) -> Void
    ) async -> Int32 {
        let process = PluginProcess(call: call)
        guard call.takesTerminal else {
            return await process.runBeside { lines in
                if !lines.isEmpty { report(lines.map { SafeText(sanitizing: $0) }) }
            }
        }
        let status = Mutex<Int32>(0)
        await screen.runOutside { status.withLock { $0 = process.runOnTerminal() } }
        return status.withLock { $0 }
    }
}
