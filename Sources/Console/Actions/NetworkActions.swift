import Cells
import SwarmModel

/// Keys of networks, and of what looks into them.
enum NetworkActions {
    static let all: [Action] = [
        Action(
            "network.tasks",
            "Tasks on the network, with their addresses",
            hint: "tasks",
            keys: [.enter],
            in: [.networks],
            docker: "docker network inspect NETWORK"
        ) { $0.openTasksOfNetwork() },
        Action(
            "task.lookup",
            "Look a name up as the task sees it (simulated clusters)",
            hint: "lookup",
            keys: [.character("n")],
            in: [.tasks],
            docker: "docker container exec CONTAINER getent ahosts NAME"
        ) { $0.openLookupPrompt() },
        Action(
            "node.request",
            "Send requests to a published port (simulated clusters)",
            hint: "request",
            keys: [.character("b")],
            in: [.nodes],
            docker: "curl http://NODE:PORT/"
        ) { $0.openRequestPrompt() },
        Action(
            "requests.again",
            "Send them again",
            hint: "again",
            keys: [.enter, .character("r")],
            in: [.requests],
            docker: "curl http://NODE:PORT/",
            refusal: { $0.isReadOnly ? "this console is read-only" : nil },
            perform: { $0.repeatRequests() }
        ),
    ]
}
