"""Sentences that depend on a number: how late, how long, how many."""

from __future__ import annotations

from datetime import datetime

from app.domain.letters import (
    DecisionRow,
    LeadRow,
    NeedsYouRow,
    NewsRow,
    NobodyPicked,
    OfferedRow,
    PartnerRow,
    StandingRow,
    WhyYou,
)
from app.mail.formats import day, instant, money, money_range, number, percent, span
from app.mail.vocabulary import N_
from app.mail.words import Words

_FAR = N_("at most %(km)s km away")
_RANGE = {
    (True, True): N_("from %(low)s to %(high)s"),
    (True, False): N_("from %(low)s"),
    (False, True): N_("up to %(high)s"),
}
_SHARE = N_("%(percent)s of the leads taken were won")
_HOW = {
    "undo": N_("The pick was undone"),
    "give_back": N_("The partner gave it back"),
    "withdraw": N_("The vendor took it back"),
    "recall": N_("The vendor took it back"),
}
_HOW_YOU = {"undo": N_("You undid the pick"), "give_back": N_("You gave it back")}

_NEWS = {
    "lead_taken": N_("taken by %(reseller)s"),
    "feedback_receipt": N_("%(reseller)s reports"),
    "lead_returned": N_("back on offer, no feedback from %(reseller)s"),
    "back_on_offer": N_("back on offer, it was with %(reseller)s"),
}


def due_line(row: LeadRow, due_by: str, words: Words) -> str:
    """Return when feedback on a lead is or was due.

    Args: due_by: the deadline in the reader's words.
    """
    if row.overdue_days > 0:
        return words.ngettext("Overdue for %(count)s day", "Overdue for %(count)s days", row.overdue_days)
    if row.overdue_days == 0:
        return words.gettext(N_("Due today"))
    return words.gettext(N_("Feedback by %(by)s")) % {"by": due_by}


def why_line(row: NeedsYouRow, words: Words) -> str:
    """Return why a lead needs the reader, and for how long already."""
    why, since = words.value("why", row.why), for_days(row.days, words)
    return f"{why[:1].upper()}{why[1:]}, {since}" if since else f"{why[:1].upper()}{why[1:]}"


def for_days(days: int, words: Words) -> str:
    """Return for how long already; nothing on the first day."""
    return words.ngettext("waiting for %(count)s day", "waiting for %(count)s days", days) if days > 0 else ""


def asks_line(row: DecisionRow, words: Words) -> str:
    """Return what a partner asks for, and for how long already."""
    asks = f"{row.reseller} {words.value('asks', row.asks)}".strip()
    return ", ".join(part for part in (asks, for_days(row.days, words)) if part)


def offer_line(row: OfferedRow, answer_by: str, words: Words) -> str:
    """Return what one offer among others is, and until when it waits.

    Args: answer_by: the instant in the reader's words.
    """
    volume = money_range(row.volume_range, words.locale) if row.volume_range else ""
    facts = (words.value("temperature", row.temperature), volume, row.time_frame)
    until = words.gettext(N_("Answer by %(by)s")) % {"by": answer_by}
    return ". ".join(part for part in (", ".join(fact for fact in facts if fact), until) if part)


def news_line(row: NewsRow, zone: str, words: Words) -> str:
    """Return what happened to a lead, in one line."""
    told = _NEWS.get(row.what)
    begin = words.gettext(told) % {"reseller": row.reseller} if told else words.done(row.what).title
    status = words.value("status", row.status) if row.status else ""
    parts = [f"{begin}: {status}" if status else begin]
    if row.amount_cents is not None:
        parts.append(money(row.amount_cents, row.currency, words.locale))
    if row.when is not None:
        at = instant(row.when, zone, words.locale) if isinstance(row.when, datetime) else day(row.when, words.locale)
        parts.append(at.local)
    if row.reason:
        parts.append(words.value("reason", row.reason))
    line = ", ".join(parts)
    # Whoever answers by the status word alone has said no more than that.
    says_more = bool(row.note) and row.note.strip(" .!").casefold() != status.casefold()
    return f"{line}: {row.note}" if says_more else line


