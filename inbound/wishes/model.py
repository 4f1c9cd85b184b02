"""What a reply can wish for, with how sure we are of each reading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from inbound.fields.model import FieldName, FieldReading

Verb = Literal[
    "pick", "decline", "feedback", "give_back", "undo", "note", "question", "extend", "release", "discard", "edit",
    "assign", "widen", "withdraw", "confirm", "stop", "pause", "resume", "frequency", "only_temperature", "approve",
    "reject", "ask_more", "remind", "nudge", "recall", "take_over", "requalify", "qualify", "no_lead", "later",
    "prefer", "prefer_all", "redeem", "merge", "keep_both", "correct_points",
    "release_list", "undo_list",
]  # fmt: skip

Status = Literal["not_reached", "contacted", "appointment", "quoted", "postponed", "won", "lost", "bad_lead"]

Reason = Literal[
    "price", "competitor", "no_budget", "no_need", "timing", "other",
    "wrong_data", "duplicate", "no_business",
    "capacity", "region", "product", "not_interested", "no_contact",
]  # fmt: skip

REASONS: dict[str, tuple[Reason, ...]] = {
    "lost": ("price", "competitor", "no_budget", "no_need", "timing", "other"),
    "bad_lead": ("wrong_data", "duplicate", "no_business"),
    "no_lead": ("wrong_data", "duplicate", "no_business", "no_need", "other"),
    "decline": ("capacity", "region", "product", "not_interested", "other"),
    "give_back": ("capacity", "region", "product", "no_contact", "other"),
}
"""Which reasons go with which wish (rulebook 4.7 and 6.1)."""

CLEAR_FROM = 0.8
"""A reading acts only from this confidence on; below, it is asked back."""


@dataclass(frozen=True, slots=True)
class Context:
    """What the answered letter was about.

    Args: sent_at: when the reply was sent, aware; all relative dates count from its day in ``zone``. zone: IANA name of
        the person's zone. country: ISO code, decides 3/4 (day or month first) and holidays. language: a hint, ``de`` or
        ``en``; the words themselves weigh more. items: lead codes in the order of the numbered digest, so that *2* is
        ``items[1]``; empty for a letter about one. allowed: the verbs the answered letter offered; what goes from any
        letter (stop, pause, note...) need not be named. status: of the lead as it stands, for corrections (*doch nicht,
        war 18k*). products: the vendor's, for gap answers. people: names of colleagues a lead could go to, word by word
        in small letters, so that none is taken for a misspelt reply word (*Ruth* for *ruht*). rewards: the titles of
        what the person's points can buy. missing: the mandatory fields that the lead lacks; a value alone fills one.
        gaps: the same by the codes of a list's leads, of those that lack some. corrects: the person may correct
        partners' points by hand. strays: things that the letter does not number may be named: registrations by ``D-3``,
        requests by ``R-2``, other leads.
    """

    sent_at: datetime
    zone: str = "Europe/Berlin"
    country: str = "DE"
    language: str | None = None
    items: tuple[str, ...] = ()
    allowed: frozenset[str] = frozenset()
    status: str | None = None
    products: tuple[str, ...] = ()
    people: frozenset[str] = frozenset()
    rewards: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    gaps: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    corrects: bool = False
    strays: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """One possible wish.

    ``when`` is the appointment; ``until`` the end of a postponement, pause or vague appointment; ``expected_close`` a
    day. Amounts are in cents; ``currency`` is an ISO code or None where none was written. ``item`` is the lead's code,
    None for the only one. ``words`` is the text that led here, ``label`` names the ask-back button (a message key).
    ``points`` are added to the ledger of ``target``, for the reason in ``words``.
    ``fields`` complete one row of a list.
    ``changes`` are preferences by name, ``deputy`` who stands in, empty for nobody.
    """

    verb: Verb
    confidence: float
    status: Status | None = None
    when: date | datetime | None = None
    until: date | None = None
    amount_cents: int | None = None
    currency: str | None = None
    expected_close: date | None = None
    reason: Reason | None = None
    item: str | None = None
    frequency: Literal["at_once", "hourly", "daily", "weekly", "never"] | None = None
    temperatures: tuple[str, ...] = ()
    in_days: int | None = None
    target: str | None = None
    changes: Mapping[str, Any] = field(default_factory=dict, hash=False)
    deputy: str | None = None
    points: int | None = None
    fields: Mapping[FieldName, FieldReading] = field(default_factory=dict, hash=False)
    words: str = ""

    @property
    def label(self) -> str:
        """Name of the button that asks for this reading, e.g. ``feedback.lost.price``."""
        return ".".join(part for part in (self.verb, self.status, self.reason, self.frequency) if part)


@dataclass(frozen=True, slots=True)
class Stray:
    """Words about something that the letter does not number.

    code: ``D-3``, ``R-2`` or ``L-2041``; empty for a number beyond the list. words: as written. said: without the name.
    """

    code: str
    words: str
    said: str


@dataclass(frozen=True, slots=True)
class Understanding:
    """All that a reply says.

    ``clear``: every reading may be acted upon as it stands; otherwise ``readings`` are alternatives to ask back, best
    first, and ``note`` is kept on the lead. ``readings`` empty and clear: nothing was wished (thanks, small talk).
    ``question``: the person also asks something that a human should answer. ``fields``: gap answers of a vendor's
    person. ``strays``: what is said of things that the letter does not number, each to be read on its own; ``rest``:
    the words without it.
    """

    readings: tuple[Reading, ...]
    clear: bool
    question: bool = False
    note: str = ""
    fields: dict[FieldName, FieldReading] = field(default_factory=dict)
    strays: tuple[Stray, ...] = ()
    rest: str = ""
