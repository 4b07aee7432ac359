import CCurl

/// libcurl did not take an option, or could not start: nothing was sent.
struct CurlError: Error {
    let code: CURLcode

    /// Throws unless all is well.
    static func check(_ code: CURLcode) throws(CurlError) {
        guard code == CURLE_OK else { throw CurlError(code: code) }
    }

    var explanation: String { "libcurl: " + String(cString: curl_easy_strerror(code)) }
}
