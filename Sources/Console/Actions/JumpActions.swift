import Cells
import SwarmModel
import SwarmStore

/// Keys that lead from an object to what it belongs to.
enum JumpActions {
    static let all: [Action] = [
        Action(
            "owner.stack",
            "Its stack",
            keys: [.character("J")],
            in: [.services, .networks, .configs, .secrets, .volumes, .images],
            docker: "docker stack services STACK",
            refusal: { situation in
                if case .image(let name)? = situation.selection,
                    let stacks = situation.cluster?.image(named: name)?.stacks, stacks.count > 1
                {
                    return "services of \(stacks.count) stacks name it"
                }
                return situation.stack == nil ? "it belongs to no stack" : nil
            },
            perform: { model in
                guard let stack = model.situation.stack else { return [] }
                return model.openTable(.stacks, at: .stack(stack))
            }
        ),
        Action(
            "volume.node",
            "Its node",
            hint: "node",
            keys: [.character("o")],
            in: [.volumes],
            docker: "docker node inspect NODE"
        ) { model in
            guard case .volume(_, let node)? = model.selection else { return [] }
            return model.openTable(.nodes, at: .node(node))
        },
        Action(
            "node.volumes",
            "Volumes of the node",
            keys: [.character("V")],
            in: [.nodes],
            docker: "docker volume ls"
        ) { model in
            guard case .node(let node)? = model.selection else { return [] }
            return model.openTable(.volumes(.node(node)))
        },
        Action(
            "service.images",
            "Its image, and who else names it",
            keys: [.character("u")],
            in: [.services],
            docker: "docker service ls"
        ) { model in
            guard let image = model.situation.service?.spec.task.container.image else { return [] }
            return model.openTable(.images, at: .image(image))
        },
    ]
}

extension Situation {
    /// The stack that the selection belongs to.
    var stack: String? {
        guard let selection, let store = cluster?.store else { return nil }
        return switch selection {
        case .service(let id): store.service(id)?.stack
        case .network(let id): store.network(id)?.stack
        case .config(let id): store.config(id)?.stack
        case .secret(let id): store.secret(id)?.stack
        case .volume(let name, let node):
            store.volume(named: name, on: node)?.labels[StackLabel.namespace]
        case .image(let name): cluster?.image(named: name)?.stacks.first
        default: nil
        }
    }
}
