// SPDX-License-Identifier: Apache-2.0

/// A small `hall.yaml`: two services, three windows or more, one kiosk.
struct HallText {
    var isDemo = true
    var windows = 3
    /// The kiosk's printer, as an address.
    var printer: String?
    /// The address of another printer, which prints what that one cannot.
    var otherPrinter: String?
    /// Whether the first window has a sign and a keypad made of software.
    var hasDesk = false
    /// Tests that go by a real clock don't wait for the next recall.
    var rules: String? = "{recallPauseSeconds: 0}"
    /// Further lines at the end of the file.
    var more = ""

    var text: String {
        var lines = [
            "hall:", "  name: {zh-Hans: 试验大厅, zh-Hant: 試驗大廳, en: Test hall}",
            "  zone: Asia/Shanghai", "  demo: \(isDemo)", "  minimumFreeMegabytes: 1",
            "  numberBlock: 5000",
            "services:",
            "  - {id: general, name: {zh-Hans: 综合, en: General}, prefix: A, typicalMinutes: 5}",
            "  - {id: tax, name: 税务, prefix: T}", "windows:",
        ]
        for window in 1...windows {
            // The third window does what the others don't.
            let services = window == 3 ? "[tax]" : window == 2 ? "[general, tax]" : "[general]"
            lines.append(
                "  - {id: W\(window), number: \"\(window)\", services: \(services), "
                    + "demoOfficer: officer\(window)\(window == 1 && hasDesk ? Self.desk : "")}")
        }
        if let rules { lines.append("rules: \(rules)") }
        if let printer {
            lines += [
                "printers:",
                "  - {id: P1, device: \"\(printer)\", baud: 115200, columns: 32}",
            ]
        }
        if let otherPrinter {
            lines.append("  - {id: P2, name: 导办台, device: \"\(otherPrinter)\", baud: 115200}")
        }
        let paper = printer == nil ? "" : ", printer: P1"
        let others = otherPrinter == nil ? "" : ", others: [P2]"
        lines += ["kiosks:", "  - {id: door, name: 大门\(paper)\(others)}"]
        if hasDesk {
            lines += [
                "lines:",
                "  - {id: signs, kind: qt-strip, device: virtual, baud: 115200}",
                "  - {id: keys, kind: keypad-ff68, device: virtual, baud: 115200}",
            ]
        }
        return lines.joined(separator: "\n") + "\n" + more
    }

    private static let desk =
        ", sign: {line: signs, address: 1}, keypad: {line: keys, address: 1}"
}
