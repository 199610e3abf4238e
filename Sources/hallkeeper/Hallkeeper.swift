// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

@main
struct Hallkeeper: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "The controller of a service hall.")
}
