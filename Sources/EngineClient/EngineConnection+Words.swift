import AsyncHTTPClient
import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import SwarmModel

// Why a call came to nothing, in words.
extension EngineConnection {
    /// What came in the way of the first call, with what to do about it.
    func failure(for error: any Error) -> AttachFailure {
        let address = "\(target.address)"
        let words = words(for: error)
        if case .ssh = target.address { return .noShell(address, words) }
        switch Self.number(of: error) {
        case ENOENT: return .noSocket(address)
        case EACCES, EPERM: return .notAllowed(address)
        default: break
        }
        guard target.tls != nil, let trouble = Self.handshake(error) else {
            return .unreachable(address, words)
        }
        return trouble.contains("WRONG_VERSION_NUMBER") || trouble.contains("HTTP_REQUEST")
            ? .speaksPlainly(address)
            : .refusedCertificate(address, words + ". " + target.certificateAdvice)
    }

    func words(for error: any Error) -> String { relay?.complaint ?? Self.words(for: error) }

    static func words(for error: any Error) -> String {
        if let number = number(of: error) { return String(cString: strerror(number)).lowercased() }
        switch error {
        case let error as HTTPClientError where error == .connectTimeout:
            return "no answer within 5 s"
        case let error as HTTPClientError where error == .deadlineExceeded:
            return "no answer in time"
        case let error as HTTPClientError where error == .remoteConnectionClosed:
            return "it closed the connection"
        case let error as HTTPClientError where error == .cancelled: return "it was called off"
        case is HTTPParserError: return "its answer is no HTTP"
        default: return handshake(error).map(handshakeWords) ?? "\(error)"
        }
    }

    /// The system's number of the trouble; `nil` where it was not the system's.
    private static func number(of error: any Error) -> Int32? {
        switch error {
        case let error as IOError: error.errnoCode
        case let error as NIOConnectionError:
            error.connectionErrors.lazy.compactMap { number(of: $0.error) }.first
        default: nil
        }
    }

    /// What TLS has to say; `nil` where it was not TLS.
    private static func handshake(_ error: any Error) -> String? {
        switch error {
        case let error as NIOSSLError: "\(error)"
        case let error as BoringSSLError: "\(error)"
        case let error as NIOSSLExtraError: "\(error)"
        default: nil
        }
    }

    static func handshakeWords(_ text: String) -> String {
        if text.contains("failedToLoadPrivateKey") {
            return "key.pem cannot be read, or belongs to another certificate than cert.pem"
        }
        if text.contains("failedToLoadCertificate") {
            return "cert.pem or ca.pem holds no certificate"
        }
        if text.contains("CERTIFICATE_VERIFY_FAILED") {
            return "its certificate is signed by nobody that is trusted here, or is out of date"
        }
        if text.contains("validateCertificate") || text.contains("Hostname") {
            return "its certificate is another host's"
        }
        if text.contains("CERTIFICATE_REQUIRED") || text.contains("BAD_CERTIFICATE")
            || text.contains("ALERT")
        {
            return "it wants a certificate, and another than was shown"
        }
        return text
    }
}
