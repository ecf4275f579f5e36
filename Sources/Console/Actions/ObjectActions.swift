import Cells
import SwarmModel

/// Keys of all objects in a list, and of the simpler kinds.
enum ObjectActions {
    static let all: [Action] = [
        Action(
            "describe",
            "Describe",
            hint: "describe",
            keys: [.character("d")],
            in: [.objects],
            docker: "docker inspect --pretty ID"
        ) { $0.describeSelection() },
        Action(
            "json",
            "Raw JSON",
            hint: "raw",
            keys: [.character("y")],
            in: [.objects],
            docker: "docker inspect ID"
        ) { $0.openJSONOfSelection() },
        Action(
            "stack.services",
            "Services of the stack",
            hint: "services",
            keys: [.enter],
            in: [.stacks],
            docker: "docker stack services STACK"
        ) { model in
            guard case .stack(let name)? = model.situation.selection else { return [] }
            return model.openTable(.services(.stack(name)))
        },
        Action(
            "stack.remove",
            "Remove with all its parts",
            hint: "remove",
            keys: [.control("d")],
            in: [.stacks],
            risk: .destroy,
            docker: "docker stack rm STACK"
        ) { model in
            model.askAboutMarked {
                if case .stack(let name) = $0 { return .removeStack(name) }
                return nil
            }
        },
        users(.networks, keys: [.character("u")]), users(.configs), users(.secrets),
        users(.volumes), users(.images),
        removal("network", .networks), removal("config", .configs), removal("secret", .secrets),
        removal("volume", .volumes),
    ]

    private static func users(
        _ context: Context,
        keys: [Key] = [.enter, .character("u")]
    ) -> Action {
        Action(
            "\(context.rawValue).users",
            "Services that use it",
            hint: "used by",
            keys: keys,
            in: [context],
            docker: "docker service ls"
        ) { model in
            guard let selection = model.situation.selection else { return [] }
            return model.openTable(.services(.using(selection)))
        }
    }

    private static func removal(_ kind: String, _ context: Context) -> Action {
        Action(
            "\(kind).remove",
            "Remove",
            hint: "remove",
            keys: [.control("d")],
            in: [context],
            risk: .destroy,
            docker: "docker \(kind) rm \(kind.uppercased())"
        ) { model in
            model.askAboutMarked { .removeObject($0) }
        }
    }
}
