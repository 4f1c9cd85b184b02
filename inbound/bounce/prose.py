"""Finds failed addresses in the words that mail systems write for people."""
from __future__ import annotations

import re

from inbound.mail import Mail
from inbound.parse.addresses import normal

_ADDRESS = re.compile(r"[^\s<>()\[\]\",;:@|'=]{1,100}@[A-Za-z0-9.-]{1,100}")
_ORIGINAL = tuple("""
below this line is a copy|this is a copy of the message|header of the original message|original message follows|original message headers|message header follows|----- original message
copy of your message|original message is|unsent message follows|returned message|message headers follow|the original message was|included is a copy|---- original|received: from|received: by
------ forwarded|following is a copy|message text follows|--- message |your original message|ursprüngliche nachricht|return-path:|here is a copy|the first lines|----- message header
----- unsent|- transcript of session follows|copie du message|copy of the message|diagnostic information for administrators
""".replace("\n", "|").strip("|").split("|"))
_SKIPPED_LOCALS = ("mailer-daemon", "postmaster", "abuse", "support", "helpdesk")
_DECOR = " \t<>\"'*-:.()[]`"


def failures_in(mail: Mail) -> list[tuple[str, str]]:
    """Return (address, the words around it) of each address that the text says has failed."""
    text = _report(mail.text)
    own = {address.lower() for address in (*mail.to, mail.from_address)}
    alone: dict[str, str] = {}
    anywhere: dict[str, str] = {}
    for match in _ADDRESS.finditer(text):
        address = normal(match[0])
        if address.partition("@")[0].lower().startswith(_SKIPPED_LOCALS) or "." not in address:
            continue
        told = " ".join(text[max(0, match.start() - 120) : match.end() + 500].split())
        anywhere.setdefault(address, told)
        if _stands_out(text, match.start(), match.end()):
            alone.setdefault(address, told)
    for found in (alone, anywhere):
        others = {address: told for address, told in found.items() if address.lower() not in own}
        if others:
            return list(others.items())
    return list(alone.items())[:1]


def _report(text: str) -> str:
    """Return the part of a bounce above the mail it returns."""
    lowered = text.lower()
    end = len(text)
    for phrase in _ORIGINAL:
        at = lowered.find(phrase, 40)
        if 0 <= at < end and _ADDRESS.search(text, 0, at):
            end = at
    return text[:end]


def _stands_out(text: str, start: int, end: int) -> bool:
    """Say whether an address opens its line, as in ``<a@b>: 550 no such user``, or is all of it."""
    line_start = text.rfind("\n", 0, start) + 1
    before = text[line_start:start].strip(_DECOR).lower()
    return before in ("", "to", "recipient", "rcpt to", "failed recipient", "unable to deliver to", "for", "user", "original-recipient", "final-recipient: rfc822;")
