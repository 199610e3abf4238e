// SPDX-License-Identifier: Apache-2.0

/// What makers get wrong, each named after what the unit does, with the check that must notice it.
enum Mistake: String, CaseIterable, Sendable {
    // Frames.
    case sumBeginsWithZero, sumBigEndian, ignoresSum, checksHalfTheSum
    case needsLeadingZero, sendsNoLeadingZero, sendsNoClosingZero, holdsTheWire
    case stopsAtZeroBytes, smallBuffer, takesOverlongFrames
    case anyVersion, anyReservedBits, hearsAnswers, takesSealsForPayload
    case gapsEndFrames, hangsAfterNoise, speaksUnasked
    // Addresses and time.
    case answersEverybody, answersBroadcasts, obeysEveryBroadcast, ignoresBroadcasts
    case answersEarly, answersLate, ignoresTurnAround
    // Commands of level 1.
    case silentOnUnknownCommands, refusesLongerPayloads, readsBeyondTheEnd, valuesBeforeLength
    case wrongOffsets, zeroTags, anyBrightness, anyUTF8, controlCharacters, claimsEveryGlyph
    case glyphsTwice, glyphsWithoutEnd, cutsLongTexts
    case pagesAtOnce, pagesInAnyOrder, pagesOfAnyFace, errorsClearTheSign, anyLines
    case staleFaces, anyFrameKeepsTheFace, flagStays, clearEnds, keepNotFed
    // Repeats.
    case forgetsRepeats, remembersNumbersOnly, repeatsZero, forgetsAtOtherFrames, countsNoRepeats
    case startsAnybody, wrongUnitWithoutUID
    // Finding.
    case ignoresPrefixes, wholeBytePrefixes, reversedBits, restOfPrefixCounts, neverQuiet
    case quietForOthers, keepsOldAddress, takesHalfALink, takesOthersLinks
    // Events.
    case doublesEvents, tellsOnce, anyAckTakesAll, ackTakesOne, startForgets, noEventAtSecond
    case ratingSurvivesSilence, ratingNeverEnds, nineEvents, partsAfterLength, absentIsUnknown
    // Pictures.
    case drawsAtOnce, anySum, anyOffset, runsEndWithRows, drawsForgotten, endlessData
    case firstBlockCounts, drawsUnfinished
    // Seals.
    case anySeal, replays, openEndsSessions, obeysUnsealed, sameNonce, unsealedAnswers
    case broadcastsPastTheKey, keyBytesReversed

    /// The check that finds it, by name.
    var check: String {
        switch self {
        case .sumBeginsWithZero, .sumBigEndian, .sendsNoClosingZero: "contact"
        case .ignoresSum: "flips"
        case .checksHalfTheSum: "wrongSum"
        case .needsLeadingZero: "noLeadingZero"
        case .sendsNoLeadingZero, .holdsTheWire: "oneFrame"
        case .stopsAtZeroBytes: "zeroBytes"
        case .smallBuffer: "longest"
        case .takesOverlongFrames: "tooLong"
        case .anyVersion: "version"
        case .anyReservedBits: "reserved"
        case .hearsAnswers: "answersHeard"
        case .takesSealsForPayload: "unkeyed"
        case .gapsEndFrames: "gaps"
        case .hangsAfterNoise: "noise"
        case .speaksUnasked: "unasked"
        case .answersEverybody: "otherAddresses"
        case .answersBroadcasts, .ignoresBroadcasts: "broadcast"
        case .obeysEveryBroadcast: "broadcastOthers"
        case .answersEarly: "notEarly"
        case .answersLate: "notLate"
        case .ignoresTurnAround: "linkTurnAround"
        case .silentOnUnknownCommands: "unknownCommand"
        case .refusesLongerPayloads: "longerPayload"
        case .readsBeyondTheEnd: "tooShortPayload"
        case .valuesBeforeLength: "errorOrder"
        case .wrongOffsets: "showValues"
        case .zeroTags: "clear"
        case .anyBrightness: "brightness"
        case .anyUTF8: "badText"
        case .controlCharacters: "controlCharacters"
        case .claimsEveryGlyph, .glyphsTwice: "glyphs"
        case .glyphsWithoutEnd: "glyphsLimit"
        case .cutsLongTexts: "longText"
        case .pagesAtOnce: "pages"
        case .pagesInAnyOrder, .pagesOfAnyFace: "pagesOutOfOrder"
        case .errorsClearTheSign: "noGlyph"
        case .anyLines: "lines"
        case .staleFaces, .anyFrameKeepsTheFace, .flagStays: "keep"
        case .clearEnds: "clearStays"
        case .keepNotFed: "kept"
        case .forgetsRepeats: "repeatAnswer"
        case .remembersNumbersOnly: "sameNumber"
        case .repeatsZero: "numberZero"
        case .forgetsAtOtherFrames: "repeatLater"
        case .countsNoRepeats: "repeatCounted"
        case .startsAnybody, .wrongUnitWithoutUID: "startWrong"
        case .ignoresPrefixes, .wholeBytePrefixes, .reversedBits: "prefixes"
        case .restOfPrefixCounts: "prefixRest"
        case .neverQuiet: "quiet"
        case .quietForOthers: "quietOthers"
        case .keepsOldAddress: "linkAddress"
        case .takesHalfALink: "linkValues"
        case .takesOthersLinks: "linkOthers"
        case .doublesEvents, .ratingNeverEnds: "ratingUnanswered"
        case .tellsOnce, .anyAckTakesAll: "eventsKept"
        case .ackTakesOne: "eventsTaken"
        case .startForgets: "eventsStart"
        case .noEventAtSecond: "ratingSecond"
        case .ratingSurvivesSilence: "ratingSilence"
        case .nineEvents: "eventsMany"
        case .partsAfterLength, .absentIsUnknown: "absent"
        case .drawsAtOnce: "dotsRaw"
        case .anySum: "drawWrong"
        case .anyOffset: "dotsOrder"
        case .runsEndWithRows: "dotsPacked"
        case .drawsForgotten: "drawForgotten"
        case .endlessData: "dotsTooMuch"
        case .firstBlockCounts: "dotsPages"
        case .drawsUnfinished: "drawUnfinished"
        case .anySeal: "sealBad"
        case .replays: "sealReplay"
        case .openEndsSessions: "stranger"
        case .obeysUnsealed, .keyBytesReversed: "key"
        case .sameNonce, .unsealedAnswers: "session"
        case .broadcastsPastTheKey: "unsealed"
        }
    }
}
