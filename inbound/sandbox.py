"""Reads mails in warm child processes with bounded memory and time, so that no mail can hurt the one that called."""

from __future__ import annotations

import contextlib
import dataclasses
import enum
import importlib
import io
import os
import pickle
import queue
import resource
import selectors
import struct
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from inbound.mail import Unreadable

MEMORY_BYTES = 512 * 1024 * 1024
TIME_S = 20.0
_CALLS_PER_CHILD = 2_000
# the first call waits for the imports, too
_STARTING_S = 20.0
_LENGTH = struct.Struct(">Q")
_VALUE_TYPES = frozenset(
    {("datetime", name) for name in ("datetime", "date", "time", "timedelta", "timezone")}
    | {("builtins", name) for name in ("set", "frozenset", "bytearray", "complex")}
    | {("decimal", "Decimal"), ("uuid", "UUID"), ("zoneinfo", "ZoneInfo")}
)


class Sandbox:
    """Runs functions of ``inbound`` in child processes; starts them on first need and may be used by many threads.

    Args: processes: at most so many children. time_s: wall-clock and CPU seconds of a call. memory_bytes: of a child.
    """

    def __init__(self, processes: int = 2, time_s: float = TIME_S, memory_bytes: int = MEMORY_BYTES) -> None:
        self._processes = processes
        self._time_s = time_s
        self._memory_bytes = memory_bytes
        self._begin()

    def _begin(self) -> None:
        self._pid = os.getpid()
        self._lock = threading.Lock()
        self._children: set[_Child] = set()
        self._idle: queue.LifoQueue[_Child | None] = queue.LifoQueue()
        for _ in range(self._processes):
            self._idle.put(None)

    def call(self, function_name: str, *arguments: Any) -> Any:
        """Return what ``function_name`` returns for ``arguments``; both must be picklable.

        Args: function_name: ``package.module:function`` within ``inbound``, such as ``inbound.parse:parse``.
        Raises: Unreadable: by the function itself, or because it took too long, needed too much, or failed otherwise.
        """
        self._forget_after_fork()
        child = self._idle.get()
        try:
            if child is None or not child.fresh():
                child = self._replaced(child)
            answer = child.ask((function_name, arguments), self._time_s)
        except _Broken as broken:
            self._stop(child)
            child = None
            raise Unreadable(broken.args[0]) from None
        except BaseException:
            self._stop(child)
            child = None
            raise
        finally:
            self._idle.put(child)
        if isinstance(answer, _Failure):
            raise Unreadable(answer.reason)
        return answer

    def make_ready(self) -> None:
        """Start a child, or the successor of one that has served long, and do not wait for it to be warm.

        Called while nothing waits, it saves the next call that time; when all children work it does nothing.
        """
        self._forget_after_fork()
        with contextlib.suppress(queue.Empty):
            child = self._idle.get_nowait()
            try:
                if child is None or not child.fresh():
                    child = self._replaced(child)
            finally:
                self._idle.put(child)

    def close(self) -> None:
        """End the children; the sandbox may be used again afterwards and starts new ones then."""
        if self._pid == os.getpid():
            with self._lock:
                children, self._children = self._children, set()
            for child in children:
                child.stop()

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _replaced(self, child: _Child | None) -> _Child:
        self._stop(child)
        new = _Child(self._time_s, self._memory_bytes)
        with self._lock:
            self._children.add(new)
        return new

    def _stop(self, child: _Child | None) -> None:
        if child is not None:
            with self._lock:
                self._children.discard(child)
            child.stop()

    def _forget_after_fork(self) -> None:
        """Leave the parent's children alone in a forked process, such as a web server's worker."""
        if self._pid != os.getpid():
            self._begin()


@dataclasses.dataclass(frozen=True, slots=True)
class _Failure:
    """What a child answers when a mail could not be read."""

    reason: str


class _Broken(Exception):
    """The child gave no answer; the first argument says why."""


