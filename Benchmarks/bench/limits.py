"""What nobody can beat on the machine: a sink, a source, libcurl alone, a static page; and a mailbox for one mail."""

import contextlib
import os
import re
import socketserver
import threading
import time

from . import stage


@contextlib.contextmanager
def sink():
    """Postfix's load sink, which takes mail and drops it. Yields its port."""
    port = stage.free_port()
    as_nobody = ["-u", "nobody"] if os.geteuid() == 0 else []
    folder = stage.DATA / "sink"
    folder.mkdir(parents=True, exist_ok=True)
    command = ["smtp-sink", *as_nobody, "-c", f"127.0.0.1:{port}", "1000"]
    with stage.running(command, folder / "sink.log"):
        stage.wait_for("smtp-sink", lambda: stage.listens(port))
        yield port


def smtp_source(port, count, length):
    """Mails a second of Postfix's own source over 16 connections."""
    start = time.monotonic()
    stage.run(
        ["smtp-source", "-d", "-s", "16", "-m", count, "-l", length, "-f", "gallery@example.com", "-t",
         "someone@example.org", f"127.0.0.1:{port}"], seconds=120)
    return count / (time.monotonic() - start)


def build_curl_loop():
    program = stage.DATA / "curl-loop"
    source = stage.ROOT / "Benchmarks" / "Limits" / "curl-loop.c"
    stage.run(["cc", "-O2", "-Wall", "-Wextra", "-pthread", source, "-lcurl", "-o", program])
    return program


def curl_loop(program, port, count, mail):
    """Mails a second of bare libcurl in 16 threads."""
    told = stage.run([program, f"smtp://127.0.0.1:{port}/bench.example.com", 16, count, mail], seconds=120)
    sent, seconds = told.split()
    if int(sent) != count:
        raise stage.Trouble(f"bare libcurl sent {sent} of {count}")
    return count / float(seconds)


@contextlib.contextmanager
def nginx(page):
    """A static page from nginx. Yields its address."""
    folder = stage.fresh("nginx")
    port = stage.free_port()
    (folder / "page.html").write_bytes(page)
    (folder / "nginx.conf").write_text(
        f"""
        {"user root;" if os.geteuid() == 0 else ""}
        worker_processes auto; daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log;
        events {{ worker_connections 1024; }}
        http {{
            access_log off; default_type text/html; keepalive_requests 100000000;
            client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
            uwsgi_temp_path {folder}; scgi_temp_path {folder};
            server {{ listen 127.0.0.1:{port}; root {folder}; }}
        }}
        """)
    with stage.running(["/usr/sbin/nginx", "-c", folder / "nginx.conf", "-p", folder], folder / "nginx.log"):
        stage.wait_for("nginx", lambda: stage.listens(port))
        yield f"http://127.0.0.1:{port}/page.html"


class Mailbox:
    """A relay that keeps the last mail: where the token of a live invitation comes from."""

    def __init__(self):
        self.mail = b""
        self.came = threading.Event()
        mailbox = self

        class Conversation(socketserver.StreamRequestHandler):
            def handle(self):
                self.wfile.write(b"220 bench\r\n")
                for line in self.rfile:
                    verb = line[:4].upper()
                    if verb == b"DATA":
                        self.wfile.write(b"354 go on\r\n")
                        lines = []
                        for text in self.rfile:
                            if text == b".\r\n":
                                break
                            lines.append(text[1:] if text.startswith(b"..") else text)
                        mailbox.mail = b"".join(lines)
                        mailbox.came.set()
                    self.wfile.write(b"221 bye\r\n" if verb == b"QUIT" else b"250 yes\r\n")
                    if verb == b"QUIT":
                        return

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = True
            daemon_threads = True

        self.server = Server(("127.0.0.1", 0), Conversation)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def token(self, seconds=30):
        """The token of the mail that came, waiting for it."""
        if not self.came.wait(seconds):
            raise stage.Trouble("the invitation's mail did not come")
        # Quoted-printable folds lines with "=" at their end.
        found = re.search(rb"/c/([A-Za-z0-9_-]{60})", self.mail.replace(b"=\r\n", b""))
        if not found:
            raise stage.Trouble("the invitation's mail has no link")
        return found.group(1).decode()

    def close(self):
        self.server.shutdown()
        self.server.server_close()
