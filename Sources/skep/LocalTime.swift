import Glibc

/// The time zone of this machine.
enum LocalTime {
    /// How far local time is ahead of UTC now, in seconds.
    static var secondsFromGMT: Int {
        var seconds = time(nil)
        var parts = tm()
        localtime_r(&seconds, &parts)
        return parts.tm_gmtoff
    }
}
