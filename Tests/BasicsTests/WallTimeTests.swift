import Basics
import Testing

@Suite struct WallTimeTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0),
        ("2026-11-23T04:10:33.582339352Z", 1_795_407_033_582_339_352),
        ("2026-11-23T04:14:22.9567412Z", 1_795_407_262_956_741_200),
        ("2024-02-29T23:59:59.999999999Z", 1_709_251_199_999_999_999),
        ("2000-03-01T00:00:00Z", 951_868_800_000_000_000),
        ("1969-12-31T23:59:59.5Z", -500_000_000),
        ("1900-01-01T00:00:00Z", -2_208_988_800_000_000_000),
    ])
    func `a time is printed and read as the engine has it`(_ text: String, _ nanoseconds: Int64) {
        let time = WallTime(nanoseconds: nanoseconds)
        #expect(time.rfc3339 == text)
        #expect(WallTime(rfc3339: text) == time)
    }

    @Test(arguments: [
        ("2026-11-23T05:10:33+01:00", "2026-11-23T04:10:33Z"),
        ("2026-11-22T22:40:33.5-05:30", "2026-11-23T04:10:33.5Z"),
        ("2026-11-23 04:10:33z", "2026-11-23T04:10:33Z"),
        ("2026-11-23T04:10:33.1234567899Z", "2026-11-23T04:10:33.123456789Z"),
    ])
    func `other forms of the same time are understood`(_ text: String, _ plain: String) {
        #expect(WallTime(rfc3339: text)?.rfc3339 == plain)
    }

    @Test(arguments: [
        "", "2026-11-23", "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-11-23T24:00:00Z",
        "2026-11-23T04:10:33", "2026-11-23T04:10:33.Z", "2026-11-23T04:10:33Zx",
        "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "２026-11-23T04:10:33Z",
    ])
    func `what is no time, or does not fit, is refused`(_ text: String) {
        #expect(WallTime(rfc3339: text) == nil)
    }

    @Test func `every day of four centuries comes back`() {
        let day: Int64 = 86_400_000_000_000
        let odd = (-97_000...97_000).filter { number in
            let time = WallTime(nanoseconds: Int64(number) * day + 1)
            return WallTime(rfc3339: time.rfc3339) != time
        }
        #expect(odd == [])
    }

    @Test func `base 64 comes back, whatever the length`() {
        var random = SeededGenerator(seed: 7)
        for length in 0..<200 {
            let bytes = (0..<length).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            #expect(Base64.decode(Base64.encode(bytes)) == bytes)
        }
        #expect(Base64.encode(Array("s3cret\n".utf8)) == "czNjcmV0Cg==")
        #expect(Base64.decode("czNj\ncmV0Cg") == Array("s3cret\n".utf8))
        #expect(Base64.decode("a") == nil)
        #expect(Base64.decode("a=b=") == nil)
        #expect(Base64.decode("a b=") == nil)
    }
}
