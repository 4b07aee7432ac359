// What Swift cannot say to libcurl by itself: curl_easy_setopt and curl_easy_getinfo are variadic, so each option that
// we use has a function of its own here, and the compiler checks its type. Nothing else belongs in this file.
#pragma once

#include <curl/curl.h>

#define COUNTERSIGN_LONG(name, option)                                   \
    static inline CURLcode countersign_set_##name(CURL *easy, long v) {  \
        return curl_easy_setopt(easy, option, v);                        \
    }
// libcurl copies these strings, so they need to live only for the call.
#define COUNTERSIGN_TEXT(name, option)                                          \
    static inline CURLcode countersign_set_##name(CURL *easy, const char *v) {  \
        return curl_easy_setopt(easy, option, v);                               \
    }
// Kept by pointer: must outlive the transfer.
#define COUNTERSIGN_POINTER(name, option)                                 \
    static inline CURLcode countersign_set_##name(CURL *easy, void *v) {  \
        return curl_easy_setopt(easy, option, v);                         \
    }
#define COUNTERSIGN_CALLBACK(name, option, type)                         \
    static inline CURLcode countersign_set_##name(CURL *easy, type v) {  \
        return curl_easy_setopt(easy, option, v);                        \
    }

// What to talk to.
COUNTERSIGN_TEXT(url, CURLOPT_URL)
COUNTERSIGN_TEXT(protocols, CURLOPT_PROTOCOLS_STR)
COUNTERSIGN_TEXT(proxy, CURLOPT_PROXY)
COUNTERSIGN_TEXT(noproxy, CURLOPT_NOPROXY)
COUNTERSIGN_LONG(nosignal, CURLOPT_NOSIGNAL)
COUNTERSIGN_LONG(netrc, CURLOPT_NETRC)
COUNTERSIGN_LONG(quick_exit, CURLOPT_QUICK_EXIT)

// TLS.
COUNTERSIGN_LONG(use_ssl, CURLOPT_USE_SSL)
COUNTERSIGN_LONG(ssl_verifypeer, CURLOPT_SSL_VERIFYPEER)
COUNTERSIGN_LONG(ssl_verifyhost, CURLOPT_SSL_VERIFYHOST)
COUNTERSIGN_LONG(sslversion, CURLOPT_SSLVERSION)
COUNTERSIGN_TEXT(cainfo, CURLOPT_CAINFO)

// AUTH.
COUNTERSIGN_TEXT(username, CURLOPT_USERNAME)
COUNTERSIGN_TEXT(password, CURLOPT_PASSWORD)
COUNTERSIGN_TEXT(login_options, CURLOPT_LOGIN_OPTIONS)

// Time and connections. Milliseconds where the name says so, else seconds.
COUNTERSIGN_LONG(connecttimeout_ms, CURLOPT_CONNECTTIMEOUT_MS)
COUNTERSIGN_LONG(timeout_ms, CURLOPT_TIMEOUT_MS)
COUNTERSIGN_LONG(server_response_timeout, CURLOPT_SERVER_RESPONSE_TIMEOUT)
COUNTERSIGN_LONG(maxage_conn, CURLOPT_MAXAGE_CONN)
COUNTERSIGN_LONG(maxlifetime_conn, CURLOPT_MAXLIFETIME_CONN)
COUNTERSIGN_LONG(maxconnects, CURLOPT_MAXCONNECTS)
COUNTERSIGN_LONG(tcp_keepalive, CURLOPT_TCP_KEEPALIVE)

// The mail.
COUNTERSIGN_LONG(upload, CURLOPT_UPLOAD)
COUNTERSIGN_LONG(nobody, CURLOPT_NOBODY)
COUNTERSIGN_TEXT(customrequest, CURLOPT_CUSTOMREQUEST)
COUNTERSIGN_TEXT(mail_from, CURLOPT_MAIL_FROM)
static inline CURLcode countersign_set_mail_rcpt(CURL *easy, struct curl_slist *v) {
    return curl_easy_setopt(easy, CURLOPT_MAIL_RCPT, v);
}
static inline CURLcode countersign_set_infilesize(CURL *easy, curl_off_t v) {
    return curl_easy_setopt(easy, CURLOPT_INFILESIZE_LARGE, v);
}

// Callbacks.
COUNTERSIGN_POINTER(errorbuffer, CURLOPT_ERRORBUFFER)
COUNTERSIGN_CALLBACK(readfunction, CURLOPT_READFUNCTION, curl_read_callback)
COUNTERSIGN_POINTER(readdata, CURLOPT_READDATA)
COUNTERSIGN_CALLBACK(writefunction, CURLOPT_WRITEFUNCTION, curl_write_callback)
COUNTERSIGN_CALLBACK(headerfunction, CURLOPT_HEADERFUNCTION, curl_write_callback)
COUNTERSIGN_POINTER(headerdata, CURLOPT_HEADERDATA)
COUNTERSIGN_LONG(noprogress, CURLOPT_NOPROGRESS)
COUNTERSIGN_CALLBACK(xferinfofunction, CURLOPT_XFERINFOFUNCTION, curl_xferinfo_callback)
COUNTERSIGN_POINTER(xferinfodata, CURLOPT_XFERINFODATA)
COUNTERSIGN_CALLBACK(prereqfunction, CURLOPT_PREREQFUNCTION, curl_prereq_callback)
COUNTERSIGN_POINTER(prereqdata, CURLOPT_PREREQDATA)
COUNTERSIGN_CALLBACK(sockoptfunction, CURLOPT_SOCKOPTFUNCTION, curl_sockopt_callback)
COUNTERSIGN_POINTER(sockoptdata, CURLOPT_SOCKOPTDATA)

#undef COUNTERSIGN_LONG
#undef COUNTERSIGN_TEXT
#undef COUNTERSIGN_POINTER
#undef COUNTERSIGN_CALLBACK

// What came of it.
static inline CURLcode countersign_get_size_upload(CURL *easy, curl_off_t *v) {
    return curl_easy_getinfo(easy, CURLINFO_SIZE_UPLOAD_T, v);
}
// Microseconds; 0 while it has not happened in this transfer.
static inline CURLcode countersign_get_connect_time(CURL *easy, curl_off_t *v) {
    return curl_easy_getinfo(easy, CURLINFO_CONNECT_TIME_T, v);
}
static inline CURLcode countersign_get_appconnect_time(CURL *easy, curl_off_t *v) {
    return curl_easy_getinfo(easy, CURLINFO_APPCONNECT_TIME_T, v);
}
static inline CURLcode countersign_get_activesocket(CURL *easy, curl_socket_t *v) {
    return curl_easy_getinfo(easy, CURLINFO_ACTIVESOCKET, v);
}
