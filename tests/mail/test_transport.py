"""What becomes of a batch of mails, whatever the server answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from app.mail.transport import MailroomTransport, Outcome, Result, Sendable, SmtpTransport, Stage
from tests.services.servers.processes import free_port
from tests.services.servers.smtp_sink import DROPPED, SmtpSink

ROLF, RITA, DORA = "rolf@rolf-it.example", "rita@rita-it.example", "dora@distri.example"
PEOPLE = (ROLF, RITA, DORA)


def a_batch(*recipients: str) -> list[Sendable]:
    return [
        Sendable(number, "bounce@pickpost.example", recipient, f"Subject: {number}\r\n\r\n.\r\n..dots\r\n".encode())
        for number, recipient in enumerate(recipients or PEOPLE, start=1)
    ]


def send(sink: SmtpSink, batch: Sequence[Sendable], **options: Any) -> list[Result]:
    return SmtpTransport(sink.url, timeout_s=5, **options).send(batch)


def outcomes(results: Sequence[Result]) -> list[str]:
    return [result.outcome for result in results]


def test_a_batch_goes_over_one_connection_and_arrives_byte_by_byte(smtp_sink: SmtpSink) -> None:
    batch = a_batch(*PEOPLE * 7)

    results = send(smtp_sink, batch)

    assert [(result.id, result.outcome, result.code) for result in results] == [(m.id, "sent", 250) for m in batch]
    assert smtp_sink.connections == 1
    arrived = [(mail.mail_from, mail.rcpt_to, mail.raw) for mail in smtp_sink.mails]
    assert arrived == [(mail.mail_from, (mail.rcpt_to,), mail.content) for mail in batch]


def test_an_empty_batch_opens_no_connection(smtp_sink: SmtpSink) -> None:
    assert send(smtp_sink, []) == []
    assert smtp_sink.connections == 0


def test_ritas_unknown_address_fails_and_the_others_get_their_mail_on_the_same_connection(smtp_sink: SmtpSink) -> None:
    smtp_sink.refuse("RCPT", "550 5.1.1 no such user", address=RITA)

    results = send(smtp_sink, a_batch())

    assert outcomes(results) == ["sent", "failed", "sent"]
    assert (results[1].code, results[1].text, results[1].stage) == (550, "5.1.1 no such user", "recipient")
    assert results[1].address_is_bad
    assert smtp_sink.connections == 1
    assert [mail.rcpt_to for mail in smtp_sink.mails] == [(ROLF,), (DORA,)]


@pytest.mark.parametrize(
    ("stage", "answer", "outcome", "where", "address_is_bad"),
    [
        ("RCPT", "450 4.2.1 mailbox busy", "retry", "recipient", False),
        ("RCPT", "452 too many", "retry", "recipient", False),
        ("RCPT", "550 no such user", "failed", "recipient", True),
        ("RCPT", "553 5.1.3 bad syntax", "failed", "recipient", True),
        ("RCPT", "552 5.2.2 mailbox full", "failed", "recipient", True),
        ("RCPT", "554 5.7.1 relay access denied", "retry", "recipient", False),
        ("RCPT", "530 5.7.0 authentication required", "retry", "recipient", False),
        ("RCPT", "503 bad sequence", "retry", "recipient", False),
        ("DATA", "451 4.3.0 later", "retry", "content", False),
        ("DATA", "550 5.2.1 mailbox disabled", "failed", "content", True),
        ("DATA", "554 5.7.1 looks like spam", "failed", "content", False),
        ("DATA", "552 message too big", "failed", "content", False),
        ("DATA", "552 5.3.4 message too big", "failed", "content", False),
    ],
)
def test_a_refusal_of_ritas_mail_means_what_its_code_says(
    smtp_sink: SmtpSink, stage: Any, answer: str, outcome: str, where: Stage, address_is_bad: bool
) -> None:
    smtp_sink.refuse(stage, answer, address=RITA)

    results = send(smtp_sink, a_batch())

    assert outcomes(results) == ["sent", outcome, "sent"]
    assert (results[1].stage, results[1].address_is_bad) == (where, address_is_bad)
    assert f"{results[1].code} {results[1].text}" == answer


@pytest.mark.parametrize("answer", ["550 5.7.1 sender not owned by user", "451 4.7.1 greylisted", "553 unknown domain"])
def test_a_refused_sender_is_the_operators_fault_so_every_mail_waits(smtp_sink: SmtpSink, answer: str) -> None:
    smtp_sink.refuse("MAIL", answer)

    results = send(smtp_sink, a_batch())

    assert outcomes(results) == ["retry"] * 3
    assert {(result.stage, result.address_is_bad) for result in results} == {("sender", False)}


def test_a_mail_whose_content_was_cut_off_waits_and_the_rest_goes_over_a_new_connection(smtp_sink: SmtpSink) -> None:
    """Seen failing with one connection for the batch and no second: Dora's mail waited as well."""
    smtp_sink.refuse("DATA", DROPPED, address=RITA, times=1)

    results = send(smtp_sink, a_batch())

    assert outcomes(results) == ["sent", "retry", "sent"]
    assert "perhaps delivered" in results[1].text
    assert [(mail.rcpt_to[0], mail.connection) for mail in smtp_sink.mails] == [(ROLF, 1), (DORA, 2)]


