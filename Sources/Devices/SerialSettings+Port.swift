// SPDX-License-Identifier: Apache-2.0

import CSerialPort
import Glibc

extension SerialSettings {
    /// Sets a port up and reads it back: one that cannot do a speed, a check bit or a flow control
    /// says yes and silently stays as it was.
    ///
    /// Flow control is set here and not by libserialport: 0.1.1 as Debian ships it never switches
    /// RTS/CTS on, and with XON/XOFF it lets any byte from the device end a pause, so that a
    /// printer's status would start the flood again.
    func apply(
        to port: OpaquePointer, _ number: Int32, _ path: String
    ) throws(ChannelError) {
        guard baud > 0, baud <= Int(Int32.max), (1...2).contains(stopBits) else {
            throw ChannelError(.unsupportedSetting, path, "impossible settings: \(self)")
        }
        var made: OpaquePointer?
        guard sp_new_config(&made) == SP_OK, let config = made else {
            throw ChannelError(.system, path, "no memory for its settings")
        }
        defer { sp_free_config(config) }
        _ = sp_set_config_baudrate(config, Int32(baud))
        _ = sp_set_config_bits(config, 8)
        _ = sp_set_config_parity(config, parity.code)
        _ = sp_set_config_stopbits(config, Int32(stopBits))
        _ = sp_set_config_flowcontrol(config, SP_FLOWCONTROL_NONE)
        guard sp_set_config(port, config) == SP_OK else {
            let number = sp_last_error_code()
            throw ChannelError(.unsupportedSetting, path, "\(self) refused, error \(number)")
        }
        flowControl.apply(to: number)
        let taken = Taken(port, config, number)
        guard taken == Taken(self) else {
            throw ChannelError(
                .unsupportedSetting, path, "asked for \(self), the port took \(taken)")
        }
    }
}

/// What a port says of itself; nil for what is none of the possible.
private struct Taken: Equatable, CustomStringConvertible {
    var baud: Int32 = 0
    var bits: Int32 = 0
    var parity: SerialSettings.Parity?
    var stopBits: Int32 = 0
    var flowControl: SerialSettings.FlowControl?

    init(_ settings: SerialSettings) {
        baud = Int32(clamping: settings.baud)
        bits = 8
        parity = settings.parity
        stopBits = Int32(clamping: settings.stopBits)
        flowControl = settings.flowControl
    }

    init(_ port: OpaquePointer, _ config: OpaquePointer, _ number: Int32) {
        var attributes = termios()
        guard sp_get_config(port, config) == SP_OK, tcgetattr(number, &attributes) == 0 else {
            return
        }
        var code = SP_PARITY_INVALID
        _ = sp_get_config_baudrate(config, &baud)
        _ = sp_get_config_bits(config, &bits)
        _ = sp_get_config_parity(config, &code)
        _ = sp_get_config_stopbits(config, &stopBits)
        parity = .allCases.first { $0.code == code }
        flowControl = .allCases.first { $0.isSet(in: attributes) }
    }

    var description: String {
        let parity = parity?.rawValue ?? "other"
        let flow = flowControl?.rawValue ?? "other"
        return
            "\(baud) baud, \(bits) data bits, parity \(parity), stop bits \(stopBits), flow \(flow)"
    }
}

extension SerialSettings: CustomStringConvertible {
    package var description: String { Taken(self).description }
}

extension SerialSettings.Parity {
    fileprivate var code: sp_parity {
        switch self {
        case .none: SP_PARITY_NONE
        case .even: SP_PARITY_EVEN
        case .odd: SP_PARITY_ODD
        }
    }
}

extension SerialSettings.FlowControl {
    private static let byBytes = tcflag_t(IXON | IXOFF)
    private static let byWire = tcflag_t(CRTSCTS)

    fileprivate func apply(to number: Int32) {
        var attributes = termios()
        guard tcgetattr(number, &attributes) == 0 else { return }
        attributes.c_iflag &= ~(Self.byBytes | tcflag_t(IXANY))
        attributes.c_cflag &= ~Self.byWire
        switch self {
        case .none: break
        case .rtscts: attributes.c_cflag |= Self.byWire
        case .xonxoff: attributes.c_iflag |= Self.byBytes
        }
        tcsetattr(number, TCSANOW, &attributes)
    }

    fileprivate func isSet(in attributes: termios) -> Bool {
        let bytes = attributes.c_iflag & (Self.byBytes | tcflag_t(IXANY))
        let wire = attributes.c_cflag & Self.byWire
        return switch self {
        case .none: bytes == 0 && wire == 0
        case .rtscts: bytes == 0 && wire != 0
        case .xonxoff: bytes == Self.byBytes && wire == 0
        }
    }
}