def late_line(minutes: int, words: Words) -> str:
    """Return how much faster another partner was. Source: rulebook 5.2."""
    if minutes == 0:
        return words.gettext(N_("Taken just before you, within the same minute"))
    if minutes < 120:
        return words.ngettext("Taken %(count)s minute before you", "Taken %(count)s minutes before you", minutes)
    return words.gettext(N_("Taken %(span)s before you")) % {"span": span(minutes, words.locale)}


def fit_line(why: WhyYou, words: Words) -> str:
    """Return what about a partner fits. Source: rulebook 4.1."""
    if why.match == "share" and why.low is not None:
        return words.gettext(_SHARE) % {"percent": percent(100 * why.low, words.locale)}
    if why.match == "distance" and why.high is not None:
        return words.gettext(_FAR) % {"km": number(round(why.high), words.locale)}
    if why.match == "at_least" and why.low is not None:
        return number(why.low, words.locale)
    ends = {name: number(end, words.locale) for name, end in (("low", why.low), ("high", why.high)) if end is not None}
    if not ends:
        return ", ".join(why.words)
    sentence = _RANGE["low" in ends, "high" in ends]
    return words.gettext(sentence) % ends


def how_line(how: str, words: Words, *, by_reader: bool = False) -> str:
    """Return how a lead came back to the list. by_reader: whether the reader is the one who had it."""
    told = _HOW_YOU.get(how) if by_reader else None
    return words.gettext(told or _HOW[how])


def candidate_line(fit: str, hindrance: str, back_on: str, words: Words) -> str:
    """Return how well a partner fits a lead, and what speaks against it now.

    Args: back_on: the day of its return in the reader's words; empty for one who is not away.
    """
    return ", ".join(part for part in (fit, hindrance_line(hindrance, back_on, words)) if part)


def hindrance_line(hindrance: str, back_on: str, words: Words) -> str:
    """Return what speaks against giving a partner a lead now; nothing where nothing does."""
    if hindrance == "away" and back_on:
        return words.gettext(N_("away until %(day)s")) % {"day": back_on}
    return words.value("hindrance", hindrance) if hindrance else ""


def again_line(context: NobodyPicked, last_on: str, words: Words) -> str:
    """Return what has changed since the last mail about a lead that nobody took; nothing in the first one.

    Args: last_on: the day of the last mail in the reader's words.
    """
    if context.mail_number < 2:
        return ""
    asked = words.ngettext("%(count)s more asked", "%(count)s more asked", context.asked_since)
    declined = words.ngettext("%(count)s more declined", "%(count)s more declined", context.declined_since)
    news = ((asked, context.asked_since), (declined, context.declined_since))
    changes = [told for told, count in news if count > 0]
    if not changes:
        return words.gettext(N_("Since %(day)s nothing has changed")) % {"day": last_on}
    return words.gettext(N_("Since %(day)s: %(changes)s")) % {"day": last_on, "changes": ", ".join(changes)}


def partners_line(partners: tuple[PartnerRow, ...], unit: str, words: Words) -> str:
    """Return names with their figures: a conversion in percent, or days of silence.

    Args: unit: ``percent`` or ``days``.
    """
    if unit == "percent":
        figures = [percent(partner.figure, words.locale) for partner in partners]
    else:
        figures = [words.ngettext("%(count)s day", "%(count)s days", partner.figure) for partner in partners]
    return ", ".join(f"{partner.name} ({figure})" for partner, figure in zip(partners, figures, strict=True))


def points_words(points: int, words: Words) -> str:
    """Return a number of points with its noun, a debt with a true minus."""
    written = f"{'−' if points < 0 else ''}{number(abs(points), words.locale)}"
    return words.ngettext("%(points)s point", "%(points)s points", abs(points), points=written)


def points_line(standing: StandingRow, words: Words) -> str:
    """Return points and rank."""
    rank = words.gettext(N_("rank %(rank)s of %(all)s")) % {"rank": standing.rank, "all": standing.of_partners}
    return f"{points_words(standing.points, words)}, {rank}."


def signed(points: int, words: Words) -> str:
    """Return points with their sign, a loss with a true minus."""
    return f"{'+' if points > 0 else '−'}{number(abs(points), words.locale)}"
