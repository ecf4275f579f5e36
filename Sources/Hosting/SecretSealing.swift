import SwarmModel

/// Seals the secrets in commands before anybody else sees them.
struct SecretSealing {
    let place: KeyPlace
    private var vault: SecretVault?

    init(place: KeyPlace) { self.place = place }

    /// The command with its secret's data sealed; other commands as they are.
    ///
    /// - Throws: what is wrong with the key, or that the data is not there.
    mutating func sealed(
        _ command: ClusterCommand,
        journal: Journal
    ) throws(EngineError) -> ClusterCommand {
        guard case .createSecret(var spec) = command else { return command }
        guard case .plain(let bytes) = spec.data else {
            throw EngineError(status: 400, message: "secret \(spec.name) comes without its data")
        }
        do {
            spec.data = try openVault(journal).seal(bytes)
        } catch {
            throw EngineError(status: 500, message: "the secret cannot be sealed: \(error)")
        }
        return .createSecret(spec)
    }

    /// The plain data of a secret at rest.
    ///
    /// - Throws: what is wrong with the key, or that the data is not here.
    mutating func plainData(of data: SecretData, journal: Journal) throws -> [UInt8] {
        guard case .sealed(let bytes, _) = data else { return [] }
        return try openVault(journal).open(bytes)
    }

    private mutating func openVault(_ journal: Journal) throws(HostingError) -> SecretVault {
        if let vault { return vault }
        let known = try journal.keyFingerprint()
        let opened = try place.vault(fingerprint: known)
        if known == nil { try journal.setKeyFingerprint(opened.fingerprint) }
        vault = opened
        return opened
    }
}
