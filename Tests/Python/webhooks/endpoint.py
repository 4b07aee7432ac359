"""An endpoint on loopback that answers as it is told, and remembers who came."""
import collections
import http.server
import socketserver
import threading
import time

Heard = collections.namedtuple("Heard", "at path headers body")


class Endpoint:
    """Answers with what `answer(number, heard)` gives: a status, or a status and headers; sleeps where it is to."""

    def __init__(self, answer=None, host="127.0.0.1", port=0):
        self.answer = answer or (lambda number, heard: 204)
        self.heard, self.connections = [], 0
        self.lock = threading.Lock()
        endpoint = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def setup(self):
                with endpoint.lock:
                    endpoint.connections += 1
                super().setup()

            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("content-length", 0)))
                with endpoint.lock:
                    number = len(endpoint.heard)
                    heard = Heard(time.time(), self.path, {k.lower(): v for k, v in self.headers.items()}, body)
                    endpoint.heard.append(heard)
                answer = endpoint.answer(number, heard)
                status, headers = answer if isinstance(answer, tuple) else (answer, {})
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                if status != 204:
                    self.send_header("content-length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
            daemon_threads = True
            request_queue_size = 128

            def handle_error(self, *_):
                pass

        self.server = Server((host, port), Handler)
        self.port = self.server.server_address[1]
        self.url = f"http://{host}:{self.port}/hook"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self.thread.start()

    @property
    def ids(self):
        with self.lock:
            return [heard.headers["webhook-id"] for heard in self.heard]

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
