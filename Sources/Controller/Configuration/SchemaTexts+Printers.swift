// SPDX-License-Identifier: Apache-2.0

// What editors tell of the kinds of printers.
extension SchemaTexts {
    static let printerProfiles: [(String, String)] =
        [("printerProfiles", "Kinds of printers beside those docs/printers.md lists.")]
        + members.map { ("printerProfiles[].\($0)", $1) }
        + status.map { ("printerProfiles[].status.\($0)", $1) }

    private static let members: [(String, String)] = [
        ("id", "What printers name it by; one that is shipped may be given anew."),
        ("name", "What people call it."),
        ("like", "The kind it is like but for what is said here. Default: Epson's reference."),
        ("identities", "Words in the printer's answers to GS I by which it is known."),
        ("dots", "Dots on a line: 576 on 80 mm paper, 384 on 58 mm. Default: 576."),
        ("dotsPerInch", "Default: 203."),
        ("columns", "ASCII characters on a line; a Chinese one takes two. Default: 48."),
        ("repertoire", "The characters it has glyphs for; others go as pictures. Default: gbk."),
        ("chineseOn", "Bytes that switch Chinese on, or none. Default: 1C 26."),
        ("nativeQR", "Whether it draws QR codes itself (GS ( k). Default: true."),
        ("raster", "How it takes pictures. Default: gs-v-0."),
        (
            "completion",
            "How it proves a slip: process-id (GS ( H), paper-status (GS r 1), none, or probe to "
                + "ask it once. Default: paper-status."
        ),
        ("realTimeStatus", "Whether it answers DLE EOT. Default: true."),
        ("status", "What the bits of its answers mean; none takes one away."),
        ("cut", "Bytes that feed and cut. Default: 1D 56 42 00."),
        ("feedLines", "Empty lines before the cut. Default: 0."),
        (
            "flowControl",
            "How it says wait: none, rtscts (its DTR wired to our CTS) or xonxoff. Default: none."
        ),
        ("bufferBytes", "Bytes it takes in while it does not print. Default: 4096."),
        ("millimetresPerSecond", "How fast it prints. Default: 150."),
    ]

    private static let status: [(String, String)] = [
        ("fixed", "Bits that are the same in every answer to DLE EOT, and how: 93:12."),
        ("offline", "Which DLE EOT and which bits: 1:08. So for all that follow."),
        ("coverOpen", "2:04."),
        ("feeding", "2:08."),
        ("paperEnd", "2:20 4:60."),
        ("paperNearEnd", "4:0C."),
        ("error", "2:40."),
        ("recoverableError", "3:04."),
        ("cutterError", "3:08."),
        ("unrecoverableError", "3:20."),
        ("headHot", "3:40."),
        ("slipWaiting", "The last slip hangs in the mouth; only some can tell. Default: none."),
        ("paperStatusNearEnd", "Bits of the answer to GS r 1: 03."),
        ("paperStatusEnd", "0C."),
    ]
}
