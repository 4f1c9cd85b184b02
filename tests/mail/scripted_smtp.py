"""An SMTP server that says, octet by octet, what a test wants, and remembers what it read in one go."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field


@dataclass
class Line:
    """One accepted connection."""

    sock: socket.socket
    turns: list[bytes] = field(default_factory=list)
    _unread: bytes = b""

    def say(self, *lines: str) -> None:
        self.sock.sendall("".join(f"{line}\r\n" for line in lines).encode())

    def hear(self) -> str:
        """Return the next line; what had to be waited for begins a new turn."""
        return self._until(b"\r\n").decode()

    def hear_content(self) -> bytes:
        """Return what comes before the lone dot."""
        while not (self._unread.startswith(b".\r\n") or b"\r\n.\r\n" in self._unread):
            self._read()
        return self._until(b".\r\n" if self._unread.startswith(b".\r\n") else b"\r\n.\r\n")

    def greet(self, *extensions: str) -> None:
        """Welcome the client and answer its EHLO."""
        self.say("220 sink.example")
        self.hear()
        self.say("250-sink.example", *(f"250-{name}" for name in extensions), "250 HELP")

    def fall_silent(self) -> None:
        """Read on without a word until the client hangs up."""
        while True:
            self._read()

    def _until(self, mark: bytes) -> bytes:
        while mark not in self._unread:
            self._read()
        head, _, self._unread = self._unread.partition(mark)
        return head

    def _read(self) -> None:
        octets = self.sock.recv(1_000_000)
        if not octets:
            raise EOFError
        self.turns.append(octets)
        self._unread += octets


@dataclass
class ScriptedServer:
    """A listening server; ``lines`` are the connections it has had."""

    url: str
    lines: list[Line]


@contextlib.contextmanager
def scripted_smtp(script: Callable[[Line], None]) -> Iterator[ScriptedServer]:
    """Run a server that plays ``script`` on each connection, one after the other, until the context ends."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = ScriptedServer(f"smtp://127.0.0.1:{listener.getsockname()[1]}", [])
        thread = threading.Thread(target=_serve, args=(listener, server, script))
        thread.start()
        try:
            yield server
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join(timeout=20)


def _serve(listener: socket.socket, server: ScriptedServer, script: Callable[[Line], None]) -> None:
    while True:
        try:
            accepted, _ = listener.accept()
        except OSError:
            return
        with accepted, contextlib.suppress(EOFError, OSError):
            accepted.settimeout(15)
            accepted.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # else each reply waits 40 ms for the last
            server.lines.append(Line(accepted))
            script(server.lines[-1])
