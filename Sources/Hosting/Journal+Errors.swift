import GRDB

/// There are tables, but they are not a journal's.
struct ForeignDatabase: Error {}

/// A row that is there, or should be, is not what was written.
struct DamagedRow: Error {
    let what: String
}

extension HostingError {
    /// What an error of the database means to the user.
    init(_ error: any Error, path: String) {
        switch error {
        case let error as HostingError: self = error
        case is ForeignDatabase: self = .foreign(path: path)
        case let row as DamagedRow: self = .damaged(path: path, detail: row.what)
        case let error as DatabaseError: self.init(error, path: path)
        case is DecodingError, is RowDecodingError:
            self = .damaged(path: path, detail: "a row cannot be understood")
        default: self = .storage(path: path, reason: "\(error)")
        }
    }

    private init(_ error: DatabaseError, path: String) {
        let words = error.message ?? "\(error.resultCode)"
        switch error.resultCode {
        case .SQLITE_FULL: self = .diskFull(path: path)
        case .SQLITE_IOERR where SystemFiles.isDiskFull(path): self = .diskFull(path: path)
        case .SQLITE_NOTADB: self = .damaged(path: path, detail: "it is not a database")
        case .SQLITE_CORRUPT, .SQLITE_ERROR, .SQLITE_MISMATCH, .SQLITE_FORMAT:
            self = .damaged(path: path, detail: words)
        default: self = .storage(path: path, reason: words)
        }
    }
}
