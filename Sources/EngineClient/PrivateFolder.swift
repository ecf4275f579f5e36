import Glibc

/// A new folder that nobody else can read, for what lives as long as one use of it.
package enum PrivateFolder {
    /// Makes one; its path is short whatever `TMPDIR` says, since a socket's path must be.
    ///
    /// - Parameter use: a word that tells what it is for.
    /// - Returns: the path; `nil` if it cannot be made.
    package static func make(for use: String) -> String? {
        var template = Array("/tmp/skep-\(use)-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { return nil }
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
