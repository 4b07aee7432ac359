"""Requests that hide another one: bytes on which a proxy and a server might not agree where one request ends.

Each case is what one client sends; `{hidden}` in it is a request that must never be carried out. What becomes of it:
`refused`: one answer, 400, and the connection ends. `swallowed`: the hidden request is content; one answer, and the
connection is in step afterwards, or ends. `awaited`: it is content that has not come to its end. `ended`: as many answers as there are requests in front of the hidden one, of
which the last may be 400, and the connection ends. `carried out`: the hidden request is one in its own right for whoever
reads RFC 9112: these show that the others would be noticed.
"""

def post(fields, body, path="/healthz", version="1.1", method="POST"):
    return f"{method} {path} HTTP/{version}\r\nHost: x\r\n{fields}\r\n".encode("latin-1") + body


def sized(body, hidden):
    return f"Content-Length: {len(body.replace(b'{hidden}', hidden))}\r\n"


EMPTY = b"0\r\n\r\n"
CHUNKED = "Transfer-Encoding: chunked\r\n"


def te(value, name="Transfer-Encoding:"):
    """A field that may or may not be a coding, and a body that is empty for whoever takes it for chunked."""
    return post(f"{name}{value}\r\n", EMPTY + b"{hidden}")


def cases(hidden):
    """Name → (bytes, what becomes of it)."""
    whole = len(EMPTY + hidden)
    chunk = f"{len(hidden):x}\r\n".encode() + b"{hidden}" + b"\r\n"
    found = {}

    def add(kind, **more):
        for name, data in more.items():
            found[name.replace("_", " ")] = (data.replace(b"{hidden}", hidden), kind)

    # Two lengths that do not agree.
    add("refused",
        length_and_coding=post(f"Content-Length: {whole}\r\n{CHUNKED}", EMPTY + b"{hidden}"),
        coding_and_length=post(f"{CHUNKED}Content-Length: {whole}\r\n", EMPTY + b"{hidden}"),
        coding_and_short_length=post(f"Content-Length: 4\r\n{CHUNKED}", chunk + EMPTY),
        length_of_nothing_and_coding=post(f"Content-Length: 0\r\n{CHUNKED}", EMPTY + b"{hidden}"),
        two_lengths=post(f"Content-Length: 0\r\nContent-Length: {len(hidden)}\r\n", b"{hidden}"),
        two_lengths_the_other_way=post(f"Content-Length: {len(hidden)}\r\nContent-Length: 0\r\n", b"{hidden}"),
        the_same_length_twice=post(f"Content-Length: {len(hidden)}\r\n" * 2, b"{hidden}"),
        lengths_in_a_list=post(f"Content-Length: 0, {len(hidden)}\r\n", b"{hidden}"),
        the_same_in_a_list=post(f"Content-Length: {len(hidden)}, {len(hidden)}\r\n", b"{hidden}"),
        two_codings=post(f"{CHUNKED}Transfer-Encoding: identity\r\n", EMPTY + b"{hidden}"),
        two_codings_the_other_way=post(f"Transfer-Encoding: identity\r\n{CHUNKED}", EMPTY + b"{hidden}"),
        chunked_twice=post(CHUNKED * 2, EMPTY + b"{hidden}"))
    # Lengths that are numbers for some.
    for name, value in {
        "plus": "+{n}", "minus": "-{n}", "minus nothing": "-0", "hexadecimal": "0x{x}", "a fraction": "{n}.0",
        "an exponent": "{n}e0", "an underscore": "1_0", "a semicolon": "{n};", "a space inside": "0 {n}",
        "a tab inside": "0\t{n}", "a vertical tab": "{n}\x0b", "a form feed": "\x0c{n}", "NUL": "{n}\x00", "nothing": "",
        "words": "none", "quotes": '"{n}"', "beyond 64 bits": "{w}", "a wide digit": "\u0661".encode().decode("latin-1"),
        "not breaking": "\xa0{n}",
    }.items():
        value = value.format(n=len(hidden), x=f"{len(hidden):x}", w=2**64 + len(hidden))
        add("refused", **{f"a length with {name}": post(f"Content-Length: {value}\r\n", b"{hidden}")})
    # Codings that are chunked for some.
    for name, value in {
        "x in front": " xchunked", "x behind": " chunkedx", "half of it": " chunk", "quotes": ' "chunked"',
        "a parameter": " chunked;q=1", "identity behind": " chunked, identity", "itself behind": " chunked, chunked",
        "words": " chunked chunked", "a vertical tab": "\x0bchunked", "a form feed": " \x0cchunked", "NUL": " chunked\x00",
        "a comma behind": " chunked,x", "not breaking": "\xa0chunked", "gzip in front": " gzip, chunked",
        "identity in front": " identity, chunked", "only identity": " identity", "only gzip": " gzip", "nothing": "",
        "a line end inside": " chunk\r\n ed", "a fold in front": "\r\n chunked", "a fold with a tab": "\r\n\tchunked",
        "a bare CR": " chunked\rX: y", "a bare CR in front": "\rchunked", "a bare LF": " x\nTransfer-Encoding: chunked",
        "a star": " chunked*", "cut": " chun\x00ked",
    }.items():
        add("refused", **{f"a coding with {name}": te(value)})
    for name, field in {
        "a space before the colon": "Transfer-Encoding :", "a tab before the colon": "Transfer-Encoding\t:",
        "a space inside": "Transfer Encoding:", "a space in front": " Transfer-Encoding:", "NUL": "Transfer-Encoding\x00:",
        "a vertical tab": "\x0bTransfer-Encoding:", "a bare CR": "X: y\rTransfer-Encoding:",
        "a bare LF": "X: y\nTransfer-Encoding:", "no name": ": x\r\nTransfer-Encoding:", "brackets": "Transfer[Encoding:",
        "not ASCII": "Tr\xe4nsfer-Encoding:", "a colon": "Transfer:Encoding :", "a fold": "X: y\r\n Transfer-Encoding:",
    }.items():
        kind = "ended" if field in ("Transfer:Encoding :",) else "refused"
        add(kind, **{f"a field with {name}": te(" chunked", field)})
    # Other names, and so no coding: what follows is no request.
    for name in ("Transfer_Encoding:", "Transfer-Encodings:", "XTransfer-Encoding:", "Content_Length: 9\r\nX:"):
        add("ended", **{f"a field named {name}": te(" chunked", name)})
    # Chunks.
    for name, body in {
        "a sign": b"+0\r\n\r\n", "minus": b"-0\r\n\r\n", "0x": b"0x0\r\n\r\n", "a space in front": b" 0\r\n\r\n",
        "a bare LF": b"0\n\r\n", "only bare LF": b"0\n\n", "a bare CR": b"0\r\r\n\r\n", "no size": b"\r\n\r\n",
        "a letter": b"g\r\n\r\n", "beyond 64 bits": b"10000000000000000\r\n\r\n",
        "more than its size": b"1\r\nab\r\n0\r\n\r\n", "less than its size": b"5\r\nabc\r\n0\r\n\r\n",
        "no end of its content": b"3\r\nabc0\r\n\r\n", "LF after its content": b"3\r\nabc\n0\r\n\r\n",
        "LF in an extension": b"0;a\nb\r\n\r\n", "LF after a semicolon": b"0;\n\r\n", "CR in an extension": b"0;a\rb\r\n\r\n",
        "NUL in an extension": b"0;a\x00\r\n\r\n", "LF in quotes": b'0;a="\n"\r\n\r\n', "CRLF in quotes": b'2;a="\r\n"\r\n\r\n',
        "LF at its trailer": b"0\r\nX: y\n\r\n", "a fold in its trailer": b"0\r\nX: y\r\n z\r\n\r\n",
        "a trailer without a colon": b"0\r\nX y\r\n\r\n", "a space before the colon in its trailer": b"0\r\nX : y\r\n\r\n",
        "a comma": b"0,0\r\n\r\n", "a wide digit": "０\r\n\r\n".encode(),
    }.items():
        add("refused", **{f"a chunk with {name}": post(CHUNKED, body + b"{hidden}")})
    # The end of the head, and its lines.
    add("refused",
        bare_LF_everywhere=b"POST /healthz HTTP/1.1\nHost: x\nContent-Length: 0\n\n{hidden}",
        bare_LF_at_the_end=b"POST /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\n{hidden}",
        bare_CR_at_the_end=b"POST /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r{hidden}",
        CR_CR_LF=b"POST /healthz HTTP/1.1\r\r\nHost: x\r\n\r\n{hidden}",
        a_fold_after_the_request_line=b"POST /healthz HTTP/1.1\r\n Host: x\r\nContent-Length: 0\r\n\r\n{hidden}",
        a_line_without_a_colon=b"POST /healthz HTTP/1.1\r\nHost: x\r\nwords\r\n\r\n{hidden}",
        HTTP_1_2=b"POST /healthz HTTP/1.2\r\nHost: x\r\nContent-Length: 0\r\n\r\n{hidden}",
        HTTP_2_0=b"POST /healthz HTTP/2.0\r\nHost: x\r\nContent-Length: 0\r\n\r\n{hidden}",
        HTTP_0_9=b"GET /healthz\r\n{hidden}",
        small_http=b"GET /healthz http/1.1\r\nHost: x\r\n\r\n{hidden}",
        a_tab=b"GET\t/healthz HTTP/1.1\r\nHost: x\r\n\r\n{hidden}",
        a_space_in_front=b" GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n{hidden}",
        two_requests_in_a_line=b"GET /healthz HTTP/1.1 GET /x HTTP/1.1\r\nHost: x\r\n\r\n{hidden}",
        an_unknown_method=b"SMUGGLE /healthz HTTP/1.1\r\nHost: x\r\n\r\n{hidden}")
    # Content of requests that have none by custom, of calls that want none, and of calls that refuse it.
    for method in ("GET", "HEAD", "DELETE", "OPTIONS", "POST", "PUT", "PATCH", "TRACE"):
        add("swallowed", **{
            f"content of {method}": post(sized(b"{hidden}", hidden), b"{hidden}", method=method),
            f"chunks of {method}": post(CHUNKED, chunk + EMPTY, method=method),
        })
    add("swallowed",
        content_of_a_page=post(sized(b"{hidden}", hidden), b"{hidden}", path="/c/x"),
        content_of_nothing=post(sized(b"{hidden}", hidden), b"{hidden}", path="/nowhere"),
        content_without_a_key=post(sized(b"{hidden}", hidden), b"{hidden}", path="/v1/packages/A/invitations"),
        content_that_is_expected=post("Expect: 100-continue\r\n" + sized(b"{hidden}", hidden), b"{hidden}"),
        content_and_a_small_name=post(f"content-length: {len(hidden)}\r\n", b"{hidden}"),
        content_with_zeros=post(f"Content-Length: 000{len(hidden)}\r\n", b"{hidden}"),
        content_with_spaces=post(f"Content-Length: \t {len(hidden)} \t\r\n", b"{hidden}"),
        large_chunked_in_capitals=post("TRANSFER-ENCODING: CHUNKED\r\n", chunk + EMPTY),
        chunks_with_zeros=post(CHUNKED, b"0000" + chunk + b"000\r\n\r\n"),
        chunks_with_extensions=post(CHUNKED, chunk.replace(b"\r\n", b';a=b;c="d e"\r\n', 1) + b"0;x\r\n\r\n"),
        chunks_with_trailers=post(CHUNKED, chunk + b"0\r\nContent-Length: 9\r\nTransfer-Encoding: x\r\nHost: y\r\n\r\n"),
        many_hidden_and_too_much=post(sized(b"{hidden}" * 500, hidden), b"{hidden}" * 500, path="/c/x"),
        content_of_the_absolute_form=post(sized(b"{hidden}", hidden), b"{hidden}", path="http://y/healthz"))
    # More is to come, and so there is no answer yet.
    add("awaited", a_chunk_with_all_bits=post(CHUNKED, b"ffffffffffffffff\r\n{hidden}"))
    # What follows is another protocol's, or nothing.
    add("swallowed",
        an_upgrade_to_HTTP_2=b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\n"
        b"Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n{hidden}",
        an_upgrade_with_content=post("Connection: upgrade\r\nUpgrade: websocket\r\nContent-Length: 3\r\n", b"abc{hidden}"),
        a_tunnel=b"CONNECT x:1 HTTP/1.1\r\nHost: x:1\r\n\r\n{hidden}",
        the_end_of_a_connection=post("Connection: close\r\nContent-Length: 0\r\n", b"{hidden}"),
        chunked_before_1_1=post(f"Connection: keep-alive\r\n{CHUNKED}", EMPTY + b"{hidden}", version="1.0"))
    add("ended",
        chunked_before_1_1_and_no_more=post(CHUNKED, EMPTY + b"{hidden}", version="1.0"),
        the_end_of_a_connection_in_capitals=post("Connection: x, CLOSE\r\nContent-Length: 0\r\n", b"{hidden}"))
    add("swallowed",
        far_too_much=post(f"Content-Length: {3 << 20}\r\n", b"{hidden}" * 20))
    # Where a request really ends.
    add("carried out",
        a_request_behind_another=post("", b"{hidden}"),
        a_request_behind_no_content=post("Content-Length: 0\r\n", b"{hidden}"),
        a_request_behind_content=post("Content-Length: 3\r\n", b"abc{hidden}"),
        a_request_behind_chunks=post(CHUNKED, b"3\r\nabc\r\n0\r\n\r\n{hidden}"),
        a_request_behind_an_empty_line=b"\r\n" + post("", b"{hidden}"),
        a_request_behind_two_spaces=b"POST /healthz  HTTP/1.1\r\nHost: x\r\n\r\n{hidden}")
    return found
