// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Controller
import Devices
import Foundation
import Machine

struct PortShareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "port-share",
        abstract: "Gives one port of this computer to the controller, over the network.",
        discussion: "How to set it up, step by step: docs/port-share.md.",
        subcommands: [Run.self, Pair.self, Enter.self], defaultSubcommand: Run.self)

    struct Pair: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes a key and shows the code to enter on the other computer.")

        @OptionGroup var places: Places

        @Argument(help: "The key's file, which is not there yet.")
        var file: String

        func run() throws {
            let terminal = Terminal(places)
            let key = ShareKey.random()
            try terminal.save(key, to: file)
            terminal.tell(terminal.say("share.paired", ["file": file]))
            terminal.tell(key.code)
        }
    }

    struct Enter: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Asks for the code that `pair` showed on the other computer.")

        @OptionGroup var places: Places

        @Argument(help: "The key's file, which is not there yet.")
        var file: String

        func run() throws {
            let terminal = Terminal(places)
            terminal.tell(terminal.say("share.askCode"))
            guard let key = readLine().flatMap({ ShareKey(code: $0) }) else {
                throw terminal.failure([terminal.say("share.badCode")])
            }
            try terminal.save(key, to: file)
            terminal.tell(terminal.say("share.entered", ["file": file]))
        }
    }

    struct Run: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shares the port until it is told to stop (Ctrl-C).")

        @OptionGroup var places: Places

        @Argument(help: "The port as `hallkeeper ports` names it: /dev/… or usblp:/dev/usb/lp0.")
        var device: String

        @Option(help: "One of this computer's addresses and a port, such as 192.0.2.8:9200.")
        var listen: String

        @Option(help: "The key's file, made by `pair` or `enter`.")
        var key: String

        @Option(help: "Bits per second, as the device is set.")
        var baud = 9600

        @Option(help: "The check bit: none, even or odd.")
        var parity = SerialSettings.Parity.none

        @Option(help: "1 or 2.")
        var stopBits = 1

        @Option(help: "How the device says wait: none, rtscts or xonxoff.")
        var flow = SerialSettings.FlowControl.none

        func run() throws {
            // Before any thread exists, so that all of them leave these signals to it.
            let stop = StopSignal()
            let terminal = Terminal(places)
            let address = try sharable(terminal)
            let (host, port) = try place(terminal)
            let serial = SerialSettings(
                baud: baud, parity: parity, stopBits: stopBits, flowControl: flow)
            let last = Guarded("")
            let sharer: PortSharer
            do throws(ChannelError) {
                _ = try ShareKey(file: key)
                sharer = try PortSharer(
                    host: host, port: port, keyFile: key,
                    line: LineOpener(address, ChannelSettings(serial: serial))
                ) { [say = terminal.say] event in
                    let line = say.line(event)
                    // A controller asks again every few seconds, and is answered the same.
                    let isNews = last.withLock { last in
                        defer { last = line }
                        return last != line
                    }
                    if isNews { Terminal.write(line, to: .standardError) }
                }
            } catch {
                throw terminal.failure([terminal.say("share.cannot", terminal.say.values(error))])
            }
            let shown = DeviceAddress.share(host: host, port: sharer.port)
            terminal.tell(
                terminal.say("share.ready", ["device": "\(address)", "address": "\(shown)"]))
            stop.wait()
            terminal.tell(terminal.say("start.stopping"))
            sharer.stop()
        }

        /// A port of this computer: one that is elsewhere already needs nobody to share it.
        private func sharable(_ terminal: Terminal) throws -> DeviceAddress {
            switch try? DeviceAddress(device) {
            case .serial(let path): return .serial(path: path)
            case .usbPrinter(let path): return .usbPrinter(path: path)
            case .pseudoTerminal(let path): return .pseudoTerminal(path: path)
            case .tcp, .share, nil:
                throw terminal.failure([terminal.say("share.badDevice", ["value": device])])
            }
        }

        /// Where to listen; port 0 lets the system choose, which only tests want.
        private func place(_ terminal: Terminal) throws -> (host: String, port: UInt16) {
            let chosen = listen.hasSuffix(":0") ? String(listen.dropLast()) + "1" : listen
            guard case .share(let host, let port)? = try? DeviceAddress("share://" + chosen) else {
                throw terminal.failure([terminal.say("share.badListen", ["value": listen])])
            }
            return (host, chosen == listen ? port : 0)
        }
    }
}

extension SerialSettings.Parity: ExpressibleByArgument {}
extension SerialSettings.FlowControl: ExpressibleByArgument {}

extension Terminal {
    func save(_ key: ShareKey, to file: String) throws {
        do throws(ChannelError) {
            try key.save(to: file)
        } catch {
            let line =
                error.code == .busy
                ? say("share.exists", ["file": file]) : say("share.cannot", say.values(error))
            throw failure([line])
        }
    }
}

extension Sentences {
    fileprivate func values(_ error: ChannelError) -> [String: String] {
        [
            "reason": self("reason.\(error.code.rawValue)"), "subject": error.subject,
            "detail": error.detail,
        ]
    }

    fileprivate func line(_ event: PortSharer.Event) -> String {
        switch event {
        case .connected(let peer): self("share.connected", ["peer": peer])
        case .ended(let peer, nil): self("share.ended", ["peer": peer])
        case .ended(let peer, let error?):
            self("share.lost", values(error).merging(["peer": peer]) { $1 })
        case .busy(let peer): self("share.busy", ["peer": peer])
        case .failed(let peer, let error):
            self("share.failed", values(error).merging(["peer": peer]) { $1 })
        case .refused(let peer, let fault):
            self("share.refused.\(fault.rawValue)", ["peer": peer])
        }
    }
}
