// SPDX-License-Identifier: Apache-2.0

import Facts
import Testing

struct MomentTests {
    @Test(
        arguments: [
            (0, 0, "00:00"), (1_795_363_200_000, 28_800, "00:00"),
            (1_795_363_199_999, 28_800, "23:59"), (1_795_395_900_000, 28_800, "09:05"),
            (1_795_395_959_999, 28_800, "09:05"), (1_795_395_900_000, -34_200, "15:35"),
            (1_795_395_900_000, 20_700, "06:50"), (-60_000, 0, "23:59"),
        ] as [(Int64, Int, String)])
    func `the clock is that of the hall's zone`(_ wall: Int64, _ offset: Int, _ text: String) {
        #expect(Moment(wall: wall, monotonic: 0, utcOffset: offset).clockText == text)
    }

    @Test func `a number is filled up with zeros and never cut`() {
        #expect(7.padded(3) == "007")
        #expect(1024.padded(3) == "1024")
        #expect(0.padded(0) == "0")
        #expect(5.padded(-1) == "5")
    }
}
