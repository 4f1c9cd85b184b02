"""What a mail leads to: commands for the door, or a place in quarantine."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.domain.commands import AskBack, Command, SubmitLead
from app.domain.deal_commands import RecordEvents, RegisterDeal
from app.domain.import_commands import HandInList
from app.domain.person_commands import SendHelp

_MESSAGE_ID = re.compile(r"<[!-;=?A-~]{1,200}@[!-;=?A-~]{1,200}>")
_UNSTORABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_WITHOUT_KEY = (SubmitLead, HandInList, RegisterDeal, RecordEvents, AskBack, SendHelp)


class SetAside(Exception):
    """Nobody can act on the mail; it goes to quarantine with this reason."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class WrongAddress(SetAside):
    """It went to an address that nobody reads; a sender whom we know and believe is told the right one."""

    help: SendHelp | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """Commands in their order, and what is noted with the mail once they are handled.

    is_machines: a machine wrote the mail, so nothing of it is answered, not even a refusal (rulebook 9.3). revived: who
    wrote it although their address was dead.
    """

    commands: tuple[Command, ...] = ()
    note: str = ""
    is_machines: bool = False
    revived: int | None = None

    @property
    def needs_key(self) -> bool:
        """Whether only a mail with a fitting reply key may wish this: all but handing in a lead,
        registering a deal and being asked back.

        Source: rulebook 9.2.
        """
        return any(not isinstance(command, _WITHOUT_KEY) for command in self.commands)


def storable(text: str) -> str:
    """Return a stranger's text as every database and letter can bear it: no controls but line ends, no half characters.

    A spreadsheet's cell can hold them all; PostgreSQL refuses a NUL, and UTF-8 a lone surrogate.
    """
    return _UNSTORABLE.sub("", text)


def thread_id(message_id: str) -> str | None:
    """Return a mail's Message-ID if our answer may name it; senders write all sorts of things there."""
    return message_id if _MESSAGE_ID.fullmatch(message_id) else None
