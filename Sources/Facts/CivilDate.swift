// SPDX-License-Identifier: Apache-2.0

/// A day of the calendar, without a zone: 2026-11-23.
package struct CivilDate: Hashable, Sendable, Comparable, Codable, CustomStringConvertible {
    /// Days since 1970-01-01.
    package let daysSince1970: Int

    package init(daysSince1970: Int) {
        self.daysSince1970 = daysSince1970
    }

    /// The date in a zone that is `utcOffset` seconds ahead of UTC at `wall`.
    package init(wall: Int64, utcOffset: Int) {
        let local = wall + Int64(utcOffset) * 1000
        let (days, rest) = local.quotientAndRemainder(dividingBy: 86_400_000)
        self.daysSince1970 = Int(rest < 0 ? days - 1 : days)
    }

    /// Reads `YYYY-MM-DD`; nil for anything else and for dates no calendar has.
    package init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].count == 4, parts[1].count == 2, parts[2].count == 2,
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]),
            year >= 1970, (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        let days = Self.days(year: year, month: month, day: day)
        self.init(daysSince1970: days)
        guard self.description == text else { return nil }
    }

    /// Year, month 1–12 and day 1–31 in the Gregorian calendar.
    package var components: (year: Int, month: Int, day: Int) {
        // Counting from 1 March 0000 puts the leap day last, so that months have fixed offsets.
        let shifted = daysSince1970 + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    /// Wall time of the day's first millisecond in a zone `utcOffset` seconds ahead of UTC.
    package func start(utcOffset: Int) -> Int64 {
        (Int64(daysSince1970) * 86_400 - Int64(utcOffset)) * 1000
    }

    /// 1 is Monday, 7 Sunday.
    package var weekday: Int {
        // 1970-01-01 was a Thursday.
        let rest = (daysSince1970 % 7 + 3) % 7
        return (rest + 7) % 7 + 1
    }

    package var next: CivilDate { CivilDate(daysSince1970: daysSince1970 + 1) }

    package static func < (left: Self, right: Self) -> Bool {
        left.daysSince1970 < right.daysSince1970
    }

    /// `YYYY-MM-DD`.
    package var description: String {
        let (year, month, day) = components
        return "\(year.padded(4))-\(month.padded(2))-\(day.padded(2))"
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let date = CivilDate(text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "\(text) is no date YYYY-MM-DD")
        }
        self = date
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    private static func days(year: Int, month: Int, day: Int) -> Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = shiftedYear / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }
}

extension Int {
    /// The number in decimal, with zeros in front until it is `width` digits long.
    package func padded(_ width: Int) -> String {
        let digits = String(self)
        return String(repeating: "0", count: Swift.max(0, width - digits.count)) + digits
    }
}
