"""Postfix on a free port, relaying every mail to one next hop on this machine."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from tests.services.servers.processes import Missing, Server, answers, find, folder_of, free_port, hand_over

_SERVICES = """
127.0.0.1:{port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 1 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
smtp unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
proxymap unix - - n - - proxymap
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""
_QUEUES = [
    "active",
    "bounce",
    "corrupt",
    "defer",
    "deferred",
    "flush",
    "hold",
    "incoming",
    "private",
    "public",
    "trace",
]
_PARAMETERS = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/mail.log
maillog_file_prefixes = {folder}
myhostname = relay.example
mydestination =
alias_maps =
local_transport = error:nobody lives here
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
smtpd_relay_restrictions = permit_mynetworks, reject
default_transport = smtp:[127.0.0.1]:{next_hop}
relayhost = [127.0.0.1]:{next_hop}
smtp_host_lookup = native
smtpd_peername_lookup = no
smtp_tls_security_level = none
smtpd_tls_security_level = none
queue_run_delay = 1s
minimal_backoff_time = 1s
maximal_backoff_time = 2s
"""


class Postfix:
    """A running relay."""

    def __init__(self, server: Server, folder: Path, port: int) -> None:
        self.server = server
        self.folder = folder
        self.port = port

    @property
    def url(self) -> str:
        """The relay as the product's outgoing server."""
        return f"smtp://127.0.0.1:{self.port}"

    def log(self) -> str:
        """Return what the relay has logged: one line for each step of each mail."""
        file = self.folder / "mail.log"
        return file.read_text(encoding="utf-8", errors="replace") if file.exists() else ""


@contextlib.contextmanager
def postfix(next_hop: int) -> Iterator[Postfix]:
    """Run Postfix until the context ends.

    Args: next_hop: port of the SMTP server on 127.0.0.1 that gets every mail; while it is away it is tried each second.
    Raises: Missing: it is not installed, or this user is not root. NotStarted: it did not come up.
    """
    program, port = find("master", "/usr/lib/postfix/sbin", "/usr/libexec/postfix"), free_port()
    if os.geteuid() != 0:
        raise Missing("Postfix starts as root only")
    with folder_of("root", "relay") as folder:
        configuration = folder / "etc"
        configuration.mkdir()
        (configuration / "main.cf").write_text(_PARAMETERS.format(folder=folder, next_hop=next_hop), encoding="ascii")
        (configuration / "master.cf").write_text(_SERVICES.format(port=port), encoding="ascii")
        (folder / "queue").mkdir()
        for directory in (folder / "data", *(folder / "queue" / name for name in _QUEUES)):
            directory.mkdir()
            hand_over(directory, "postfix")
        (folder / "queue" / "pid").mkdir()
        server = Server(
            [program, "-c", configuration, "-d"],  # -d: stay our child
            log=folder / "master.log",
            ready=lambda: answers(port, b"220"),
        )
        server.start()
        try:
            yield Postfix(server, folder, port)
        finally:
            server.stop()
