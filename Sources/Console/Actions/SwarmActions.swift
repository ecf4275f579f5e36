import Cells
import SwarmModel
import SwarmStore

/// Keys of the page about the swarm itself.
enum SwarmActions {
    static let all: [Action] = [
        Action(
            "swarm.reveal",
            "Write tokens and keys out, or hide them",
            hint: "reveal",
            keys: [.character("x")],
            in: [.swarm],
            docker: "docker swarm join-token worker"
        ) { model in
            guard case .text(var page) = model.pages.top.body,
                case .swarm(let reveals) = page.content
            else { return [] }
            page.content = .swarm(reveals: !reveals)
            model.pages.top.body = .text(page)
            model.refreshText()
            return []
        },
        Action(
            "swarm.json",
            "Raw JSON",
            hint: "raw",
            keys: [.character("y")],
            in: [.swarm],
            docker: "docker swarm inspect"
        ) { $0.switchText() },
        Action(
            "swarm.rotateWorker",
            "A new join token for workers; the old one is void",
            hint: "rotate worker's",
            keys: [.character("r")],
            in: [.swarm],
            risk: .change,
            docker: "docker swarm join-token --rotate worker"
        ) { $0.ask(.rotateToken(.worker)) },
        Action(
            "swarm.rotateManager",
            "A new join token for managers; the old one is void",
            hint: "rotate manager's",
            keys: [.character("M")],
            in: [.swarm],
            risk: .change,
            docker: "docker swarm join-token --rotate manager"
        ) { $0.ask(.rotateToken(.manager)) },
        Action(
            "swarm.lock",
            "Lock managers, or stop locking them",
            hint: "lock",
            keys: [.character("L")],
            in: [.swarm],
            risk: .change,
            docker: "docker swarm update --autolock=true"
        ) { model in
            model.ask(.lock(model.cluster?.store.cluster.spec.locksManagers != true))
        },
    ]
}
