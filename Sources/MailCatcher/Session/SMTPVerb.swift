/// The commands that the catcher knows.
enum SMTPVerb: String {
    case ehlo = "EHLO"
    case helo = "HELO"
    case mail = "MAIL"
    case rcpt = "RCPT"
    case data = "DATA"
    case rset = "RSET"
    case noop = "NOOP"
    case vrfy = "VRFY"
    case expn = "EXPN"
    case help = "HELP"
    case quit = "QUIT"
    case startTLS = "STARTTLS"
    case auth = "AUTH"

    /// Splits a command line at its first space; the verb is nil where it is not known.
    static func split(_ line: ArraySlice<UInt8>) -> (verb: SMTPVerb?, argument: ArraySlice<UInt8>) {
        let end = line.firstIndex(of: UInt8(ascii: " ")) ?? line.endIndex
        let word = line[line.startIndex..<end]
        var argument = line[end...]
        while argument.first == UInt8(ascii: " ") { argument = argument.dropFirst() }
        while argument.last == UInt8(ascii: " ") { argument = argument.dropLast() }
        guard word.count <= 8 else { return (nil, argument) }
        let upper = word.map { (97...122).contains($0) ? $0 - 32 : $0 }
        return (SMTPVerb(rawValue: String(decoding: upper, as: UTF8.self)), argument)
    }
}
