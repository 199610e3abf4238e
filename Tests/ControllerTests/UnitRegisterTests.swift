// SPDX-License-Identifier: Apache-2.0

import Devices
import Testing
import Wire

@testable import Controller

@Suite struct UnitRegisterTests {
    private let welcome = SignFace(text: "欢迎光临")
    private let call = SignFace(text: "A001")
    private var register = UnitRegister()

    init() {
        var unit = BusUnitState()
        unit.condition = .live
        register.take(.unit(address: 3, unit))
        register.want(welcome, at: 3)
        register.take(.shown(address: 3, welcome))
    }

    @Test func `a sign agrees once its unit says that it shows what it should`() {
        #expect(register.agreed == [3])
        #expect(!register.isDoubtful(3))
    }

    @Test mutating func `another face is in doubt until the unit has said that one`() {
        register.want(call, at: 3)
        #expect(register.isDoubtful(3))
        register.take(.shown(address: 3, welcome))
        #expect(register.isDoubtful(3))
        register.take(.shown(address: 3, call))
        #expect(register.agreed == [3])
    }

    @Test mutating func `the same face again must be said again`() {
        register.want(nil, at: 3)
        #expect(register.isDoubtful(3))
        register.take(.shown(address: 3, welcome))
        #expect(!register.isDoubtful(3))
    }

    @Test mutating func `a unit that does not answer is away and not in doubt`() {
        register.want(call, at: 3)
        var unit = BusUnitState()
        unit.condition = .away
        register.take(.unit(address: 3, unit))
        #expect(!register.isDoubtful(3))
    }

    @Test mutating func `a sign that lacks a character has been told of as it is`() {
        register.want(call, at: 3)
        register.take(.unshowable(address: 3, call, missing: ["\u{E000}"]))
        #expect(!register.isDoubtful(3))
    }
}
