extension ServiceSpec {
    /// The spec with what was left out filled in, for display only: stored specs keep their gaps.
    ///
    /// Blocks that are always there in the model (DNS, resources, placement) are filled in by who
    /// writes the JSON.
    ///
    /// - Source: OBJ-42.
    package var withDefaults: ServiceSpec {
        var spec = self
        if spec.task.runtime == .container {
            spec.task.container.stopGracePeriod =
                spec.task.container.stopGracePeriod ?? ContainerSpec.standardStopGracePeriod
        }
        var restart = spec.task.restart ?? RestartPolicy()
        restart.delay = restart.effectiveDelay
        spec.task.restart = restart
        spec.update = (spec.update ?? .standard).withMonitor
        spec.rollback = (spec.rollback ?? .standard).withMonitor
        return spec
    }
}

extension UpdateConfig {
    fileprivate var withMonitor: UpdateConfig {
        var config = self
        config.monitor = effectiveMonitor
        return config
    }
}
