"""What an address at our own mail domain is for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Desk(Enum):
    """Who looks at a mail to one of our addresses."""

    LEADS = "leads"
    DEALS = "deals"
    REPLY = "reply"
    HELP = "help"
    OPERATOR = "operator"
    NOBODY = "nobody"


_DESKS = {
    "leads": Desk.LEADS,
    "deals": Desk.DEALS,
    "reply": Desk.REPLY,
    "help": Desk.HELP,
    "postmaster": Desk.OPERATOR,
    "abuse": Desk.OPERATOR,
}


@dataclass(frozen=True, slots=True)
class OurAddress:
    """An address at the mail domain: whose desk, and the vendor's slug or reply key behind the plus sign, if any."""

    desk: Desk
    detail: str
    address: str


def our_address(address: str, mail_domain: str) -> OurAddress | None:
    """Return what an address of ours is for; None where it is not at our domain.

    Args: address: ``local@domain`` in any case, as in an envelope or a header.
    Source: design 4.
    """
    local, _, domain = address.strip().strip("<>").lower().rpartition("@")
    if domain.rstrip(".") != mail_domain:
        return None
    word, _, detail = local.partition("+")
    return OurAddress(_DESKS.get(word, Desk.NOBODY), detail, f"{local}@{mail_domain}")
