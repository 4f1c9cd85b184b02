"""A bounce names who did not get the mail, and whether it is of any use to try again."""

from __future__ import annotations

import pytest

from inbound.bounce import bounced, is_bounce
from inbound.bounce.reason import is_hard, status_in
from inbound.mail import Mail
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
