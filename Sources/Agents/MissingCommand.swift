import SwarmModel

/// A command that no image has: by convention `/nonexistent` and whatever is below it.
enum MissingCommand {
    private static let path = "/nonexistent"
    private static let start =
        "starting container failed: failed to create shim task: OCI runtime create failed: "
        + "runc create failed: unable to start container process: exec: "

    /// Why a container with this command cannot be started, in the engine's words; empty = it can.
    static func failure(of container: ContainerSpec) -> String {
        guard let command = (container.command + container.args).first,
            command == path || command.hasPrefix(path + "/")
        else { return "" }
        return start + "\"\(command)\": stat \(command): no such file or directory: unknown"
    }

    /// What the engine says a container exited with that it could not start for this reason.
    static func exitCode(of failure: String) -> Int32 { failure.hasPrefix(start) ? 127 : 128 }
}
