import Basics
import SwarmModel

/// Commands about services.
enum ServiceCommands {
    static let all: [Command] = [
        Command(
            "scale SERVICE N",
            "another number of replicas",
            docker: "docker service scale SERVICE=N",
            arguments: [.service, .text],
            counts: 1...2
        ) { model, call throws(CommandRefusal) in
            // docker's own form, web=5, is understood as well.
            let parts = call.words.flatMap { $0.split(separator: "=").map(String.init) }
            let service = try model.resolver().service(parts.first ?? "")
            let number = parts.count > 1 ? parts[1] : nil
            if let number, UInt64(number) == nil {
                throw CommandRefusal("\(number) is no number of replicas")
            }
            return try model.ask(.scale(service.id), input: number, call: call)
        },
        Command(
            "image SERVICE IMAGE",
            "another image",
            docker: "docker service update --image IMAGE SERVICE",
            arguments: [.service, .text],
            counts: 1...2
        ) { model, call throws(CommandRefusal) in
            let service = try model.resolver().service(call.word(0))
            let image = call.words.count > 1 ? call.word(1) : nil
            if let image, ImageReference(image) == nil {
                throw CommandRefusal("\(image) is no image reference")
            }
            return try model.ask(.image(service.id), input: image, call: call)
        },
        Command(
            "env SERVICE KEY=VALUE",
            "set an environment variable, or remove it with KEY-",
            docker: "docker service update --env-add KEY=VALUE SERVICE",
            arguments: [.service, .text],
            counts: 1...2
        ) { model, call throws(CommandRefusal) in
            let service = try model.resolver().service(call.word(0))
            let edit = call.words.count > 1 ? call.word(1) : nil
            if let edit, EnvironmentEdit(edit) == nil {
                throw CommandRefusal("\(edit) is neither KEY=VALUE nor KEY-")
            }
            return try model.ask(.environment(service.id), input: edit, call: call)
        },
        onService(
            "update",
            "replace every task (force)",
            "docker service update --force SERVICE"
        ) { .forceUpdate($0) },
        onService(
            "rollback",
            "back to the previous spec",
            "docker service rollback SERVICE"
        ) { .rollback($0) },
        onService(
            "resume",
            "go on with a paused update",
            "docker service update SERVICE"
        ) { .resumeUpdate($0) },
        Command(
            "kill TASK",
            "end a task's container",
            docker: "docker container rm -f CONTAINER",
            arguments: [.task],
            counts: 1...1
        ) { model, call throws(CommandRefusal) in
            let task = try model.resolver().task(call.word(0))
            return try model.ask(.killContainer(task.id), call: call)
        },
        Command(
            "requests SERVICE N",
            "send N requests to it (simulated clusters)",
            docker: "curl http://NODE:PORT/",
            arguments: [.service, .text],
            counts: 2...2
        ) { model, call throws(CommandRefusal) in
            try model.requireSimulation()
            let service = try model.resolver().service(call.word(0))
            guard let count = Int(call.word(1)), count > 0 else {
                throw CommandRefusal("\(call.word(1)) is no number of requests")
            }
            if let reason = model.situation.standstill { throw CommandRefusal(reason) }
            return [
                model.start(
                    .sendRequests(service.id, count: count),
                    title: "Send \(count) requests to \(service.name)",
                    docker: "curl http://NODE:PORT/",
                    subject: .service(service.id),
                    origin: (":" + call.line).safe
                )
            ]
        },
    ]

    private static func onService(
        _ name: String,
        _ summary: Phrase,
        _ docker: String,
        _ change: @escaping @Sendable (ServiceID) -> Change
    ) -> Command {
        Command(
            "\(name) SERVICE",
            summary,
            docker: docker,
            arguments: [.service],
            counts: 1...1
        ) { model, call throws(CommandRefusal) in
            let service = try model.resolver().service(call.word(0))
            return try model.ask(change(service.id), call: call)
        }
    }
}
