// SPDX-License-Identifier: Apache-2.0

import CWindowBus
import Wire

/// The functions by which the C reference reaches a `UnitHardware`, its context.
enum UnitPort {
    // Safe: it is written once, here, before anybody can see it, and only read afterwards.
    nonisolated(unsafe) static let table: UnsafePointer<wb_port> = {
        var port = wb_port()
        fillWire(&port)
        fillPads(&port)
        fillDeep(&port)
        let place = UnsafeMutablePointer<wb_port>.allocate(capacity: 1)
        place.initialize(to: port)
        return UnsafePointer(place)
    }()

    private static func fillWire(_ port: inout wb_port) {
        port.send = { context, bytes, size, wait in
            let bytes = Array(UnsafeBufferPointer(start: bytes, count: Int(size)))
            with(context) { $0.answer = .init(bytes: bytes, wait: Int64(wait)) }
        }
        port.set_baud = { context, baud in with(context) { $0.wantedBaud = Int(baud) } }
        port.load = { context, memory in
            with(context) { memory?.pointee = $0.memory }
            return memory != nil
        }
        port.store = { context, memory in
            guard let memory = memory?.pointee else { return }
            with(context) { $0.memory = memory }
        }
        port.set_time = { context, seconds, _ in with(context) { $0.clock = seconds } }
    }

    private static func fillPads(_ port: inout wb_port) {
        port.has_glyph = { context, code in
            var isThere = false
            guard let scalar = Unicode.Scalar(code) else { return false }
            with(context) { isThere = $0.model.has(scalar) }
            return isThere
        }
        port.set_brightness = { context, percent in with(context) { $0.brightness = percent } }
        port.show_pad = { context, pad in
            guard let pad = pad?.pointee else { return }
            with(context) { $0.show(pad) }
        }
        port.open_rating = { context, isOpen in with(context) { $0.isRatingOpen = isOpen } }
        port.set_light = { context, mode, colour in
            with(context) {
                $0.light = BusLight(rawValue: mode) ?? .off
                $0.colour = BusColour(rawValue: colour) ?? .usual
            }
        }
        port.beep = { context, times, _ in with(context) { $0.beeps += Int(times) } }
        port.measure = { _, temperature, supply in
            // 25 °C and 12.0 V.
            temperature?.pointee = 65
            supply?.pointee = 120
        }
    }

    private static func fillDeep(_ port: inout wb_port) {
        port.may_install_key = { context in
            var isHeld = false
            with(context) { isHeld = $0.isButtonHeld }
            return isHeld
        }
        port.nonce = { context, nonce in
            with(context) {
                let random = $0.random.next()
                for place in 0..<8 {
                    nonce?[place] = UInt8(truncatingIfNeeded: random >> (8 * place))
                }
            }
        }
        port.begin_firmware = { context, size, version in
            var status = WB_FAULT
            guard let version else { return UInt8(status.rawValue) }
            let wanted = BusVersion(version[0], version[1], version[2])
            with(context) { status = $0.begin(image: size, version: wanted) }
            return UInt8(status.rawValue)
        }
        port.take_firmware = { context, _, data, size in
            let data = Array(UnsafeBufferPointer(start: data, count: Int(size)))
            with(context) { $0.image += data }
            return UInt8(WB_OK.rawValue)
        }
        port.finish_firmware = { context in with(context) { $0.isImageWhole = true } }
    }
}

/// The context is always what `UnitCore.call` has put there.
private func with(_ context: UnsafeMutableRawPointer?, _ body: (inout UnitHardware) -> Void) {
    guard let context else { return }
    body(&context.assumingMemoryBound(to: UnitHardware.self).pointee)
}
