import Model
import Workflows

extension AdminSite {
    /// `overview`.
    func overview(_ request: AdminRequest) async throws -> Reply {
        guard request.place.thing == nil, request.place.word == nil, !request.isPost else { throw notThere }
        let overview = try await Overviews(context).read(gallery: request.gallery.id)
        return reply(request, OverviewPage(frame: frame(request), overview: overview).html())
    }
}
