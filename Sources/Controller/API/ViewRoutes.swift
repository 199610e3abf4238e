// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Facts
import Hall
import Store
import Views
import Web

extension HallAPI {
    var viewRoutes: [HallRoute] {
        [
            Route(
                "GET", "/api/v1/openapi.json", need: .nothing, .immediate { _ in .json(openAPI) }),
            Route("GET", "/api/v1/hall", need: .nothing, .suspended(showHall)),
            Route("GET", "/api/v1/board", need: .nothing, .suspended(showBoard)),
            Route("GET", "/api/v1/kiosk", need: .kiosk, .suspended(showKiosk)),
            Route("GET", "/api/v1/windows/{id}", need: .officer, .suspended(showWindow)),
            Route("GET", "/api/v1/staff", need: .supervisor, .suspended(showStaff)),
            Route("GET", "/api/v1/facts", need: .supervisor, .suspended(showFacts)),
        ]
    }

    private func showHall(_ call: HallCall, _ responder: Responder) {
        if let body = views.hallBody() { return responder.send(.json(body)) }
        look(responder) { Self.answer(views.encodeHall($0)) }
    }

    private func showBoard(_ call: HallCall, _ responder: Responder) {
        if let body = views.boardBody() { return responder.send(.json(body)) }
        look(responder) { Self.answer(views.encodeBoard($0)) }
    }

    private static func answer(_ body: SharedBody?) -> Response {
        body.map(Response.json) ?? .problem(Problem(.cannotAnswer))
    }

    private func showKiosk(_ call: HallCall, _ responder: Responder) {
        let name = call.request.queryValue("kiosk")
        guard name.map({ call.caller.may(speakFor: KioskID($0)) }) ?? true else {
            return responder.send(.problem(Problem(.notAllowed)))
        }
        look(responder) { standing in
            let kiosk = name.map { KioskID($0) } ?? standing.hall.structure.kiosks.first?.id
            guard let kiosk,
                let view = KioskView(kiosk, standing.hall, at: standing.moment, setting)
            else {
                return .problem(
                    Problem(Refusal(.unknownKiosk, field: "kiosk", values: ["kiosk": name ?? ""])))
            }
            return .encoded(view)
        }
    }

    private func showWindow(_ call: HallCall, _ responder: Responder) {
        let id = WindowID(call.parameters["id"])
        look(responder) { standing in
            guard let window = standing.hall.windows[id] else {
                return .problem(Problem(.unknownWindow, values: ["window": id.text]))
            }
            return .encoded(officerView(window, standing))
        }
    }

    private func showStaff(_ call: HallCall, _ responder: Responder) {
        look(responder) { standing in
            .encoded(staffView(standing))
        }
    }

    /// The supervisor's view, with the state of the disk, which no fact can tell.
    func staffView(_ standing: Standing) -> StaffView {
        let storage = loop.metrics.isStorageLow ? "low" : "ok"
        return StaffView(
            standing.hall, standing.mark, at: standing.moment,
            storage: loop.isStorageSound ? storage : "failed",
            history: history.status.isBehind
                ? StaffView.Rebuilding(
                    done: history.status.progress.done, of: history.status.progress.of) : nil)
    }

    /// An officer's page, with what its sign was last sent.
    func officerView(_ window: Window, _ standing: Standing) -> OfficerView {
        let sign = configuration.signs.contains { $0.window == window.id }
        return OfficerView(
            window, standing.hall, standing.mark, at: standing.moment,
            sign: sign ? HallConfiguration.signID(window.id) : nil, Phrases(locales, in: .zhHans))
    }

    private func showFacts(_ call: HallCall, _ responder: Responder) {
        do throws(Refused) {
            let after = try call.request.number("after", in: 0...Int64.max) ?? 0
            let limit = try call.request.number("limit", in: 1...1000) ?? 100
            loop.look { standing in
                guard let epoch = standing?.mark.epoch else {
                    return responder.send(.problem(Problem(.storageFailed), headers: [.retrySoon]))
                }
                // A thousand facts take a while to be written out, and the hall must not wait for it.
                DispatchQueue.global().async {
                    responder.send(page(of: epoch, after: after, limit: Int(limit)))
                }
            }
        } catch {
            responder.send(.problem(error.problem))
        }
    }

    private func page(of epoch: EpochID, after: Int64, limit: Int) -> Response {
        do {
            return .encoded(
                FactsPage(epoch: epoch, facts: try reader.records(after: after, limit: limit)))
        } catch {
            return .problem(Problem(.storageFailed))
        }
    }
}

extension Request {
    /// A number in the query; nil when it is not given.
    func number(
        _ name: String, in range: ClosedRange<Int64>
    ) throws(Refused) -> Int64? {
        guard let text = queryValue(name) else { return nil }
        guard let number = Int64(text), range.contains(number) else {
            let mend = "\(range.lowerBound)–\(range.upperBound)"
            throw Refused(Problem(.badRequest, field: name, mend: mend))
        }
        return number
    }
}
