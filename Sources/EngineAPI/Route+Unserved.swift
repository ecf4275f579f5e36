package import SwarmModel

extension Route {
    /// What is said of a call that a real engine answers and skep does not; `nil` for any other.
    ///
    /// There is no ``Route`` for it: nothing is looked up, whatever it names.
    package static func refusal(method: String, parts: [String]) -> EngineError? {
        words(method, parts).map { EngineError(status: 501, message: $0) }
    }

    private static func words(_ method: String, _ parts: [String]) -> String? {
        switch (method, parts.first ?? "", parts.count, parts.last ?? "") {
        case (_, "containers", 3, "archive"), ("GET", "containers", 3, "changes"),
            ("GET", "containers", 3, "export"):
            "skep's containers are simulated and have no files but mounted configs and secrets: "
                + "docker exec CONTAINER cat FILE shows one"
        case ("POST", "commit", 1, _), ("POST", "build", 1, _), ("POST", "build", 2, "prune"),
            ("POST", "session", 1, _), ("POST", "grpc", 1, _), ("POST", "images", 2, "load"):
            "skep makes no images: those there are come from its catalogue"
        case ("GET", "images", _, "get"), ("POST", "images", _, "push"):
            "skep's images are simulated: there is nothing in them"
        case ("GET", "images", 2, "search"): "skep asks no registry: its images are simulated"
        case ("PUT", "volumes", 2, _): "skep has no cluster volumes"
        case ("POST", "plugins", _, _), ("DELETE", "plugins", _, _),
            ("GET", "plugins", 2, "privileges"):
            "skep's engines have no plugins"
        default: nil
        }
    }
}
