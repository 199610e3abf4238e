// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Controller
import Facts
import Foundation

/// The person at the terminal.
struct Terminal {
    let data: String
    let pages: String
    let say: Sentences

    init(_ places: Places) {
        let environment = ProcessInfo.processInfo.environment
        data = places.data ?? environment["HALLKEEPER_DATA"] ?? "data"
        pages = places.pages ?? environment["HALLKEEPER_PAGES"] ?? Self.pagesFound()
        say = Sentences(pages: pages, environment: environment)
        if !FileManager.default.fileExists(atPath: pages + "/locales") {
            // In English: there are no sentences to say it with.
            Self.write(
                "\(pages)/locales is not there, so names stand for sentences: name the directory "
                    + "of the pages with --pages", to: .standardError)
        }
    }

    /// Where nobody says: here, else beside the program or above it, so that commands give
    /// sentences and not keys wherever they are given.
    private static func pagesFound() -> String {
        let files = FileManager.default
        guard !files.fileExists(atPath: "kiosk/locales"), let program = Bundle.main.executableURL
        else { return "kiosk" }
        var directory = program.resolvingSymlinksInPath()
        while directory.pathComponents.count > 1 {
            directory.deleteLastPathComponent()
            let pages = directory.appending(path: "kiosk").path
            if files.fileExists(atPath: pages + "/locales") { return pages }
        }
        return "kiosk"
    }

    /// Written at once, so that whoever follows through a pipe sees it.
    func tell(_ line: String) { Self.write(line, to: .standardOutput) }

    /// Says why to stderr and ends with a status that is not 0.
    func failure(_ lines: [String]) -> ExitCode {
        for line in lines { Self.write(line, to: .standardError) }
        return .failure
    }

    /// A terminal that is gone, or a log on a full disk, must not end the hall.
    static func write(_ line: String, to output: FileHandle) {
        try? output.write(contentsOf: Data((line + "\n").utf8))
    }

    /// Where everything is.
    func welcome(_ controller: Controller) {
        let listening = controller.configuration.listening
        let base = "http://\(listening.address):\(controller.port)"
        let window = controller.configuration.structure.windows.first?.id.text ?? ""
        tell(say("start.ready", ["url": base]))
        if controller.configuration.demo { tell(say("start.demo")) }
        let pages = [
            ("kiosk", "/kiosk"), ("window", "/window?window=\(window)"), ("board", "/board"),
            ("wall", "/wall"),
        ]
        for (page, path) in pages { tell("  \(base)\(path)  \(say("start.page.\(page)"))") }
        if controller.hasBench { tell("  \(base)/bench  \(say("start.page.bench"))") }
        if listening.insecureLAN { tell(say("start.insecure")) }
        tell(say("start.how"))
    }
}
