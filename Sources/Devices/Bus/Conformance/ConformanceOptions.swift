// SPDX-License-Identifier: Apache-2.0

package import Wire

/// What a run may do to a unit beside what leaves it as it was.
package struct ConformanceOptions {
    /// The unit's key, or one for it to have meanwhile; nil: authentication is not tried.
    package var key: BusKey?
    /// An image that the unit may be given; nil: none is.
    package var firmware: [UInt8]?
    /// Whether checks are made that last half a minute and more.
    package var isSlow = false
    /// Asks somebody to do something at the unit; nil: nobody is there.
    package var prompt: ((ConformancePrompt) -> Void)?

    package init() {}
}

/// What somebody is asked to do at the unit.
package enum ConformancePrompt: String, Sendable, CaseIterable {
    case pressKey, typeDigits, pressGrade, walk, powerOff, powerOn
}
