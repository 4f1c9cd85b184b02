"""The page of a dry run: who is asked about a lead, in which round, and why."""

from __future__ import annotations

from dataclasses import dataclass

from flask import make_response, request
from werkzeug.wrappers import Response

from app.bootstrap import Parts
from app.domain.csv_text import csv_of_rows
from app.domain.letters import Action
from app.mail.words import Words
from app.service.queries.match_page import Match, MatchRow
from app.service.queries.wish_page import WishPage
from app.tokens import Wish
from app.web.facts import Fact, subject_of
from app.web.match_words import Compared, compared, notes_of, standing, waiting, wider
from app.web.page_links import PageLinks
from app.web.pages import brand_of, render, translator
from app.web.paging import part_of, start_of_part

SHOWN = 50
_LONGEST_SEARCH = 80


@dataclass(frozen=True)
class Card:
    """One partner as the page shows it."""

    row: MatchRow
    standing: str
    waiting: str
    notes: list[str]
    criteria: list[Compared]


def show_match(parts: Parts, wish: Wish, page: WishPage, words: Words) -> Response:
    """Return the page, or with ``?as=csv`` everything as a table. Source: rulebook 4.1, 4.5."""
    assert page.match is not None
    match, zone = page.match, page.person.zone
    if request.args.get("as") == "csv":
        return _download(match, zone, words)
    search, show = request.args.get("q", "")[:_LONGEST_SEARCH].strip(), request.args.get("show", "")
    found = [row for row in match.rows if _is_wanted(row, search, show)]
    start = start_of_part()
    cards = [
        Card(row, standing(row, match.lead, zone, words), waiting(row, zone, words), notes_of(row, words), criteria)
        for row in found[start : start + SHOWN]
        for criteria in [compared(match, row, words)]
    ]
    links = PageLinks(parts, page.person.id, words)
    return render(
        "match.html", words, brand=brand_of(page), subject=subject_of(page), facts=_summary(match, words),
        protected_for=match.protected_for, cards=cards, everybody=len(match.rows),
        part=part_of(start, len(cards), len(found), SHOWN, q=search, show=show),
        search=search, show=show, choices=_choices(words), lead_link=links.link(Action("open", match.lead.id)),
    )  # fmt: skip


def _is_wanted(row: MatchRow, search: str, show: str) -> bool:
    groups = {
        "now": row.is_asked_now,
        "later": row.offer is None and row.round is not None,
        "never": row.round is None,
    }
    return groups.get(show, True) and search.casefold() in row.candidate.name.casefold()


def _choices(words: Words) -> list[tuple[str, str]]:
    _ = translator(words)
    return [("", _("all")), ("now", _("asked now")), ("later", _("asked later")), ("never", _("not asked"))]


def _summary(match: Match, words: Words) -> list[Fact]:
    """Return how many partners each round has, and what it asks less of than the first."""
    _ = translator(words)
    facts = []
    for number, count in match.rounds.items():
        partners = words.ngettext("%(count)s partner", "%(count)s partners", count)
        less = ", ".join(wider(match, number, words))
        facts.append(Fact(_("Round %(number)s", number=number), f"{partners} ({less})" if less else partners))
    never = sum(row.round is None for row in match.rows)
    return [*facts, Fact(_("Not asked"), words.ngettext("%(count)s partner", "%(count)s partners", never))]


def _download(match: Match, zone: str, words: Words) -> Response:
    response = make_response(csv_of_rows(table_of(match, zone, words)))
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="{match.lead.ref}-match.csv"'
    return response


def table_of(match: Match, zone: str, words: Words) -> list[list[str]]:
    """Return the whole dry run as rows: every partner with every criterion and every point."""
    _ = translator(words)
    names = [criterion.title_in(words.language) for criterion in match.criteria]
    head = ["#", words.field("reseller"), words.field("level"), _("Round"), _("Standing"), _("Points"), _("of")]
    head += [column for name in names for column in (name, f"{name}: {_('Points')}")]
    rows = [[*head, _("Last offer"), _("Notes")]]
    for row in match.rows:
        own = row.candidate
        line = [
            str(row.place), own.name, own.level or "", str(row.round or ""), standing(row, match.lead, zone, words),
            str(row.ranked.points), str(row.ranked.max_points),
        ]  # fmt: skip
        for result, said in zip(row.ranked.reasons, compared(match, row, words), strict=True):
            line += [f"{said.verdict}: {said.words}", str(result.points)]
        last = row.last_offer_at
        rows.append([*line, last.isoformat() if last else "", "; ".join(notes_of(row, words))])
    return rows
