#!/usr/bin/env python3
"""An SMTP server that behaves as a script says, for tests. Standard library only.

usage: scripted_smtp.py     (the first line of its standard input is the script, in JSON)

Prints {"port": N}, then one JSON object for each thing that the client says, and ends when its standard input does.

The script:
  tls          "none" (default), "starttls" or "implicit"; with "cert" and "key" (PEM files), "max_tls" ("1.1")
  extensions   lines of the reply to EHLO after the first; "tls_extensions": those after STARTTLS
  connections  one object of steps for each connection in turn; the last goes on for all later ones
Steps: greeting ehlo helo starttls ehlo2 auth auth2 mail rcpt data body noop quit, and idle (unasked, after a message).
Each is an action or a list of actions, one for each time the step comes, the last for all later ones:
  reply  what to answer, without the last CRLF; false answers nothing
  delay  seconds to wait before it
  then   "drop" closes the connection, "reset" does so rudely, "hold" reads and answers nothing more
"""
import json
import socket
import ssl
import struct
import sys
import threading
import time

DEFAULTS = {
    "greeting": "220 scripted.test ESMTP", "helo": "250 scripted.test", "starttls": "220 2.0.0 go ahead",
    "auth": "334 ", "auth2": "235 2.7.0 welcome", "mail": "250 2.1.0 sender ok", "rcpt": "250 2.1.5 recipient ok",
    "data": "354 go ahead", "body": "250 2.0.0 queued as 12345", "noop": "250 2.0.0 ok", "quit": "221 2.0.0 bye",
    "idle": None,
}
output = threading.Lock()


def say(**event):
    with output:
        print(json.dumps(event), flush=True)


class Over(Exception):
    pass


class Conversation:
    def __init__(self, script, steps, number, sock):
        self.script, self.steps, self.number, self.sock = script, steps, number, sock
        self.seen, self.buffer, self.encrypted = {}, b"", False

    def action(self, step):
        actions = self.steps.get(step, {})
        if not isinstance(actions, list):
            actions = [actions]
        index = self.seen.get(step, 0)
        self.seen[step] = index + 1
        return actions[min(index, len(actions) - 1)]

    def perform(self, step, default=None):
        action = self.action(step)
        if "delay" in action:
            time.sleep(action["delay"])
        reply = action.get("reply", default if default is not None else DEFAULTS.get(step))
        if reply:
            self.sock.sendall(reply.encode("latin-1") + b"\r\n")
        then = action.get("then")
        if then == "hold":
            self.hold()
        if then == "reset":
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        if then:
            raise Over
        return reply

    def hold(self):
        while self.sock.recv(1):
            time.sleep(0.2)
        raise Over

    def line(self):
        while b"\n" not in self.buffer:
            data = self.sock.recv(65536)
            if not data:
                raise Over
            self.buffer += data
        line, self.buffer = self.buffer.split(b"\n", 1)
        return line + b"\n"

    def wrap(self):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        if self.script.get("max_tls") == "1.1":
            context.set_ciphers("ALL:@SECLEVEL=0")
            context.minimum_version = ssl.TLSVersion.TLSv1
            context.maximum_version = ssl.TLSVersion.TLSv1_1
        context.load_cert_chain(self.script["cert"], self.script["key"])
        self.sock = context.wrap_socket(self.sock, server_side=True)
        self.encrypted = True
        say(connection=self.number, tls=self.sock.version())

    def ehlo(self):
        step = "ehlo2" if self.encrypted and self.script.get("tls") == "starttls" else "ehlo"
        key = "tls_extensions" if self.encrypted and "tls_extensions" in self.script else "extensions"
        lines = ["scripted.test"] + self.script.get(key, ["8BITMIME"])
        reply = "\r\n".join("250%s%s" % ("-" if i < len(lines) - 1 else " ", t) for i, t in enumerate(lines))
        self.perform(step, reply)

    def body(self):
        content = b""
        while True:
            line = self.line()
            if line == b".\r\n":
                break
            content += line
        say(connection=self.number, body=content.decode("latin-1"))
        self.perform("body")
        self.perform("idle")

    def run(self):
        if self.script.get("tls") == "implicit":
            self.wrap()
        self.perform("greeting")
        while True:
            line = self.line()
            say(connection=self.number, line=line.decode("latin-1"))
            verb = line.split()[0].upper().decode("latin-1") if line.split() else ""
            if verb == "EHLO":
                self.ehlo()
            elif verb == "STARTTLS":
                if (self.perform("starttls") or "").startswith("220"):
                    self.wrap()
            elif verb == "AUTH":
                reply = self.perform("auth")
                while reply and reply.startswith("334"):
                    say(connection=self.number, line=self.line().decode("latin-1"))
                    reply = self.perform("auth2")
            elif verb == "DATA":
                if (self.perform("data") or "").startswith("354"):
                    self.body()
            elif verb == "QUIT":
                self.perform("quit")
                raise Over
            elif verb.lower() in DEFAULTS:
                self.perform(verb.lower())
            else:
                self.sock.sendall(b"502 5.5.1 what?\r\n")


def serve(script, steps, number, sock):
    conversation = Conversation(script, steps, number, sock)
    try:
        conversation.run()
    except Over:
        pass
    except (OSError, ssl.SSLError) as error:
        say(connection=number, error=type(error).__name__)
    finally:
        conversation.sock.close()
        say(connection=number, closed=True)


def main():
    script = json.loads(sys.stdin.readline())
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", 0))
    listener.listen(64)
    connections = script.get("connections") or [{}]
    threads = []

    def accept():
        number = 0
        while True:
            try:
                sock, _ = listener.accept()
            except OSError:
                return
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            steps = connections[min(number, len(connections) - 1)]
            number += 1
            say(connection=number, opened=True)
            thread = threading.Thread(target=serve, args=(script, steps, number, sock), daemon=True)
            threads.append(thread)
            thread.start()

    threading.Thread(target=accept, daemon=True).start()
    say(port=listener.getsockname()[1])
    sys.stdin.read()
    for thread in list(threads):
        thread.join(2)


main()
