import Basics
import SwarmModel

extension ConsoleModel {
    /// Asks for the plan of a deployment; the page with it opens at once and fills when it comes.
    mutating func planStack(files: [String], name: String, line: String) -> [ConsoleEffect] {
        let id = operations.takeID()
        plans[id] = StackPlan(name: name, files: files, line: (":" + line).safe)
        return openText(.plan(id)) + [.planStack(files: files, name: name, id)]
    }

    mutating func take(_ id: OperationID, plan: Result<StackPlanText, EngineError>)
        -> [ConsoleEffect]
    {
        switch plan {
        case .success(let text): plans[id]?.plan = text
        case .failure(let error): plans[id]?.end = .failed(error)
        }
        refreshText()
        return []
    }

    /// The plan that is looked at.
    var shownPlan: (id: OperationID, plan: StackPlan)? {
        guard case .text(let page) = pages.top.body, case .plan(let id) = page.content,
            let plan = plans[id]
        else { return nil }
        return (id, plan)
    }

    mutating func askToDeploy() -> [ConsoleEffect] {
        guard let (id, plan) = shownPlan else { return [] }
        if let reason = plan.whyNot {
            toast(reason, .warning)
            return []
        }
        return ask(.deployStack(id, name: plan.name, files: plan.files), origin: plan.line)
    }

    /// Goes from a plan to the services that it is about.
    mutating func openPlannedServices() -> [ConsoleEffect] {
        guard let (_, plan) = shownPlan else { return [] }
        return openTable(.services(.stack(plan.name)))
    }

    /// Makes the plan anew on its own page, from the files as they are now.
    mutating func planAgain() -> [ConsoleEffect] {
        guard let (_, plan) = shownPlan else { return [] }
        if plan.hasBegun, plan.end == nil {
            toast("it is still being carried out", .warning)
            return []
        }
        let id = operations.takeID()
        plans[id] = StackPlan(name: plan.name, files: plan.files, line: plan.line)
        pages.top.body = .text(TextPage(.plan(id)))
        refreshText()
        return [.planStack(files: plan.files, name: plan.name, id)]
    }

    mutating func beginDeployment(_ id: OperationID) -> [ConsoleEffect] {
        guard let plan = plans[id] else { return [] }
        plans[id]?.hasBegun = true
        let files = plan.files.map { "-c \($0)" }.joined(separator: " ")
        operations.add(
            Operation(
                id: id,
                at: now,
                title: said("Deploy stack \(plan.name)").safe,
                origin: plan.line,
                subject: "stack \(plan.name)".safe,
                docker: "docker stack deploy \(files) \(plan.name)".safe,
                hasSteps: true
            )
        )
        moveTextToEnd()
        refreshText()
        return [.deployStack(id)]
    }
}
