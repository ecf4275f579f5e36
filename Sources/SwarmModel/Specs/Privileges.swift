package import Basics

/// What a container may do beyond, or short of, the usual.
package struct Privileges: Hashable, Sendable {
    /// Where the credentials of a Windows container come from.
    package enum CredentialSpec: Hashable, Sendable {
        case config(ConfigID)
        case file(String)
        case registry(String)
    }

    package var credentials: CredentialSpec?
    package var noNewPrivileges: Bool

    package init(credentials: CredentialSpec? = nil, noNewPrivileges: Bool = false) {
        self.credentials = credentials
        self.noNewPrivileges = noNewPrivileges
    }

    /// The config that holds the credentials; `nil` if none does.
    package var credentialConfig: ConfigID? {
        if case .config(let id) = credentials { return id }
        return nil
    }
}
