import Basics
import SwarmModel
import Testing

@Suite struct InternetAddressTests {
    @Test(arguments: [
        ("10.0.0.1", "10.0.0.1"), ("255.255.255.255", "255.255.255.255"),
        ("2001:0DB8::0002", "2001:db8::2"), ("::", "::"), ("::1", "::1"), ("1::", "1::"),
        ("1:0:0:2:0:0:0:3", "1:0:0:2::3"), ("1:2:3:4:5:6:0:8", "1:2:3:4:5:6:0:8"),
        ("::ffff:1.2.3.4", "1.2.3.4"), ("64:ff9b::1.2.3.4", "64:ff9b::102:304"),
    ])
    func `addresses are read in every form and printed in one`(text: String, printed: String) {
        #expect(InternetAddress(text)?.description == printed)
    }

    @Test(arguments: [
        "", "1.2.3", "1.2.3.4.5", "1.2.3.", "1..2.3", "01.2.3.4", "256.1.1.1", "+1.2.3.4", ":",
        ":::",
        "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::", "g::", "1::2::3", "::1.2.3", "1.2.3.4::", ":1::2",
    ])
    func `other texts are no addresses`(text: String) {
        #expect(InternetAddress(text) == nil)
    }

    @Test func `printing and reading again gives the same address`() {
        var random = SeededGenerator(seed: 5)
        for _ in 0..<500 {
            // Some groups are zero, so that runs of zeros are met at every place.
            let groups = (0..<8).map { _ in
                random.next() % 3 == 0 ? UInt128(random.next() & 0xFFFF) : 0
            }
            let address = InternetAddress(bits: groups.reduce(0) { $0 << 16 | $1 })
            #expect(InternetAddress(address.description) == address, "\(address)")
        }
    }

    @Test func `a subnet knows its first, last and contained addresses`() throws {
        let subnet = try #require(InternetSubnet("10.0.1.77/24"))
        #expect(subnet.description == "10.0.1.0/24")
        #expect(subnet.last.description == "10.0.1.255")
        #expect(subnet.hostBits == 8)
        #expect(subnet.contains(InternetAddress(v4: 0x0A00_01FF)))
        #expect(!subnet.contains(InternetAddress(v4: 0x0A00_0200)))
        #expect(try subnet.overlaps(#require(InternetSubnet("10.0.0.0/16"))))
        #expect(try #require(InternetSubnet("10.0.0.0/16")).overlaps(subnet))
        #expect(try !subnet.overlaps(#require(InternetSubnet("10.0.2.0/24"))))
        #expect(try !#require(InternetSubnet("::/0")).contains(InternetAddress(v4: 1)))
    }

    @Test(arguments: [
        "10.0.0.0", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "/8", "::/129", "1/2/3",
    ])
    func `other texts are no subnets`(text: String) {
        #expect(InternetSubnet(text) == nil)
    }
}
