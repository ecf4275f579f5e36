/// `TLSInfo`: whom nodes trust, as `GET /swarm` has it, and each node's description.
package struct EngineTLSInfo: Hashable, Encodable, Sendable {
    /// The root's certificate, in PEM.
    package var trustRoot: String
    /// The root's name in DER, as base 64.
    package var issuerSubject: String
    /// The root's public key in DER, as base 64.
    package var issuerPublicKey: String

    private enum CodingKeys: String, CodingKey {
        case trustRoot = "TrustRoot"
        case issuerSubject = "CertIssuerSubject"
        case issuerPublicKey = "CertIssuerPublicKey"
    }

    package init(trustRoot: String, issuerSubject: String, issuerPublicKey: String) {
        self.trustRoot = trustRoot
        self.issuerSubject = issuerSubject
        self.issuerPublicKey = issuerPublicKey
    }
}