def test_a_server_that_wants_few_mails_for_a_connection_gets_them_over_several(smtp_sink: SmtpSink) -> None:
    smtp_sink.refuse("MAIL", DROPPED, times=1)

    results = send(smtp_sink, a_batch())

    assert outcomes(results) == ["sent"] * 3
    assert smtp_sink.connections == 2


def test_an_address_that_makes_the_server_hang_up_does_not_hold_up_the_others(smtp_sink: SmtpSink) -> None:
    smtp_sink.refuse("RCPT", DROPPED, address=ROLF)

    results = send(smtp_sink, a_batch())

    assert outcomes(results) == ["retry", "sent", "sent"]
    assert smtp_sink.connections == 3


def test_a_server_that_always_hangs_up_is_left_alone_after_three_connections(smtp_sink: SmtpSink) -> None:
    smtp_sink.refuse("DATA", DROPPED)

    results = send(smtp_sink, a_batch(*PEOPLE * 7))

    assert outcomes(results) == ["retry"] * 21
    assert smtp_sink.connections == 3


def test_without_a_server_every_mail_waits() -> None:
    results = SmtpTransport(f"smtp://127.0.0.1:{free_port()}", timeout_s=2).send(a_batch())

    assert outcomes(results) == ["retry"] * 3
    assert all("refused" in result.text for result in results)


def test_no_mail_is_begun_when_the_batch_has_taken_its_time(smtp_sink: SmtpSink) -> None:
    results = send(smtp_sink, a_batch(), batch_within_s=-1)

    assert outcomes(results) == ["retry"] * 3
    assert smtp_sink.mails == []


@pytest.mark.parametrize(
    "changes",
    [
        {"rcpt_to": "rolf@rolf-it.example>\r\nRCPT TO:<eve@eve.example"},
        {"rcpt_to": "rölf@rolf-it.example"},
        {"rcpt_to": ""},
        {"mail_from": "vera@nordlicht.example> SIZE=1"},
        {"content": b"Subject: a\n.\nMAIL FROM:<eve@eve.example>\r\n"},
        {"content": b"Subject: a\r.\rMAIL FROM:<eve@eve.example>\r\n"},
    ],
)
def test_eve_cannot_speak_smtp_through_a_mail(smtp_sink: SmtpSink, changes: dict[str, Any]) -> None:
    """SMTP smuggling and envelope injection: such a mail is refused before it reaches the wire, its neighbour goes.

    Seen failing with ``_unfit`` returning nothing: the forged envelope reached the sink, the bare line ends too.
    """
    rolfs, ritas = a_batch(ROLF, RITA)
    fields = {"mail_from": rolfs.mail_from, "rcpt_to": rolfs.rcpt_to, "content": rolfs.content} | changes

    results = send(smtp_sink, [Sendable(id=1, **fields), ritas])

    assert outcomes(results) == ["failed", "sent"]
    assert (results[0].stage, results[0].address_is_bad) == ("check", False)
    assert [mail.rcpt_to for mail in smtp_sink.mails] == [(RITA,)]


def test_the_null_sender_is_allowed(smtp_sink: SmtpSink) -> None:
    assert outcomes(send(smtp_sink, [Sendable(1, "", ROLF, b"Subject: a\r\n\r\n")])) == ["sent"]


def test_a_large_mail_arrives_whole(smtp_sink: SmtpSink) -> None:
    content = b"Subject: large\r\n\r\n" + (b"x" * 70 + b"\r\n") * 20_000
    assert outcomes(send(smtp_sink, [Sendable(1, "vera@nordlicht.example", ROLF, content)])) == ["sent"]
    assert smtp_sink.mails[0].raw == content


def test_the_mailroom_keeps_each_mail_and_one_it_cannot_keep_waits() -> None:
    kept: list[int] = []

    def keep(mail: Sendable) -> None:
        if mail.rcpt_to == RITA:
            raise OSError("disk full")
        kept.append(mail.id)

    results = MailroomTransport(keep).send(a_batch())

    assert [result.outcome for result in results] == [Outcome.SENT, Outcome.RETRY, Outcome.SENT]
    assert results[1].text == "OSError: disk full"
    assert kept == [1, 3]
