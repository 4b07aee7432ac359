import HTTPTypes
import Model
import NIOCore
import Testing

@testable import Web

@Suite struct EntityTagTests {
    private let body = Array(#"{"a":1}"#.utf8)

    @Test func aTagIsOfItsBytesAlone() {
        let tag = EntityTag(of: body)
        #expect(tag == EntityTag(of: body))
        #expect(tag != EntityTag(of: Array(#"{"a":2}"#.utf8)))
        // SHA-256 of it begins with 015abd7f5cc57a2dd94b7590f04ad8.
        #expect(tag.text == "\"AVq9f1zFei3ZS3WQ8ErY\"")
        #expect(EntityTag.example.utf8.count == tag.text.utf8.count)
    }

    @Test(arguments: [
        ("*", true, true), ("%", true, true), ("W/%", true, false), ("\"x\", %", true, true),
        ("\"a,b\",\t%", true, true),
        ("\"x\", W/%", true, false), ("\"x\"", false, false), ("", false, false), ("\"x, %\"", false, false),
        ("\"*\"", false, false), ("*, \"x\"", false, false), ("*, *", false, false),
    ])
    func listsAreSearched(list: String, weak: Bool, strong: Bool) {
        let tag = EntityTag(of: body)
        let value = list.replacing("%", with: tag.text)
        #expect(tag.isIn([value], isWeak: true) == weak)
        #expect(tag.isIn([value], isWeak: false) == strong)
        // "*" stands for any alone, and not in a list (RFC 9110, 13.1.1).
        #expect(tag.isIn(["\"y\"", value], isWeak: true) == (weak && list != "*"))
        #expect(!tag.isIn([String(value.dropLast())], isWeak: true))
    }

    @Test func whatTheClientHasIsNotSentAgain() {
        let reply = Reply(.ok, .json, body, fields: [ExtraField.link: "</x>"])
        let fresh = reply.tagged(for: [:])
        #expect(fresh.status == .ok)
        #expect(fresh.body.readableBytes == body.count)
        let tag = fresh.fields[.eTag] ?? ""
        let known = reply.tagged(for: [.ifNoneMatch: "W/\(tag)"])
        #expect(known.status == .notModified)
        #expect(known.body.readableBytes == 0)
        #expect(known.fields[.eTag] == tag)
        #expect(known.fields[ExtraField.link] == "</x>")
        #expect(reply.tagged(for: [.ifNoneMatch: "\"other\""]).status == .ok)
        let problem = Reply(.notFound, .problem, body).tagged(for: [.ifNoneMatch: "*"])
        #expect(problem.status == .notFound)
        #expect(problem.fields[.eTag] == nil)
    }

    @Test func aChangeNamesWhatItChanges() {
        let tag = EntityTag(of: body).text
        func refusal(_ headers: HTTPFields, of representation: [UInt8]?, isNeeded: Bool = false) -> Refusal? {
            Preconditions(headers).refusal(representation, isNeeded: isNeeded)
        }
        #expect(refusal([:], of: body) == nil)
        #expect(refusal([:], of: body, isNeeded: true) == .preconditionRequired)
        #expect(refusal([:], of: nil, isNeeded: true) == nil)
        for right in [tag, "*", "\"x\", \(tag)"] { #expect(refusal([.ifMatch: right], of: body) == nil) }
        for wrong in ["W/\(tag)", "\"x\"", "x", ""] {
            #expect(refusal([.ifMatch: wrong], of: body) == .preconditionFailed)
        }
        for any in [tag, "*"] { #expect(refusal([.ifMatch: any], of: nil) == .preconditionFailed) }
        for this in [tag, "*", "W/\(tag)"] {
            #expect(refusal([.ifNoneMatch: this], of: body) == .preconditionFailed)
            #expect(refusal([.ifNoneMatch: this], of: nil) == nil)
        }
        #expect(refusal([.ifNoneMatch: "\"x\""], of: body) == nil)
        #expect(refusal([.ifNoneMatch: "\"x\""], of: body, isNeeded: true) == .preconditionRequired)
        #expect(refusal([.ifMatch: tag, .ifNoneMatch: "*"], of: body) == .preconditionFailed)
    }
}
