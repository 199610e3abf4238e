// SPDX-License-Identifier: Apache-2.0

/// What is to be known of a kind of printer before anything is sent to it.
///
/// A profile is a claim, not a truth: whoever believes it must come to no harm if the printer is
/// another.
package struct PrinterProfile: Sendable, Equatable {
    /// How the printer proves that a slip is on paper.
    package enum Completion: String, Sendable, Equatable, CaseIterable {
        /// It gives back four characters of ours (`GS ( H`) once all before them is printed:
        /// the answer names its slip.
        case processID = "process-id"
        /// It answers `GS r 1` once all before it is printed; the answer names nothing.
        case paperStatus = "paper-status"
        /// It says nothing: slips are sent and never confirmed.
        case none
        /// The printer is to be asked, once.
        case probe
    }

    /// How a picture is sent.
    package enum Raster: String, Sendable, Equatable, CaseIterable {
        /// `GS v 0`, which nearly all know.
        case gsV0 = "gs-v-0"
        /// `GS ( L`, function 112 to store and 50 to print.
        case gsL = "gs-l"
        case none
    }

    /// How the printer says "wait" on a serial line.
    package enum FlowControl: String, Sendable, Equatable, CaseIterable {
        case none, rtscts, xonxoff
    }

    /// Names the profile in `hall.yaml`.
    package var id: String
    /// What people call the printers meant.
    package var name: String
    /// What the printer's answers to `GS I` hold, any of them; empty when it is not known by them.
    package var identities: [String] = []
    /// Dots on a line.
    package var dots = 576
    /// Dots an inch, both ways.
    package var dotsPerInch = 203
    /// Dots of one ASCII character across.
    package static let dotsPerColumn = 12

    /// ASCII characters on a line at normal size; a Chinese one takes two.
    package var columns = 48
    /// What its own font has, in GB 18030's codes; the rest is sent as a picture.
    package var repertoire = Repertoire.gbk
    /// Switches Chinese on, sent before any text.
    package var chineseOn: [UInt8] = [0x1C, 0x26]
    /// Whether it draws QR codes itself (`GS ( k`).
    package var hasNativeQR = true
    package var raster = Raster.gsV0
    package var completion = Completion.paperStatus
    /// Whether it answers `DLE EOT`.
    package var realTimeStatus = true
    /// What the bits of its answers mean.
    package var status = PrinterStatusBits()
    /// Cuts, feeding the text past the blade.
    package var cut: [UInt8] = [0x1D, 0x56, 0x42, 0x00]
    /// Empty lines before the cut.
    package var feedLines = 0
    /// As it leaves the factory, or as our notes on it say to set it.
    package var flowControl = FlowControl.none
    /// Bytes it takes in while it does not print.
    package var bufferBytes = 4096
    /// How fast paper moves while printing.
    package var millimetresPerSecond = 150

    package init(id: String, name: String) {
        self.id = id
        self.name = name
    }

    /// An 80 mm printer of which nothing is known but that it speaks ESC/POS with Chinese.
    package static let generic80: PrinterProfile = {
        var profile = PrinterProfile(id: "generic-80", name: "ESC/POS, 80 mm")
        profile.completion = .probe
        return profile
    }()
}

/// Which bits of a printer's answers mean what (Epson's public reference, pages DLE EOT and GS r,
/// unless a profile says otherwise).
package struct PrinterStatusBits: Sendable, Equatable {
    /// Something a printer says about itself.
    package enum Flag: String, Sendable, Hashable, CaseIterable {
        case offline, coverOpen, feeding, paperEnd, paperNearEnd, error
        case recoverableError, cutterError, unrecoverableError, headHot
        /// The last slip hangs in the mouth.
        case slipWaiting
    }

    /// Where a flag is told.
    package struct Place: Sendable, Hashable {
        /// 1 to 4: which `DLE EOT`.
        package var question: Int
        /// Any of these bits set means yes.
        package var mask: UInt8

        package init(_ question: Int, _ mask: UInt8) {
            self.question = question
            self.mask = mask
        }
    }

    /// Bits that are the same in every answer to `DLE EOT`, by which it is known from others.
    package var fixedMask: UInt8 = 0x93
    /// How those bits are.
    package var fixedBits: UInt8 = 0x12
    package var places: [Flag: [Place]] = [
        .offline: [Place(1, 0x08)],
        .coverOpen: [Place(2, 0x04)],
        .feeding: [Place(2, 0x08)],
        .paperEnd: [Place(2, 0x20), Place(4, 0x60)],
        .error: [Place(2, 0x40)],
        .recoverableError: [Place(3, 0x04)],
        .cutterError: [Place(3, 0x08)],
        .unrecoverableError: [Place(3, 0x20)],
        .headHot: [Place(3, 0x40)],
        .paperNearEnd: [Place(4, 0x0C)],
    ]
    /// Bits of the answer to `GS r 1`.
    package var paperNearEnd: UInt8 = 0x03
    package var paperEnd: UInt8 = 0x0C

    package init() {}

    /// Whether a byte may be an answer to `DLE EOT`.
    package func isRealTime(_ byte: UInt8) -> Bool { byte & fixedMask == fixedBits }

    /// What the answer to one `DLE EOT` says of a flag; nil when that answer does not speak of it.
    func says(_ flag: Flag, _ reply: UInt8, to question: Int) -> Bool? {
        let mask = (places[flag] ?? []).reduce(UInt8(0)) {
            $1.question == question ? $0 | $1.mask : $0
        }
        return mask == 0 ? nil : reply & mask != 0
    }
}
