import ClusterPorts
import SwarmModel
import Wording

/// Commands about stacks, removal, and the console itself.
enum OtherCommands {
    static let all: [Command] = [
        Command(
            "deploy FILE[,FILE…] NAME",
            "plan a stack from compose files, then ask",
            docker: "docker stack deploy -c FILE NAME",
            arguments: [.text, .stack],
            counts: 2...2
        ) { model, call throws(CommandRefusal) in
            if let reason = model.situation.standstill { throw CommandRefusal(reason) }
            let files = call.word(0).split(separator: ",").map(String.init)
            return model.planStack(files: files, name: call.word(1), line: call.line)
        },
        Command(
            "stack rm NAME",
            "remove a stack",
            docker: "docker stack rm NAME",
            arguments: [.words(["rm"]), .stack],
            counts: 2...2
        ) { model, call throws(CommandRefusal) in
            guard call.word(0) == "rm" else { throw CommandRefusal("usage: stack rm NAME") }
            let name = try model.resolver().stack(call.word(1))
            return try model.ask(.removeStack(name), call: call)
        },
        Command(
            "rm KIND NAME",
            "remove an object",
            docker: "docker KIND rm NAME",
            arguments: [.words(ViewCommands.kinds), .service],
            counts: 2...2
        ) { model, call throws(CommandRefusal) in
            let reference = try model.resolver().object(call.word(0), call.word(1))
            let change: Change =
                switch reference {
                case .node(let id): .removeNode(id)
                case .service(let id): .removeService(id)
                case .task(let id): .killContainer(id)
                case .stack(let name): .removeStack(name)
                case .network, .config, .secret, .volume: .removeObject(reference)
                case .image:
                    throw CommandRefusal("an image is removed on its node: docker image rm")
                }
            return try model.ask(change, call: call)
        },
        Command(
            "speed N|pause|run",
            "the pace of a simulated cluster's clock",
            arguments: [.words(["1", "2", "4", "8", "pause", "run"])],
            counts: 1...1
        ) { model, call throws(CommandRefusal) in
            if model.replay == nil { try model.requireSimulation() }
            var clock = model.cluster?.snapshot.clock ?? ClockState()
            switch call.word(0) {
            case "pause", "0": clock.isPaused = true
            case "run": clock.isPaused = false
            default:
                guard let speed = Double(call.word(0)), (0.1...1_000).contains(speed) else {
                    throw CommandRefusal("a pace is a number from 0.1 to 1000, pause or run")
                }
                clock = ClockState(isPaused: false, speed: speed)
            }
            return [.setClock(clock)]
        },
        Command(
            "theme [NAME]",
            "other colours; without a name, a list that shows each one at once",
            aliases: ["themes"],
            arguments: [.theme],
            counts: 0...1
        ) {
            model,
            call throws(CommandRefusal) in
            if call.words.isEmpty { return model.openThemes() }
            let names = model.settings.themeNames
            guard names.contains(call.word(0)) else {
                throw CommandRefusal(
                    "there is no theme \(call.word(0)): \(Amount.list(names, limit: 20))"
                )
            }
            return [.setTheme(call.word(0))]
        },
        Command(
            "language en|ko",
            "the language of the console's own texts",
            arguments: [.words(Language.allCases.map(\.rawValue))],
            counts: 1...1
        ) { model, call throws(CommandRefusal) in
            guard let language = Language(rawValue: call.word(0)) else {
                throw CommandRefusal("usage: language en|ko")
            }
            model.speak(language)
            return []
        },
        Command("refresh", "ask the cluster now") { _, _ in [.refresh] },
        Command("redraw", "draw the whole terminal anew") { _, _ in [.redraw] },
        Command("suspend", "back to the shell for a while; fg returns") { _, _ in [.suspend] },
        Command(
            "save [FILE]",
            "what is shown, to a file; save! writes over one",
            arguments: [.text],
            counts: 0...1,
            takesForce: true
        ) { model, call in model.save(to: call.place(0, or: model.savedName)) },
        Command("q", "quit", aliases: ["quit", "exit"]) { model, _ in model.quit(isMeant: true) },
    ]
}
