"""From registrations to the contexts of letters: what a letter about a deal says."""

from __future__ import annotations

from typing import Any

from app.domain import letters
from app.domain.deal import Deal, end_of_day
from app.domain.deal_lifecycle import DEAL_STATUSES
from app.domain.incentive import IncentiveDue
from app.domain.letters import Action, AttachmentRef, ConflictRow, FactRow, FieldRow
from app.domain.lifecycle import Status
from app.domain.people import Person, Vendor
from app.domain.receipt import Receipt
from app.service.enclosures import Enclosed
from app.service.wording import likeliest_next

RECEIPT = "receipt"


def deal_thread(deal: Deal) -> str:
    """Return the name of the thread that all letters about a registration share."""
    return f"deal:{deal.id}"


def deal_title(deal: Deal) -> str:
    """Return what the registration is called: its customer's name."""
    return str(deal.fields.get("company") or deal.ref)


def receipt_name(deal: Deal) -> str:
    """Return the file name of the signed receipt."""
    return f"{deal.ref}.receipt.json"


def receipt_of(deal: Deal, approved_by: Person) -> Receipt:
    """Return what the receipt of a protection says. Source: rulebook 7.4."""
    assert deal.decided_at is not None
    assert deal.protected_until is not None
    place = " ".join(str(deal.fields[name]) for name in ("postcode", "city", "country") if deal.fields.get(name))
    return Receipt(
        registration=deal.ref, vendor=deal.vendor.name, partner=deal.reseller.name,
        registered_by=deal.registrant.name, approved_by=approved_by.name, customer=deal_title(deal), place=place,
        product=str(deal.fields.get("product") or ""), registered_at=deal.registered_at, approved_at=deal.decided_at,
        protected_until=deal.protected_until,
    )  # fmt: skip


def registered_letter(deal: Deal, to: int) -> letters.Letter:
    """Return the mail that tells a partner what was read, and the first answer. Source: rulebook 7.2."""
    actions = (Action("supply", deal.id),)
    context = letters.DealRegistered(
        deal.ref, deal_title(deal), deal.answer, field_rows_of_deal(deal), deal.answer_by, actions
    )
    return _letter(deal, to, context, asked_for=True)


def review_letter(deal: Deal, to: int, occasion: str, conflicts: tuple[ConflictRow, ...]) -> letters.Letter:
    """Return the mail by which the vendor's person decides. Source: rulebook 7.3."""
    context = letters.DealReview(
        deal_ref=deal.ref, title=deal_title(deal), reseller=deal.reseller.name, person=deal.registrant.name,
        occasion=occasion, fields=field_rows_of_deal(deal), conflicts=conflicts, words=deal.words[:1000],
        answer_by=deal.answer_by,
        actions=review_actions(deal),
    )  # fmt: skip
    return _letter(deal, to, context)


def approved_letter(deal: Deal, approved_by: Person, materials: Enclosed) -> letters.Letter:
    """Return the mail that protects: incentive, material and receipt with it. Source: rulebook 7.4."""
    assert deal.protected_until is not None
    context = letters.DealApproved(
        deal_ref=deal.ref, title=deal_title(deal), approved_by=approved_by.name,
        protected_until=deal.protected_until, incentives=incentive_rows(deal),
        attachment_names=(receipt_name(deal), *materials.names), actions=standing_actions(deal),
        downloads=materials.downloads,
    )  # fmt: skip
    parts = (AttachmentRef(RECEIPT, deal.id), *materials.parts)
    return letters.Letter(
        deal.registered_by, context, None, deal.vendor_id, parts, thread=deal_thread(deal)
    )  # fmt: skip


def answered_letter(deal: Deal, decision: str, by: Person) -> letters.Letter:
    """Return the mail that says no, or asks for more. Source: rulebook 7.3."""
    actions = (Action("supply", deal.id, primary=True),) if decision == "asked" else ()
    reason = deal.reason or "" if decision == "rejected" else ""
    context = letters.DealAnswered(deal.ref, deal_title(deal), decision, by.name, reason, deal.note or "", actions)
    return _letter(deal, deal.registered_by, context)


def standing_letter(deal: Deal, to: int, side: str, days_left: int, warns: bool) -> letters.Letter:
    """Return the question where a deal stands. Source: rulebook 7.6."""
    assert deal.protected_until is not None
    outcomes = tuple(Action("deal_report", deal.id, status.value) for status in (Status.WON, Status.LOST))
    actions = standing_actions(deal) if side == "reseller" else outcomes
    context = letters.DealStanding(
        deal.ref, deal_title(deal), side, deal.reseller.name, deal.status or "", deal.protected_until, days_left, warns,
        actions,
    )  # fmt: skip
    return _letter(deal, to, context)


