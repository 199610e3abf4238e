// SPDX-License-Identifier: Apache-2.0

import Devices
import Glibc
import Machine
import Testing

/// What every channel promises, whatever kind it is.
struct ChannelConformanceTests {
    private static let everyByte = [UInt8](0...255)

    @Test(arguments: ChannelKind.all)
    func `every byte value arrives unchanged, both ways`(_ kind: ChannelKind) throws {
        let pair = try ChannelPair(kind)
        #expect(try pair.near.write(Self.everyByte[...]) == 256)
        #expect(try ChannelPair.read(256, from: pair.far) == Self.everyByte)
        #expect(try pair.far.write(Self.everyByte[...]) == 256)
        #expect(try ChannelPair.read(256, from: pair.near) == Self.everyByte)
    }

    @Test(arguments: ChannelKind.all)
    func `nothing to read is empty and no fault`(_ kind: ChannelKind) throws {
        let pair = try ChannelPair(kind)
        for _ in 0..<3 { #expect(try pair.near.read() == []) }
        #expect(try pair.near.write([]) == 0)
    }

    @Test(arguments: ChannelKind.all)
    func `a device that does not read slows the writer and loses nothing`(
        _ kind: ChannelKind
    ) throws {
        let pair = try ChannelPair(kind)
        let chunk = [UInt8](repeating: 0x55, count: 16384)
        var accepted = 0
        var last = chunk.count
        for _ in 0..<4096 where last == chunk.count {
            last = try pair.near.write(chunk[...])
            accepted += last
        }
        #expect(last < chunk.count, "the buffer never filled")
        #expect(try ChannelPair.read(accepted, from: pair.far).count == accepted)
        #expect(try ChannelPair.pump(chunk, from: pair.near, to: pair.far) == chunk)
    }

    @Test(arguments: ChannelKind.all)
    func `a long message arrives whole and in order`(_ kind: ChannelKind) throws {
        let pair = try ChannelPair(kind)
        let message = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
        #expect(try ChannelPair.pump(message, from: pair.near, to: pair.far) == message)
        #expect(try ChannelPair.pump(message, from: pair.far, to: pair.near) == message)
    }

    @Test(arguments: ChannelKind.all)
    func `pulling the plug wakes the reader and is reported as a lost line`(
        _ kind: ChannelKind
    ) throws {
        let pair = try ChannelPair(kind)
        pair.far.close()
        #expect(
            ChannelPair.wait(for: pair.near, POLLIN, until: MonotonicClock.now() + 2000))
        let error = #expect(throws: ChannelError.self) { _ = try pair.near.read() }
        #expect(error?.code == .lost)
    }

    @Test(arguments: ChannelKind.all)
    func `writing to a pulled plug is reported and kills nobody`(_ kind: ChannelKind) throws {
        let pair = try ChannelPair(kind)
        pair.far.close()
        let error = #expect(throws: ChannelError.self) {
            // A network peer's end shows only at the second write.
            for _ in 0..<100 {
                _ = try pair.near.write([1, 2, 3])
                _ = ChannelPair.wait(for: pair.near, 0, until: MonotonicClock.now() + 20)
            }
        }
        #expect(error?.code == .lost)
    }

    @Test(arguments: ChannelKind.all)
    func `a closed channel is lost, has no descriptor and closes again without harm`(
        _ kind: ChannelKind
    ) throws {
        let pair = try ChannelPair(kind)
        pair.near.close()
        pair.near.close()
        #expect(pair.near.descriptor == -1)
        #expect(throws: ChannelError.self) { _ = try pair.near.read() }
        #expect(throws: ChannelError.self) { _ = try pair.near.write([1]) }
    }

    @Test(arguments: ChannelKind.all)
    func `child processes do not inherit the line`(_ kind: ChannelKind) throws {
        let pair = try ChannelPair(kind)
        #expect(fcntl(pair.near.descriptor, F_GETFD) & FD_CLOEXEC != 0)
        #expect(fcntl(pair.near.descriptor, F_GETFL) & O_NONBLOCK != 0)
    }

    @Test(arguments: ChannelKind.all)
    func `bytes that wait for the device do not hide that its plug was pulled`(
        _ kind: ChannelKind
    ) throws {
        let pair = try ChannelPair(kind)
        let chunk = [UInt8](repeating: 0x55, count: 16384)
        var last = chunk.count
        for _ in 0..<4096 where last == chunk.count { last = try pair.near.write(chunk[...]) }
        #expect(last < chunk.count, "the buffer never filled")
        pair.far.close()
        #expect(ChannelPair.wait(for: pair.near, POLLIN, until: MonotonicClock.now() + 1000))
        let error = #expect(throws: ChannelError.self) { _ = try pair.near.read() }
        #expect(error?.code == .lost)
    }

    @Test(arguments: ChannelKind.all)
    func `what the device said before its plug was pulled is still read`(
        _ kind: ChannelKind
    ) throws {
        let pair = try ChannelPair(kind)
        #expect(try pair.far.write([7, 8, 9]) == 3)
        #expect(ChannelPair.wait(for: pair.near, POLLIN, until: MonotonicClock.now() + 2000))
        #expect(try ChannelPair.read(3, from: pair.near) == [7, 8, 9])
        pair.far.close()
        #expect(ChannelPair.wait(for: pair.near, POLLIN, until: MonotonicClock.now() + 2000))
        #expect(throws: ChannelError.self) { _ = try pair.near.read() }
    }

    @Test(arguments: ChannelKind.local)
    func `a line that is in use is busy, and free again once closed`(_ kind: ChannelKind) throws {
        let open = try #require(kind.open)
        let master = try PseudoTerminalMaster()
        let first = try open(master.devicePath)
        let error = #expect(throws: ChannelError.self) { _ = try open(master.devicePath) }
        #expect(error?.code == .busy)
        #expect(try first.write([5]) == 1)
        #expect(try ChannelPair.read(1, from: master) == [5])
        first.close()
        #expect(throws: Never.self) { try open(master.devicePath).close() }
    }

    @Test(arguments: ChannelKind.local)
    func `a device plugged in again is reached by the same link`(_ kind: ChannelKind) throws {
        let open = try #require(kind.open)
        let link = temporaryPath()
        for round in UInt8(1)...3 {
            let master = try PseudoTerminalMaster(link: link)
            let near = try open(link)
            #expect(try near.write([round]) == 1)
            #expect(try ChannelPair.read(1, from: master) == [round])
            master.close()
            #expect(throws: ChannelError.self) { _ = try near.write([round]) }
            let error = #expect(throws: ChannelError.self) { _ = try open(link) }
            #expect(error?.code == .notFound)
        }
    }
}
