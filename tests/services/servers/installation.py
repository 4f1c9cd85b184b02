"""The product itself as an operator runs it: processes of its own, in a folder of their own, on free ports."""

from __future__ import annotations

import contextlib
import os
import smtplib
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from tests.services.servers.processes import Server, answers, free_port

MAIL_DOMAIN = "leads.vendor.example"
PROGRAM = Path(sys.executable).with_name("pickpost")


class Installation:
    """A folder to run in, an environment, and the processes that were started there."""

    def __init__(self, folder: Path, program: Path, environment: dict[str, str]) -> None:
        self.folder = folder
        self.program = program
        self.web_port, self.receiver_port = free_port(), free_port()
        self.url = f"http://127.0.0.1:{self.web_port}"
        self.environment = {
            "PICKPOST_BASE_URL": self.url,
            "PICKPOST_LISTEN": f"127.0.0.1:{self.web_port}",
            "PICKPOST_MAIL_DOMAIN": MAIL_DOMAIN,
            "PICKPOST_RECEIVE": f"smtp://127.0.0.1:{self.receiver_port}",
            "PICKPOST_SECRET_KEYS": "a key for tests, which is long enough for the product to take it",
            **environment,
        }
        self._servers: list[Server] = []

    def command(self, *words: str) -> str:
        """Run a command to its end and return what it printed.

        Raises: AssertionError: it failed; the message holds what it printed on both channels.
        """
        done = self.attempt(*words)
        assert done.returncode == 0, f"pickpost {' '.join(words)}: {done.returncode}\n{done.stdout}{done.stderr}"
        return done.stdout

    def attempt(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a command to its end, whatever the end is."""
        return subprocess.run(
            [self.program, *words],
            cwd=self.folder,
            env={**os.environ, **self.environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
        )

    def start(self, command: str = "serve") -> Server:
        """Start a process that runs for ever, and return it when it answers.

        Args: command: ``serve``, ``web``, or ``worker``; of several workers give all but one another receiver.
        Raises: NotStarted: it ended, or did not answer in time.
        """
        server = Server(
            [self.program, command],
            log=self.folder / f"{command}-{len(self._servers)}.log",
            ready=lambda: self._is_ready(command),
            environment=self.environment,
        )
        self._servers.append(server)
        server.start()
        return server

    def stop(self) -> None:
        """Stop whatever runs."""
        for server in self._servers:
            server.stop()

    def get(self, path: str) -> tuple[int, str]:
        """Return a page's status and text; status 0 where nobody answers."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=20) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refusal:
            with refusal:
                return refusal.code, refusal.read().decode()
        except OSError:
            return 0, ""

    def receive(self, raw: bytes, *recipients: str, sender: str = "somebody@customer.example") -> None:
        """Hand a mail to the built-in receiver. Raises: smtplib.SMTPException: it was not taken."""
        with smtplib.SMTP("127.0.0.1", self.receiver_port, local_hostname="relay.example", timeout=30) as line:
            line.sendmail(sender, list(recipients), raw)

    def _is_ready(self, command: str) -> bool:
        has_pages = command == "worker" or self.get("/healthz")[0] == 200
        return has_pages and (command == "web" or answers(self.receiver_port, b"220"))


@contextlib.contextmanager
def installation(folder: Path, *, program: Path = PROGRAM, **environment: str) -> Iterator[Installation]:
    """Lend an installation; its processes end with the context.

    Args: folder: where it runs and keeps ``var/``. program: its console script. environment: variables of design 4,
    such as ``DATABASE_URL``; without them it is a development machine with ports, key and mail domain of its own.
    """
    product = Installation(folder, program, environment)
    try:
        yield product
    finally:
        product.stop()
