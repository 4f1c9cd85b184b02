"""The files of a reply: those that somebody meant to send, and the lead they are kept with."""

from __future__ import annotations

import re
from collections.abc import Iterable

from app.domain.commands import Command, LeadCommand
from app.domain.file_commands import MOST_FILES, AddFiles
from app.domain.lead import Lead
from app.domain.people import Person
from app.service.lead_steps import may_wish
from inbound.mail import Attachment

# What mail programs and signatures bring by themselves.
_BY_ITSELF = re.compile(r"winmail\.dat|smime\.p7[sm]|(?:image|outlook)[\w-]{0,60}\.\w{1,9}")
_ENDINGS_BY_ITSELF = (".ics", ".vcf", ".asc", ".p7s", ".sig")
_MACHINES = frozenset({"text/calendar", "text/vcard", "text/x-vcard", "application/pgp-signature"})
_ONLY_FILES = re.compile(
    r"(?:bitte |please )?(?:(?:siehe|see|find|s\.)(?: the)? )?"
    r"(?:anbei|anhang|anlage|(?:file )?attached|attachment|enclosed)"
    r"(?: (?:die|der|das|the) (?:datei|dateien|anhang|unterlagen|file|files))?"
)


def files_of_reply(attachments: Iterable[Attachment]) -> tuple[tuple[str, str, bytes], ...]:
    """Return name, type and bytes of what somebody has attached; a signature's pictures and cards are left out."""
    kept = [
        (one.filename, one.content_type, one.content)
        for one in attachments
        if not one.inline and one.content and one.content_type not in _MACHINES
        if (name := one.filename.casefold()) and not name.endswith(_ENDINGS_BY_ITSELF)
        if not _BY_ITSELF.fullmatch(name)
    ]
    return tuple(kept[:MOST_FILES])


def says_only_files(words: str) -> bool:
    """Whether the words say no more than that something is attached."""
    return _ONLY_FILES.fullmatch(" ".join(words.strip(" .!\n").casefold().split())) is not None


def with_files(
    files: tuple[tuple[str, str, bytes], ...], person: Person, lead: Lead | None, commands: tuple[Command, ...]
) -> tuple[Command, ...]:
    """Return the commands of a reply with its files kept first: what follows may close the lead, or hand it back.

    Args: lead: which the reply is about. Files are kept only where no other lead is meant, and their sender may.
    """
    others = any(isinstance(one, LeadCommand) and lead is not None and one.lead_id != lead.id for one in commands)
    if not files or lead is None or others or not may_wish(person, AddFiles.wish, lead):
        return commands
    return (AddFiles(by=person.id, lead_id=lead.id, files=files), *commands)
