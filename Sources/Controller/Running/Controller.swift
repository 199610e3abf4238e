// SPDX-License-Identifier: Apache-2.0

package import Devices
import Dispatch
import Engine
import Facts
package import Hall
package import Store
import Views
package import Web

/// The whole controller: the journal and its loop, the devices, the pages.
package final class Controller: Sendable {
    /// Why it could not start, for whoever started it.
    package enum Failure: Error {
        case configuration(ConfigurationProblems)
        case journal(JournalError)
        case pages(directory: String, reason: String)
        case listening(HTTPServerError)
        case devices(ChannelError)
        case accounts(String)
        /// The hall as the journal has it does not accept the configuration.
        case refused(Refusal)
        case storageFailed
    }

    /// The one the system gave, if the configuration left it open.
    package let port: UInt16

    private let clock: HallClock
    private let loop: HallLoop
    private let server: HTTPServer
    private let publisher: Publisher
    private let history: HistoryDesk
    private let benches: Benches
    let ports: Ports
    let api: HallAPI
    /// Everything that is served but pages, to be compared with its description.
    let routes: [HallAPI.HallRoute]
    let files: HallFiles
    let upkeep: Upkeep
    private let configured: Configured
    private let reloader: Reloader
    private let control: ControlSocket

    /// Starts everything, and returns once tickets can be taken.
    package init(_ options: Options) throws(Failure) {
        let configuration = try Parts.configuration(options)
        configured = Configured(configuration)
        clock = HallClock(zone: configuration.zone)
        let locales = try Parts.locales(options)
        let pages = try Parts.pages(options)
        let openAPI = try Parts.openAPI(options)
        let directory = try Parts.directory(options)
        let access = try Parts.access(directory, configuration)
        let side = try Parts.side(directory)
        let beginning: LoopWorker.Beginning
        do throws(ChannelError) {
            loop = try HallLoop(clock: clock)
        } catch {
            throw .devices(error)
        }
        beginning = try Parts.start(
            loop, clock, directory, configuration, options)
        history = HistoryDesk(
            in: directory, following: beginning.reader,
            hasRoom: { [loop] in !loop.metrics.isStorageLow }, log: options.log)
        files = HallFiles(
            directory: directory, reader: beginning.reader, side: side,
            accounts: { try access.copy(to: $0) }, configuration: options.configuration)
        upkeep = Upkeep(
            files, loop: loop, clock: clock, configuration: configuration, log: options.log)
        let topics = LiveTopics(startingAfter: EventID(beginning.mark))
        ports = Ports(
            loop: loop, configured: configured, phrases: locales.phrases(in:),
            slips: SlipMaker(locales, names: side, log: options.log),
            memory: PrinterMemory(path: directory.file("printers.json"), log: options.log),
            log: options.log)
        api = HallAPI(
            loop: loop, configured: configured, locales: locales, topics: topics,
            access: access, reader: beginning.reader, history: history, side: side,
            dayKey: DayKey(in: directory), upkeep: upkeep, ports: ports, openAPI: openAPI)
        do throws(ChannelError) {
            benches = try Benches(configuration, directory: directory.file("lines"))
        } catch {
            loop.stop()
            throw .devices(error)
        }
        reloader = Reloader(
            options, configured, loop: loop, gate: api.gate,
            followers: .init(ports: ports, benches: benches, access: access, upkeep: upkeep))
        publisher = Publisher(topics: topics) { [api] in api.officerView($0, $1) }
        routes = api.routes + api.benchRoutes { [benches] in benches.now }
        let router = Router(
            routes: routes, pages: { pages.answer($0) },
            admit: { [api] in api.admit($0, $1) })
        server = HTTPServer(
            configuration: Parts.http(configuration), router: router, locales: locales)
        do {
            port = try server.start()
        } catch {
            // Nothing was written yet: a second controller leaves no trace.
            benches.stop()
            loop.stop()
            throw .listening(error)
        }
        do {
            control = try ControlSocket(in: directory) {
                [files, loop, clock, reloader, ports] request, asker in
                switch request {
                case .reload: asker.say(.reloaded(reloader.reload()))
                case .plan(let path): asker.say(.reloaded(reloader.plan(path)))
                case .paper(let wish): asker.say(ports.obey(wish))
                case .verify, .backup, .erase:
                    asker.say(
                        files.perform(request, at: clock.now(), record: loop.record) { message in
                            asker.say(message)
                            return asker.waits
                        })
                }
            }
        } catch {
            server.stop()
            benches.stop()
            loop.stop()
            throw .journal(error)
        }
        do {
            try open()
        } catch {
            stop()
            throw error
        }
    }

    /// Whether devices made of software can be seen and touched on a page.
    package var hasBench: Bool { benches.now != nil }

    /// As it is in force.
    package var configuration: HallConfiguration { configured.now }

    /// Reads `hall.yaml` again and applies what can be applied while the hall runs.
    package func reload() -> ReloadOutcome { reloader.reload() }

    /// Stops in the order in which nothing is lost: no new wishes, then the devices say their
    /// last, then the journal.
    package func stop() {
        server.stop()
        control.stop()
        upkeep.stop()
        ports.stop()
        benches.stop()
        loop.stop()
        history.stop()
        publisher.stop()
    }

    private func open() throws(Failure) {
        loop.follow { [api, publisher, history] records, standing in
            api.posts.follow(records, in: standing.hall)
            api.views.follow(standing.mark)
            publisher.follow(records, standing)
            history.wake()
        }
        try apply(configuration)
        do {
            try ports.start(address: benches.address)
        } catch {
            throw .devices(error)
        }
        // Devices follow once they are there to be told; from then on nothing is missed, and what
        // was before is taken up.
        loop.follow { [ports, upkeep] records, standing in
            ports.follow(records, in: standing.hall)
            upkeep.follow(records)
        }
        let looked = DispatchSemaphore(value: 0)
        loop.look { [api, ports] standing in
            defer { looked.signal() }
            guard let standing else { return }
            api.posts.read(standing.hall)
            api.views.follow(standing.mark)
            ports.begin(standing.hall)
            ports.forgetStrangers(in: standing.hall)
            api.gate.open()
        }
        looked.wait()
        guard api.gate.isOpen else { throw .storageFailed }
        upkeep.start()
    }

    /// Tells the hall that it starts, and how it is set up; in a demo, opens its windows.
    private func apply(_ configuration: HallConfiguration) throws(Failure) {
        try tell(.controllerStarted(boot: HallClock.boot()))
        try tell(.applying(configuration))
        loop.openDemoWindows(of: configuration)
    }

    private func tell(_ command: Command, by actor: Actor = .controller) throws(Failure) {
        let answered = DispatchSemaphore(value: 0)
        let failure = Handover<Failure>(nil)
        loop.post(command, by: actor) { answer, _ in
            switch answer {
            case .done: break
            case .refused(let refusal): failure.put(.refused(refusal))
            case .keyReused, .storageFailed, .busy: failure.put(.storageFailed)
            }
            answered.signal()
        }
        answered.wait()
        if let failure = failure.take() { throw failure }
    }
}
