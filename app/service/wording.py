"""From entities to the contexts of letters: what a letter about a lead says."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from app.domain import letters
from app.domain.lead import Lead
from app.domain.letters import Action, FactRow, FieldRow, LeadRow
from app.domain.lifecycle import Status
from app.domain.offer import Offer
from app.domain.people import Person
from app.domain.phone import readable
from app.domain.teaser import Teaser, teaser
from app.domain.vendor_note import is_internal
from app.domain.wishes import REMIND_DAYS
from app.mail.vocabulary import N_
from app.mail.words import Words, words_in

_CONTACT = ("contact_salutation", "contact_first_name", "contact_last_name")
_SHOWN_APART = frozenset({*_CONTACT, "company", "contact_phone", "contact_email", "need", "currency"})
# What mostly comes after a status, the likeliest first; the rest is a tap or a word away.
_LIKELY: dict[Status | None, tuple[Status, ...]] = {
    None: (Status.CONTACTED, Status.APPOINTMENT, Status.NOT_REACHED, Status.LOST),
    Status.NOT_REACHED: (Status.CONTACTED, Status.APPOINTMENT, Status.NOT_REACHED, Status.LOST),
    Status.CONTACTED: (Status.APPOINTMENT, Status.QUOTED, Status.POSTPONED, Status.LOST),
    Status.APPOINTMENT: (Status.QUOTED, Status.APPOINTMENT, Status.POSTPONED, Status.LOST),
    Status.QUOTED: (Status.WON, Status.LOST, Status.POSTPONED, Status.CONTACTED),
    Status.POSTPONED: (Status.CONTACTED, Status.APPOINTMENT, Status.POSTPONED, Status.LOST),
}


def lives_on_in(lead: Lead) -> Select[int]:
    """Return the ids of a lead and of all that were merged into it, one after the other: its history is theirs too."""
    own = select(Lead.id).where(Lead.id == lead.id).cte("lives_on", recursive=True)
    whole = own.union(select(Lead.id).where(Lead.merged_into == own.c.id))
    return select(whole.c.id)


def thread_of(lead: Lead) -> str:
    """Return the name of the thread that all letters about a lead share."""
    return f"lead:{lead.id}"


def contact_name(lead: Lead) -> str:
    """Return the customer's name as it is spoken; empty when unknown."""
    return " ".join(str(lead.fields[name]) for name in _CONTACT[1:] if lead.fields.get(name))


def title_of(lead: Lead) -> str:
    """Return what the lead is called among those who may know the customer."""
    return str(lead.fields.get("company") or contact_name(lead) or lead.fields.get("product") or lead.ref)


def teaser_of(lead: Lead, language: str | None = None) -> Teaser:
    """Return what may be shown of a lead before it is taken, in a language or else the vendor's."""
    vendor = lead.vendor
    return teaser(lead.fields, language or vendor.language, vendor.products, vendor.currency)


def veiled_title(lead: Lead, language: str | None = None) -> str:
    """Return what the lead is called before it is taken: product and region, nothing that names the customer."""
    veiled, words = teaser_of(lead, language), words_in(language or lead.vendor.language)
    if not veiled.region and not veiled.product:
        return lead.ref
    where = veiled_place(veiled.region, words)
    what = veiled.product or veiled.sector or words.gettext(N_("New enquiry"))
    return ", ".join(part for part in (what, where) if part)


def veiled_place(region: str, words: Words) -> str:
    """Return a teaser's region in words: where only the country is known, its name instead of its code."""
    return region if "…" in region else words.value("country", region)


def facts_of(lead: Lead) -> tuple[FactRow, ...]:
    """Return the lead's fields that have no place of their own in the letter to its partner; none that is internal."""
    own = [name for name in lead.fields if is_internal(str((lead.sources.get(name) or {}).get("line", "")))]
    return fact_rows(lead, [name for name in lead.fields if name not in _SHOWN_APART and name not in own])


def fact_rows(lead: Lead, names: Iterable[str]) -> tuple[FactRow, ...]:
    """Return some of the lead's fields."""
    currency = str(lead.fields.get("currency") or lead.vendor.currency)
    return tuple(
        FactRow(name, str(lead.fields[name]), currency if name == "expected_volume_cents" else "") for name in names
    )


def field_rows(lead: Lead) -> tuple[FieldRow, ...]:
    """Return every field with where it is from."""
    currency = str(lead.fields.get("currency") or lead.vendor.currency)
    return tuple(
        FieldRow.of(name, _shown(name, value), lead.sources.get(name) or {}, currency)
        for name, value in lead.fields.items()
    )


