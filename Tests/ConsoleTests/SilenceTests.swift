import SwarmModel
import SwarmStore
import Testing

@testable import Console

/// What waits without a word in Swarm says why in skep.
struct SilenceTests {
    var builder = ClusterBuilder()

    private static func publish(_ spec: inout ServiceSpec) {
        spec.endpoint = EndpointSpec(ports: [PortConfig(targetPort: 80, publishedPort: 8_080)])
    }

    @Test mutating func `UPD-61 a task whose service got back a port of another one says so`()
        throws
    {
        let web = builder.service("web") { Self.publish(&$0) }
        let other = builder.service("other") { Self.publish(&$0) }
        builder.change(other) {
            let spec = $0.spec.endpoint ?? EndpointSpec()
            $0.endpoint = Endpoint(spec: spec, ports: spec.ports)
        }
        let id = builder.task(web, slot: 1, on: nil, .new)
        let task = try #require(builder.store.task(id))
        #expect(SilenceReading.reason(task, in: builder.store) == "port 8080/tcp belongs to other")
        builder.remove(other)
        #expect(SilenceReading.reason(task, in: builder.store) == nil)
    }

    @Test mutating func `NSN-3 a waiting task of an older spec says that it may be let lie`() throws
    {
        let web = builder.service("web", replicas: 2)
        let id = builder.task(web, slot: 1, on: nil, .pending)
        let task = try #require(builder.store.task(id))
        #expect(SilenceReading.reason(task, in: builder.store) == nil)
        builder.update(web) { $0.mode = .replicated(replicas: 3) }
        #expect(
            SilenceReading.reason(task, in: builder.store)
                == "the service was changed since: Swarm may not place it again; force an update"
        )
    }

    @Test mutating func `GLB-3 a rollback of a global service without tasks says why it stays`()
        throws
    {
        let agent = builder.service("agent", replicas: nil)
        let node = builder.node("node1")
        builder.setStatus(
            agent,
            UpdateStatus(state: .rollbackStarted, startedAt: builder.now, message: "")
        )
        let service = try #require(builder.store.service(agent))
        #expect(
            SilenceReading.reason(updateOf: service, in: builder.store)
                == "no task is left to update: Swarm leaves the state so until the next update"
        )
        builder.task(agent, slot: 0, on: node)
        #expect(SilenceReading.reason(updateOf: service, in: builder.store) == nil)
    }
}
