// SPDX-License-Identifier: Apache-2.0

/// What a page of a sign's face looks like, beside its text or dots (SPEC.md section 8.5).
package struct BusLook: Sendable, Hashable {
    /// How long this page stands, in 0.1 s; at least 1 if there are several.
    package var turn: UInt8 = 0
    /// How long it blinks before it stands still, in 0.1 s; 255 as long as it is shown.
    package var blink: UInt8 = 0
    /// Dots per second for a line wider than the sign; 0: it is cut.
    package var scroll: UInt8 = 0
    /// Seconds of silence after which the face is taken down, 1 to 255.
    package var keep: UInt8 = 1
    package var colour: BusColour = .usual

    package init() {}

    /// Bytes of a look in a payload.
    static let length = 5
}

/// A lamp's colour; one that a unit does not have is shown in the usual.
package enum BusColour: UInt8, Sendable, CaseIterable {
    case usual = 0
    case red = 1
    case green = 2
    case amber = 3
    case white = 4
}

/// Which page of how many.
package struct BusPageNumber: Sendable, Hashable {
    /// From 0.
    package var index: UInt8
    /// The pages of the face, 1 to 16.
    package var count: UInt8

    package init(_ index: UInt8 = 0, of count: UInt8 = 1) {
        self.index = index
        self.count = count
    }

    init(byte: UInt8) {
        self.init(byte & 0x0F, of: byte >> 4 + 1)
    }

    var byte: UInt8 { (count &- 1) << 4 | index & 0x0F }
}

/// A page of text: SHOW.
package struct BusPage: Sendable, Hashable {
    /// Names the face, 1 to 65535.
    package var tag: UInt16
    package var number = BusPageNumber()
    package var look = BusLook()
    /// Lines are divided by a line feed.
    package var text: String

    /// Bytes of the payload before the text.
    package static let overhead = 8

    package init(tag: UInt16, text: String) {
        self.tag = tag
        self.text = text
    }
}

/// Part of a page of a picture: DOTS (SPEC.md section 14.1).
package struct BusDots: Sendable, Hashable {
    /// What stands only in a page's first block.
    package struct Start: Sendable, Hashable {
        /// Dots across, 1 to 1024.
        package var width: UInt16
        package var encoding: BitmapEncoding

        package init(width: UInt16, encoding: BitmapEncoding) {
            self.width = width
            self.encoding = encoding
        }
    }

    /// Names the picture, 1 to 65535.
    package var tag: UInt16
    package var number = BusPageNumber()
    /// Where in the page's encoded bytes the data belong; 0 if there is a start.
    package var offset: UInt16 = 0
    package var start: Start?
    /// At least one byte.
    package var data: [UInt8]

    /// Bytes of the payload before the data, in a first block and in others.
    package static let overhead = (first: 8, others: 5)

    package init(tag: UInt16, start: Start, data: [UInt8]) {
        self.tag = tag
        self.start = start
        self.data = data
    }

    package init(tag: UInt16, offset: UInt16, data: [UInt8]) {
        self.tag = tag
        self.offset = offset
        self.data = data
    }
}

/// Makes a picture appear that DOTS has brought: DRAW (SPEC.md section 14.2).
package struct BusDraw: Sendable, Hashable {
    package var tag: UInt16
    /// 1 to 16.
    package var pages: UInt8 = 1
    /// For all pages.
    package var look = BusLook()
    /// CRC-32 of all pages' decoded bytes, first page first.
    package var sum: UInt32

    package init(tag: UInt16, sum: UInt32) {
        self.tag = tag
        self.sum = sum
    }
}
