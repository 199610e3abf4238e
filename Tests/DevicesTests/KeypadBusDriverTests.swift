// SPDX-License-Identifier: Apache-2.0

import Devices
import Testing
import Wire

struct KeypadBusDriverTests {
    private typealias Bench = DriverBench<KeypadBusDriver>
    private static let call = KeypadPress(.call).frame(address: 3).bytes

    private func upBench() -> Bench {
        var bench = Bench(KeypadBusDriver())
        bench.lineUp()
        return bench
    }

    @Test func `a press is reported and echoed`() {
        var bench = upBench()
        bench.hear(Self.call)
        #expect(bench.takeReports() == [.pressed(address: 3, KeypadPress(.call))])
        #expect(bench.takeSent() == [Self.call])
    }

    @Test func `a keypad that missed the echo gets it again, the press counts once`() {
        var bench = upBench()
        for _ in 0..<5 {
            bench.hear(Self.call)
            bench.pass(300)
        }
        #expect(bench.takeReports().count == 1)
        #expect(bench.takeSent() == [[UInt8]](repeating: Self.call, count: 5))
        bench.pass(101)
        bench.hear(Self.call)
        #expect(bench.takeReports().count == 1, "later it is a second press")
    }

    @Test func `another key at once is another press`() {
        var bench = upBench()
        bench.hear(Self.call + KeypadPress(.recall).frame(address: 3).bytes)
        bench.hear(KeypadPress(.recall).frame(address: 4).bytes)
        #expect(bench.takeReports().count == 3)
        #expect(bench.takeSent().count == 3)
    }

    @Test(arguments: [KeypadPress(.call), KeypadPress(.rating, digits: [5])])
    func `an adapter that hands our own echo back starts no endless talk`(_ press: KeypadPress) {
        var bench = upBench()
        bench.hear(press.frame(address: 3).bytes)
        for _ in 0..<10 {
            let echoes = bench.takeSent()
            bench.pass(20)
            for echo in echoes { bench.hear(echo) }
        }
        #expect(bench.takeSent() == [])
        #expect(bench.takeReports() == [.pressed(address: 3, press)])
    }

    @Test func `a key without a meaning is echoed, so that it stops, and not reported`() {
        var bench = upBench()
        let unknown = KeypadFrame(address: 3, function: 1, data: [0x0E]).bytes
        bench.hear(unknown)
        #expect(bench.takeSent() == [unknown])
        #expect(bench.takeReports() == [])
        bench.hear(KeypadFrame.beep(address: 3).bytes)
        #expect(bench.takeSent() == [], "what only hosts say is not answered")
    }

    @Test func `half a frame is given up in silence and the next one heard`() {
        var bench = upBench()
        bench.hear(Array(Self.call.dropLast(3)))
        bench.pass(60)
        bench.hear(Self.call)
        #expect(bench.takeReports().count == 1)
        bench.hear(Array(Self.call.prefix(4)))
        bench.lineLost()
        bench.lineUp()
        bench.hear(KeypadPress(.pause).frame(address: 3).bytes)
        #expect(bench.takeReports() == [.pressed(address: 3, KeypadPress(.pause))])
    }

    @Test func `digits go out when they change, and again when the line returns`() {
        var bench = upBench()
        let frame = KeypadFrame.show(address: 3, waiting: 7, number: 12).bytes
        bench.perform(.show(address: 3, PadFace(waiting: 7, number: "A012")))
        bench.perform(.show(address: 3, PadFace(waiting: 7, number: "A012")))
        bench.pass(5000)
        #expect(bench.takeSent() == [frame])
        bench.lineLost()
        bench.perform(.show(address: 3, PadFace(waiting: 8, number: "A012")))
        bench.pass(5000)
        #expect(bench.takeSent() == [])
        bench.lineUp()
        #expect(
            bench.takeSent() == [KeypadFrame.show(address: 3, waiting: 8, number: 12).bytes])
        bench.pass(60_000)
        #expect(bench.takeSent().count == 1, "and once a minute")
    }

    @Test func `the host speaks only when the line has been quiet`() {
        var bench = upBench()
        bench.hear(Self.call)
        bench.perform(.show(address: 3, PadFace(waiting: 1, number: "A001")))
        bench.perform(.beep(address: 3))
        bench.perform(.beep(address: 3))
        #expect(bench.takeSent() == [Self.call])
        bench.pass(1000)
        #expect(
            bench.sent.map(\.bytes) == [
                KeypadFrame.beep(address: 3).bytes,
                KeypadFrame.show(address: 3, waiting: 1, number: 1).bytes,
            ])
        #expect(bench.sent[1].at - bench.sent[0].at >= 50)
    }

    @Test func `a beep asked for while the line is down is not saved up`() {
        var bench = Bench(KeypadBusDriver())
        bench.perform(.beep(address: 3))
        bench.lineUp()
        bench.pass(1000)
        #expect(bench.takeSent() == [])
    }
}

extension KeypadBusDriverTests {
    private func asking(_ reference: UInt8) -> PadFace {
        PadFace(waiting: 1, number: "A007", rating: .init(reference: reference, seconds: 20))
    }

    @Test func `a question opens the rating keys once, and its echo is no key`() {
        var bench = DriverBench(KeypadBusDriver())
        bench.lineUp()
        bench.perform(.show(address: 3, asking(1)))
        bench.pass(200)
        let open = KeypadFrame.openRating(address: 3).bytes
        let show = KeypadFrame.show(address: 3, waiting: 1, number: 7).bytes
        #expect(bench.takeSent() == [open, show])
        bench.perform(
            .show(
                address: 3,
                PadFace(waiting: 2, number: "A007", rating: .init(reference: 1, seconds: 20))))
        bench.pass(200)
        #expect(bench.takeSent().count == 1, "the digits alone")
        bench.perform(.show(address: 3, asking(2)))
        #expect(bench.takeSent().first == open)
        bench.hear(open)
        #expect(bench.takeReports() == [])
        bench.pass(1000)
        bench.hear(open)
        #expect(bench.takeReports() == [.pressed(address: 3, KeypadPress(.startRating))])
    }

    @Test func `a question that came while the line was down is not put to the next citizen`() {
        var bench = DriverBench(KeypadBusDriver())
        bench.perform(.show(address: 3, asking(1)))
        bench.lineUp()
        bench.pass(1000)
        #expect(!bench.takeSent().contains(KeypadFrame.openRating(address: 3).bytes))
    }
}
