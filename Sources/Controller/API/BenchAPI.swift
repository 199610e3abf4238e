// SPDX-License-Identifier: Apache-2.0

import Simulators
import Web
import Wire

/// The technician's bench over HTTP.
struct BenchAPI: Sendable {
    typealias BenchRoute = Route<Need, Caller>
    typealias BenchCall = Call<Caller>

    private static let base = "/api/v1/bench"

    /// Nil while no device is made of software; every route then says so.
    let bench: @Sendable () -> Bench?
    /// Whether a stream opened by a caller may go on.
    let aliveness: @Sendable (Caller) -> @Sendable () -> Bool

    var routes: [BenchRoute] {
        [
            see("") { bench, _ in .encoded(bench.hall.overview()) },
            see("/printers/{id}/slips/{name}") { bench, call in
                guard let index = Self.stem(call.parameters["name"]).flatMap({ Int($0) }) else {
                    return nil
                }
                return bench.hall.slip(index, of: call.parameters["id"]).map(Self.bitmap)
            },
            see("/signs/{name}") { bench, call in
                Self.stem(call.parameters["name"])
                    .flatMap { bench.hall.picture(ofSign: String($0)) }.map(Self.bitmap)
            },
            act("/printers/{id}", Self.printerWish) { hall, id, wish in
                hall.change(wish.printer, ofPrinter: id) && hall.change(wish.line, ofLine: id)
            },
            act("/lines/{id}", Self.lineWish) { $0.change($2, ofLine: $1) },
            act("/keypads/{id}/press", Self.press) { $0.press($2, onKeypad: $1) },
            act("/units/{id}", Self.unitWish) { $0.change($2, ofUnit: $1) },
            Route("GET", Self.base + "/events", need: .bench, .stream(follow)),
        ]
    }

    private func follow(_ call: BenchCall) -> StreamAnswer {
        guard let bench = bench() else { return .refused(.problem(Problem(.benchUnavailable))) }
        return bench.feed.open(
            for: call.request, isStillAllowed: aliveness(call.caller),
            everything: bench.hall.everything)
    }

    /// A route that shows something; nil is "not found".
    private func see(
        _ path: String,
        _ answer: @escaping @Sendable (Bench, BenchCall) -> Response?
    ) -> BenchRoute {
        Route(
            "GET", Self.base + path, need: .bench,
            .immediate { [bench] call in
                guard let bench = bench() else { return .problem(Problem(.benchUnavailable)) }
                return answer(bench, call) ?? .problem(Problem(.notFound))
            })
    }

    /// A route that does something to the device the path names; false is "not found".
    private func act<Wish>(
        _ path: String,
        _ read: @escaping @Sendable (inout JSONBody) throws(Refused) -> Wish,
        _ obey: @escaping @Sendable (VirtualHall, String, Wish) -> Bool
    ) -> BenchRoute {
        Route(
            "POST", Self.base + path, need: .bench,
            .immediate { [bench] call in
                guard let bench = bench() else { return .problem(Problem(.benchUnavailable)) }
                do throws(Refused) {
                    var body = try JSONBody(call.request.body)
                    let wish = try read(&body)
                    try body.finish()
                    let key = try call.request.idempotencyKey()
                    switch key.map(bench.standing) {
                    case .done: return .empty()
                    case .taken: return .problem(Problem(.idempotencyKeyReused))
                    case .new, nil: break
                    }
                    guard obey(bench.hall, call.parameters["id"], wish) else {
                        return .problem(Problem(.notFound))
                    }
                    if let key { bench.remember(key) }
                    return .empty()
                } catch {
                    return .problem(error.problem)
                }
            })
    }

    @Sendable private static func printerWish(
        _ body: inout JSONBody
    ) throws(Refused) -> (printer: PrinterWish, line: LineWish) {
        var wish = PrinterWish()
        wish.paperOut = try body.optionalFlag("paperOut")
        wish.coverOpen = try body.optionalFlag("coverOpen")
        wish.cutterJam = try body.optionalFlag("cutterJam")
        wish.mute = try body.optionalFlag("mute")
        if try body.optionalFlag("reload") == true { wish.paperOut = false }
        if let typed = try body.optionalText("fault") {
            guard let fault = VirtualPrinter.Fault(typed) else {
                throw Refused(.wrongType, "fault")
            }
            wish.fault = fault
        }
        return (wish, try lineWish(&body))
    }

    @Sendable private static func lineWish(
        _ body: inout JSONBody
    ) throws(Refused) -> LineWish {
        let unplugged = try body.optionalFlag("unplugged")
        return LineWish(unplugged: unplugged, noise: try body.optionalFraction("noise"))
    }

    @Sendable private static func unitWish(
        _ body: inout JSONBody
    ) throws(Refused) -> UnitWish {
        var wish = UnitWish()
        wish.unplugged = try body.optionalFlag("unplugged")
        wish.stuck = try body.optionalFlag("stuck")
        wish.babbling = try body.optionalFlag("babbling")
        wish.restart = try body.optionalFlag("restart") ?? false
        wish.swap = try body.optionalFlag("swap") ?? false
        wish.present = try body.optionalFlag("present")
        wish.cableCut = try body.optionalFlag("cableCut")
        wish.grade = try body.optionalNumber("grade", in: 1...5)
        return wish
    }

    @Sendable private static func press(
        _ body: inout JSONBody
    ) throws(Refused) -> KeypadPress {
        let name = try body.text("key")
        guard let key = keys[name] else {
            throw Refused("key", expected: keys.keys.sorted().joined(separator: " / "))
        }
        let digits = Array((try body.optionalText("digits") ?? "").utf8)
        guard digits.count <= 3, digits.allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw Refused("digits", expected: "0–999")
        }
        return KeypadPress(key, digits: digits.map { $0 - 0x30 })
    }

    private static let keys: [String: KeypadKey] = [
        "call": .call, "recall": .recall, "noShow": .noShow, "hold": .hold,
        "callBack": .callBack, "pause": .pause, "transfer": .transfer,
        "startRating": .startRating, "rating": .rating,
    ]

    /// The name of a picture without its ending.
    private static func stem(_ name: String) -> Substring? {
        name.hasSuffix(".bmp") ? name.dropLast(4) : nil
    }

    private static func bitmap(_ bytes: [UInt8]) -> Response {
        Response(
            status: 200,
            headers: [Header("Content-Type", "image/bmp"), Header("Cache-Control", "no-store")],
            body: .bytes(bytes))
    }
}
