"""A bounce names who did not get the mail, and whether it is of any use to try again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from inbound.bounce import bounced, is_bounce
from inbound.bounce.reason import is_hard, status_in
from inbound.mail import Mail
from inbound.parse import parse
from tests.reading.mails import mail, names

pytestmark = pytest.mark.rule("9.3")

RITA, ROLF = "rita@rita-net.example", "rolf@rolf-it.example"
BOUNCES: dict[str, list[tuple[str, bool | None, str | None]]] = {
    "postfix_user_unknown": [(RITA, True, "5.1.1")],
    "postfix_two_recipients_one_full": [(RITA, False, "5.2.2"), (ROLF, True, "5.1.2")],
    "postfix_delay_warning": [(RITA, False, "4.4.1")],
    "exim_words_only": [(RITA, True, None)],
    "german_mailbox_full_words_only": [(RITA, False, "5.2.2")],
}


@pytest.mark.parametrize("name", BOUNCES)
def test_the_failed_recipients_are_named(name: str) -> None:
    assert [(one.address, one.hard, one.status) for one in bounced(mail(name))] == BOUNCES[name]


@pytest.mark.parametrize("name", [name for name in names() if name not in BOUNCES])
def test_nothing_else_is_taken_for_a_bounce(name: str) -> None:
    assert bounced(mail(name)) == ()


def test_a_customer_with_mail_troubles_is_no_bounce() -> None:
    """Seen failing when subject and text each needed but one word of a mail system: the lead was lost."""
    lead = Mail(
        from_address="carla@kunde.example",
        subject="Mail delivery problem, we need your help",
        text="Our mail server was rejected by others, mails to us are delayed. Please call: carla@kunde.example",
    )

    assert not is_bounce(lead)


@pytest.mark.parametrize(
    ("told", "status", "hard"),
    [
        ("550 5.1.1 User unknown", "5.1.1", True),
        ("550 No such user here", None, True),
        ("Host or domain name not found. Host not found", "5.4.4", True),
        ("Host not found, try again", None, False),
        ("550 5.7.1 User unknown; blocked by policy", "5.7.1", False),
        ("552 mailbox full", "5.1.1", False),
        ("550 The account has been disabled", "5.2.1", False),
        ("450 4.1.1 User unknown", "4.1.1", False),
        ("550 User unknown (in reply to end of DATA command)", None, False),
        ("550 unbekannter Empfänger: existiert nicht", None, True),
        ("connection timed out", None, False),
        ("", None, None),
    ],
)
def test_hard_means_that_the_address_does_not_exist(told: str, status: str | None, hard: bool | None) -> None:
    assert is_hard(told, status) is hard


def test_the_remote_servers_code_counts_before_the_reports_own() -> None:
    assert status_in("5.0.0", "smtp; 5.1.0 - Unknown address error 550-'5.2.2 Mailbox full'") == "5.2.2"
    assert status_in("5.0.0 (permanent failure)", "said: no") == "5.0.0"
    assert status_in("", "no code at 192.0.2.1") is None


HERE = Path(__file__).parent
REPLIES = [row.split("\t") for row in (HERE / "bounce_replies.txt").read_text("utf-8").splitlines()[1:]]
REPORTS: list[dict[str, Any]] = yaml.safe_load((HERE / "bounce_reports.yaml").read_text("utf-8"))


def report(sender: str, subject: str, headers: str, text: str, status: str = "") -> bytes:
    """Return a mail system's report, with a delivery status part where ``status`` gives its lines about Rita."""
    top = f"From: {sender}\nTo: reply+k3y@pickpost.example\nSubject: {subject}\n{headers}MIME-Version: 1.0\n"
    if not status:
        return f"{top}Content-Type: text/plain; charset=utf-8\n\n{text}".encode()
    group = f"Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; {RITA}\n{status}"
    return (
        f"{top}Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
        f"--b\nContent-Type: text/plain; charset=utf-8\n\n{text}\n"
        f"--b\nContent-Type: message/delivery-status\n\n{group}\n--b--\n"
    ).encode()


@pytest.mark.parametrize(("server", "status", "verdict", "reply"), REPLIES, ids=[row[0] for row in REPLIES])
def test_what_a_server_answers_says_whether_rita_exists(server: str, status: str, verdict: str, reply: str) -> None:
    text = f"<{RITA}>: host mail.rita-net.example[192.0.2.1] said: {reply} (in reply to RCPT TO command)"
    raw = report(
        "MAILER-DAEMON@mx.example", "Undelivered Mail Returned to Sender", "",
        text, f"Action: failed\nStatus: {status}\nDiagnostic-Code: smtp; {reply}",
    )  # fmt: skip

    assert [(one.address, one.hard, one.status) for one in bounced(parse(raw))] == [(RITA, verdict == "hard", status)]


@pytest.mark.parametrize("one", REPORTS, ids=[one["name"] for one in REPORTS])
def test_a_whole_report_is_read_in_its_dialect(one: dict[str, Any]) -> None:
    status = (
        f"Action: {one['action']}\nStatus: {one['status']}\nDiagnostic-Code: smtp; {one['diagnostic']}"
        if "status" in one
        else ""
    )

    found = bounced(parse(report(one["from"], one["subject"], one.get("headers", ""), one["text"], status)))

    assert [[each.address, "hard" if each.hard else "soft", each.status] for each in found] == one["expect"]


def test_a_group_that_takes_no_mail_from_us_exists() -> None:
    """Seen failing when the Czech for *does not exist* was known and that for *may not* was not."""
    assert is_hard("skupina neexistuje nebo nemáte oprávnění do ní přidávat příspěvky", None) is False
