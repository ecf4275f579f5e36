import NIOSSL

/// The files by which server and clients prove to each other who they are; names as dockerd's.
package struct ServerTLS: Hashable, Sendable {
    /// Certificates of those who may vouch for clients.
    package var authority: String
    /// The server's own certificate, with those between it and its authority.
    package var certificate: String
    package var key: String

    package init(authority: String, certificate: String, key: String) {
        self.authority = authority
        self.certificate = certificate
        self.key = key
    }

    /// What connections are made with: TLS 1.2 or newer, and no client without a certificate.
    ///
    /// - Throws: ``ListenError`` that names the file that cannot be used.
    func context() throws(ListenError) -> NIOSSLContext {
        let chain: [NIOSSLCertificateSource] = try Self.read(certificate) {
            try NIOSSLCertificate.fromPEMFile($0).map { .certificate($0) }
        }
        let key = try Self.read(key) { try NIOSSLPrivateKey(file: $0, format: .pem) }
        let trusted = try Self.read(authority) { try NIOSSLCertificate.fromPEMFile($0) }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain,
            privateKey: .privateKey(key)
        )
        configuration.trustRoots = .certificates(trusted)
        // Clients have no host names: the authority's word is enough.
        configuration.certificateVerification = .noHostnameVerification
        configuration.minimumTLSVersion = .tlsv12
        do {
            return try NIOSSLContext(configuration: configuration)
        } catch {
            throw .certificateUnusable(path: certificate, reason: "\(error)")
        }
    }

    private static func read<Value>(
        _ path: String,
        _ body: (String) throws -> Value
    ) throws(ListenError) -> Value {
        do {
            return try body(path)
        } catch {
            throw .certificateUnusable(path: path, reason: "\(error)")
        }
    }
}
