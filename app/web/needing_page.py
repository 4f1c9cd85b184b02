"""Everything that waits for somebody: leads that nobody else can move on, and what partners have asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from werkzeug.wrappers import Response

from app.bootstrap import Parts
from app.domain.lead import Lead
from app.domain.letters import Action, DecisionRow, NeedsYouRow
from app.mail.sentences import asks_line, why_line
from app.mail.words import Words
from app.service.queries.needing import PART, Needing, days_waiting, needing_of
from app.service.queries.wish_page import LOOKING, WishPage
from app.service.week_decisions import decision_rows
from app.service.wording import title_of, veiled_title
from app.store.work import reading
from app.tokens import Wish
from app.web.own_browser import own_browser
from app.web.page_links import Link, PageLinks
from app.web.pages import brand_of, render
from app.web.paging import part_of, start_of_part


@dataclass(frozen=True)
class Card:
    """One thing that waits."""

    title: str
    why: str
    link: Link


def show_needing(parts: Parts, wish: Wish, page: WishPage, words: Words) -> Response:
    """Return everything that needs its reader, the longest waiting first. Source: rulebook 8.3."""
    start, links, now = start_of_part(), PageLinks(parts, page.person.id, words), parts.clock.now()
    with reading(parts.database) as session:
        shown = needing_of(session, now, page.person, wish.object_id, start=start)
        leads = [_lead(lead, why, now, page, words, links) for lead, why in shown.leads]
        asked = list(_asked(shown, now, page, words, links)) if not start else []
    return render(
        "needing.html", words, brand=brand_of(page), leads=leads, asked=asked,
        own=own_browser(parts, wish, page, words), part=part_of(start, len(leads), shown.found, PART),
    )  # fmt: skip


def _lead(lead: Lead, why: str, now: datetime, page: WishPage, words: Words, links: PageLinks) -> Card:
    title = title_of(lead) if page.is_known else veiled_title(lead, page.person.language)
    days = days_waiting(lead, why, now)
    look = Action(LOOKING, lead.id)
    heading = f"{lead.ref}: {title}" if title != lead.ref else lead.ref
    return Card(heading, why_line(NeedsYouRow(lead.ref, title, why, days, look), words), links.link(look))


def _asked(shown: Needing, now: datetime, page: WishPage, words: Words, links: PageLinks) -> Iterator[Card]:
    """Return what partners ask for; to a browser that nobody chose neither customer nor partner is named."""
    for row in decision_rows(shown.decisions, shown.vendor, now):
        seen = row if page.is_known else DecisionRow(row.ref, "", "", row.asks, row.days, row.action)
        told = asks_line(seen, words)
        title = f"{row.ref}: {seen.title}" if seen.title else row.ref
        yield Card(title, f"{told[:1].upper()}{told[1:]}", links.link(row.action))
