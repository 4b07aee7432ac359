import Model
import Workflows

extension AdminSite {
    /// `search?q=`.
    func search(_ request: AdminRequest) async throws -> Reply {
        guard request.place.thing == nil, request.place.word == nil, !request.isPost else { throw notThere }
        let words = request.asked.text("q") ?? ""
        let results = try await Search(context).find(words, gallery: request.gallery.id)
        var frame = frame(request)
        frame.sought = words
        return reply(request, SearchPage(frame: frame, words: words, results: results).html())
    }
}
