"""Starts a server as a child process, waits until it answers, and stops it by its own process id."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypedDict

import pytest

START_WITHIN_S = 30
STOP_WITHIN_S = 10


class Missing(pytest.skip.Exception):  # type: ignore[name-defined, misc]  # mypy takes the class for a variable
    """A server cannot run on this machine: the message says why, and the tests that need it are skipped with it."""


class NotStarted(Exception):
    """A server ended, or said nothing, before it answered: the message ends with its log."""


def find(program: str, *folders: str) -> str:
    """Return the path of a program.

    Args: program: its name. folders: where to look beside the PATH.
    Raises: Missing: it is not installed.
    """
    path = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin", *folders])
    found = shutil.which(program, path=path)
    if found is None:
        raise Missing(f"{program} is not installed: `make services` installs it")
    return found


def free_port() -> int:
    """Return a loopback port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def answers(port: int, greeting: bytes = b"") -> bool:
    """Tell whether a server listens on a loopback port, and greets as expected where it speaks first."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=2) as line:
            return line.recv(512).startswith(greeting) if greeting else True
    except OSError:
        return False


def ordinary_user() -> str:
    """Return who runs the servers that refuse root: this user, or ``nobody`` where this user is root."""
    return "nobody" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name


@contextlib.contextmanager
def folder_of(user: str, name: str) -> Iterator[Path]:
    """Lend a new folder that belongs to a user and is reachable for them; it goes when the context ends.

    Args: user: who owns it. name: of the server, for whoever looks into /tmp. The path is short: sockets need that.
    """
    folder = Path(tempfile.mkdtemp(prefix=f"pickpost-{name}-", dir="/tmp"))
    try:
        hand_over(folder, user)
        folder.chmod(0o755)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def hand_over(path: Path, user: str) -> None:
    """Make a path belong to a user; nothing to do where this process is not root."""
    if os.geteuid() == 0:
        account = pwd.getpwnam(user)
        os.chown(path, account.pw_uid, account.pw_gid)


def run(command: Sequence[str | Path], *, user: str | None = None, with_messages: bool = False) -> bytes:
    """Run a command to its end and return what it printed.

    Args: user: who runs it; nobody named means this user. with_messages: return its error channel's words too.
    Raises: subprocess.CalledProcessError: it failed; its messages are in the note.
    """
    messages = subprocess.STDOUT if with_messages else subprocess.PIPE
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=messages, timeout=100, **_identity(user)
    )
    if done.returncode:
        failure = subprocess.CalledProcessError(done.returncode, [str(word) for word in command], done.stdout)
        failure.add_note((done.stderr or done.stdout).decode("utf-8", "replace"))
        raise failure
    return done.stdout


class Server:
    """One child process that serves: started, asked for readiness, stopped, started again."""

    def __init__(
        self,
        command: Sequence[str | Path],
        *,
        log: Path,
        ready: Callable[[], bool],
        user: str | None = None,
        environment: Mapping[str, str] | None = None,
        stop_signal: signal.Signals = signal.SIGTERM,
    ) -> None:
        # The kernel stops it when the test run that started it is killed and can no longer do so.
        self.command = [find("setpriv"), f"--pdeathsig={stop_signal.name[3:]}", *map(str, command)]
        self.user = user
        self.log = log
        self.ready = ready
        self.environment = {**os.environ, **(environment or {})}
        self.stop_signal = stop_signal
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and return when it answers.

        Raises: NotStarted: it ended first, or did not answer in time.
        """
        self.log.touch()
        if self.user is not None:
            hand_over(self.log, self.user)  # some servers open it again by themselves
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=self.log.parent,
                env=self.environment,
                start_new_session=True,
                **_identity(self.user),
            )
        deadline = time.monotonic() + START_WITHIN_S
        while not self.ready():
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                tail = self.log.read_text(encoding="utf-8", errors="replace")[-2000:]
                raise NotStarted(f"{self.command[2]} did not start; its log ends:\n{tail}")
            time.sleep(0.05)

    def stop(self) -> None:
        """Ask it to end, give it time, then end by force what is left of it: children may outlive their master."""
        if self.process is None:
            return
        family = _handles(self.process.pid)
        self.process.send_signal(self.stop_signal)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(STOP_WITHIN_S)
        self._end(family)

    def kill(self) -> None:
        """End it and its children at once, as a power cut would."""
        if self.process is not None:
            self._end(_handles(self.process.pid))

    def _end(self, family: Sequence[int]) -> None:
        assert self.process is not None
        for handle in family:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(handle, signal.SIGKILL)
            os.close(handle)
        self.process.wait()
        self.process = None


def _handles(pid: int) -> list[int]:
    """Return handles of a process and its descendants, which, unlike their numbers, never come to mean another."""
    handles = []
    for member in family_of(pid):
        with contextlib.suppress(ProcessLookupError):
            handles.append(os.pidfd_open(member))
    return handles


def family_of(pid: int) -> list[int]:
    """Return a process and all its descendants, eldest first, whatever groups they put themselves into."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # it has ended meanwhile
            parent = int(stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[1])
            children.setdefault(parent, []).append(int(stat.parent.name))
    family = [pid]
    for member in family:
        family.extend(children.get(member, []))
    return family


class _Identity(TypedDict, total=False):
    user: int
    group: int
    extra_groups: list[int]


def _identity(user: str | None) -> _Identity:
    """Say who a child process runs as, which only root can choose."""
    if user is None or os.geteuid() != 0:
        return {}
    account = pwd.getpwnam(user)
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
