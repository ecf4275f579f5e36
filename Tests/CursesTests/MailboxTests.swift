import Cells
import Synchronization
import Testing

@testable import Curses

@Suite struct MailboxTests {
    @Test func `only the newest frame is kept, and the reader is woken for each`() {
        let rings = Mutex(0)
        let mailbox = Mailbox(ring: { rings.withLock { $0 += 1 } })
        for rows in 1...3 {
            #expect(mailbox.put { $0.frame = Grid(columns: 1, rows: rows) })
        }
        #expect(rings.withLock { $0 } == 3)
        #expect(mailbox.take().frame?.rows == 3)
        #expect(mailbox.take().frame == nil)
    }

    @Test func `errands are all kept, in order`() {
        let done = Mutex([Int]())
        let mailbox = Mailbox(ring: {})
        for number in 1...3 {
            mailbox.put { $0.errands.append { done.withLock { $0.append(number) } } }
        }
        for errand in mailbox.take().errands { errand() }
        #expect(done.withLock { $0 } == [1, 2, 3])
    }

    @Test func `a closed mailbox hands out what it has and takes no more`() {
        let mailbox = Mailbox(ring: {})
        mailbox.put { $0.wantsSuspension = true }
        #expect(mailbox.close().wantsSuspension)
        #expect(!mailbox.put { $0.mustStop = true })
        #expect(!mailbox.take().mustStop)
    }
}
