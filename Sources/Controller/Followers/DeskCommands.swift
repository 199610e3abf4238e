// SPDX-License-Identifier: Apache-2.0

package import Devices

// What the desks want, in the words of each kind of line.

extension SignBusDriver.Command {
    package init(_ action: SignDesk.Action) {
        switch action.what {
        case .show(let face): self = .show(address: action.address, face)
        case .flashAgain: self = .flashAgain(address: action.address)
        }
    }
}

extension KeypadBusDriver.Command {
    package init(_ action: KeypadDesk.Action) {
        switch action.what {
        case .show(let face): self = .show(address: action.address, face)
        case .beep: self = .beep(address: action.address)
        }
    }
}

extension BusDriver.Command {
    package init(_ action: SignDesk.Action) {
        switch action.what {
        case .show(let face): self = .show(address: action.address, face)
        case .flashAgain: self = .flashAgain(address: action.address)
        }
    }
}
