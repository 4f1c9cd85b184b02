"""What kind of mail this is: written by a person or made by a machine, and in answer to what."""

from __future__ import annotations

from enum import Enum

from inbound.absence import auto_reply_deputy, auto_reply_until
from inbound.auto_reply import is_auto_reply
from inbound.bounce.signs import is_bounce
from inbound.calendar_answer import is_calendar_answer
from inbound.forward.subject import is_forward_subject, is_reply_subject
from inbound.forward.unwrap import unwrap
from inbound.mail import Mail
from inbound.text.tables import entries

__all__ = ["UNANSWERED", "Kind", "auto_reply_deputy", "auto_reply_until", "kind_of"]

_MOST_HOPS = 60
_MACHINE_SENDERS = entries("""
noreply|no-reply|no_reply|donotreply|do-not-reply|notification|wordpress|website|webserver|www-data
webform|formular|kontaktformular|formmailer|mailer|automailer
""")
_LIST_HEADERS = ("list-post", "x-mailman-version", "mailing-list", "x-mailing-list", "x-beenthere", "x-listname")


class Kind(Enum):
    """What kind of mail this is."""

    HUMAN = "human"
    REPLY = "reply"
    FORWARD = "forward"
    LIST = "list"
    AUTO_REPLY = "auto_reply"
    NOTICE = "notice"
    BOUNCE = "bounce"
    COMPLAINT = "complaint"
    CALENDAR = "calendar"
    LOOP = "loop"


UNANSWERED = {
    Kind.LIST: "from a mailing list, never answered",
    Kind.LOOP: "came back to us in a circle, never answered",
    Kind.COMPLAINT: "a complaint report, never answered",
}
"""Machines' mails that nobody reads, with the note they are kept with; they never trigger a wish (rulebook 9.3)."""


def kind_of(mail: Mail, own_domain: str = "") -> Kind:
    """Return the kind of ``mail``; headers count before the subject, and the subject before the text.

    Args: own_domain: our mail domain; a mail with a Message-ID or a sender of it has come back to us.
    Source: rulebook 2 and 9.3, issue 3.2.
    """
    if _is_loop(mail, own_domain):
        return Kind.LOOP
    if _is_complaint(mail):
        return Kind.COMPLAINT
    if is_bounce(mail):
        return Kind.BOUNCE
    if is_auto_reply(mail):
        return Kind.AUTO_REPLY
    if is_calendar_answer(mail, own_domain):
        return Kind.CALENDAR
    if _is_list(mail):
        return Kind.LIST
    if _is_forward(mail):
        return Kind.FORWARD
    if mail.in_reply_to or is_reply_subject(mail.subject):
        return Kind.REPLY
    return Kind.NOTICE if _is_machine_made(mail) else Kind.HUMAN


def _is_loop(mail: Mail, own_domain: str) -> bool:
    if len(mail.all("received")) > _MOST_HOPS:
        return True
    if not own_domain:
        return False
    ending = f"@{own_domain.lower()}"
    return mail.message_id.lower().rstrip(">").endswith(ending) or mail.from_address.lower().endswith(ending)


def _is_complaint(mail: Mail) -> bool:
    """Say whether this is an abuse report: RFC 5965, or what Hotmail's feedback loop sends instead."""
    if any(attachment.content_type == "message/feedback-report" for attachment in mail.attachments):
        return True
    if "feedback-report" in mail.header("content-type").lower() or mail.header("x-arf"):
        return True
    if mail.embedded and mail.subject.lower().startswith("complaint about message from "):
        return True
    return mail.text[:300].lstrip().lower().startswith("this is an email abuse report for an email message")


def _is_list(mail: Mail) -> bool:
    """Say whether a discussion list sent this; a portal's List-Unsubscribe alone does not make its notice a list."""
    if any(mail.header(name) for name in _LIST_HEADERS) or mail.header("precedence").strip().lower() == "list":
        return True
    return bool(mail.header("list-id")) and any(
        mail.header(name) for name in ("list-help", "list-archive", "list-owner")
    )


def _is_forward(mail: Mail) -> bool:
    if is_forward_subject(mail.subject):
        return True
    if mail.in_reply_to or is_reply_subject(mail.subject):
        return False  # a mail attached to an answer is a file of the answer
    return bool(mail.embedded) or "@" in mail.text and unwrap(mail) is not None


def _is_machine_made(mail: Mail) -> bool:
    submitted = mail.header("auto-submitted").strip().lower()
    if submitted and submitted != "no":
        return True
    if mail.header("precedence").strip().lower() in ("bulk", "junk") or mail.header("feedback-id"):
        return True
    if mail.header("list-unsubscribe") or mail.header("x-php-originating-script"):
        return True
    if "phpmailer" in mail.header("x-mailer").lower():
        return True
    return mail.from_address.partition("@")[0].lower().startswith(_MACHINE_SENDERS)
