"""A mail server that understands enough SMTP, at a real address, and may refuse what it is sent."""

import email
import email.message
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from tideturn.hub.config.elsewhere import mail


class Office(socketserver.ThreadingTCPServer):
    """It keeps what it received, and refuses as many messages as `refuses` says."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.received: list[email.message.Message] = []
        self.refuses = 0


class _Conversation(socketserver.StreamRequestHandler):
    """RFC 5321, as far as sending one message needs it."""

    server: Office

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        self.say("220 test")
        while command := self.rfile.readline().decode().strip():
            match command.split(maxsplit=1)[0].upper():
                case "RCPT" if self.server.refuses:
                    self.server.refuses -= 1
                    self.say(f"451 not now for {command}")
                case "DATA":
                    self.say("354 go on")
                    lines = iter(self.rfile.readline, b".\r\n")
                    self.server.received.append(email.message_from_bytes(b"".join(lines)))
                    self.say("250 kept")
                case "QUIT":
                    self.say("221 bye")
                    return
                case _:
                    self.say("250 well")


@contextmanager
def open_office(settings) -> Iterator[Office]:
    """A mail server that the hub's settings name."""
    with Office() as office:
        threading.Thread(target=office.serve_forever, daemon=True).start()
        use(settings, f"smtp://127.0.0.1:{office.server_address[1]}")
        yield office
        office.shutdown()


def use(settings, address: str) -> None:
    """As the settings are made of the address; the tests' framework puts a mailbox of its own in its place."""
    made = mail(address)
    settings.TIDETURN_MAIL = address
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = made.backend, made.host, made.port
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = made.user, made.password
