"""A lead as its person may see it, with everything they can do with it now."""

from __future__ import annotations

from werkzeug.wrappers import Response

from app.bootstrap import Parts
from app.domain.errors import Merged
from app.domain.letters import Action
from app.mail.vocabulary import N_
from app.mail.words import Words
from app.service.queries.wish_page import WishPage
from app.tokens import Wish
from app.web.facts import facts_of_page, subject_of
from app.web.history import shown_story
from app.web.own_browser import own_browser
from app.web.page_links import Link, PageLinks
from app.web.pages import brand_of, render, translator
from app.web.registrations_page import shown_acts
from app.web.result import show_refusal


def show_lead(parts: Parts, wish: Wish, page: WishPage, words: Words) -> Response:
    """Return the page behind *look at it* in a digest. Source: rulebook 8.3, 9.1."""
    if isinstance(page.refusal, Merged):
        return show_refusal(parts, "", page, words)
    links = PageLinks(parts, page.person.id, words)
    story = shown_story(page.story, page.person.zone, words, links) if page.story is not None else None
    return render(
        "lead.html", words, brand=brand_of(page), subject=subject_of(page), facts=facts_of_page(page, wish, words),
        steps=[*(links.link(step) for step in page.steps), *_points_of_holder(links, page, words)], story=story,
        own=own_browser(parts, wish, page, words),
        acts=shown_acts(page.story.acts, page.person.zone, words) if page.story is not None else None,
    )  # fmt: skip


def _points_of_holder(links: PageLinks, page: WishPage, words: Words) -> list[Link]:
    """Return the vendor's way to the points of the partner that has the lead. Source: rulebook 6.6."""
    if page.story is None or page.story.ledger is None:
        return []
    company_id, name = page.story.ledger
    label = translator(words)(N_("Points of %(reseller)s"), reseller=name)
    return [links.link(Action("points", company_id), label=str(label))]
