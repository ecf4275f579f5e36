package import Basics

/// What an engine makes of a service's spec before the managers see it.
///
/// Words that it does not know and modes that contradict each other are refused when the JSON is
/// read; one replica and a job's counts are filled in there, too.
///
/// - Source: OBJ-43.
package enum EngineConversion {
    /// The spec as the engine hands it on.
    ///
    /// A monitor period of zero counts as not given. A service without a name gets one.
    ///
    /// - Throws: The engine's own refusal.
    package static func spec(
        _ spec: ServiceSpec,
        using generator: inout SeededGenerator
    ) throws(EngineError) -> ServiceSpec {
        switch spec.task.runtime {
        case .missing:
            throw EngineError(status: 400, message: "mismatched Runtime and *Spec fields")
        case .attachment: throw EngineError(status: 400, message: "unsupported runtime")
        case .container, .plugin, .generic: break
        }
        var spec = spec
        if spec.name.isEmpty { spec.name = EngineName.random(using: &generator) }
        if spec.update?.monitor == .zero { spec.update?.monitor = nil }
        if spec.rollback?.monitor == .zero { spec.rollback?.monitor = nil }
        return spec
    }
}

/// Names for services that nobody named: a quality and a thing.
package enum EngineName {
    private static let qualities = [
        "amber", "brave", "bright", "calm", "clever", "crisp", "eager", "early", "fair", "fine",
        "gentle", "glad", "happy", "keen", "kind", "light", "lively", "lucid", "merry", "mild",
        "neat", "noble", "patient", "plain", "quick", "quiet", "ready", "sharp", "solid", "steady",
        "swift", "warm",
    ]
    private static let things = [
        "anchor", "beacon", "birch", "bridge", "brook", "canyon", "cedar", "cliff", "comet",
        "delta", "ember", "falcon", "fjord", "garden", "harbor", "heron", "island", "juniper",
        "lantern", "maple", "meadow", "orchard", "pebble", "prairie", "ridge", "river", "sparrow",
        "summit", "thicket", "tundra", "willow", "zephyr",
    ]

    package static func random(using generator: inout SeededGenerator) -> String {
        let quality = qualities[Int(generator.next() % UInt64(qualities.count))]
        let thing = things[Int(generator.next() % UInt64(things.count))]
        return "\(quality)_\(thing)"
    }
}
