// SPDX-License-Identifier: Apache-2.0

import Testing
import Wire

struct PadTests {
    @Test func `the keys of an FF 68 keypad mean what they say`() {
        let keys: [(KeypadKey, [UInt8], PadPress.Content?)] = [
            (.call, [], .key(.call, number: nil)), (.recall, [], .key(.recall, number: nil)),
            (.noShow, [], .key(.noShow, number: nil)), (.hold, [], .key(.hold, number: nil)),
            (.callBack, [], .key(.callBack, number: nil)), (.pause, [], .key(.pause, number: nil)),
            (.transfer, [0, 1, 2], .key(.transfer, number: 12)),
            (.transfer, [], .key(.transfer, number: nil)),
            (.transfer, Array(repeating: 9, count: 14), .key(.transfer, number: nil)),
            (.startRating, [], .key(.askRating, number: nil)), (.oneMetreLine, [], nil),
            (.rating, [0], .rating(5, reference: nil)), (.rating, [3], .rating(1, reference: nil)),
            (.rating, [2], nil), (.rating, [4], nil), (.rating, [255], nil), (.rating, [], nil),
        ]
        for (key, digits, content) in keys {
            let press = PadPress(KeypadPress(key, digits: digits), grades: [5, 4, 0, 1])
            #expect(press?.content == content, "\(key) \(digits)")
        }
    }

    @Test(arguments: BusKeyCode.allCases)
    func `a Window Bus unit's key is a pad's key, but the call for help`(code: BusKeyCode) {
        let press = PadPress(.key(code, digits: 7), age: 120, identity: "u/1/2")
        guard code != .help else {
            #expect(press == nil)
            return
        }
        guard case .key(_, number: 7)? = press?.content else {
            Issue.record("\(code) means nothing")
            return
        }
        #expect(press?.age == 120 && press?.identity == "u/1/2")
    }

    @Test func `a unit's rating keeps the reference of its question, and no answer is no press`() {
        let given = PadPress(.rating(grade: 5, ref: 9), age: 0, identity: "u/1/3")
        #expect(given?.content == .rating(5, reference: 9))
        #expect(PadPress(.rating(grade: nil, ref: 9), age: 0, identity: "u/1/4") == nil)
        #expect(PadPress(.faultGone(0), age: 0, identity: "u/1/5") == nil)
    }

    @Test(
        arguments: [
            ("A001", 1), ("B1042", 1042), ("AB0", 0), ("", nil), ("A", nil), ("A١٢", nil),
            ("A99999999999999999999", nil),
        ] as [(String, Int?)])
    func `a pad without letters shows the digits`(_ number: String, _ digits: Int?) {
        #expect(PadFace(waiting: nil, number: number).digits == digits)
    }
}
