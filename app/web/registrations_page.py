"""The list of registrations, and everything about one: what presses is marked and stands on top."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from flask import request
from werkzeug.wrappers import Response

from app.bootstrap import Parts
from app.domain.deal import Deal
from app.domain.deal_lifecycle import OPEN_DEALS, UNDECIDED
from app.domain.letters import Action, ConflictRow
from app.mail.formats import day_in_year
from app.mail.vocabulary import N_
from app.mail.words import Words
from app.service.deal_wording import deal_title, field_rows_of_deal, incentive_rows
from app.service.queries.customer_events import CustomerActs
from app.service.queries.registrations import PART, REGISTRATION, ListedDeal, Registrations, registrations_of
from app.service.queries.wish_page import WishPage
from app.store.work import reading
from app.tokens import Wish
from app.web.facts import Fact, local, subject_of
from app.web.own_browser import own_browser
from app.web.page_links import Link, PageLinks
from app.web.pages import brand_of, render, translator
from app.web.paging import part_of, start_of_part
from app.web.points_page import promised_words
from app.web.provenance import told_fields

_CLOSED = "over"


@dataclass(frozen=True)
class Card:
    """One registration in the list."""

    title: str
    presses: bool
    standing: str
    facts: list[Fact]
    link: Link


@dataclass(frozen=True)
class ShownActs:
    """Marketing events of a customer as day and words: those to come, and those of the past."""

    coming: list[Fact]
    past: list[Fact]


def show_registrations(parts: Parts, wish: Wish, page: WishPage, words: Words) -> Response:
    """Return the list of what somebody may see. Source: rulebook 7.3."""
    closed, start = request.args.get("show") == _CLOSED, start_of_part()
    now, links, _ = parts.clock.now(), PageLinks(parts, page.person.id, words), translator(words)
    with reading(parts.database) as session:
        shown = registrations_of(session, now, page.person, wish.object_id, start=start, closed=closed)
        cards = [_card(row, shown, page, now, words, links) for row in shown.rows]
    return render(
        "registrations.html", words, brand=brand_of(page), cards=cards, closed=closed, pressing=_pressing(shown, words),
        part=part_of(start, len(cards), shown.found, PART, show=_CLOSED if closed else ""),
        register=links.link(Action("register", shown.vendor.id)) if shown.is_partners else None,
        own=own_browser(parts, wish, page, words),
    )  # fmt: skip


def _pressing(shown: Registrations, words: Words) -> str:
    if not shown.pressing:
        return ""
    return words.ngettext("%(count)s of them is urgent.", "%(count)s of them are urgent.", shown.pressing)


def _card(row: ListedDeal, shown: Registrations, page: WishPage, now: datetime, words: Words, links: PageLinks) -> Card:
    """Return one row; a browser that nobody chose is told neither customer nor partner."""
    deal = row.deal
    product = str(deal.fields.get("product") or "")
    about = deal_title(deal) if page.is_known else product
    facts = [Fact(words.field("product"), product if page.is_known else ""), _incentive(deal, words)]
    if page.is_known and not shown.is_partners:
        facts.insert(0, Fact(words.field("reseller"), deal.reseller.name))
    title = f"{deal.ref}: {about}" if about and about != deal.ref else deal.ref
    link = links.link(Action(REGISTRATION, deal.id))
    return Card(title, row.presses, standing(deal, now, words), [fact for fact in facts if fact.value], link)


def _incentive(deal: Deal, words: Words) -> Fact:
    """Return what a win brings, where the programme promises something for product and level. Source: rulebook 7.4."""
    brings = promised_words(incentive_rows(deal), words) if deal.state in OPEN_DEALS else []
    return Fact(words.gettext(N_("Brings when won")), ", ".join(brings))


def standing(deal: Deal, now: datetime, words: Words) -> str:
    """Return where a registration stands, and how long there is still time."""
    parts = [words.value("standing", deal.state)]
    if deal.state in UNDECIDED:
        parts.append(_time_left(deal, deal.answer_by, now, words))
    elif deal.is_protected(now) and deal.protected_until is not None:
        parts.append(_time_left(deal, deal.protected_until, now, words))
    if deal.extension_reason:
        parts.append(words.gettext("more time is asked for"))
    return ", ".join(parts)


def _time_left(deal: Deal, until: datetime, now: datetime, words: Words) -> str:
    calendar = deal.vendor.calendar
    days = (calendar.local_day(until) - calendar.local_day(now)).days
    if until < now:
        return words.ngettext("%(count)s day late", "%(count)s days late", max(1, -days))
    if not days:
        return words.gettext("today is the last day")
    return words.ngettext("%(count)s day left", "%(count)s days left", days)


def show_registration(parts: Parts, wish: Wish, page: WishPage, words: Words) -> Response:
    """Return everything about one registration, and what its reader can do with it. Source: rulebook 7.3, 7.5."""
    assert page.deal is not None
    dossier, zone, links = page.dossier, page.person.zone, PageLinks(parts, page.person.id, words)
    seen = dossier if page.is_known else None
    return render(
        "registration.html", words, brand=brand_of(page), subject=subject_of(page),
        own=own_browser(parts, wish, page, words),
        facts=[fact for fact in _facts(page.deal, parts.clock.now(), zone, words, page.is_known) if fact.value],
        steps=[links.link(step) for step in dossier.steps] if dossier is not None else [],
        fields=told_fields(field_rows_of_deal(page.deal), page.deal.vendor.currency, words) if seen else [],
        conflicts=[_conflict(row, words) for row in seen.conflicts] if seen else [],
        said=page.deal.words if seen else "", acts=shown_acts(seen.acts, zone, words) if seen else None,
        back=links.link(Action("registrations", page.deal.vendor_id)),
    )  # fmt: skip


def _facts(deal: Deal, now: datetime, zone: str, words: Words, is_known: bool) -> Iterator[Fact]:
    _ = translator(words)
    yield Fact(words.field("reseller"), deal.reseller.name if is_known else "")
    yield Fact(words.field("person"), deal.registrant.name if is_known else "")
    yield Fact(words.field("product"), str(deal.fields.get("product") or "") if not is_known else "")
    yield Fact(words.field("status"), standing(deal, now, words))
    yield _incentive(deal, words)
    yield Fact(_("Where it stands"), words.value("status", deal.status) if deal.status else "")
    yield Fact(_("Registered on"), day_in_year(deal.registered_at, zone, words.locale))
    yield Fact(_("Protected until"), local(words, deal.protected_until, zone) if deal.protected_until else "")
    yield Fact(_("Asked for more time"), (deal.extension_reason or "") if is_known else "")


def _conflict(row: ConflictRow, words: Words) -> Fact:
    """Return a record that may be the same customer, marked as rulebook 7.3 wants it."""
    standing_word, likeness = words.value("standing", row.standing), words.value("likeness", row.likeness)
    told = ", ".join(part for part in (row.title, row.holder, standing_word if row.standing else "", likeness) if part)
    return Fact(f"! {words.value('record', row.record)} {row.ref}".rstrip(), told)


def shown_acts(acts: CustomerActs, zone: str, words: Words) -> ShownActs:
    """Return a customer's events for a page."""
    coming, past = (
        [Fact(day_in_year(one.happened_at, zone, words.locale), one.what) for one in some]
        for some in (acts.coming, acts.past)
    )
    return ShownActs(coming, past)
