// SPDX-License-Identifier: Apache-2.0

import Devices
import Testing
import Wire

struct SignBusDriverTests {
    private typealias Bench = DriverBench<SignBusDriver>

    private func frame(_ address: UInt8, _ text: String, _ mode: QTStrip.Mode) -> [UInt8] {
        QTStrip.frame(address: address, text: text, mode: mode, charset: .gb2312).bytes
    }

    private func upBench() -> Bench {
        var bench = Bench(SignBusDriver())
        bench.lineUp()
        return bench
    }

    @Test func `a face goes out in the strip's own bytes and is called sent`() {
        var bench = upBench()
        let face = SignFace(text: "欢迎光临")
        bench.perform(.show(address: 1, face))
        #expect(bench.takeSent() == [frame(1, "欢迎光临", .immediate)])
        #expect(bench.takeReports() == [.sent(address: 1, face)])
    }

    @Test func `a call flashes first and then stands still`() {
        var bench = upBench()
        bench.perform(.show(address: 3, SignFace(text: "A012", flashMilliseconds: 8000)))
        bench.pass(7999)
        #expect(bench.takeSent() == [frame(3, "A012", .flash)])
        bench.pass(1)
        #expect(bench.takeSent() == [frame(3, "A012", .immediate)])
        #expect(bench.takeReports().count == 1)
    }

    @Test func `a text wider than the strip flashes for a call and then runs through`() {
        var bench = upBench()
        let face = SignFace(
            pages: [.init(lines: ["请A0012号到12号窗口"])], flashMilliseconds: 3000, isTooWide: true)
        bench.perform(.show(address: 3, face))
        bench.pass(3000)
        let running = QTStrip.frame(
            address: 3, text: face.text, mode: .left, charset: .gb2312, speed: 3
        ).bytes
        #expect(bench.takeSent() == [frame(3, face.text, .flash), running])
    }

    @Test func `frames to many strips keep their distance`() {
        var bench = upBench()
        for address in UInt8(1)...12 {
            bench.perform(
                .show(address: address, SignFace(text: "窗口", flashMilliseconds: 1000)))
        }
        bench.pass(10_000)
        #expect(bench.sent.count == 24)
        for (earlier, later) in zip(bench.sent, bench.sent.dropFirst()) {
            let onWire = SerialSettings().transmissionMilliseconds(of: earlier.bytes.count)
            #expect(later.at - earlier.at >= onWire + 100)
        }
        #expect(Set(bench.sent.prefix(12).map(\.bytes[1])).count == 12, "nobody waits twice")
    }

    @Test func `the newest face wins while the line is busy`() {
        var bench = upBench()
        bench.perform(.show(address: 1, SignFace(text: "1")))
        bench.perform(.show(address: 2, SignFace(text: "old")))
        bench.perform(.show(address: 2, SignFace(text: "new")))
        bench.pass(1000)
        #expect(bench.takeSent() == [frame(1, "1", .immediate), frame(2, "new", .immediate)])
    }

    @Test func `the same face again is not sent, a recall flashes it again`() {
        var bench = upBench()
        let face = SignFace(text: "A012", flashMilliseconds: 1000)
        bench.perform(.show(address: 1, face))
        bench.pass(5000)
        _ = bench.takeSent()
        bench.perform(.show(address: 1, face))
        bench.pass(5000)
        #expect(bench.takeSent() == [])
        bench.perform(.flashAgain(address: 1))
        bench.perform(.flashAgain(address: 9))
        bench.pass(1000)
        #expect(bench.takeSent() == [frame(1, "A012", .flash), frame(1, "A012", .immediate)])
        #expect(bench.takeReports().count == 2)
    }

    @Test func `every face is sent again once a minute, without being news`() {
        var bench = upBench()
        bench.perform(.show(address: 1, SignFace(text: "一")))
        bench.perform(.show(address: 2, SignFace(text: "二")))
        bench.pass(59_000)
        _ = bench.takeSent()
        _ = bench.takeReports()
        bench.pass(2000)
        #expect(bench.takeSent() == [frame(1, "一", .immediate), frame(2, "二", .immediate)])
        #expect(bench.takeReports() == [])
    }

    @Test func `a line that comes back shows every strip its newest face`() {
        var bench = upBench()
        bench.perform(.show(address: 1, SignFace(text: "一")))
        bench.perform(.show(address: 2, SignFace(text: "二", flashMilliseconds: 60_000)))
        bench.pass(500)
        bench.lineLost()
        bench.perform(.show(address: 1, SignFace(text: "三")))
        bench.pass(600_000)
        _ = bench.takeSent()
        _ = bench.takeReports()
        bench.lineUp()
        bench.pass(1000)
        #expect(
            Set(bench.takeSent()) == [frame(1, "三", .immediate), frame(2, "二", .immediate)])
        #expect(bench.takeReports().count == 2)
    }

    @Test func `a call made while the line was down still flashes`() {
        var bench = Bench(SignBusDriver())
        bench.perform(.show(address: 1, SignFace(text: "A1", flashMilliseconds: 1000)))
        #expect(bench.driver.nextDeadline == nil)
        bench.lineUp()
        #expect(bench.takeSent() == [frame(1, "A1", .flash)])
    }

    @Test func `what a strip's line carries back is ignored`() {
        var bench = upBench()
        bench.hear([0xAA, 0x01, 0xBB, 0xFF, 0x00])
        bench.pass(120_000)
        #expect(bench.takeSent() == [])
        #expect(bench.takeReports() == [])
    }
}
