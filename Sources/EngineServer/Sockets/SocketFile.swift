#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The place of a unix socket: taken for this process, and left clean.
///
/// Beside the socket lies a lock file, by which a socket that a dead skep left behind is told from
/// one of anybody else's.
final class SocketFile: Sendable {
    let path: String
    private let lock: Int32

    /// Takes the place; what stands there must be a socket that skep made.
    init(_ path: String) throws(ListenError) {
        self.path = path
        try Self.makeFolder(of: path)
        let lockPath = path + ".lock"
        let isForeign = Self.isOccupied(path) && !Self.isOccupied(lockPath)
        if isForeign { throw .foreign(path: path) }
        lock = open(lockPath, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard lock >= 0 else {
            throw .folderUnusable(path: path, reason: String(cString: strerror(errno)))
        }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            close(lock)
            throw .inUse(path: path)
        }
        guard Self.isFree(path) else {
            close(lock)
            throw .foreign(path: path)
        }
        unlink(path)
    }

    deinit { close(lock) }

    /// Takes the socket and the lock away.
    func remove() {
        unlink(path)
        unlink(path + ".lock")
    }

    private static func isOccupied(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }

    /// Nothing there, or a socket.
    private static func isFree(_ path: String) -> Bool {
        var status = stat()
        guard lstat(path, &status) == 0 else { return true }
        return status.st_mode & S_IFMT == S_IFSOCK && status.st_uid == getuid()
    }

    private static func makeFolder(of path: String) throws(ListenError) {
        let parts = path.split(separator: "/").dropLast()
        var folder = ""
        for part in parts {
            folder += "/" + part
            if mkdir(folder, 0o700) != 0, errno != EEXIST, errno != EROFS, errno != EACCES {
                throw .folderUnusable(path: path, reason: String(cString: strerror(errno)))
            }
        }
        var status = stat()
        guard stat(folder.isEmpty ? "/" : folder, &status) == 0 else {
            throw .folderUnusable(path: path, reason: String(cString: strerror(errno)))
        }
    }

    /// `$XDG_RUNTIME_DIR/skep`, else a folder of the user's own.
    static func standardFolder(_ environment: [String: String]) throws(ListenError) -> String {
        if let runtime = environment["XDG_RUNTIME_DIR"], runtime.hasPrefix("/") {
            return runtime + "/skep"
        }
        guard let home = environment["HOME"], home.hasPrefix("/") else { throw .noRuntimeFolder }
        return home + "/.skep/run"
    }
}

extension ListenAddress {
    /// Where a server listens when nobody says where.
    package static func standard(
        _ environment: [String: String]
    ) throws(ListenError) -> ListenAddress {
        try ListenAddress(SocketFile.standardFolder(environment) + "/docker.sock")
    }
}
