import SwarmModel

/// Words in specs that an engine refuses by itself, before the managers see them, in its own words.
enum SpecWords {
    /// - Throws: 400 for the first word that is none of those it may be.
    static func check(service spec: JSONValue) throws(EngineError) {
        for key in ["UpdateConfig", "RollbackConfig"] {
            guard let update = spec[key] else { continue }
            try check(
                update["Order"],
                of: ["stop-first", "start-first"],
                refusal: { "unrecognized update order \($0)" }
            )
            try check(
                update["FailureAction"],
                of: ["pause", "continue", "rollback"],
                refusal: { "unrecognized update failure action \($0)" }
            )
        }
        let template = spec["TaskTemplate"]
        try check(
            template?["RestartPolicy"]?["Condition"],
            of: ["none", "on-failure", "any"],
            refusal: { "invalid RestartCondition: \"\($0)\"" }
        )
        try check(
            spec["EndpointSpec"]?["Mode"],
            of: ["vip", "dnsrr"],
            refusal: { "invalid resolution mode: \"\($0)\"" }
        )
        for mount in template?["ContainerSpec"]?["Mounts"]?.elements ?? [] {
            try check(
                mount["Type"],
                of: ["bind", "volume", "tmpfs", "npipe", "cluster"],
                refusal: { "invalid MountType: \"\($0)\"" }
            )
        }
        for port in spec["EndpointSpec"]?["Ports"]?.elements ?? [] {
            try check(
                port["Protocol"],
                of: ["tcp", "udp", "sctp"],
                refusal: { "invalid port protocol: \"\($0)\"" }
            )
            try check(
                port["PublishMode"],
                of: ["ingress", "host"],
                refusal: { "invalid publish mode: \"\($0)\"" }
            )
        }
    }

    /// - Throws: 400 for a role or an availability that there is not.
    static func check(node spec: JSONValue) throws(EngineError) {
        try check(
            spec["Role"],
            of: ["worker", "manager"],
            mayBeEmpty: false,
            refusal: { "invalid Role: \"\($0)\"" }
        )
        try check(
            spec["Availability"],
            of: ["active", "pause", "drain"],
            mayBeEmpty: false,
            refusal: { "invalid Availability: \"\($0)\"" }
        )
    }

    private static func check(
        _ value: JSONValue?,
        of words: [String],
        mayBeEmpty: Bool = true,
        refusal: (String) -> String
    ) throws(EngineError) {
        guard let word = value?.text ?? (mayBeEmpty ? nil : "") else { return }
        if word.isEmpty, mayBeEmpty { return }
        if !words.contains(word.lowercased()) {
            throw EngineError(status: 400, message: refusal(word))
        }
    }
}
