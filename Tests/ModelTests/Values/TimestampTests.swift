import Model
import Testing

@Suite struct TimestampTests {
    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (1_800_000_000_345, "2027-01-15T08:00:00.345Z"),
            (951_782_400_001, "2000-02-29T00:00:00.001Z"), (-1, "1969-12-31T23:59:59.999Z"),
            (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
        ] as [(Int64, String)])
    func showsRFC3339(milliseconds: Int64, text: String) {
        #expect(Timestamp(milliseconds: milliseconds).description == text)
        #expect(Timestamp(rfc3339: text)?.milliseconds == milliseconds)
    }

    @Test func everyMillisecondReadsBackAsItself() {
        var random = SeededGenerator(seed: 1)
        for _ in 0..<5000 {
            let moment = Timestamp(milliseconds: .random(in: -62_000_000_000_000...253_000_000_000_000, using: &random))
            #expect(Timestamp(rfc3339: moment.description) == moment)
        }
    }

    @Test(
        arguments: [
            ("2026-11-21T07:03:12Z", 1_795_244_592_000), ("2026-11-21t07:03:12z", 1_795_244_592_000),
            ("2026-11-21T09:03:12+02:00", 1_795_244_592_000), ("2026-11-21T01:33:12.5-05:30", 1_795_244_592_500),
            ("2026-11-21T07:03:12.345999Z", 1_795_244_592_345), ("2016-12-31T23:59:60Z", 1_483_228_800_000),
        ] as [(String, Int64)])
    func readsWhatRFC3339Allows(text: String, milliseconds: Int64) {
        #expect(Timestamp(rfc3339: text)?.milliseconds == milliseconds)
    }

    @Test(arguments: [
        "", "now", "2026-11-21", "2026-11-21T07:03Z", "2026-11-21T07:03:12", "2026-13-01T00:00:00Z",
        "2026-02-29T00:00:00Z", "2026-11-21T24:00:00Z", "2026-11-21T07:60:00Z", "2026-11-21T07:03:12.Z",
        "2026-11-21T07:03:12+25:00", "2026-11-21T07:03:12+0200", " 2026-11-21T07:03:12Z", "2026-11-21T07:03:12Z\n",
        "2026-11-21 07:03:12Z", "20261121T070312Z", "٢٠٢٦-11-21T07:03:12Z", "+026-11-21T07:03:12Z",
    ])
    func refusesWhatIsNot(text: String) {
        #expect(Timestamp(rfc3339: text) == nil)
    }

    @Test(arguments: [(0, 0), (999, 0), (1000, 1), (-1, -1), (-1000, -1), (-1001, -2)] as [(Int64, Int64)])
    func secondsRoundDown(milliseconds: Int64, seconds: Int64) {
        #expect(Timestamp(milliseconds: milliseconds).seconds == seconds)
    }
}

@Suite struct DurationTextTests {
    @Test(
        arguments: [
            ("90s", 90_000), ("15m", 900_000), ("2h", 7_200_000), ("7d", 604_800_000), ("250ms", 250), ("0s", 0),
        ] as [(String, Int64)])
    func reads(text: String, milliseconds: Int64) {
        #expect(Duration(text: text)?.milliseconds == milliseconds)
    }

    @Test(arguments: [
        "", "s", "5", "-5s", "+5s", "5 s", "5S", "1.5h", "5s ", "٥s", "5s\u{301}", "99999999999d", "1h30m",
    ])
    func refuses(text: String) {
        #expect(Duration(text: text) == nil)
    }

    @Test(arguments: ["1ms", "1s", "90s", "1m", "15m", "1h", "36h", "1d", "90d", "0s"])
    func writesWhatItReads(text: String) {
        #expect(Duration(text: text)?.text == text)
    }

    @Test(arguments: [(0, 0), (1, 1), (999, 1), (1000, 1), (1001, 2)] as [(Int, Int64)])
    func roundsUpForRetryAfter(milliseconds: Int, seconds: Int64) {
        #expect(Duration.milliseconds(milliseconds).secondsRoundedUp == seconds)
    }
}
