"""A partner's points: the ledger, the rank, the catalogue, and what waits for the vendor."""

from __future__ import annotations

from dataclasses import dataclass

from werkzeug.wrappers import Response

from app.bootstrap import Parts
from app.domain.letters import Action, FactRow
from app.domain.programme import Reward
from app.domain.redemption_permissions import REDEMPTION_PERMISSIONS
from app.mail.formats import day_in_year, money, rate
from app.mail.sentences import points_words, signed
from app.mail.words import Words
from app.service.queries.points import LINES_OF_A_PART, Line, PointsPage, ledger_of
from app.service.queries.wish_page import WishPage
from app.store.work import reading
from app.tokens import Wish
from app.web.page_links import Link, PageLinks
from app.web.pages import brand_of, render, translator
from app.web.paging import part_of, start_of_part


@dataclass(frozen=True)
class RewardRow:
    """A reward of the catalogue; link: to redeem it, where the points reach. short_of: how many are missing else."""

    title: str
    costs: str
    link: Link | None
    short_of: str


def show_points(parts: Parts, wish: Wish, page: WishPage, words: Words) -> Response:
    """Return the page behind *points and rewards*, with a part of the ledger. Source: rulebook 6.6."""
    assert page.rewards is not None
    points, links, zone = page.rewards.points, PageLinks(parts, page.person.id, words), page.person.zone
    _ = translator(words)
    standing, start = points.standing, start_of_part()
    with reading(parts.database) as session:
        lines, found = ledger_of(session, points.company, page.person, start)
    return render(
        "points.html", words, brand=brand_of(page), company=points.company.name,
        balance=points_words(standing.balance, words),
        held=points_words(points.held, words) if points.held else "",
        rank=_("rank %(rank)s of %(all)s", rank=standing.rank, all=standing.of_partners),
        waiting=[(one, points_words(one.points, words), _answers(links, points, one.id)) for one in points.waiting],
        rewards=[_reward(points, reward, links, words) for reward in points.rewards],
        lines=[_line(line, zone, words, page.is_known) for line in lines],
        part=part_of(start, len(lines), found, LINES_OF_A_PART),
        dues=[(_title(title, page.is_known), [_due(row, words) for row in rows]) for title, rows in points.dues],
        promised=[(product, ", ".join(promised_words(rows, words))) for product, rows in points.promised],
        correct=links.link(Action("correct_points", points.company.id)) if points.may_correct else None,
    )  # fmt: skip


def _answers(links: PageLinks, points: PointsPage, redemption_id: int) -> list[Link]:
    """Return what the reader's side can do with a request that waits; who may, the door looks at."""
    if points.is_own:
        return [links.link(Action("withdraw_redemption", redemption_id))] if points.may_redeem else []
    answers = sorted({wish for _, wish in REDEMPTION_PERMISSIONS} - {"withdraw_redemption"})
    return [links.link(Action(wish, redemption_id)) for wish in answers]


def _reward(points: PointsPage, reward: Reward, links: PageLinks, words: Words) -> RewardRow:
    missing = max(0, reward.points - points.standing.balance)
    waits = any(one.title == reward.title for one in points.waiting)
    action = Action("redeem", points.company.id, str(reward.key), argument={"reward": reward.title})
    link = links.link(action) if points.may_redeem and not missing and not waits else None
    return RewardRow(
        reward.title, points_words(reward.points, words), link, points_words(missing, words) if missing else ""
    )


def _line(line: Line, zone: str, words: Words, is_known: bool) -> dict[str, object]:
    return {
        "day": day_in_year(line.booked_at, zone, words.locale), "cause": words.value("cause", line.cause),
        "points": signed(line.points, words), "is_loss": line.points < 0,
        "about": ": ".join(part for part in (line.ref, line.title if is_known else "") if part),
        "note": line.note if is_known else "", "is_correction": line.is_correction,
    }  # fmt: skip


def _title(title: str, is_known: bool) -> str:
    """Return what a registration is called: to a browser that nobody chose by its number only. Source: rulebook 9.1."""
    return title if is_known else title.partition(":")[0]


def promised_words(rows: tuple[FactRow, ...], words: Words) -> list[str]:
    """Return what a win brings as words: *commission: 8 %*."""
    return [f"{label}: {value}" for label, value in (_due(row, words) for row in rows)]


def _due(row: FactRow, words: Words) -> tuple[str, str]:
    is_sum = row.name.endswith("_cents")
    value = money(int(row.value), row.currency, words.locale) if is_sum else rate(float(row.value), words.locale)
    return words.field(row.name), value
