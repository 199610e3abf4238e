// SPDX-License-Identifier: Apache-2.0

import Devices
import Simulators
import Testing
import Wire

/// The drivers of the two shared lines and the virtual devices on them.
struct BusSimulationTests {
    private typealias Signs = SimulatedLine<SignBusDriver, VirtualSignBus>
    private typealias Keypads = SimulatedLine<KeypadBusDriver, VirtualKeypadBus>

    private func signs(seed: UInt64 = 1) -> Signs {
        let sign = VirtualSign(charset: .gb2312, glyphs: boxes)
        let addresses = UInt8(1)...12
        let bus = VirtualSignBus(
            signs: Dictionary(uniqueKeysWithValues: addresses.map { ($0, sign) }))
        return Signs(SignBusDriver(), bus, seed: seed)
    }

    @Test func `every strip flashes its own call and then stands`() {
        var line = signs()
        line.plug()
        for address in UInt8(1)...12 {
            line.perform(
                .show(
                    address: address,
                    SignFace(text: "请A0\(address)号", flashMilliseconds: 6000)))
        }
        line.pass(5000)
        #expect(line.device.signs.values.allSatisfy { $0.isFlashing })
        line.pass(10_000)
        for (address, sign) in line.device.signs {
            #expect(sign.text == "请A0\(address)号")
            #expect(!sign.isFlashing)
        }
        #expect(line.device.badFrames == 0 && line.device.strayFrames == 0)
        #expect(line.reports.count == 12)
    }

    @Test func `within a minute after the noise every strip is right again`() {
        for seed in UInt64(0)..<20 {
            var line = signs(seed: seed)
            line.toDevice.flips = 50
            line.toDevice.drops = 50
            line.toDevice.splits = true
            line.plug()
            for address in UInt8(1)...12 {
                line.perform(.show(address: address, SignFace(text: "窗口\(address)")))
            }
            line.pass(300_000)
            // The sum does not cover the address and lets pairs of errors through.
            line.toDevice = LineFaults(seed: seed)
            line.pass(62_000)
            for (address, sign) in line.device.signs {
                #expect(sign.frames > 0, "seed \(seed)")
                #expect(sign.text == "窗口\(address)", "seed \(seed)")
            }
        }
    }

    @Test func `every press arrives once, even over a bad line, and the digits follow`() {
        for seed in UInt64(0)..<20 {
            var line = Keypads(
                KeypadBusDriver(), VirtualKeypadBus(addresses: [1, 2, 3]), seed: seed)
            line.toDriver.splits = true
            line.toDevice.splits = true
            line.toDevice.drops = 100
            line.plug()
            var pressed: [KeypadBusDriver.Report] = []
            for (step, key) in [KeypadKey.call, .recall, .noShow, .pause, .transfer].enumerated() {
                let address = UInt8(step % 3 + 1)
                line.happen { device, now in
                    _ = device.press(KeypadPress(key), at: address, now: now)
                    return device.tick(now: now)
                }
                line.pass(2000)
                pressed.append(.pressed(address: address, KeypadPress(key)))
                line.perform(
                    .show(address: address, PadFace(waiting: step, number: "A\(100 + step)")))
            }
            line.pass(1000)
            #expect(line.reports == pressed, "seed \(seed)")
        }
    }

    @Test func `a keypad shows its digits and beeps`() {
        var line = Keypads(KeypadBusDriver(), VirtualKeypadBus(addresses: [7]))
        line.plug()
        line.perform(.show(address: 7, PadFace(waiting: 4, number: "A012")))
        line.perform(.beep(address: 7))
        line.pass(1000)
        #expect(line.device.keypads[7]?.display == "  4012")
        #expect(line.device.keypads[7]?.beeps == 1)
        line.happen { device, now in
            _ = device.press(KeypadPress(.call), at: 7, now: now)
            return device.tick(now: now)
        }
        line.pass(1000)
        #expect(line.device.keypads[7]?.acknowledged == 1)
    }
}
