import Cells
import SwarmModel
import SwarmStore

/// Keys of tasks.
enum TaskActions {
    static let all: [Action] = [
        Action(
            "task.describe",
            "Describe",
            hint: "describe",
            keys: [.enter],
            in: [.tasks],
            docker: "docker inspect TASK"
        ) { $0.describeSelection() },
        Action(
            "task.logs",
            "Logs of the task",
            hint: "logs",
            keys: [.character("l")],
            in: [.tasks],
            docker: "docker service logs -f TASK"
        ) { $0.openLogsOfSelection() },
        Action(
            "task.previousLogs",
            "Logs of the slot's task before",
            hint: "previous",
            keys: [.character("p")],
            in: [.tasks],
            docker: "docker service logs TASK",
            refusal: { situation in
                guard let task = situation.task else { return nil }
                return situation.cluster?.predecessor(of: task) == nil
                    ? "no task of this slot was before it" : nil
            },
            perform: { $0.openPreviousLogs() }
        ),
        Action(
            "task.node",
            "Its node",
            hint: "node",
            keys: [.character("o")],
            in: [.tasks],
            docker: "docker node ps NODE",
            refusal: { $0.task?.nodeID == nil ? "it has no node yet" : nil },
            perform: { $0.openNodeOfTask() }
        ),
        Action(
            "task.service",
            "Its service",
            hint: "service",
            keys: [.character("J")],
            in: [.tasks],
            docker: "docker service ps SERVICE"
        ) { $0.openServiceOfTask() },
        Action(
            "task.history",
            "Show or hide finished tasks",
            hint: "finished",
            keys: [.character("t")],
            in: [.tasks],
            docker: "docker service ps -f desired-state=running SERVICE",
            isAboutSelection: false
        ) {
            $0.changeTable { $0.showsFinished.toggle() }
            return []
        },
        Action(
            "task.kill",
            "Kill its container",
            hint: "kill",
            keys: [.control("d")],
            in: [.tasks],
            risk: .destroy,
            docker: "docker container rm -f CONTAINER"
        ) { model in
            model.askAboutMarked { $0.task.map { .killContainer($0) } }
        },
    ]
}

extension ClusterState {
    /// The task that was in the slot before this one; `nil` if none is remembered.
    func predecessor(of task: SwarmTask) -> SwarmTask? {
        let slot = store.tasks(of: task.serviceID, in: task.place)
        guard let index = slot.firstIndex(where: { $0.id == task.id }), index > 0 else {
            return nil
        }
        return slot[index - 1]
    }
}
