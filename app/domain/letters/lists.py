"""Which mail list a letter belongs to, for whoever wants no more of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

LISTS = ("offers", "reminders", "receipts", "digests")
CUSTOMER = "customer"  # of people outside: a prospect who wants no more mail
ALL = "all"  # every list that somebody has switched off

_LIST_OF_KIND = {
    "customer_intro": CUSTOMER,
    "customer_echo": CUSTOMER,
    "lead_offer": "offers",
    "back_on_offer": "offers",
    "feedback_due": "reminders",
    "collected": "reminders",
    "deal_standing": "reminders",
    "customer_events": "receipts",
    "week_manager": "digests",
    "week_reseller": "digests",
}
# What can wait for the next collected mail: it asks for a line there, and neither attaches nor reveals anything.
COLLECTABLE = frozenset(
    {"lead_offer", "feedback_due", "feedback_receipt", "lead_taken", "lead_returned", "back_on_offer", "nobody_picked",
     "holder_silent", "done", "time_asked", "deal_review", "extension_asked", "redemption_review"}
)  # fmt: skip
# Of these, what a partner asks the vendor to decide about a registration or a reward.
ASKED_BY_PARTNERS = frozenset({"deal_review", "extension_asked", "redemption_review"})
# What an owner is to decide about one lead: of those that are due at once, one mail is made. Source: rulebook 4.6.
TOGETHER = frozenset({"nobody_picked", "holder_silent", "lead_received"})
# Neither counted nor held back: they are no mails of the programme to a partner or a vendor.
UNCOUNTED = frozenset({"customer_intro", "customer_echo", "quarantine_report", "confirm_wish", "which_was_meant"})
# What a deputy gets while somebody is away: offers, reminders, and what waits for a decision.
WITH_DEPUTY = frozenset(
    {"lead_offer", "feedback_due", "deal_standing", "nobody_picked", "holder_silent", "deal_review", "extension_asked",
     "lead_picked", "time_asked"}
)  # fmt: skip
# A lead is somebody's duty: what only they can decide is sent to them also while they are away or want no receipts.
ALWAYS = frozenset(
    {"lead_received", "nobody_picked", "holder_silent", "lead_returned", "delivery_failed", "quarantine_report",
     "lead_picked", "confirm_wish", "which_was_meant", "deal_review", "deal_approved", "deal_answered",
     "redemption_review", "redemption_answered", "extension_asked", "data_erased", "colleague_link",
     "qualification_task",
     "customer_answered", "time_asked", "collected"}  # whose parts were asked about one by one
)  # fmt: skip


def muted_by(kind: str, vendor_id: int | None) -> frozenset[str]:
    """Return the switched-off lists that keep a letter back.

    A customer's opt-out is with one vendor: the others are told nothing of it, and may still write.
    """
    mail_list = list_of(kind)
    return frozenset({mail_list, customers_of(vendor_id)} if mail_list == CUSTOMER else {mail_list})


def customers_of(vendor_id: int | None) -> str:
    """Return the name of the list of one vendor's customers."""
    return f"{CUSTOMER}:{vendor_id or 0}"


def list_of(kind: str, holds: Mapping[str, Any] | None = None) -> str:
    """Return the list of a letter's kind; whatever has no list of its own is a receipt.

    Args: holds: the context of a collected mail, which is of the list of what it holds, reminders first.
    """
    if kind == "collected" and holds and not (holds.get("rows") or holds.get("needs_you")):
        return "offers" if holds.get("offered") else "receipts"
    return _LIST_OF_KIND.get(kind, "receipts")
