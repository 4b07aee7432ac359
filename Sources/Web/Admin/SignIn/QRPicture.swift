import CQRencode

/// A QR code (ISO/IEC 18004) as inline SVG: no request leaves the browser for it, and no secret stands in an address.
enum QRPicture {
    /// - Parameter text: At most some 2,000 bytes; longer ones, and text that cannot be encoded, leave the picture out,
    ///   for the page says the same in words.
    static func write(_ text: String, _ out: inout HTMLWriter) {
        // 0: the smallest version that it fits into.
        guard let code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M) else { return }
        defer { QRcode_free(code) }
        let width = Int(code.pointee.width)
        guard width > 0, let modules = code.pointee.data else { return }
        // Four modules of quiet around it, as readers need them.
        let side = width + 8
        out.html("<div class=\"qr\"><svg role=\"img\" aria-label=\"The key as a QR code\" viewBox=\"0 0 ")
        out.text("\(side) \(side)")
        out.html("\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h")
        out.text("\(side)v\(side)H0z")
        out.html("\"/><path fill=\"#000\" d=\"")
        for row in 0..<width {
            for column in 0..<width where modules[row * width + column] & 1 == 1 {
                out.text("M\(column + 4) \(row + 4)h1v1h-1z")
            }
        }
        out.html("\"/></svg></div>\n")
    }
}
