import Basics
import Cells
import SwarmModel

/// Keys of services.
enum ServiceActions {
    static let all: [Action] = [
        Action(
            "service.tasks",
            "Tasks of the service",
            hint: "tasks",
            keys: [.enter],
            in: [.services, .rollout],
            docker: "docker service ps SERVICE"
        ) { $0.openTasksOfService() },
        Action(
            "service.rollout",
            "Rollout, slot by slot",
            hint: "rollout",
            keys: [.character("z")],
            in: [.services],
            docker: "docker service inspect --pretty SERVICE"
        ) { $0.openRolloutOfSelection() },
        Action(
            "service.logs",
            "Logs of all replicas, in order of time",
            hint: "logs",
            keys: [.character("l")],
            in: [.service],
            docker: "docker service logs -f SERVICE"
        ) { $0.openLogsOfSelection() },
        changeOfMarked(
            "service.scale",
            "Scale",
            "scale",
            .character("s"),
            "docker service scale SERVICE=N",
            refusal: {
                !$0.isAboutMarks && $0.service?.isReplicated == false
                    ? "it has no number of replicas" : nil
            },
            { .scale($0) }
        ),
        changeOfMarked(
            "service.image",
            "Image",
            "image",
            .character("i"),
            "docker service update --image IMAGE SERVICE"
        ) { .image($0) },
        changeOfMarked(
            "service.environment",
            "Environment variable",
            nil,
            .character("e"),
            "docker service update --env-add KEY=VALUE SERVICE"
        ) { .environment($0) },
        change(
            "service.labels",
            "Labels",
            nil,
            .character("L"),
            "docker service update --label-add KEY=VALUE SERVICE"
        ) { .serviceLabels($0) },
        changeOfMarked(
            "service.force",
            "Force update: replace every task",
            "restart",
            .character("r"),
            "docker service update --force SERVICE"
        ) { .forceUpdate($0) },
        changeOfMarked(
            "service.rollback",
            "Roll back to the previous spec",
            "rollback",
            .control("l"),
            "docker service rollback SERVICE"
        ) { .rollback($0) },
        change(
            "service.resume",
            "Resume a paused update",
            nil,
            .character("Z"),
            "docker service update SERVICE",
            refusal: {
                guard let service = $0.service else { return nil }
                return service.updateStatus?.state.isPaused == true
                    || UpdateHold.isHeld(service.spec) ? nil : "no update of it is paused"
            },
            { .resumeUpdate($0) }
        ),
        Action(
            "service.remove",
            "Remove",
            hint: "remove",
            keys: [.control("d")],
            in: [.service],
            risk: .destroy,
            docker: "docker service rm SERVICE"
        ) { model in
            model.askAboutMarked { $0.service.map { .removeService($0) } }
        },
    ]

    /// A change that all marked services can be asked about at once.
    private static func changeOfMarked(
        _ id: String,
        _ title: Phrase,
        _ hint: Phrase?,
        _ key: Key,
        _ docker: String,
        refusal: @escaping @Sendable (Situation) -> Phrase? = { _ in nil },
        _ change: @escaping @Sendable (ServiceID) -> Change
    ) -> Action {
        Action(
            id,
            title,
            hint: hint,
            keys: [key],
            in: [.service],
            risk: .change,
            docker: docker,
            refusal: refusal,
            perform: { model in model.askAboutMarked { $0.service.map(change) } }
        )
    }

    /// A change of one service.
    private static func change(
        _ id: String,
        _ title: Phrase,
        _ hint: Phrase?,
        _ key: Key,
        _ docker: String,
        refusal: @escaping @Sendable (Situation) -> Phrase? = { _ in nil },
        _ change: @escaping @Sendable (ServiceID) -> Change
    ) -> Action {
        Action(
            id,
            title,
            hint: hint,
            keys: [key],
            in: [.service],
            risk: .change,
            docker: docker,
            isForOne: true,
            refusal: refusal,
            perform: { model in
                guard let service = model.situation.service else { return [] }
                return model.ask(change(service.id))
            }
        )
    }
}
