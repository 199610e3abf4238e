// SPDX-License-Identifier: Apache-2.0

import Simulators
import Wire

extension Picture {
    /// The picture as a sign of lamps: each dot three by three, with a dark line between two.
    var asLamps: Picture {
        var lamps = Picture(width: width * 4 + 1, height: height * 4 + 1)
        for y in 0..<height {
            for x in 0..<width where self[x, y] {
                for dot in 0..<9 { lamps[x * 4 + 1 + dot % 3, y * 4 + 1 + dot / 3] = true }
            }
        }
        return lamps
    }

    /// A sign of red lamps as a bitmap file.
    var lampBitmap: [UInt8] {
        asLamps.bmp(on: (255, 72, 24), off: (24, 16, 16))
    }
}