def _shown(name: str, value: object) -> str:
    return readable(value) if name == "contact_phone" else str(value)


def next_steps(lead: Lead, *, undo: bool = False) -> tuple[Action, ...]:
    """Return a button per status, the likeliest first, and the way back."""
    return (*status_actions(lead), *((Action("undo", lead.id, "pick"),) if undo else way_back(lead)))


def status_actions(lead: Lead) -> tuple[Action, ...]:
    """Return a button per status, the likely ones first."""
    likely = likely_next(lead.status)
    ordered = (*likely, *(status for status in Status if status not in likely))
    return tuple(Action("feedback", lead.id, str(status), status == likely[0]) for status in ordered)


def way_back(lead: Lead) -> tuple[Action, ...]:
    """Return how whoever works the lead is rid of it: a holder gives it back; the vendor's own has nowhere to go."""
    return () if lead.is_vendors_own else (Action("give_back", lead.id),)


def more_time(lead: Lead) -> tuple[Action, ...]:
    """Return how a holder asks for a later deadline; the vendor's own has nobody to ask."""
    return () if lead.is_vendors_own else (Action("ask_time", lead.id),)


def likely_next(status: str | None) -> tuple[Status, ...]:
    """Return the four statuses that mostly follow one, the likeliest first."""
    return _LIKELY.get(Status(status) if status else None, _LIKELY[None])


def likeliest_next(status: str | None) -> Status:
    """Return what mostly follows a status."""
    return likely_next(status)[0]


def lead_row(lead: Lead, now: datetime, primary: bool = False) -> LeadRow:
    """Return a lead as a line of a list that waits for answers, with its likeliest buttons."""
    assert lead.due_at is not None
    shown = likely_next(lead.status)
    actions = tuple(
        Action("feedback", lead.id, status, primary and status == shown[0], {"item": lead.ref}) for status in shown
    )
    calendar = lead.calendar
    days = calendar.days_since(lead.due_at, now)
    return LeadRow(lead.id, lead.ref, title_of(lead), lead.due_at, days, lead.status or "picked", actions)


def remind_actions(lead: Lead) -> tuple[Action, ...]:
    """Return *remind me in some days*."""
    return tuple(Action("remind", lead.id, str(days), argument={"days": str(days)}) for days in REMIND_DAYS)


def offer_letter(
    lead: Lead, offer: Offer, to: Person, others_count: int, *, brief: bool = False, again: bool = False,
    veiled: Teaser | None = None,
) -> letters.Letter:  # fmt: skip
    """Return the teaser of a lead for one person; a brief one leaves the need and the reasons to the page.

    Args: again: it is free once more, and says so. veiled: the teaser in their language, where it is known.
    Source: rulebook 4.3, 4.6.
    """
    veiled, words = veiled or teaser_of(lead, to.language), words_in(to.language)
    reasons = tuple(_why_you(reason, to.language) for reason in offer.reasons if reason["met"])
    context = letters.LeadOffer(
        lead_ref=lead.ref, product=veiled.product, need="" if brief else veiled.need,
        sector=veiled.sector, region=veiled_place(veiled.region, words),
        temperature=veiled.temperature, source=veiled.source, volume_range=veiled.volume_range,
        time_frame=veiled.time_frame, reasons=() if brief else reasons, others_count=others_count,
        answer_by=offer.answer_by,
        fit_percent=100 * offer.points // offer.max_points if offer.max_points else 100, round=offer.round,
        actions=(Action("pick", lead.id, primary=True), Action("decline", lead.id)), again=again,
    )  # fmt: skip
    return letters.Letter(to.id, context, lead.id, lead.vendor_id, thread=thread_of(lead))


def _why_you(reason: dict[str, Any], language: str) -> letters.WhyYou:
    title, fit = reason.get("title", {}).get(language) or reason["name"], reason["fit"]
    return letters.WhyYou(title, **{**fit, "words": tuple(fit["words"])})


def done_letter(
    lead: Lead, to: int, code: str, *, title: str | None = None, actions: tuple[Action, ...] = (), until: Any = None,
    facts: tuple[FactRow, ...] = (), asked_for: bool = True,
) -> letters.Letter:  # fmt: skip
    """Return the short echo of a wish that needs no letter of its own; not asked for by those who only learn of it."""
    context = letters.Done(code, lead.ref, title_of(lead) if title is None else title, facts, until, actions)
    return letters.Letter(to, context, lead.id, lead.vendor_id, asked_for=asked_for, thread=thread_of(lead))
