import Basics

/// What the control API refuses in the cluster's spec.
///
/// - Source: VAL-70.
package enum ClusterValidation {
    /// The first reason to refuse the spec; `nil` if it is fine.
    package static func refusal(of spec: ClusterSpec) -> EngineError? {
        if spec.certificateExpiry < Moment(nanoseconds: 3_600_000_000_000) {
            return .rpc(.invalidArgument, "minimum certificate expiry time is: 1h0m0s")
        }
        if spec.heartbeatPeriod < .zero {
            return .rpc(
                .invalidArgument,
                "heartbeat time period cannot be a negative duration"
            )
        }
        if spec.name != "default" {
            return .rpc(.invalidArgument, "modification of cluster name is not allowed")
        }
        return nil
    }
}
