import Testing

@testable import Telemetry

@Suite("Metrics")
struct ExpositionTests {
    private func page(_ metrics: any Metric...) -> [String] {
        var page = Exposition()
        for metric in metrics { metric.write(to: &page) }
        return String(decoding: page.bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    @Test("counters and gauges stand in the text format, in an order that stays")
    func plain() {
        let counter = Counter("a_total", "How often.", labels: ["kind", "way"])
        counter.add("b", "x")
        counter.add("a", "y", by: 2)
        counter.add("b", "x")
        let gauge = Gauge("g", "How much.")
        gauge.set(0.25)
        #expect(
            page(counter, gauge) == [
                "# HELP a_total How often.", "# TYPE a_total counter", #"a_total{kind="a",way="y"} 2"#,
                #"a_total{kind="b",way="x"} 2"#, "# HELP g How much.", "# TYPE g gauge", "g 0.25",
            ])
        #expect(counter.value("b", "x") == 2 && counter.value("b", "y") == 0)
    }

    @Test("a histogram counts under every bound that is not below")
    func histogram() {
        let histogram = Histogram("h", "Time.", labels: ["route"], bounds: [0.1, 1])
        for value in [0.05, 0.1, 0.5, 2, .infinity] { histogram.observe(value, "r") }
        #expect(
            page(histogram).dropFirst(2) == [
                #"h_bucket{route="r",le="0.1"} 2"#, #"h_bucket{route="r",le="1"} 3"#,
                #"h_bucket{route="r",le="+Inf"} 5"#, #"h_sum{route="r"} +Inf"#, #"h_count{route="r"} 5"#,
            ])
    }

    @Test("values of labels are escaped, and what must not be seen is not")
    func escaping() {
        let counter = Counter("a_total", "One \\ two\nthree \"four\".", labels: ["l"])
        counter.add("a\\b\"c\nd\r\u{e9}")
        counter.add("ann@example.org")
        #expect(
            page(counter) == [
                #"# HELP a_total One \\ two\nthree "four"."#, "# TYPE a_total counter",
                "a_total{l=\"a\\\\b\\\"c\\nd\r\u{e9}\"} 1", #"a_total{l="a***@e***.org"} 1"#,
            ])
    }

    @Test("a family does not grow without end, and loses no count")
    func bounded() {
        let counter = Counter("a_total", "Many.", labels: ["l"])
        for number in 0..<2000 { counter.add("\(number)") }
        counter.add("7")
        let lines = page(counter)
        #expect(lines.count <= 2 + Series<Int>.most + 1)
        #expect(counter.value("7") == 2 && counter.value("other") == 2000 - Series<Int>.most)
    }

    @Test("a wrong number of labels is counted as other")
    func wrong() {
        let counter = Counter("a_total", "Slip.", labels: ["l", "m"])
        counter.add("one")
        #expect(counter.value("other", "other") == 1)
    }

    @Test("counts of many threads add up")
    func threads() async {
        let counter = Counter("a_total", "Many.", labels: ["l"])
        let histogram = Histogram("h", "Time.")
        await withTaskGroup { group in
            for task in 0..<8 {
                group.addTask {
                    for _ in 0..<5000 {
                        counter.add("\(task % 2)")
                        histogram.observe(0.01)
                    }
                }
            }
        }
        #expect(counter.value("0") == 20_000 && counter.value("1") == 20_000)
        #expect(page(histogram).contains("h_count 40000"))
    }

    @Test("every family of the process has a name of its own, with the prefix and the ending of its kind")
    func names() {
        var page = Exposition()
        Metrics.write(to: &page)
        let types = String(decoding: page.bytes, as: UTF8.self).split(separator: "\n")
            .filter { $0.hasPrefix("# TYPE ") }.map { $0.split(separator: " ").dropFirst(2) }
        #expect(types.count >= 12 && Set(types.map { $0.first ?? "" }).count == types.count)
        for type in types {
            let name = type.first ?? ""
            #expect(name.hasPrefix("countersign_"))
            #expect(name.hasSuffix("_total") == (type.last == "counter"), "\(name)")
        }
    }

    @Test("an event that ends an invitation counts as a decision")
    func decisions() {
        let (events, decisions) = (
            Metrics.events.value("invitation.accepted"), Metrics.invitationDecisions.value("accepted")
        )
        Metrics.count(event: "invitation.accepted")
        Metrics.count(event: "owner.added")
        #expect(Metrics.events.value("invitation.accepted") == events + 1)
        #expect(Metrics.invitationDecisions.value("accepted") == decisions + 1)
        #expect(Metrics.invitationDecisions.value("added") == 0)
    }
}