class _Child:
    """One child process and the pipes to it."""

    def __init__(self, time_s: float, memory_bytes: int) -> None:
        paths = os.pathsep.join(path or str(Path.cwd()) for path in sys.path)
        environment = {
            "PYTHONPATH": paths,
            "PATH": os.environ.get("PATH", ""),
            "LANG": "C.UTF-8",
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        self._process = subprocess.Popen(
            [sys.executable, "-m", "inbound.sandbox", str(time_s), str(memory_bytes)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            bufsize=0,
        )
        assert self._process.stdin
        assert self._process.stdout
        self._to = self._process.stdin.fileno()
        self._from = self._process.stdout.fileno()
        os.set_blocking(self._to, False)
        os.set_blocking(self._from, False)
        self._calls = 0

    def fresh(self) -> bool:
        """Say whether the child lives and has not served so long that leaks could add up."""
        return self._calls < _CALLS_PER_CHILD and self._process.poll() is None

    def ask(self, request: object, time_s: float) -> Any:
        """Return the child's answer. Raises: _Broken."""
        self._calls += 1
        data = pickle.dumps(request, protocol=pickle.HIGHEST_PROTOCOL)
        deadline = time.monotonic() + time_s + (_STARTING_S if self._calls == 1 else 0.5)
        self._send(_LENGTH.pack(len(data)) + data, deadline, time_s)
        (length,) = _LENGTH.unpack(self._receive(_LENGTH.size, deadline, time_s))
        try:
            return _SafeUnpickler(io.BytesIO(self._receive(length, deadline, time_s))).load()
        except (pickle.UnpicklingError, EOFError, AttributeError, ImportError, IndexError, TypeError, ValueError):
            raise _Broken("the reading process gave an answer that is none") from None

    def stop(self) -> None:
        """End the child now and collect it."""
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                with contextlib.suppress(OSError):
                    pipe.close()
        self._process.wait()

    def _send(self, data: bytes, deadline: float, time_s: float) -> None:
        view = memoryview(data)
        while view:
            self._wait(self._to, selectors.EVENT_WRITE, deadline, time_s)
            try:
                view = view[os.write(self._to, view[:1_048_576]) :]
            except OSError:
                raise _Broken(self._cause()) from None

    def _receive(self, length: int, deadline: float, time_s: float) -> bytes:
        data = bytearray()
        while len(data) < length:
            self._wait(self._from, selectors.EVENT_READ, deadline, time_s)
            piece = os.read(self._from, min(length - len(data), 1_048_576))
            if not piece:
                raise _Broken(self._cause())
            data += piece
        return bytes(data)

    def _wait(self, file: int, event: int, deadline: float, time_s: float) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(file, event)
            if not selector.select(max(0.0, deadline - time.monotonic())):
                raise _Broken(f"took longer than {time_s:g} s")

    def _cause(self) -> str:
        code = self._process.wait()
        if code in (-24, -9):  # SIGXCPU, or the kernel's killer
            return "took more time or memory than allowed"
        return f"the reading process ended with {code}"


class _SafeUnpickler(pickle.Unpickler):
    """Loads only plain values and our own records, as a child has looked at hostile bytes."""

    def find_class(self, module: str, name: str) -> Any:
        """Return a class that an answer may hold. Raises: pickle.UnpicklingError: any other."""
        if (module, name) in _VALUE_TYPES:
            return getattr(importlib.import_module(module), name)
        if module == "__main__" and name == "_Failure":
            return _Failure
        if module.partition(".")[0] == "inbound" or module.startswith("app.domain."):
            found = getattr(importlib.import_module(module), name)
            if isinstance(found, type) and (dataclasses.is_dataclass(found) or issubclass(found, enum.Enum)):
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is no part of an answer")


def serve() -> None:
    """Answer requests on the standard streams until they close; the child's main loop."""
    time_s, memory_bytes = float(sys.argv[1]), int(sys.argv[2])
    for limit, value in ((resource.RLIMIT_AS, memory_bytes), (resource.RLIMIT_CORE, 0), (resource.RLIMIT_FSIZE, 0)):
        resource.setrlimit(limit, (value, value))
    with contextlib.suppress(Exception):  # what fails here fails again with a mail, and is its reason then
        importlib.import_module("inbound.rehearsal").rehearse()
    source, sink = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # nothing a library prints may get between the answers
    while len(head := source.read(_LENGTH.size)) == _LENGTH.size:
        request = source.read(_LENGTH.unpack(head)[0])
        _limit_cpu(time_s)
        answer = _answered(request)
        sink.write(_LENGTH.pack(len(answer)) + answer)
        sink.flush()


def _limit_cpu(time_s: float) -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime + time_s) + 2
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))


def _answered(request: bytes) -> bytes:
    try:
        function_name, arguments = pickle.loads(request)  # from our own parent only
        module, _, name = function_name.partition(":")
        if module.partition(".")[0] != "inbound":
            raise Unreadable(f"{module} may not read mails")
        answer = getattr(importlib.import_module(module), name)(*arguments)
        return _dumped(answer)
    except Unreadable as unreadable:
        failure = _Failure(unreadable.reason)
    except MemoryError:
        failure = _Failure("needs more memory than allowed")
    except Exception as error:  # whatever it is, the mail goes to quarantine with it as the reason
        failure = _Failure(f"{type(error).__name__}: {error}"[:300])
    return pickle.dumps(failure, protocol=pickle.HIGHEST_PROTOCOL)


class _PlainPickler(pickle.Pickler):
    """Writes a zone by its name, as its own way needs ``getattr``, which no answer may name."""

    def reducer_override(self, value: Any) -> Any:
        """Return how to make a zone again; everything else goes the usual way."""
        return (ZoneInfo, (value.key,)) if isinstance(value, ZoneInfo) else NotImplemented


def _dumped(answer: object) -> bytes:
    sink = io.BytesIO()
    _PlainPickler(sink, protocol=pickle.HIGHEST_PROTOCOL).dump(answer)
    return sink.getvalue()


if __name__ == "__main__":
    serve()
