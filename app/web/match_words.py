"""A dry run in the reader's words: where a partner stands, and what each criterion compared."""

from __future__ import annotations

from typing import Any, NamedTuple

from app.domain.criteria import Criterion, listed
from app.domain.fit import km_between
from app.domain.lead import Lead
from app.domain.lifecycle import ON_OFFER
from app.domain.matching import PAST_CONVERSION, CriterionResult
from app.domain.offer import OfferState
from app.domain.widening import widened
from app.mail.formats import instant, number, percent
from app.mail.vocabulary import N_
from app.mail.words import Words
from app.service.queries.match_page import Match, MatchRow
from app.web.pages import translator

_STANDING = {
    OfferState.OPEN: N_("Asked in round %(round)s, can take it now"),
    OfferState.DECLINED: N_("Asked in round %(round)s, declined: %(reason)s"),
    OfferState.PICKED: N_("Asked in round %(round)s, has the lead"),
    OfferState.GONE: N_("Asked in round %(round)s, another partner was faster"),
    OfferState.BARRED: N_("Had the lead and is not asked again"),
}
_NOTES = {
    "locked": N_("Owes an answer on another lead: sees the offer, takes it after answering"),
    "full": N_("Holds as many unworked leads as it may: sees the offer, takes it after answering"),
    "locked_unasked": N_("Owes an answer on another lead: could take this one after answering"),
    "full_unasked": N_("Holds as many unworked leads as it may: could take this one after answering"),
    "away": N_("Everybody there is away"),
    "unreachable": N_("Nobody there can be reached by mail"),
    "muted": N_("Nobody there wants offers by mail"),
    "unwanted": N_("Nobody there wants leads like this one"),
}
_MOST_SHOWN = 6


class Compared(NamedTuple):
    """One criterion of one partner. sign: ✓, ✗, or – where the lead says nothing; points: such as ``40 / 40``."""

    name: str
    sign: str
    verdict: str
    words: str
    points: str


def standing(row: MatchRow, lead: Lead, zone: str, words: Words) -> str:
    """Return where a partner stands: asked, to be asked, or not."""
    _ = translator(words)
    if row.offer is not None and row.goes_out_at is not None:
        at = instant(row.goes_out_at, zone, words.locale).local
        return _("Will be asked in round %(round)s, on %(at)s", round=row.offer.round, at=at)
    if row.offer is not None:
        reason = words.value("reason", row.offer.declined_reason or "")
        return words.gettext(_STANDING[OfferState(row.offer.state)]) % {"round": row.offer.round, "reason": reason}
    if row.round is None:
        titles = {one["name"]: (one.get("title") or {}).get(words.language) for one in lead.vendor.criteria}
        failed = ", ".join(
            titles.get(result.name) or result.name
            for result in row.ranked.reasons
            if result.kind == "must" and result.met is False
        )
        return _("Not asked: does not meet %(names)s", names=failed) if failed else _("Not asked")
    if lead.state in ON_OFFER:
        return _("Comes in round %(round)s, if nobody takes it before", round=row.round)
    return _("Would be asked in round %(round)s", round=row.round)


def notes_of(row: MatchRow, words: Words) -> list[str]:
    """Return what stands in a partner's way beside the criteria."""
    unasked = "_unasked" if row.offer is None and row.round is None else ""
    return [words.gettext(_NOTES.get(note + unasked, _NOTES.get(note, ""))) for note in row.notes]


def waiting(row: MatchRow, zone: str, words: Words) -> str:
    """Return since when a partner waits for an offer; that decides between equals."""
    _ = translator(words)
    at = row.last_offer_at
    return instant(at, zone, words.locale).local if at else _("never yet")


def compared(match: Match, row: MatchRow, words: Words) -> list[Compared]:
    """Return every criterion with what it compared and the points it gave."""
    pairs = zip(match.criteria, row.ranked.reasons, strict=True)
    return [_compared(criterion, result, row, match.lead, words) for criterion, result in pairs]


def _compared(criterion: Criterion, result: CriterionResult, row: MatchRow, lead: Lead, words: Words) -> Compared:
    _ = translator(words)
    sign = "–" if result.met is None else "✓" if result.met else "✗"
    verdicts = {None: _("says nothing"), True: _("fits"), False: _("does not fit")}
    points = f"{result.points} / {result.of}" if result.of else _("must") if result.kind == "must" else "0"
    if result.met is None and criterion.lead:
        said = _("not known of the lead: %(field)s", field=words.field(criterion.lead))
    else:
        said = _said(criterion, result, row, lead, words)
    return Compared(criterion.title_in(words.language), sign, verdicts[result.met], said, points)


def _said(criterion: Criterion, result: CriterionResult, row: MatchRow, lead: Lead, words: Words) -> str:
    _ = translator(words)
    if criterion.match == "distance":
        away = km_between(lead.fields, row.candidate, result.partner_value)
        if away is not None:
            return _("%(km)s km away", km=number(round(away), words.locale))
    has = _value(criterion, result.partner_value, words)
    if criterion.lead is None:
        return has
    return _("%(has)s; the lead: %(wanted)s", has=has, wanted=_plain(result.lead_value, words))


def _value(criterion: Criterion, value: Any, words: Words) -> str:
    if criterion.partner == PAST_CONVERSION and isinstance(value, int | float):
        return percent(100 * value, words.locale)
    if criterion.match == "range" and len(listed(value)) == 2:
        low, high = (_plain(end, words) if end is not None else "…" for end in listed(value))
        return f"{low} – {high}"
    return _plain(value, words)


def _plain(value: Any, words: Words) -> str:
    _ = translator(words)
    if value is None or value in ("", [], ()):
        return _("nothing known")
    entries = [number(one, words.locale) if _is_number(one) else str(one) for one in listed(value)]
    return ", ".join(entries[:_MOST_SHOWN]) + (" …" if len(entries) > _MOST_SHOWN else "")


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def wider(match: Match, round_number: int, words: Words) -> list[str]:
    """Return what a round asks less of than the first, criterion by criterion."""
    _ = translator(words)
    found = []
    for criterion in match.criteria:
        title = criterion.title_in(words.language)
        now = widened(criterion, round_number, match.lead.vendor.rules.widening)
        if now.kind != criterion.kind:
            found.append(_("%(name)s only counts", name=title))
        elif now.km != criterion.km:
            found.append(_("%(name)s up to %(km)s km", name=title, km=number(now.km or 0, words.locale)))
        elif now.least != criterion.least:
            found.append(_("%(name)s from %(least)s", name=title, least=now.least))
    return found
