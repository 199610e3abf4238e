// SPDX-License-Identifier: Apache-2.0

/// What editors tell of each key of `hall.yaml`, by its place; `[]` is any item, `*` any key.
enum SchemaTexts {
    static let all: [String: String] = Dictionary(
        uniqueKeysWithValues: (structure + paper + rules + printerProfiles).map { ($0.0, $0.1) })

    private static let structure: [(String, String)] = [
        ("", "A service hall: who serves what where, and by which rules."),
        ("hall", "The hall as a whole."),
        ("hall.name", "What the hall is called."),
        (
            "hall.zone",
            "The zone of its clocks, as in the system's zone files; the business day begins "
                + "at its midnight. Default: Asia/Shanghai."
        ),
        (
            "hall.demo",
            "Says everywhere that nothing is real, opens the windows with a demoOfficer, and "
                + "lets this machine act without signing in. Default: false."
        ),
        (
            "hall.publicURL",
            "Where citizens' phones reach the hall; slips carry a QR code only if it is set. An "
                + "address that means whatever machine reads it, like localhost, is refused."
        ),
        ("hall.minimumFreeMegabytes", "With less free space new tickets are refused. Default: 64."),
        (
            "hall.numberBlock",
            "How many numbers each prefix has a day before those a restored hall goes on "
                + "with. Default: 1000000."
        ),
        ("listen", "Where the pages are served. A change needs a restart."),
        ("listen.address", "An IPv4 address of this machine. Default: 127.0.0.1."),
        (
            "listen.port",
            "0 lets the system choose. HALLKEEPER_PORT and --port go before. Default: 8080."
        ),
        ("listen.hostNames", "Names under which browsers may reach the pages."),
        (
            "listen.insecureLAN",
            "Must be true to listen beyond this machine, since there is no TLS. Default: false."
        ),
        ("lines", "Ports with several devices behind each."),
        ("lines[].id", "Letters, digits, - _ and dots; not shared with a printer."),
        ("lines[].kind", "window-bus: window units; qt-strip: LED signs; keypad-ff68: keypads."),
        (
            "lines[].device",
            "/dev/…, tcp://HOST:PORT, pty:PATH, or virtual for a device of software."
        ),
        ("lines[].baud", "Speed of a serial port. Default: 9600."),
        (
            "lines[].key",
            "With window-bus: the file of the secret that its units' keys are made of. "
                + "Default: units prove nothing."
        ),
        ("lines[].parity", "Check bit of a serial port. Default: none."),
        ("lines[].stopBits", "Stop bits of a serial port. Default: 1."),
        ("lines[].flow", "How the device on a serial port says wait. Default: none."),
        (
            "lines[].grades",
            "With keypad-ff68: the grade each score key stands for, from key 0; 5 is the best, 0 "
                + "none. Default: [5, 4, 3, 2]."
        ),
        ("services", "What people come for."),
        ("services[].id", "Stays the same for ever; never given to another service."),
        ("services[].name", "What people read."),
        ("services[].prefix", "One to three letters A to Z, not shared: A makes A001."),
        ("services[].zone", "The part of the hall, for people."),
        ("services[].typicalMinutes", "How long a case takes until the day has measured its own."),
        (
            "services[].accepting",
            "False: takes no new tickets and serves those that wait. Default: true."
        ),
        (
            "services[].overnight",
            "True: those who wait at midnight keep their place. Default: false."
        ),
        (
            "services[].perPerson",
            "Tickets one person may have a day; an identity card reader must be there. "
                + "Default: nobody is asked."
        ),
        ("services[].limits", "How many tickets are given out in parts of the day."),
        ("services[].limits[].from", "Where the part begins: \"09:00\"."),
        ("services[].limits[].to", "Where it ends: \"12:00\"."),
        ("services[].limits[].tickets", "How many in it."),
        ("calling", "Who is next."),
        ("calling.standard", "The policy in force unless a window or a supervisor says otherwise."),
        ("calling.policies", "The policies the hall knows by name."),
        ("calling.policies[].id", "What windows and supervisors name it by."),
        ("calling.policies[].name", "What people read."),
        (
            "calling.policies[].classes",
            "oldest: the class does not matter; priority: priority first; ratio: so many of "
                + "each in turn."
        ),
        (
            "calling.policies[].normal",
            "With ratio: normal tickets called before priority has its turn."
        ),
        ("calling.policies[].priority", "With ratio: priority tickets then called."),
        (
            "calling.policies[].agingMinutes",
            "A normal ticket that waited so long counts as priority. Default: never."
        ),
        (
            "calling.policies[].headStartSeconds",
            "Seconds a priority ticket is taken to have come earlier. Default: 0."
        ),
        (
            "calling.policies[].ownFirst",
            "Whether tickets sent to this window or officer go before all others. Default: true."
        ),
        (
            "calling.policies[].appointmentsFirst",
            "Whether an appointment whose time has come goes before those without one. "
                + "Default: true."
        ),
        ("signs", "What fits on signs that say nothing of their own."),
        (
            "signs.columns",
            "ASCII characters on a line, of which a Chinese one takes two. Default: 16."
        ),
        ("signs.lines", "Lines above each other. A sign of kind qt-strip has one. Default: 1."),
        (
            "signs.languages",
            "Shown in turn, the first one first. A sign of kind qt-strip shows only that. "
                + "Default: zh-Hans, en."
        ),
        ("windows", "Where people are served."),
        ("windows[].id", "Stays the same for ever; never given to another window."),
        ("windows[].number", "What is painted over the window, not shared."),
        ("windows[].services", "Ids of the services it serves."),
        ("windows[].prefers", "Those of its services it calls before the others."),
        ("windows[].helps", "Services it helps out with when nobody waits for its own."),
        ("windows[].policy", "The policy it calls by. Default: the hall's."),
        (
            "windows[].chosenCalls",
            "Whether its officer may call a chosen ticket out of turn. Default: as the rules say."
        ),
        ("windows[].sign", "Its LED sign."),
        ("windows[].sign.line", "A line of kind window-bus or qt-strip."),
        ("windows[].sign.address", "The sign's address on the line, not shared with another's."),
        ("windows[].sign.columns", "As for signs. Default: the hall's."),
        ("windows[].sign.lines", "As for signs. Default: the hall's."),
        ("windows[].sign.languages", "As for signs. Default: the hall's."),
        ("windows[].keypad", "Its keypad."),
        ("windows[].keypad.line", "A line of kind window-bus or keypad-ff68."),
        (
            "windows[].keypad.address",
            "The keypad's address on the line; the sign's if both are one window unit."
        ),
        ("windows[].demoOfficer", "Who opens it in a demo."),
        ("printers", "Printers of slips."),
        ("printers[].id", "Letters, digits, - _ and dots; not shared with a line."),
        ("printers[].name", "Where it stands, for people. Default: its id."),
        ("printers[].rollMetres", "Metres of paper on a new roll, to count what is left."),
        (
            "printers[].device",
            "As for lines, usblp:/dev/usb/lp0 for a USB printer, or share://HOST:PORT for one that "
                + "hangs on another computer (docs/port-share.md)."
        ),
        ("printers[].key", "With share:// only: the whole path of the pairing's key file."),
        ("printers[].baud", "As for lines. Default: 9600."),
        ("printers[].parity", "As for lines. Default: none."),
        ("printers[].stopBits", "As for lines. Default: 1."),
        ("printers[].flow", "As for lines. Default: as its kind does."),
        (
            "printers[].profile",
            "Its kind, as docs/printers.md lists them, or one of printerProfiles. Default: "
                + "generic-80."
        ),
        (
            "printers[].columns",
            "ASCII characters on a line: 48 on 80 mm paper, 32 on 58 mm. Default: its kind's."
        ),
        ("kiosks", "Where people take numbers: a page at /kiosk?kiosk=ID."),
        ("kiosks[].id", "The ID of that page."),
        ("kiosks[].name", "What people call it."),
        ("kiosks[].printer", "Where its slips come out. Default: numbers are only shown."),
        (
            "kiosks[].others",
            "Who prints, in this order, what its own printer cannot. Default: nobody."
        ),
    ]

