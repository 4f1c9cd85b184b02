"""Reads the failed recipients out of a delivery status, or out of what a mail system wrote for people."""
from __future__ import annotations

from dataclasses import dataclass

from inbound.bounce.prose import failures_in
from inbound.bounce.reason import is_hard, status_in
from inbound.bounce.signs import is_bounce
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
    found = _from_status(mail) or _from_header(mail) or _from_text(mail) or _from_library(mail)
    return tuple({one.address.lower(): one for one in reversed(found)}.values())[::-1]


def _from_status(mail: Mail) -> list[BouncedRecipient]:
    found: list[BouncedRecipient] = []
    for attachment in mail.attachments:
        if attachment.content_type == "message/delivery-status":
            for group in _groups(attachment.content.decode("utf-8", "replace")):
                one = _recipient(group, mail.text)
                if one:
                    found.append(one)
    return found


def _groups(report: str) -> list[dict[str, str]]:
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
            groups[-1].setdefault(last, value.strip())
    return groups


def _recipient(group: dict[str, str], text: str) -> BouncedRecipient | None:
    action = group.get("action", "failed").lower()
    stated = group.get("final-recipient") or group.get("original-recipient") or group.get("x-actual-recipient") or ""
    if not stated or action.startswith(("deliver", "relay", "expand")):
        return None
    address = _typed_address(stated) or _typed_address(group.get("original-recipient", ""))
    if not address:
        return None
    reason = group.get("diagnostic-code", "")
    status = status_in(group.get("status", ""), reason)
    told = reason if len(reason) > 12 else f"{reason} {_near(text, address)}"
    hard = False if action.startswith("delay") else is_hard(told, status)
    return BouncedRecipient(address, hard, status, reason or _near(text, address)[:400])


def _typed_address(value: str) -> str:
    """Return the address of ``rfc822; a@b``, ``rfc822;<a@b>`` or ``a@b (name)``."""
    value = value.partition(";")[2] if ";" in value else value
    found = next((address for _, address in addresses(value) if address), "")
    return normal(found)


def _near(text: str, address: str) -> str:
    at = text.lower().find(address.lower())
    return " ".join(text[max(0, at - 100) : at + 600].split()) if at >= 0 else " ".join(text[:1_500].split())


def _from_header(mail: Mail) -> list[BouncedRecipient]:
    value = mail.header("x-failed-recipients")
    found = []
    for _, address in addresses(value):
        if address:
            told = _near(mail.text, address)
            status = status_in("", told)
            found.append(BouncedRecipient(address, is_hard(told, status), status, told[:400]))
    return found


def _from_text(mail: Mail) -> list[BouncedRecipient]:
    found = []
    for address, told in failures_in(mail):
        status = status_in("", told)
        found.append(BouncedRecipient(address, is_hard(told, status), status, told[:400]))
    return found


def _from_library(mail: Mail) -> list[BouncedRecipient]:
    return []
