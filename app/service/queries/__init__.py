"""What can be told: read models, each bound to one reader's scope."""

from __future__ import annotations

from app.domain.views import View

# Whose eyes each read model is for, by the table of views; or why it has none there.
READ_MODELS: dict[str, frozenset[View] | str] = {
    "customer_events": frozenset({View.LEAD, View.REGISTRATION}),
    "deal_page": frozenset({View.REGISTRATION, View.REGISTER}),
    "file_page": frozenset({View.LEAD}),
    "history": frozenset({View.LEAD}),
    "import_page": frozenset({View.HAND_IN, View.LIST}),
    "person_data": "the operator's command line",
    "page_of_lead": frozenset({View.LEAD, View.TEASER}),
    "page_of_link": frozenset({View.LEAD, View.TEASER, View.SETTINGS}),
    "points": frozenset({View.POINTS}),
    "match_page": frozenset({View.MATCH}),
    "needing": frozenset({View.NEEDING}),
    "programme": "the operator's command line",
    "reward_page": frozenset({View.POINTS}),
    "registrations": frozenset({View.REGISTRATION}),
    "scope": "the filter itself",
    "week": frozenset({View.WEEK}),
    "wish_page": "what pages of links have in common",
}
