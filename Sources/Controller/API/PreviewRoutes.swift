// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Facts
import Hall
import Views
import Web

/// A ticket that would be called, and why, in the language asked for.
private struct ChoiceRow: Encodable {
    var id: TicketID
    var number: String
    var service: ServiceID
    var priority: PriorityClass
    var why: WhyRow

    init?(_ choice: Choice?, in hall: Hall, _ phrases: Phrases) {
        guard let choice, let ticket = hall.tickets[choice.ticket] else { return nil }
        id = ticket.id
        number = ticket.number
        service = ticket.service
        priority = ticket.priority
        why = WhyRow(choice.why, number: ticket.number, phrases)
    }

    private enum CodingKeys: String, CodingKey {
        case id, number, service, why
        case priority = "class"
    }
}

private struct NextPage: Encodable {
    var window: WindowID
    /// The policy in force here; nil for the usual order.
    var policy: String?
    /// Who would be called now, then whoever would follow if only this window called.
    var order: [ChoiceRow]
}

private struct PreviewPage: Encodable {
    struct Move: Encodable {
        var number: String
        /// Places in the queue, from 1.
        var from: Int
        var to: Int
    }

    struct Queue: Encodable {
        var service: ServiceID
        var now: [ChoiceRow]
        var then: [ChoiceRow]
        var moves: [Move]
    }

    struct Next: Encodable {
        var window: WindowID
        var now: ChoiceRow?
        var then: ChoiceRow?
    }

    var queues: [Queue]
    var windows: [Next]

    init(_ preview: PolicyPreview, in hall: Hall, _ phrases: Phrases) {
        func rows(_ choices: [Choice]) -> [ChoiceRow] {
            choices.compactMap { ChoiceRow($0, in: hall, phrases) }
        }
        queues = preview.queues.map { queue in
            Queue(
                service: queue.service, now: rows(queue.now), then: rows(queue.then),
                moves: queue.moves.map { move in
                    Move(
                        number: hall.tickets[move.ticket]?.number ?? "", from: move.from,
                        to: move.to)
                })
        }
        windows = preview.windows.map { next in
            Next(
                window: next.window, now: ChoiceRow(next.now, in: hall, phrases),
                then: ChoiceRow(next.then, in: hall, phrases))
        }
    }
}

/// Who would be next, and what other rules would do, without calling anybody.
extension HallAPI {
    private static var shown: Int { 10 }

    var previewRoutes: [HallRoute] {
        [
            Route("GET", "/api/v1/windows/{id}/next", need: .officer, .suspended(showNext)),
            Route(
                "POST", "/api/v1/hall/policy/preview", need: .supervisor,
                .suspended(previewPolicy)),
        ]
    }

    private func showNext(_ call: HallCall, _ responder: Responder) {
        let id = WindowID(call.parameters["id"])
        let phrases = Phrases(locales, in: call.request.language)
        look(responder) { standing in
            let hall = standing.hall
            guard let window = hall.windows[id] else {
                return .problem(Problem(.unknownWindow, values: ["window": id.text]))
            }
            let order = hall.order(for: window, most: Self.shown, at: standing.moment)
            return .encoded(
                NextPage(
                    window: id, policy: hall.policy(of: window).policy,
                    order: order.compactMap { ChoiceRow($0, in: hall, phrases) }))
        }
    }

    private func previewPolicy(_ call: HallCall, _ responder: Responder) {
        let phrases = Phrases(locales, in: call.request.language)
        do throws(Refused) {
            var body = try JSONBody(call.request.body)
            let name = try body.optionalText("policy")
            let window = try body.optionalText("window").map { WindowID($0) }
            let own = name == nil ? try body.callingRules() : nil
            try body.finish()
            loop.look { standing in
                guard let standing else {
                    return responder.send(.problem(Problem(.storageFailed), headers: [.retrySoon]))
                }
                let (hall, moment) = (standing.hall, standing.moment)
                // Two whole orders of a long queue take a while, and the hall must not wait.
                DispatchQueue.global().async {
                    responder.send(
                        preview(own, named: name, at: window, in: hall, moment, phrases))
                }
            }
        } catch {
            responder.send(.problem(error.problem))
        }
    }

    private func preview(
        _ own: CallingRules?, named name: String?, at window: WindowID?, in hall: Hall,
        _ moment: Moment, _ phrases: Phrases
    ) -> Response {
        if let window, hall.windows[window] == nil {
            return .problem(Problem(.unknownWindow, values: ["window": window.text]))
        }
        let policies = hall.structure.calling?.policies ?? []
        guard let rules = own ?? policies.first(where: { $0.id == name })?.rules else {
            let known = policies.map(\.id).joined(separator: ", ")
            return .problem(
                Problem(Refusal(.unknownPolicy, field: "policy", values: ["known": known])))
        }
        return .encoded(
            PreviewPage(hall.whatIf(rules, at: window, moment), in: hall, phrases))
    }
}

extension JSONBody {
    /// Rules written out, to be tried before anybody puts them into the configuration.
    fileprivate mutating func callingRules() throws(Refused) -> CallingRules {
        guard let classes = try choice("classes", of: CallingRules.ClassOrder.self) else {
            throw Refused(.missingField, "policy")
        }
        let turns = 1...100
        let rules = CallingRules(
            classes: classes, normalTurns: try optionalNumber("normalTurns", in: turns),
            priorityTurns: try optionalNumber("priorityTurns", in: turns),
            agingMinutes: try optionalNumber("agingMinutes", in: 1...1440),
            priorityHeadStartSeconds: try optionalNumber(
                "priorityHeadStartSeconds", in: 0...86_400),
            ownFirst: try optionalFlag("ownFirst"),
            appointmentsFirst: try optionalFlag("appointmentsFirst"))
        if classes == .ratio, rules.normalTurns == nil {
            throw Refused(.missingField, "normalTurns")
        }
        if classes == .ratio, rules.priorityTurns == nil {
            throw Refused(.missingField, "priorityTurns")
        }
        return rules
    }
}
