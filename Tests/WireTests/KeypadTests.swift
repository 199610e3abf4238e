// SPDX-License-Identifier: Apache-2.0

import Simulators
import Testing
import Wire

struct KeypadTests {
    // Frames worked out by hand from the formula of the deployed system.
    private let callFrom3: [UInt8] = [0xFF, 0x68, 3, 3, 0x68, 3, 1, 0x0C, 0x10, 0x16]
    private let show012: [UInt8] = [
        0xFF, 0x68, 8, 8, 0x68, 3, 2, 0x0A, 0x0A, 0x0A, 0, 1, 2, 0x26, 0x16,
    ]
    private let beep3: [UInt8] = [0xFF, 0x68, 2, 2, 0x68, 3, 3, 6, 0x16]

    @Test func `the call key of keypad 3 has the known bytes`() {
        #expect(KeypadPress(.call).frame(address: 3).bytes == callFrom3)
    }

    @Test func `ticket 012 alone on the display has the known bytes`() {
        #expect(KeypadFrame.show(address: 3, waiting: nil, number: 12).bytes == show012)
    }

    @Test func `the beep has the known bytes`() {
        #expect(KeypadFrame.beep(address: 3).bytes == beep3)
    }

    @Test func `waiting people stand without leading zeros and stop at 999`() {
        #expect(
            KeypadFrame.show(address: 1, waiting: 7, number: nil).data
                == [0x0A, 0x0A, 7, 0x0A, 0x0A, 0x0A])
        #expect(
            KeypadFrame.show(address: 1, waiting: 12_345, number: 1_042).data
                == [9, 9, 9, 0, 4, 2])
        #expect(KeypadFrame.show(address: 1, waiting: -1, number: Int.min).data.count == 6)
    }

    @Test(arguments: KeypadKey.allCases)
    func `each key survives the wire`(key: KeypadKey) {
        let press = KeypadPress(key, digits: key == .rating ? [2] : [])
        var decoder = KeypadDecoder()
        let frames = decoder.feed(press.frame(address: 9).bytes)
        #expect(frames.compactMap { KeypadPress($0) } == [press])
    }

    @Test func `confirm means what the digit before it says`() {
        func press(_ data: [UInt8]) -> KeypadPress? {
            KeypadPress(KeypadFrame(address: 1, function: 1, data: data))
        }
        #expect(press([6, 0x0F]) == KeypadPress(.noShow))
        #expect(press([0, 0x0F]) == KeypadPress(.hold))
        #expect(press([3, 0x0F]) == KeypadPress(.callBack))
        #expect(press([5, 0x0F]) == nil)
        #expect(press([0x0F]) == nil)
        #expect(press([1, 2, 0x13]) == KeypadPress(.transfer, digits: [1, 2]))
        #expect(press([]) == nil)
    }

    @Test func `the host answers with the frame itself, a rating as a key`() {
        let call = KeypadPress(.call).frame(address: 3)
        #expect(call.acknowledgement.bytes == callFrom3)
        let rating = KeypadPress(.rating, digits: [2]).frame(address: 3)
        let answer = rating.acknowledgement
        #expect(answer.function == 1)
        #expect(answer.bytes.dropLast().last == rating.bytes.dropLast().last.map { $0 &- 0x10 })
    }

    @Test func `a flipped byte is dropped and the next frame is read`() {
        for index in callFrom3.indices {
            var broken = callFrom3
            broken[index] ^= 0x20
            var decoder = KeypadDecoder()
            let frames = decoder.feed(broken) + decoder.lineSilent() + decoder.feed(beep3)
            #expect(frames.map(\.bytes) == [beep3], "byte \(index)")
            #expect(decoder.skippedBytes == broken.count)
        }
    }

    @Test func `a frame cut short does not take the next one with it`() {
        for length in callFrom3.indices {
            var decoder = KeypadDecoder()
            let frames = decoder.feed(callFrom3.prefix(length) + beep3) + decoder.lineSilent()
            #expect(frames.map(\.bytes) == [beep3], "cut after \(length)")
        }
    }

    @Test func `a length that promises too much is not waited for`() {
        var decoder = KeypadDecoder()
        #expect(decoder.feed([0xFF, 0x68, 0xF0, 0xF0, 0x68] + beep3).map(\.bytes) == [beep3])
    }

    @Test(arguments: UInt64(1)...40)
    func `after any garbage and a silence a frame is read`(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var decoder = KeypadDecoder()
        for _ in 0..<50 {
            for piece in random.pieces(random.garbage(upTo: 300)) { _ = decoder.feed(piece) }
            _ = decoder.lineSilent()
            let read = random.pieces(show012).flatMap { decoder.feed($0) }
            #expect(read.map(\.bytes) == [show012], "seed \(seed)")
        }
    }
}