    private static let paper: [(String, String)] = [
        ("slip", "What stands on slips, from top to bottom. Default: see docs/slip.md."),
        (
            "slip[].show",
            "What it is. holder: the masked name, if one was given with the ticket; tips: what "
                + "to do; text: words of your own; rule: a line across; feed: empty lines."
        ),
        ("slip[].text", "With text: the words, in any script."),
        ("slip[].languages", "One line in each of these. Default: zh-Hans."),
        ("slip[].align", "Default: centre."),
        ("slip[].size", "Times the normal width and height. Default: 1."),
        ("slip[].height", "Times the normal height, where it is not as the width."),
        ("slip[].bold", "Default: false."),
        ("slip[].module", "With qr: dots of one of its squares. Default: 5."),
        ("slip[].lines", "With feed: how many. Default: 1."),
    ]

    private static let rules: [(String, String)] = [
        ("hours", "When the hall is open. Without it, at any hour."),
        (
            "hours.*",
            "Bands of these days: mon-fri: [\"09:00-12:00\", \"13:00-17:00\"]. A day not named "
                + "is closed."
        ),
        ("hours.holidays", "Dates on which nobody is there."),
        ("hours.holidays[].date", "The first day: 2026-10-01."),
        ("hours.holidays[].until", "The last day, if there are several."),
        ("hours.holidays[].name", "What people read."),
        ("hours.workdays", "Days of work in exchange for holidays."),
        ("hours.workdays[].date", "The day: 2026-10-10."),
        ("hours.workdays[].name", "What people read."),
        ("hours.workdays[].bands", "Its bands."),
        ("hours.duties", "Hours only some windows keep."),
        ("hours.duties[].kind", "lunch or extended."),
        ("hours.duties[].days", "mon-fri, sat."),
        ("hours.duties[].band", "\"12:00-13:00\"."),
        ("hours.duties[].windows", "The windows that are there."),
        (
            "hours.duties[].appointmentsOnly",
            "Whether only those with an appointment are served. Default: false."
        ),
        (
            "hours.earlyMinutes",
            "How many minutes before it opens tickets are given out. Default: 30."
        ),
        (
            "hours.lastMinutes",
            "How many minutes before the last band ends no more are given out. Default: 0."
        ),
        ("rules", "What may happen to a ticket after it was called."),
        ("rules.recalls", "Recalls after the call. Default: 2."),
        (
            "rules.recallPauseSeconds",
            "Seconds between a call or recall and the next recall. Default: 20."
        ),
        (
            "rules.noShowAfterSeconds",
            "Seconds after the last call or recall before a no-show may be said. Default: 0."
        ),
        (
            "rules.noShowAfterRecalls",
            "Recalls that must have been made before a no-show may be said. Default: 0."
        ),
        ("rules.reactivations", "How often a no-show may come back. Default: 1."),
        ("rules.reactivationMinutes", "Minutes after the no-show in which it may. Default: 30."),
        ("rules.reactivatedAfter", "How many tickets go before one that came back. Default: 2."),
        (
            "rules.chosenCalls",
            "Whether officers may call a chosen ticket out of turn. Default: true."
        ),
        (
            "rules.rating",
            "When citizens are asked what they thought of the service. Without it, only when an "
                + "officer presses the key."
        ),
        (
            "rules.rating.ask",
            "atFinish: when service ends; byKey: when an officer presses the key; never. Default: "
                + "atFinish."
        ),
        (
            "rules.rating.seconds",
            "Seconds an answer is waited for; without one it goes down as unanswered. Default: 20."
        ),
        ("outcomes", "How a case can end."),
        ("outcomes[].id", "What the record says."),
        ("outcomes[].name", "What people read."),
        ("pauseReasons", "Why a window or the hall may pause. Without them, any key is taken."),
        ("pauseReasons[].id", "What the record says."),
        ("pauseReasons[].name", "What people read."),
        ("appointments", "How appointments are taken."),
        (
            "appointments.earlyMinutes",
            "Minutes before its time from which a holder who is there goes first. Default: 0."
        ),
        (
            "appointments.lateMinutes",
            "Minutes after its time until which a holder still has it. Default: 15."
        ),
        (
            "appointments.slotMinutes",
            "The grid appointments are made on, from midnight. Default: 30."
        ),
        (
            "appointments.perSlot",
            "How many each service takes in one slot. Default: as many as ask."
        ),
        ("tidal", "When to propose that another window helps a service out."),
        ("tidal[].id", "What the record says."),
        ("tidal[].service", "The service to be helped."),
        ("tidal[].waiting", "Proposes when more than so many wait."),
        ("tidal[].waitMinutes", "Proposes when somebody who comes now is likely to wait longer."),
        ("tidal[].windows", "The windows that may help; the first free one is proposed."),
        ("retention", "Days for which what is not for ever is kept."),
        ("retention.name", "Masked names of ticket holders. Default: 1."),
        ("retention.note", "What officers wrote down. Default: 365."),
        ("retention.trace", "The trace of inputs. Default: 7."),
        ("backups", "Copies made while the hall runs. Without it, only by command."),
        ("backups.directory", "Where they go, best on another disk."),
        ("backups.everyMinutes", "How often. Default: 60."),
        ("backups.keep", "How many are kept; the oldest goes first. Default: 48."),
        ("retired", "What becomes of tickets at things that are no longer in this file."),
        ("retired[].service", "A service that is gone; with transfer or void."),
        ("retired[].transfer", "The service its tickets go on to."),
        ("retired[].void", "True: its tickets are no longer good."),
        ("retired[].window", "A window that is gone: its tickets go back to the queue."),
    ]
}
