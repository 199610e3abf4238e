// SPDX-License-Identifier: Apache-2.0

/// How the program was asked to run.
package struct Options: Sendable {
    /// `hall.yaml`.
    package var configuration: String
    /// Where everything that must last is kept.
    package var data: String
    /// The pages and sentences people see.
    package var pages: String
    /// Instead of the port in the configuration.
    package var port: UInt16?
    /// How many bytes may still be written where the data is, instead of asking the system.
    package var freeBytes: (@Sendable () -> Int64?)?

    /// Hears, in English, what the one who runs the program should know: why the disk refuses.
    package var log: @Sendable (String) -> Void = { _ in }

    /// Hears what came of each reload, whoever asked for it.
    package var reloaded: @Sendable (ReloadOutcome) -> Void = { _ in }

    package init(configuration: String, data: String, pages: String, port: UInt16? = nil) {
        self.configuration = configuration
        self.data = data
        self.pages = pages
        self.port = port
    }
}
