"""What partners have asked a vendor's person for, as rows with the page that decides each."""

from __future__ import annotations

from datetime import datetime

from app.domain.letters import Action, DecisionRow
from app.domain.people import Vendor
from app.service.deal_wording import deal_title
from app.service.queries.needing import Decisions
from app.service.queries.registrations import REGISTRATION
from app.service.queries.reward_page import POINTS


def decision_rows(decisions: Decisions, vendor: Vendor, now: datetime) -> tuple[DecisionRow, ...]:
    """Return registrations, then requests for rewards, each with since when it waits. Source: rulebook 6.6, 7.3."""
    since = vendor.calendar.days_since
    deals = (
        DecisionRow(
            deal.ref, deal_title(deal), deal.reseller.name, "more_time" if deal.extension_reason else "approval",
            0 if deal.extension_reason else max(0, since(deal.registered_at, now)), Action(REGISTRATION, deal.id),
        )
        for deal in decisions.deals
    )  # fmt: skip
    rewards = (
        DecisionRow(
            asked.ref, asked.title, asked.reseller.name, "reward", max(0, since(asked.asked_at, now)),
            Action(POINTS, asked.reseller_id),
        )
        for asked in decisions.redemptions
    )  # fmt: skip
    return (*deals, *rewards)
