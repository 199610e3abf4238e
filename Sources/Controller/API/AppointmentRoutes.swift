// SPDX-License-Identifier: Apache-2.0

import Facts
import Hall
import Machine
import Views
import Web

private struct AppointmentList: Encodable {
    var appointments: [AppointmentRow]
}

extension HallAPI {
    var appointmentRoutes: [HallRoute] {
        [
            Route("GET", "/api/v1/appointments", need: .supervisor, .suspended(showAppointments)),
            booking,
            asking("/appointments/{id}", method: "DELETE", need: .supervisor) {
                _, call throws(Refused) in
                Wish(
                    command: .cancel(AppointmentID(call.parameters["id"])),
                    actor: call.caller.actor(inCharge: "supervisor"))
            } then: { _, _ in
                .empty()
            },
            Route(
                "POST", "/api/v1/appointments/{id}/check-in", need: .kiosk, .suspended(checkIn)),
        ]
    }

    /// A code is short enough to be typed, so guessing is made slow.
    private func checkIn(_ call: HallCall, _ responder: Responder) {
        let guess = WrongGuesses.Guess(by: call.caller.name, at: MonotonicClock.now())
        if let pause = guesses.withLock({ $0.count(guess) }) {
            return responder.send(.tooSoon(.tooManyGuesses, milliseconds: pause))
        }
        let listening = Responder { [guesses] response in
            if !response.isOfUnknownAppointment { guesses.withLock { $0.takeBack(guess) } }
            responder.send(response)
        }
        ask(
            { body, call throws(Refused) in
                let kiosk = try body.kiosk(spokenForBy: call.caller)
                return Wish(
                    command: .keepAppointment(
                        AppointmentID(call.parameters["id"]), ticket: RandomID.ticket(),
                        kiosk: kiosk),
                    actor: call.caller.actor(atKiosk: kiosk))
            }, call, listening, then: issued)
    }

    private var booking: HallRoute {
        asking("/appointments", need: .supervisor) { body, call throws(Refused) in
            let booked = AppointmentBooked(
                appointment: try body.optionalText("id", most: 40).map { AppointmentID($0) }
                    ?? RandomID.appointment(),
                service: ServiceID(try body.text("service")), at: try body.moment("at"),
                priority: try body.choice("class", of: PriorityClass.self) ?? .normal)
            return Wish(
                command: .book(booked), actor: call.caller.actor(inCharge: "supervisor"))
        } then: { records, standing in
            for record in records {
                guard case .appointmentBooked(let fact) = record.fact else { continue }
                let appointment =
                    standing.hall.appointments[fact.appointment] ?? Appointment(booked: fact)
                return .encoded(AppointmentRow(appointment, in: standing.hall), status: 201)
            }
            return .problem(Problem(.unknownTicket))
        }
    }

    private func showAppointments(_ call: HallCall, _ responder: Responder) {
        let service = call.request.queryValue("service").map { ServiceID($0) }
        let asked = call.request.queryValue("date")
        let date = asked.flatMap { CivilDate($0) }
        guard asked == nil || date != nil else {
            let problem = Problem(.badRequest, field: "date", mend: "YYYY-MM-DD")
            return responder.send(.problem(problem))
        }
        look(responder) { standing in
            let hall = standing.hall
            let found = hall.appointments.values.filter { appointment in
                let at = CivilDate(wall: appointment.booked.at, utcOffset: hall.utcOffset)
                return at >= hall.businessDate ?? at
                    && (service == nil || appointment.booked.service == service)
                    && (date == nil || at == date)
            }
            .sorted {
                ($0.booked.at, $0.booked.appointment) < ($1.booked.at, $1.booked.appointment)
            }
            return .encoded(
                AppointmentList(appointments: found.map { AppointmentRow($0, in: hall) }))
        }
    }
}

extension Response {
    fileprivate var isOfUnknownAppointment: Bool {
        guard case .problem(let problem) = body else { return false }
        return problem.kind.name == Refusal.Kind.unknownAppointment.rawValue
    }
}
