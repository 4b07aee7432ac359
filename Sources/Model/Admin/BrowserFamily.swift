/// What kind of browser a session is in, in our own words: enough to know one's own by, and nothing to be tracked by.
package enum BrowserFamily {
    /// Reads a `User-Agent`, which says what it likes.
    package static func name(_ userAgent: String?) -> String {
        guard let agent = userAgent?.utf8.prefix(512).map({ $0 }) else { return "Unknown browser" }
        func says(_ word: StaticString) -> Bool {
            word.withUTF8Buffer { word in
                agent.indices.contains { agent[$0...].starts(with: word) }
            }
        }
        // Most claim to be several: the first that only the real one says counts.
        let browser =
            says("Firefox/") || says("FxiOS/")
            ? "Firefox"
            : says("Edg/") || says("EdgA/") || says("EdgiOS/")
                ? "Edge"
                : says("OPR/")
                    ? "Opera"
                    : says("Chrome/") || says("CriOS/") || says("Chromium/")
                        ? "Chrome" : says("Safari/") ? "Safari" : "Unknown browser"
        let system =
            says("Android")
            ? "Android"
            : says("iPhone") || says("iPad")
                ? "iOS"
                : says("Windows") ? "Windows" : says("Mac OS X") ? "macOS" : says("Linux") ? "Linux" : nil
        return system.map { "\(browser) on \($0)" } ?? browser
    }
}
