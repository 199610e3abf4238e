// SPDX-License-Identifier: Apache-2.0

import Simulators
import Testing
import Wire

struct PrinterReplyTests {
    @Test func `a healthy printer answers twelve`() {
        var decoder = PrinterReplyDecoder()
        #expect(decoder.feed([0x12]) == [.realTime(0x12)])
        var status = PrinterStatus()
        for n in 1...4 { status.merge(reply: 0x12, to: n) }
        #expect(status == PrinterStatus())
    }

    @Test func `each trouble bit means its trouble`() {
        let troubles: [(n: Int, reply: UInt8, trouble: KeyPath<PrinterStatus, Bool>)] = [
            (1, 0x1A, \.offline), (2, 0x16, \.coverOpen), (2, 0x32, \.paperEnd),
            (2, 0x52, \.error), (3, 0x16, \.recoverableError), (3, 0x1A, \.cutterError),
            (3, 0x32, \.unrecoverableError), (3, 0x52, \.headHot), (4, 0x72, \.paperEnd),
        ]
        for (n, reply, trouble) in troubles {
            var status = PrinterStatus()
            status.merge(reply: reply, to: n)
            #expect(status[keyPath: trouble], "\(reply) to \(n)")
        }
    }

    @Test func `paper near its end is a warning, not a stop`() {
        var status = PrinterStatus()
        status.merge(reply: 0x1E, to: 4)
        #expect(status.paperNearEnd)
        #expect(!status.paperEnd)
    }

    @Test func `the answer after the cut tells the paper`() {
        var decoder = PrinterReplyDecoder()
        #expect(decoder.feed([0x00, 0x0F]) == [.paper(0x00), .paper(0x0F)])
        var status = PrinterStatus()
        status.merge(paper: 0x0F)
        #expect(status.paperEnd && status.paperNearEnd)
    }

    @Test func `flow control inside the four automatic bytes is seen and taken out`() {
        var decoder = PrinterReplyDecoder()
        decoder.expectsAutomaticStatus = true
        let replies = decoder.feed([0x38, 0x13, 0x00, 0x11, 0x0C, 0x0F])
        #expect(replies == [.xoff, .xon, .automatic([0x38, 0x00, 0x0C, 0x0F])])
        var status = PrinterStatus()
        status.merge(automatic: [0x38, 0x00, 0x0C, 0x0F])
        #expect(status.offline && status.coverOpen && status.paperEnd)
    }

    @Test func `a process number and an identity come as blocks`() {
        var decoder = PrinterReplyDecoder()
        decoder.expectsBlock = true
        let replies = decoder.feed([0x37, 0x22, 0x41, 0x42, 0x43, 0x44, 0, 0x5F, 0x58, 0])
        #expect(
            replies == [
                .block(header: 0x37, [0x22, 0x41, 0x42, 0x43, 0x44]),
                .block(header: 0x5F, [0x58]),
            ])
    }

    @Test func `noise that looks like a block cannot swallow the completion answer`() {
        var decoder = PrinterReplyDecoder()
        #expect(decoder.feed([0x5F, 0x00]) == [.noise(0x5F), .paper(0x00)])
        #expect(decoder.feed([0x14, 0x00]) == [.noise(0x14), .paper(0x00)])
    }

    @Test func `a broken block gives way to the reply behind it`() {
        var decoder = PrinterReplyDecoder()
        decoder.expectsBlock = true
        #expect(decoder.feed([0x5F, 0x41, 0x80]).last == .noise(0x80))
        #expect(decoder.feed([0x12]) == [.realTime(0x12)])
    }

    @Test func `a question number out of range changes nothing`() {
        var status = PrinterStatus()
        status.merge(reply: 0xFF, to: 9)
        status.merge(automatic: [0xFF])
        #expect(status == PrinterStatus())
    }

    @Test(arguments: UInt64(1)...20)
    func `after any garbage and a reset the completion answer is understood`(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var decoder = PrinterReplyDecoder()
        decoder.expectsAutomaticStatus = true
        decoder.expectsBlock = true
        for _ in 0..<100 {
            for piece in random.pieces(random.garbage(upTo: 300)) { _ = decoder.feed(piece) }
            decoder.reset()
            #expect(decoder.feed([0x00]) == [.paper(0x00)], "seed \(seed)")
        }
    }

    @Test func `a block without an end is given up`() {
        var decoder = PrinterReplyDecoder()
        decoder.expectsBlock = true
        let endless = [0x5F] + [UInt8](repeating: 0x41, count: 500)
        let noise = decoder.feed(endless).count { if case .noise = $0 { true } else { false } }
        #expect(noise >= PrinterReplyDecoder.blockLimit)
    }
}
