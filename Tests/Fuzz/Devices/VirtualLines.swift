// SPDX-License-Identifier: Apache-2.0

import Simulators
import Wire

/// Everything that happens on the lines of virtual devices; what they come to must be seen.
func tryVirtual(_ happenings: [Happening]) {
    let glyphs = GlyphSource { _ in nil }
    let sign = VirtualSign(charset: .ascii, glyphs: glyphs)
    var model = PrinterModel.narrow
    model.slipsKept = 1
    var printer = VirtualPrinter(model: model, charset: .ascii, glyphs: glyphs)
    var signs = VirtualSignBus(signs: [1: sign, 2: sign])
    var keypads = VirtualKeypadBus(addresses: [1, 2, 3])
    var now: Int64 = 0
    for happening in happenings {
        switch happening {
        case .passed(let milliseconds): now += milliseconds
        case .received(let bytes):
            _ = printer.receive(bytes, now: now)
            _ = signs.receive(bytes, now: now)
            _ = keypads.receive(bytes, now: now)
        case .asked(let what):
            _ = keypads.press(KeypadPress(.call), at: what % 5, now: now)
            if Int(what) < faults.count { _ = printer.cause(faults[Int(what)], now: now) }
        case .up, .lost: break
        }
        _ = printer.tick(now: now)
        _ = signs.tick(now: now)
        _ = keypads.tick(now: now)
        for sign in signs.signs.values { check(sign, now) }
    }
}

private let faults: [VirtualPrinter.Fault] = [
    .coverOpened, .coverClosed, .paperOut, .paperReloaded(millimetres: 1000), .cutterJammed,
    .cutterMended, .muted, .unmuted,
]

private func check(_ sign: VirtualSign, _ now: Int64) {
    let picture = sign.picture(now: now)
    precondition(picture.width == sign.width && picture.height == 16, "a sign grows")
    if let next = sign.nextChange(after: now) { precondition(next > now, "changes in the past") }
}
