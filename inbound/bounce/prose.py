"""Finds failed addresses in the words that mail systems write for people."""

from __future__ import annotations

from inbound.mail import Mail
from inbound.parse.addresses import ADDRESS, normal
from inbound.text.tables import entries

_ORIGINAL = entries("""
below this line is a copy|this is a copy of the message|header of the original message|original message follows
original message headers|message header follows|----- original message
copy of your message|original message is|unsent message follows|returned message|message headers follow
the original message was|included is a copy|---- original|received: from|received: by
------ forwarded|following is a copy|message text follows|--- message |your original message|ursprüngliche nachricht
return-path:|here is a copy|the first lines|----- message header
----- unsent|copie du message|copy of the message|original message details|original mail info|original mail as follows
smtp session transcript
""")
_SKIPPED_LOCALS = ("mailer-daemon", "postmaster", "abuse", "support", "helpdesk", "admin")
_DECOR = " \t<>\"'*-:.()[]`"
_OPENINGS = frozenset(
    (
        "",
        "to",
        "recipient",
        "rcpt to",
        "failed recipient",
        "unable to deliver to",
        "for",
        "user",
        "original-recipient",
        "recipient address",
        "final-recipient: rfc822;",
        "sent <<< rcpt to",
        "to user",
        "address",
        "error delivering to",
    )
)
_TOLD_CHARS = 700


def failures_in(mail: Mail) -> list[tuple[str, str]]:
    """Return (address, the words about it) of each address that the text says has failed.

    Addresses that open a line count first, as in ``<a@b>: 550 no such user``; then any but the sender's and support's.
    """
    text = _report(mail.text)
    own = {address.lower() for address in (*mail.to, mail.from_address)}
    alone: list[tuple[str, int]] = []
    anywhere: list[tuple[str, int]] = []
    for match in ADDRESS.finditer(text):
        address = _without_label(normal(match[0]))
        local = address.partition("@")[0].lower()
        if "." not in address.partition("@")[2] or local.startswith("mailer-daemon"):
            continue
        if _stands_out(text, match.start()):
            alone.append((address, match.start()))
        elif not local.startswith(_SKIPPED_LOCALS):
            anywhere.append((address, match.start()))
    for found in (alone, anywhere):
        others = [(address, at) for address, at in found if address.lower() not in own]
        if others:
            return _told(text, others)
    return _told(text, alone[:1])


def _without_label(address: str) -> str:
    """Return the address of ``SMTP=a@b`` and ``to=a@b``; a VERP address such as ``list-a=b@c`` stays."""
    label, _, rest = address.partition("=")
    return rest if "@" in rest and label.isalpha() else address


def told_about(text: str, address: str) -> str:
    """Return what a report says about ``address``, or its beginning where the address does not stand in it."""
    report = _report(text)
    at = report.lower().find(address.lower())
    if at < 0:
        return " ".join(report[:1_500].split())
    ends = [
        match.start()
        for match in ADDRESS.finditer(report, at + len(address), at + _TOLD_CHARS)
        if normal(match[0]).lower() != address.lower() and _stands_out(report, match.start())
    ]
    return " ".join(report[at : min([*ends, at + _TOLD_CHARS])].split())


def _told(text: str, found: list[tuple[str, int]]) -> list[tuple[str, str]]:
    """Give each address the words from its line up to the next failed address; alone, those above it, too."""
    out: dict[str, str] = {}
    single = len({address.lower() for address, _ in found}) == 1
    for address, at in found:
        if address in out:
            continue
        following = [start for other, start in found if start > at and other.lower() != address.lower()]
        start = max(0, at - 200) if single else at
        out[address] = " ".join(text[start : min([*following, at + _TOLD_CHARS])].split())
    return list(out.items())


def _report(text: str) -> str:
    """Return the part of a bounce above the mail it returns."""
    lowered = text.lower()
    end = len(text)
    for phrase in _ORIGINAL:
        at = lowered.find(phrase, 40)
        if 0 <= at < end and ADDRESS.search(text, 0, at):
            end = at
    return text[:end]


def _stands_out(text: str, start: int) -> bool:
    """Say whether an address opens its line."""
    line_start = text.rfind("\n", 0, start) + 1
    return text[line_start:start].strip(_DECOR).lower() in _OPENINGS
