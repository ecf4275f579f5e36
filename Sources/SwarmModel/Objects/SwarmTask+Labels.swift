import Basics

extension SwarmTask {
    /// The labels of its container: the spec's, and the swarm's own, which win.
    ///
    /// - Source: LIF-51.
    package var containerLabels: [String: String] {
        let own = [
            "com.docker.swarm.task": "",
            "com.docker.swarm.task.id": id.description,
            "com.docker.swarm.task.name": name,
            "com.docker.swarm.node.id": nodeID?.description ?? "",
            "com.docker.swarm.service.id": serviceID.description,
            "com.docker.swarm.service.name": serviceName,
        ]
        return spec.value.container.labels.merging(own) { $1 }
    }
}
