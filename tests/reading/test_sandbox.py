"""A mail is read in a child process: what hurts the child becomes a reason, and the caller goes on."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import pytest

from inbound.mail import Mail, Unreadable
from inbound.sandbox import Sandbox, _SafeUnpickler
from tests.reading.mails import MAILS

pytestmark = pytest.mark.slow

PARSE = "inbound.parse:parse"
HEAD = b"From: Vera Vogt <vera@nordlicht.example>\r\nSubject: hot\r\nMessage-ID: <1@nordlicht.example>\r\n\r\n"
MAIL = HEAD + b"Please call.\r\n"
LARGE = HEAD + b"line after line of text\r\n" * 900_000


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(processes=1) as box:
        yield box


def child_of(sandbox: Sandbox) -> int:
    """Return the process id of the only child."""
    (child,) = sandbox._children
    return child._process.pid


def test_a_mail_comes_back_as_it_was_read(sandbox: Sandbox) -> None:
    mail = sandbox.call(PARSE, MAIL)

    assert isinstance(mail, Mail)
    assert (mail.from_name, mail.from_address, mail.text) == ("Vera Vogt", "vera@nordlicht.example", "Please call.\n")


def test_the_child_stays_warm(sandbox: Sandbox) -> None:
    sandbox.call(PARSE, MAIL)
    first = child_of(sandbox)

    sandbox.call(PARSE, MAIL)

    assert child_of(sandbox) == first


def test_the_first_lead_finds_a_child_that_waits_for_it(sandbox: Sandbox) -> None:
    """Seen failing when the first call started the child: the first lead took 300 ms, and 7 ms since."""
    sandbox.make_ready()
    waiting = child_of(sandbox)

    sandbox.call(PARSE, MAIL)

    assert child_of(sandbox) == waiting


def test_a_child_that_works_is_not_made_ready_again(sandbox: Sandbox) -> None:
    sandbox.call(PARSE, MAIL)
    first = child_of(sandbox)

    sandbox.make_ready()

    assert child_of(sandbox) == first


def test_after_its_rehearsal_a_child_loads_nothing_for_a_lead_or_an_answer() -> None:
    """Seen failing when only packages were imported: numbers of a country and the words of a language came late."""
    code = (
        "import sys; from pathlib import Path; from inbound import rehearsal; rehearsal.rehearse();"
        "before = set(sys.modules); from inbound.explain import explain;"
        "[explain(Path(name).read_bytes()) for name in sys.argv[1:]];"
        "print(*sorted(set(sys.modules) - before - {'inbound.explain'}))"
    )
    names = ("gmail_german_forward_inline", "outlook_german_reply_above_quote", "web_form_notice_auto_submitted")
    mails = [MAILS / f"{name}.eml" for name in names]

    loaded = subprocess.run(
        [sys.executable, "-c", code, *mails], capture_output=True, text=True, check=True, timeout=60
    )

    assert loaded.stdout.split() == []


def test_a_broken_limit_is_named(sandbox: Sandbox) -> None:
    with pytest.raises(Unreadable, match="headers"):
        sandbox.call(PARSE, b"X: y\r\n" * 5_000 + b"\r\n")


def test_a_mail_that_takes_too_long_is_given_up_and_the_next_is_read() -> None:
    """Seen failing when nothing watched the clock: the call waited for as long as the child worked."""
    with Sandbox(processes=1, time_s=0.01) as sandbox:
        sandbox.call(PARSE, MAIL)
        slow = child_of(sandbox)

        with pytest.raises(Unreadable, match=r"longer than 0\.01 s|time or memory"):
            sandbox.call(PARSE, LARGE)

        assert sandbox.call(PARSE, MAIL).subject == "hot"
        assert child_of(sandbox) != slow


def test_a_mail_that_needs_too_much_memory_is_given_up() -> None:
    with Sandbox(processes=1, memory_bytes=160 * 1024 * 1024) as sandbox:
        with pytest.raises(Unreadable, match=r"memory|ended with"):
            sandbox.call(PARSE, LARGE)

        assert sandbox.call(PARSE, MAIL).subject == "hot"


def test_a_killed_child_is_replaced(sandbox: Sandbox) -> None:
    sandbox.call(PARSE, MAIL)

    os.kill(child_of(sandbox), signal.SIGKILL)
    os.waitid(os.P_PID, child_of(sandbox), os.WEXITED | os.WNOWAIT)

    assert sandbox.call(PARSE, MAIL).subject == "hot"


def test_many_threads_share_two_children() -> None:
    with Sandbox(processes=2) as sandbox, ThreadPoolExecutor(8) as threads:
        subjects = list(threads.map(lambda _: sandbox.call(PARSE, MAIL).subject, range(60)))

        assert subjects == ["hot"] * 60
        assert len(sandbox._children) <= 2


def test_a_forked_worker_leaves_its_parents_child_alone(sandbox: Sandbox) -> None:
    """Seen failing when the worker wrote into its parent's pipe: both then read pieces of each other's answers."""
    sandbox.call(PARSE, MAIL)
    worker = os.fork()
    if worker == 0:
        done = 1
        try:
            done = 0 if sandbox.call(PARSE, MAIL).subject == "hot" else 2
            sandbox.close()
        finally:
            os._exit(done)

    _, status = os.waitpid(worker, 0)

    assert os.waitstatus_to_exitcode(status) == 0
    assert sandbox.call(PARSE, MAIL).subject == "hot"


def test_only_our_own_functions_can_be_called(sandbox: Sandbox) -> None:
    with pytest.raises(Unreadable, match="may not read mails"):
        sandbox.call("os:getpid")


def test_an_answer_cannot_run_anything() -> None:
    """Seen failing with ``pickle.loads``: the answer below ran ``os.getpid`` here, outside of the child."""
    answer = pickle.dumps(os.getpid)

    with pytest.raises(pickle.UnpicklingError):
        _SafeUnpickler(BytesIO(answer)).load()


def test_the_child_knows_no_secret(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PICKPOST_SECRET_KEYS", "open sesame")
    sandbox.call(PARSE, MAIL)

    assert b"sesame" not in Path(f"/proc/{child_of(sandbox)}/environ").read_bytes()


def test_closing_ends_the_children(sandbox: Sandbox) -> None:
    sandbox.call(PARSE, MAIL)
    pid = child_of(sandbox)

    sandbox.close()

    assert not Path(f"/proc/{pid}").exists()