def extension_letter(deal: Deal, by: Person) -> letters.Letter:
    """Return the mail by which the vendor's person grants more time. Source: rulebook 7.6."""
    assert deal.protected_until is not None
    until = end_of_day(deal.protected_until, deal.vendor.rules.protection_days, deal.vendor.calendar)
    context = letters.ExtensionAsked(
        deal.ref, deal_title(deal), deal.reseller.name, by.name, (deal.extension_reason or "")[:1000],
        deal.protected_until, until,
        extension_actions(deal),
    )  # fmt: skip
    return _letter(deal, deal.owner_id, context)


def deal_done_letter(
    deal: Deal, to: int, code: str, *, until: Any = None, facts: tuple[FactRow, ...] = (),
    actions: tuple[Action, ...] = (), asked_for: bool = True,
) -> letters.Letter:  # fmt: skip
    """Return the short echo of a wish about a registration."""
    return _letter(deal, to, letters.Done(code, deal.ref, deal_title(deal), facts, until, actions), asked_for)


def review_actions(deal: Deal) -> tuple[Action, ...]:
    """Return what the vendor's person can answer to a registration."""
    return (Action("approve", deal.id, primary=True), Action("reject", deal.id), Action("ask_more", deal.id))


def extension_actions(deal: Deal) -> tuple[Action, ...]:
    """Return what the vendor's person can answer when more time is asked for."""
    return (Action("grant_extension", deal.id, primary=True), Action("refuse_extension", deal.id))


def standing_actions(deal: Deal) -> tuple[Action, ...]:
    """Return a button per standing, the likeliest first, and *ask for more time*."""
    likely = likeliest_next(deal.status if deal.status in DEAL_STATUSES else None)
    shown = tuple(status for status in DEAL_STATUSES if status is not Status.POSTPONED)
    ordered = sorted(shown, key=lambda status: status != likely)
    reports = tuple(Action("deal_report", deal.id, status.value, status == likely) for status in ordered)
    return (*reports, Action("ask_extension", deal.id))


def incentive_rows(deal: Deal) -> tuple[FactRow, ...]:
    """Return what a win brings, by the programme's closest row for the product and the partner's level."""
    return promised_rows(deal.vendor, str(deal.fields.get("product") or ""), deal.reseller.level or "")


def promised_rows(vendor: Vendor, product: str, level: str) -> tuple[FactRow, ...]:
    """Return what a win of this product brings a partner of this level; empty where nothing is promised."""
    entry = closest_incentive(vendor, product, level)
    bonus = entry.get("bonus")
    amounts = (FactRow("bonus_cents", str(round(bonus * 100)), vendor.currency),) if bonus else ()
    rates = ("commission_percent", "discount_percent")
    return (*(FactRow(name, f"{entry[name]:g}") for name in rates if entry.get(name)), *amounts)


def due_rows(due: IncentiveDue, bonus_currency: str) -> tuple[FactRow, ...]:
    """Return what is due for a deal that was won; a bonus is in the vendor's own currency."""
    rates = ("commission_percent", "discount_percent")
    rows = [FactRow(name, f"{getattr(due, name):g}") for name in rates if getattr(due, name)]
    sums = (("commission_cents", due.currency), ("bonus_cents", bonus_currency))
    rows += [FactRow(name, str(getattr(due, name)), currency) for name, currency in sums if getattr(due, name)]
    return tuple(rows)


def closest_incentive(vendor: Vendor, product: str, level: str) -> dict[str, Any]:
    """Return the incentive that names most of product and level and contradicts neither; empty where none fits."""
    entries = vendor.programme.get("incentives", ())
    fitting = [
        entry
        for entry in entries
        if (entry.get("product") or product).casefold() == product.casefold()
        and (entry.get("level") or level).casefold() == level.casefold()
    ]
    return max(fitting, key=lambda entry: (bool(entry.get("product")), bool(entry.get("level"))), default={})


def _letter(deal: Deal, to: int, context: letters.LetterContext, asked_for: bool = False) -> letters.Letter:
    return letters.Letter(to, context, None, deal.vendor_id, (), asked_for, deal_thread(deal))


def field_rows_of_deal(deal: Deal) -> tuple[FieldRow, ...]:
    """Return what a registration says, field by field, with where it is from."""
    currency = str(deal.fields.get("currency") or deal.vendor.currency)
    return tuple(
        FieldRow.of(name, str(value), deal.sources.get(name) or {}, currency)
        for name, value in deal.fields.items()
        if name not in ("currency", "language")
    )
