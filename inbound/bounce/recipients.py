"""Reads the failed recipients out of a delivery status, or out of what a mail system wrote for people."""

from __future__ import annotations

import json
from dataclasses import dataclass

from inbound.bounce.prose import failures_in, told_about
from inbound.bounce.reason import is_hard, status_in
from inbound.bounce.signs import is_bounce, is_delay
from inbound.mail import Mail
from inbound.parse.addresses import addresses, normal


@dataclass(frozen=True, slots=True)
class BouncedRecipient:
    """One address that did not get a mail.

    ``hard`` is true when the address, its domain or its host does not exist, so that trying again is no use; None when
    the report does not tell. ``status`` is the enhanced status code (RFC 3463). ``reason`` is the report's own words.
    """

    address: str
    hard: bool | None
    status: str | None
    reason: str


def bounced(mail: Mail) -> tuple[BouncedRecipient, ...]:
    """Return the recipients a bounce names, each once; empty when ``mail`` is no bounce or names nobody."""
    if not is_bounce(mail):
        return ()
    found = (
        _from_status(mail) or _from_header(mail) or _from_notification(mail) or _from_text(mail) or _from_original(mail)
    )
    return tuple({one.address.lower(): one for one in reversed(found)}.values())[::-1]


def _from_status(mail: Mail) -> list[BouncedRecipient]:
    found: list[BouncedRecipient] = []
    reports = [
        attachment.content.decode("utf-8", "replace")
        for attachment in mail.attachments
        if attachment.content_type == "message/delivery-status"
    ]
    if not reports and "final-recipient:" in mail.text.lower():  # some gateways flatten the report into the text
        reports = [mail.text]
    written_to = {address.lower() for original in mail.embedded for address in original.to}
    for report in reports:
        for group in _groups(report):
            one = _recipient(group, mail.text, written_to)
            if one:
                found.append(one)
    return found


def _groups(report: str) -> list[dict[str, str]]:
    """Return the fields of each group; some servers forget the blank line between two recipients."""
    groups: list[dict[str, str]] = [{}]
    last = ""
    for line in report.replace("\r\n", "\n").split("\n"):
        if not line.strip():
            groups.append({})
            last = ""
        elif line[0] in " \t" and last:
            groups[-1][last] += " " + line.strip()
        elif ":" in line:
            name, _, value = line.partition(":")
            last = name.strip().lower()
            if last == "final-recipient" and last in groups[-1]:
                groups.append({})
            groups[-1].setdefault(last, value.strip())
    return groups


def _recipient(group: dict[str, str], text: str, written_to: set[str]) -> BouncedRecipient | None:
    action = group.get("action", "failed").lower()
    if action.startswith(("deliver", "relay", "expand")):
        return None
    # the original recipient is the address we wrote to; the final one may be an alias behind it, or the other way round
    stated = [
        _typed_address(group.get(name, "")) for name in ("original-recipient", "final-recipient", "x-actual-recipient")
    ]
    named = [address for address in stated if address]
    if not named:
        return None
    address = next((one for one in named if one.lower() in written_to), named[0])
    reason = group.get("diagnostic-code", "")
    context = told_about(text, address)
    status = status_in(group.get("status", ""), reason if len(reason) > 12 else f"{reason} {context}")
    hard = False if action.startswith("delay") else is_hard(reason, status, context)
    return BouncedRecipient(address, hard, status, (reason or context)[:400].strip())


def _typed_address(value: str) -> str:
    """Return the address of ``rfc822; a@b``, ``rfc822;<a@b>`` or ``a@b (name)``."""
    value = value.partition(";")[2] if ";" in value else value
    return next((address for _, address in addresses(value) if address), "")


def _from_header(mail: Mail) -> list[BouncedRecipient]:
    """Read what Exim and Google state in a header."""
    stated = [address for _, address in addresses(mail.header("x-failed-recipients")) if address]
    return [_judged(address, told_about(mail.text, address), mail) for address in stated]


def _from_notification(mail: Mail) -> list[BouncedRecipient]:
    """Read the JSON that Amazon SES sends through its notification service."""
    if '"bouncedRecipients"' not in mail.text:
        return []
    try:
        document, _ = json.JSONDecoder().raw_decode(mail.text.replace("\n", "").strip())
        stated = document["bounce"]["bouncedRecipients"]
        found = [(str(one["emailAddress"]), str(one.get("diagnosticCode", ""))) for one in stated]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return []
    return [_judged(normal(address), told, mail) for address, told in found]


def _from_text(mail: Mail) -> list[BouncedRecipient]:
    return [_judged(address, told, mail) for address, told in failures_in(mail)]


def _from_original(mail: Mail) -> list[BouncedRecipient]:
    """Take the recipient of the mail that came back, where it has but one and the report names none."""
    for original in mail.embedded:
        if len(original.to) == 1:
            return [_judged(original.to[0], mail.text[:1_500], mail)]
    return []


def _judged(address: str, told: str, mail: Mail) -> BouncedRecipient:
    status = status_in("", told)
    delayed = is_delay(mail.subject)
    return BouncedRecipient(address, False if delayed else is_hard(told, status), status, told[:400])
