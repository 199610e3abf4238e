// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Controller
import Dispatch
import Foundation

struct Serve: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Runs the hall until it is told to stop (Ctrl-C).")

    @OptionGroup var places: Places

    @Option(help: "The port of the pages; HALLKEEPER_PORT if not given, else the file's.")
    var port: UInt16?

    func run() throws {
        // Before any thread exists, so that all of them leave these signals to the source below.
        let stop = StopSignal()
        let terminal = Terminal(places)
        let environment = ProcessInfo.processInfo.environment
        let fromEnvironment = environment["HALLKEEPER_PORT"]
        let port = self.port ?? fromEnvironment.flatMap(UInt16.init)
        if self.port == nil, let text = fromEnvironment, !text.isEmpty, port == nil {
            throw terminal.failure([terminal.say("start.badPort", ["value": text])])
        }
        let controller: Controller
        do {
            var options = Options(
                configuration: places.config, data: terminal.data, pages: terminal.pages,
                port: port)
            options.log = { Terminal.write($0, to: .standardError) }
            options.reloaded = { [say = terminal.say] outcome in
                for line in say.lines(reloaded: outcome) {
                    Terminal.write(line, to: .standardError)
                }
            }
            controller = try Controller(options)
        } catch {
            throw terminal.failure(terminal.say.lines(error))
        }
        terminal.welcome(controller)
        let reload = ReloadSignal { _ = controller.reload() }
        stop.wait()
        reload.end()
        terminal.tell(terminal.say("start.stopping"))
        controller.stop()
    }
}

/// Waits for SIGINT or SIGTERM.
final class StopSignal {
    private let arrived = DispatchSemaphore(value: 0)
    private var sources: [any DispatchSourceSignal] = []

    init() {
        signal(SIGPIPE, SIG_IGN)
        // Whoever asks for a reload before there is a hall must not end it.
        signal(SIGHUP, SIG_IGN)
        for number in [SIGINT, SIGTERM] {
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { [arrived] in arrived.signal() }
            source.resume()
            sources.append(source)
        }
    }

    func wait() { arrived.wait() }
}

/// Does something at each SIGHUP, one after another.
private final class ReloadSignal {
    private let queue = DispatchQueue(label: "hallkeeper.reload")
    private let source: any DispatchSourceSignal

    init(_ reload: @escaping @Sendable () -> Void) {
        source = DispatchSource.makeSignalSource(signal: SIGHUP, queue: queue)
        source.setEventHandler(handler: DispatchWorkItem(block: reload))
        source.resume()
    }

    /// Returns when what was begun is done.
    func end() {
        source.cancel()
        queue.sync {}
    }
}
