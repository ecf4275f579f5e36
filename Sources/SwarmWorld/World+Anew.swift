import Agents
import Basics

extension World {
    /// A cluster without nodes in the place of one that all machines have left: another swarm, with
    /// an identity and tokens of its own, at the same moment.
    package var begunAnew: World {
        var random = random
        var world = World(
            seed: random.next(),
            catalog: agents.catalog,
            name: name,
            epoch: agents.epoch,
            preloadsImages: agents.preloadsImages,
            links: topology.defaults
        )
        _ = world.apply(.timePassed, at: now)
        return world
    }
}
