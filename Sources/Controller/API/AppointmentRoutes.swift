// SPDX-License-Identifier: Apache-2.0

import Facts
import Hall
import Views
import Web

private struct AppointmentList: Encodable {
    var appointments: [AppointmentRow]
}

extension HallAPI {
    var appointmentRoutes: [HallRoute] {
        [
            Route("GET", "/api/v1/appointments", need: .officer, .suspended(showAppointments)),
            booking,
            asking("/appointments/{id}", method: "DELETE", need: .officer) {
                _, call throws(Refused) in
                Wish(
                    command: .cancel(AppointmentID(call.parameters["id"])),
                    actor: call.caller.actor(atWindow: "desk"))
            } then: { _, _ in
                .empty()
            },
            asking("/appointments/{id}/check-in", need: .nothing) { body, call throws(Refused) in
                let kiosk = try body.optionalText("kiosk").map { KioskID($0) }
                return Wish(
                    command: .keepAppointment(
                        AppointmentID(call.parameters["id"]), ticket: RandomID.ticket(),
                        kiosk: kiosk),
                    actor: call.caller.actor(atKiosk: kiosk))
            } then: {
                issued($0, $1)
            },
        ]
    }

    private var booking: HallRoute {
        asking("/appointments", need: .officer) { body, call throws(Refused) in
            let booked = AppointmentBooked(
                appointment: try body.optionalText("id", most: 40).map { AppointmentID($0) }
                    ?? RandomID.appointment(),
                service: ServiceID(try body.text("service")), at: try body.moment("at"),
                priority: try body.choice("class", of: PriorityClass.self) ?? .normal)
            return Wish(command: .book(booked), actor: call.caller.actor(atWindow: "desk"))
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
