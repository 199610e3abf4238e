// SPDX-License-Identifier: Apache-2.0

import Devices
import Glibc
import Machine
import PseudoTerminalShim
import Testing

struct SerialChannelTests {
    @Test func `libserialport itself opens the line, through the shim`() throws {
        let before = pseudo_terminal_shim_answers()
        _ = try ChannelPair(.serial)
        #expect(pseudo_terminal_shim_answers() > before)
    }

    @Test(arguments: [1200, 9600, 19200, 115_200, 12345])
    func `the speed asked for is the speed of the line`(_ baud: Int) throws {
        #expect(throws: Never.self) {
            _ = try ChannelPair(SerialSettings(baud: baud, stopBits: 2))
        }
    }

    @Test func `a setting the port cannot take is refused and the port is free again`() throws {
        let master = try PseudoTerminalMaster()
        let even = SerialSettings(parity: .even)
        let impossible = [SerialSettings(baud: 0), SerialSettings(stopBits: 3), even]
        for settings in impossible {
            let error = #expect(throws: ChannelError.self) {
                _ = try SerialChannel(path: master.devicePath, settings: settings)
            }
            #expect(error?.code == .unsupportedSetting)
        }
        #expect(throws: Never.self) {
            _ = try SerialChannel(path: master.devicePath, settings: SerialSettings())
        }
    }

    @Test(arguments: SerialSettings.FlowControl.allCases)
    func `a flow control is set and read back`(_ flow: SerialSettings.FlowControl) throws {
        let pair = try ChannelPair(SerialSettings(flowControl: flow))
        var attributes = termios()
        #expect(tcgetattr(pair.near.descriptor, &attributes) == 0)
        #expect((attributes.c_cflag & tcflag_t(CRTSCTS) != 0) == (flow == .rtscts))
        let byBytes = tcflag_t(IXON | IXOFF)
        #expect(attributes.c_iflag & byBytes == (flow == .xonxoff ? byBytes : 0))
    }

    @Test func `a port is kept from other programs, and one that finds it in use spoils nothing`()
        throws
    {
        let master = try PseudoTerminalMaster()
        let settings = SerialSettings(baud: 19200, flowControl: .xonxoff)
        let near = try SerialChannel(path: master.devicePath, settings: settings)
        var exclusive: Int32 = 0
        // TIOCGEXCL, which Swift does not see.
        #expect(ioctl(near.descriptor, 0x8004_5440, &exclusive) == 0)
        #expect(exclusive == 1)
        let error = #expect(throws: ChannelError.self) {
            _ = try SerialChannel(path: master.devicePath, settings: SerialSettings())
        }
        #expect(error?.code == .busy)
        var attributes = termios()
        #expect(tcgetattr(near.descriptor, &attributes) == 0)
        #expect(attributes.c_iflag & tcflag_t(IXON) != 0)
        #expect(cfgetospeed(&attributes) == speed_t(B19200))
    }

    @Test func `XOFF from the device holds the line and XON frees it`() throws {
        let pair = try ChannelPair(SerialSettings(flowControl: .xonxoff))
        #expect(try pair.far.write([0x13]) == 1)
        let deadline = MonotonicClock.now() + 2000
        while try pair.near.write([1]) == 1 {
            _ = try pair.far.read()
            guard MonotonicClock.now() < deadline else { break }
        }
        #expect(try pair.near.write([2]) == 0)
        #expect(try pair.far.write([0x12]) == 1)
        #expect(try ChannelPair.read(1, from: pair.near) == [0x12])
        #expect(try pair.near.write([2]) == 0, "a printer's status ended the pause")
        #expect(try pair.far.write([0x11]) == 1)
        #expect(ChannelPair.wait(for: pair.near, POLLOUT, until: MonotonicClock.now() + 2000))
        #expect(try pair.near.write([3]) == 1)
    }

    @Test func `a missing port and a file that is no port are told apart`() throws {
        let missing = #expect(throws: ChannelError.self) {
            _ = try DeviceAddress("/dev/serial/by-id/usb-none").open()
        }
        #expect(missing?.code == .notFound)
        #expect(missing?.detail.contains("No such file") == true)
        let file = #expect(throws: ChannelError.self) { _ = try DeviceAddress("/dev/null").open() }
        #expect(file?.code == .notADevice)
        let plain = #expect(throws: ChannelError.self) {
            _ = try DeviceAddress("pty:/etc/passwd").open()
        }
        #expect(plain?.code == .notADevice)
    }

    @Test func `time on the wire counts start, check and stop bits`() {
        #expect(SerialSettings().transmissionMilliseconds(of: 960) == 1000)
        #expect(SerialSettings(parity: .even).transmissionMilliseconds(of: 960) == 1100)
        #expect(SerialSettings(baud: 115_200).transmissionMilliseconds(of: 1) == 1)
        #expect(SerialSettings().transmissionMilliseconds(of: 0) == 0)
    }
}
