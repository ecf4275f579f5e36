import Basics
import Crypto
import FoundationEssentials
import SwarmModel

/// Seals the data of secrets, so that it is in no file in plain text.
///
/// AES-GCM with 256 bits and a fresh nonce for every secret. The key lies in a file beside the
/// journal that only its owner may read, and is made when the first secret needs it.
struct SecretVault: Sendable {
    private static let keyLength = 32
    /// Bound into every sealed text, so that none is taken for something else.
    private static let purpose = Array("skep secret 1".utf8)

    private let key: SymmetricKey

    /// With a key that is kept nowhere, for a cluster that is kept nowhere.
    init() { key = SymmetricKey(size: .bits256) }

    /// With the key that a file holds.
    init(reading path: String) throws(HostingError) {
        let (mode, size) = try Self.look(at: path)
        guard mode & 0o077 == 0 else { throw .keyExposed(path: path, mode: mode) }
        guard size == Self.keyLength else {
            throw .keyInvalid(path: path, reason: "\(size) bytes instead of \(Self.keyLength)")
        }
        do throws(SystemError) {
            key = SymmetricKey(data: try SystemFiles.read(path, atMost: Self.keyLength))
        } catch {
            throw .keyInvalid(path: path, reason: error.reason)
        }
    }

    /// With a fresh key, which is put into a file that is not there yet.
    init(creating path: String) throws(HostingError) {
        key = SymmetricKey(size: .bits256)
        let bytes = key.withUnsafeBytes { Array($0) }
        do throws(SystemError) {
            try SystemFiles.writePrivately(bytes, to: path)
        } catch {
            throw .storage(path: path, reason: error.reason)
        }
    }

    private static func look(at path: String) throws(HostingError) -> (mode: UInt32, size: Int) {
        do throws(SystemError) {
            return try SystemFiles.modeAndSize(of: path)
        } catch {
            throw .keyInvalid(path: path, reason: error.reason)
        }
    }

    /// Tells one key from another without telling the key.
    var fingerprint: String {
        let digest = key.withUnsafeBytes { SHA256.hash(data: Self.purpose + Array($0)) }
        return Base64.encode(Array(digest.prefix(12)))
    }

    /// Plain data as sealed data.
    func seal(_ plain: [UInt8]) throws -> SecretData {
        let box = try AES.GCM.seal(plain, using: key, authenticating: Self.purpose)
        let sealed = Array(box.nonce) + Array(box.ciphertext) + Array(box.tag)
        return .sealed(sealed, size: plain.count)
    }

    /// The plain data of sealed data.
    ///
    /// - Throws: if it was sealed with another key, or changed.
    func open(_ sealed: [UInt8]) throws -> [UInt8] {
        let box = try AES.GCM.SealedBox(combined: sealed)
        return Array(try AES.GCM.open(box, using: key, authenticating: Self.purpose))
    }
}

/// Where a vault's key is, and which key it must be.
struct KeyPlace: Sendable {
    /// `nil` for a cluster that is kept nowhere.
    let path: String?

    private var fileExists: Bool {
        path.map { (try? SystemFiles.modeAndSize(of: $0)) != nil } ?? false
    }

    /// Opens the vault, making its key if no secret was ever sealed.
    ///
    /// - Parameter fingerprint: that of the key that secrets were sealed with; `nil` if none were.
    /// - Returns: the vault with that key.
    /// - Throws: what is wrong with the key file.
    func vault(fingerprint: String?) throws(HostingError) -> SecretVault {
        guard let path else { return SecretVault() }
        if !fileExists, fingerprint != nil { throw .keyChanged(path: path) }
        let vault =
            try fileExists ? SecretVault(reading: path) : SecretVault(creating: path)
        guard fingerprint == nil || fingerprint == vault.fingerprint else {
            throw .keyChanged(path: path)
        }
        return vault
    }
}
