extension String {
    /// The same words with `[link]` for each path of a confirmation link, and for whatever else may be its token.
    ///
    /// What a relay says of a mail may quote it, and is then told to people who did not get that mail: to the inviter,
    /// through the API, in events. A link in it would let any of them answer in the invitee's place.
    ///
    /// Line ends are LF; a token may go on behind one. Doing it twice changes nothing more.
    package var withoutLinks: String {
        // Most replies are short and hold no path.
        guard utf8.count >= LinkScrubber.fewest || utf8.contains(where: Self.mayBeginPath) else { return self }
        return String(decoding: LinkScrubber(Array(utf8)).scrubbed(), as: UTF8.self)
    }

    private static func mayBeginPath(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "/") || byte == UInt8(ascii: "%") || byte == UInt8(ascii: "=")
    }
}
