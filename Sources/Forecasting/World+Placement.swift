package import ClusterPorts
package import SwarmModel
package import SwarmWorld

extension World {
    /// Why a task waits, or is where it is; where a service's next replica would go.
    ///
    /// - Throws: that there is no such object.
    package func placement(of question: PlacementQuestion) throws(EngineError) -> PlacementReport {
        try PlacementReader(placing, in: store, isEstimate: false).report(on: question)
    }
}
