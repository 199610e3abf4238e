// SPDX-License-Identifier: Apache-2.0

import Facts
import Machine
import Store
import Views
import Web

/// The hall over HTTP: `/api/v1` and what watches it from outside.
struct HallAPI: Sendable {
    let loop: HallLoop
    let configured: Configured
    let locales: Locales
    let topics: LiveTopics
    let access: Access
    let reader: JournalReader
    let history: HistoryDesk
    /// Where text about people goes.
    let side: SideStore
    let openAPI: SharedBody
    let slipPreview: SlipPreview
    let dayKey: DayKey
    let upkeep: Upkeep
    let ports: Ports
    let persons = PersonsPresent()
    let posts = Posts()
    let gate = Gate()
    /// Codes of appointments that were none.
    let guesses = Guarded(WrongGuesses())
    let setting: Setting
    let views: CachedViews

    init(
        loop: HallLoop, configured: Configured, locales: Locales, topics: LiveTopics,
        access: Access, reader: JournalReader, history: HistoryDesk, side: SideStore,
        dayKey: DayKey, upkeep: Upkeep, ports: Ports, openAPI: SharedBody
    ) {
        self.loop = loop
        self.configured = configured
        self.locales = locales
        self.topics = topics
        self.access = access
        self.reader = reader
        self.history = history
        self.dayKey = dayKey
        self.upkeep = upkeep
        self.ports = ports
        self.side = side
        self.openAPI = openAPI
        slipPreview = SlipPreview(locales)
        setting = Setting(configured.now)
        views = CachedViews(setting: setting)
    }

    /// As `hall.yaml` says it now.
    var configuration: HallConfiguration { configured.now }

    typealias HallRoute = Route<Need, Caller>
    typealias HallCall = Call<Caller>

    /// All routes but the bench's.
    var routes: [HallRoute] {
        healthRoutes + viewRoutes + ticketRoutes + printerRoutes + windowRoutes + hallWideRoutes
            + appointmentRoutes + previewRoutes + personRoutes + historyRoutes + sessionRoutes
            + eventRoutes + lineRoutes + slipRoutes + ratingRoutes
    }

    /// The routes of the technician's bench, if there is one.
    func benchRoutes(_ bench: @escaping @Sendable () -> Bench?) -> [HallRoute] {
        BenchAPI(bench: bench, aliveness: aliveness).routes
    }
}

extension Setting {
    fileprivate init(_ configuration: HallConfiguration) {
        self.init(
            demo: configuration.demo, insecureLAN: configuration.listening.insecureLAN)
    }
}
