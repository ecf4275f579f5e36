#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A refusal of the operating system.
struct SystemError: Error {
    let code: Int32

    static var last: SystemError { SystemError(code: errno) }
    static let missing = ENOENT
    static let wouldBlock = EWOULDBLOCK

    /// The system's own words, as `Permission denied`.
    var reason: String { String(cString: strerror(code)) }
}

/// The few calls to the operating system that hosting needs, with errors instead of numbers.
enum SystemFiles {
    /// Makes a folder that only its owner may enter, and those above it that are missing.
    static func makePrivateFolder(_ path: String) throws(SystemError) {
        if mkdir(path, 0o700) == 0 || errno == EEXIST { return try requireFolder(path) }
        guard errno == ENOENT, let parent = parent(of: path) else { throw .last }
        try makePrivateFolder(parent)
        if mkdir(path, 0o700) != 0, errno != EEXIST { throw .last }
    }

    private static func parent(of path: String) -> String? {
        let trimmed = path.reversed().drop { $0 == "/" }
        let rest = String(trimmed.drop { $0 != "/" }.reversed())
        return rest.isEmpty || rest == path ? nil : rest
    }

    private static func requireFolder(_ path: String) throws(SystemError) {
        var status = stat()
        guard stat(path, &status) == 0 else { throw .last }
        guard status.st_mode & S_IFMT == S_IFDIR else { throw SystemError(code: ENOTDIR) }
        guard access(path, R_OK | W_OK | X_OK) == 0 else { throw .last }
    }

    /// Makes an empty file that only its owner may read, unless there is a file already.
    static func makePrivateFile(_ path: String) throws(SystemError) {
        let file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw .last }
        close(file)
    }

    /// The permission bits and the length of a plain file; follows no link.
    static func modeAndSize(of path: String) throws(SystemError) -> (mode: UInt32, size: Int) {
        var status = stat()
        guard lstat(path, &status) == 0 else { throw .last }
        guard status.st_mode & S_IFMT == S_IFREG else { throw SystemError(code: EINVAL) }
        return (UInt32(status.st_mode & 0o777), Int(status.st_size))
    }

    /// Adds zeros to a file that is there until it has so many bytes, and does not wait for the
    /// disk; a file that is as long stays as it is.
    ///
    /// - Throws: that there is no room; the file is then as it was.
    static func lengthen(_ path: String, to length: Int) throws(SystemError) {
        let file = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW)
        guard file >= 0 else { throw .last }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw .last }
        let zeros = [UInt8](repeating: 0, count: 262_144)
        var end = Int(status.st_size)
        while end < length {
            let count = pwrite(file, zeros, min(zeros.count, length - end), off_t(end))
            guard count > 0 else {
                let failure = SystemError.last
                ftruncate(file, status.st_size)
                throw failure
            }
            end += count
        }
    }

    static func read(_ path: String, atMost limit: Int) throws(SystemError) -> [UInt8] {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard file >= 0 else { throw .last }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: limit)
        #if canImport(Darwin)
        let count = Darwin.read(file, &bytes, limit)
        #elseif canImport(Musl)
        let count = Musl.read(file, &bytes, limit)
        #else
        let count = Glibc.read(file, &bytes, limit)
        #endif
        guard count >= 0 else { throw .last }
        return Array(bytes.prefix(count))
    }

    /// Writes a file that only its owner may read, whole or not at all, and waits for the disk.
    static func writePrivately(_ bytes: [UInt8], to path: String) throws(SystemError) {
        let draft = path + ".new"
        unlink(draft)
        let file = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw .last }
        // The process's mask may have taken bits away that the owner needs.
        let isWritten =
            fchmod(file, 0o600) == 0 && write(file, bytes, bytes.count) == bytes.count
            && fsync(file) == 0
        let failure = SystemError.last
        close(file)
        guard isWritten else {
            unlink(draft)
            throw failure
        }
        guard rename(draft, path) == 0 else { throw .last }
        if let folder = parent(of: path) { syncFolder(folder) }
    }

    /// Makes a rename in the folder last through a power cut, where the system can.
    private static func syncFolder(_ path: String) {
        let folder = open(path, O_RDONLY | O_CLOEXEC)
        guard folder >= 0 else { return }
        fsync(folder)
        close(folder)
    }

    /// Whether the disk of a file has no room for anything more.
    static func isDiskFull(_ path: String) -> Bool {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { return false }
        return UInt64(status.f_bavail) * UInt64(status.f_frsize) < 65_536
    }

    static var processNumber: Int { Int(getpid()) }

    /// Nanoseconds since 1970, by the system's clock.
    static var wallNanoseconds: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}

/// A file that one process at a time may hold.
///
/// The system lets go of it when the process ends, however it ends.
final class FileLock: Sendable {
    private let file: Int32

    /// - Throws: `wouldBlock` if another process holds it.
    init(_ path: String) throws(SystemError) {
        file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw .last }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            let failure = SystemError.last
            close(file)
            throw failure
        }
        // For the one who finds it locked.
        let number = Array("\(SystemFiles.processNumber)\n".utf8)
        ftruncate(file, 0)
        _ = write(file, number, number.count)
    }

    deinit { close(file) }
}
