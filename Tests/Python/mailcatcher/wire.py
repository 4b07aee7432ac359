"""A client that says exactly what a test wants, octet by octet; `smtplib` is too polite for that."""
import select
import socket
import struct
import time


class Wire:
    def __init__(self, address, greet=True):
        host, port = address.rsplit(":", 1)
        self.socket = socket.create_connection((host, int(port)), timeout=20)
        self.buffer = b""
        if greet:
            assert self.reply().startswith("220 ")
            assert self.say("EHLO client.example").startswith("250")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, octets):
        self.socket.sendall(octets if isinstance(octets, bytes) else octets.encode())

    def reply(self) -> str:
        """A whole reply, its lines joined by a line feed; empty where the connection ended."""
        lines = []
        while True:
            while b"\r\n" not in self.buffer:
                chunk = self.socket.recv(65536)
                if not chunk:
                    return "\n".join(lines)
                self.buffer += chunk
            line, self.buffer = self.buffer.split(b"\r\n", 1)
            lines.append(line.decode("latin-1"))
            if line[3:4] != b"-":
                return "\n".join(lines)

    def say(self, line) -> str:
        self.send((line if isinstance(line, bytes) else line.encode()) + b"\r\n")
        return self.reply()

    def end(self) -> str:
        """How the connection ends: `fin` or `reset`."""
        try:
            rest = self.buffer + self.socket.recv(65536)
        except ConnectionResetError:
            return "reset"
        assert rest == b"", rest
        return "fin"

    def is_silent(self, seconds=0.3) -> bool:
        return not self.buffer and not select.select([self.socket], [], [], seconds)[0]

    def mail(self, body=b"Subject: x\r\n\r\nhi\r\n", to="b@example.org", end=b".\r\n") -> str:
        """A whole mail; the first reply that is not the one hoped for, or the reply to the final dot."""
        for line, code in (("MAIL FROM:<a@example.org>", "250"), (f"RCPT TO:<{to}>", "250"), ("DATA", "354")):
            answer = self.say(line)
            if not answer.startswith(code):
                return answer
        self.send(body + end)
        return self.reply()

    def break_off(self):
        """Closes so that the server gets a reset."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()


def timed(work):
    start = time.monotonic()
    result = work()
    return result, time.monotonic() - start
