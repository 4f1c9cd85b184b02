"""What a letter's template needs beside its context's fields: rows as pairs, composed lines, the actions in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from app.domain.letters import (
    Action,
    BackOnOffer,
    ColleagueLink,
    Collected,
    ConfirmWish,
    DecisionRow,
    Done,
    FeedbackDue,
    Help,
    ImportReport,
    LeadGone,
    LeadOffer,
    LeadPicked,
    LeadReceived,
    LeadRow,
    LetterContext,
    Locked,
    NobodyPicked,
    OfferedRow,
    PreferencesSet,
    RedemptionAnswered,
    RedemptionReview,
    Refused,
    WeekManager,
    WeekReseller,
    numbered_refs,
)
from app.mail.help_words import address_pairs, help_pairs
from app.mail.import_lines import count_lines, counts_of, refused_line, row_label
from app.mail.preference_words import preference_pairs
from app.mail.sentences import again_line, how_line, late_line, partners_line, points_line, points_words, signed
from app.mail.view import MOST_ROWS, clean
from app.mail.vocabulary import N_
from app.mail.words import Words

Seen = dict[str, Any]
LIKELY_ANSWERS, LIKELY_ANSWERS_OF_MANY = 4, 2
_KINDS = {"D-": "deal", "R-": "redemption"}
_ROWS_WITH_ACTIONS = ("rows", "blocking", "offered")
_ROWS_WITH_ONE = {"open_offers": "pick", "offers": "pick", "candidates": "assign", "needs_you": "action",
                  "imported": "action"}  # fmt: skip
_PAIRS: dict[str, tuple[str, Callable[[Any], tuple[str, str]]]] = {
    "facts": ("fact_pairs", lambda row: (row.label, row.value)),
    "fields": ("field_pairs", lambda row: (row.label, f"{row.value} – {row.aside}" if row.aside else row.value)),
    "kpis": ("kpi_pairs", lambda kpi: (kpi.label, f"{kpi.value} ({kpi.change})" if kpi.change else kpi.value)),
    "declined_reasons": ("reason_pairs", lambda row: (row.reason_word, str(row.count))),
    "reasons": ("why_pairs", lambda row: (row.name, row.fit_line)),
    "candidates": ("candidate_pairs", lambda row: (row.reseller, row.candidate_line)),
    "incentives": ("incentive_pairs", lambda row: (row.label, row.value)),
    "events": ("event_pairs", lambda row: (row.title, f"{row.what}, {row.happened_at_day}")),
    "news": ("news_pairs", lambda row: (f"{row.lead_ref} {row.title}".strip(), row.news_line)),
    "gone": ("gone_pairs", lambda row: (f"{row.lead_ref} {row.title}".strip(), row.why_gone_word)),
    "conflicts": ("conflict_pairs", lambda row: (conflict_name(row), conflict_words(row))),
}


def arrange(context: LetterContext, seen: Seen, words: Words) -> None:
    """Add to a template's variables what follows from the context as a whole."""
    reference = seen.get("lead_ref") or seen.get("deal_ref") or seen.get("redemption_ref") or ""
    title = seen.get("title", "")
    seen["lead_line"] = f"{reference}: {title}" if reference and title not in ("", reference) else reference
    seen["about_word"] = words.field(_KINDS.get(reference[:2], "lead"))
    for name, (pairs, pair_of) in _PAIRS.items():
        if name in seen:
            seen[pairs] = tuple([pair_of(row) for row in seen[name]])
    seen["doubtful"] = [row.label for row in seen.get("fields", ()) if getattr(row, "doubtful", False)]
    _number(context, seen)
    _shorten(seen)
    _arrange_actions(seen)
    if isinstance(context, FeedbackDue):
        _calm(context, seen)
    if isinstance(context, NobodyPicked):
        seen["again_line"] = again_line(context, seen["last_at_day"], words)
    special = _SPECIAL.get(type(context))
    if special:
        seen |= special(context, words)


def _number(context: LetterContext, seen: Seen) -> None:
    refs = numbered_refs(context)
    for name in (*_ROWS_WITH_ACTIONS, *_ROWS_WITH_ONE):
        for row in seen.get(name, ()):
            if getattr(row, "lead_ref", None) in refs:
                row.number = refs.index(row.lead_ref) + 1


def _shorten(seen: Seen) -> None:
    """Leave rows that their owner decides about beyond the twelfth without buttons: their number answers for them."""
    rows = seen.get("needs_you", ())
    if rows:
        seen["needs_you"] = rows[:MOST_ROWS]
    seen["listed_pairs"] = [(f"{row.number}. {row.lead_ref}: {row.title}", row.why_line) for row in rows[MOST_ROWS:]]


def _arrange_actions(seen: Seen) -> None:
    actions = seen.setdefault("actions", ())
    rows = [getattr(row, "actions", ()) for name in _ROWS_WITH_ACTIONS for row in seen.get(name, ())]
    rows += [(getattr(row, one),) for name, one in _ROWS_WITH_ONE.items() for row in seen.get(name, ())]
    in_rows = [action for row in rows for action in row]
    seen["primary"] = _first_primary(actions)
    seen["others"] = tuple([action for action in actions if action is not seen["primary"]])
    seen["row_primary"] = _first_primary(in_rows)
    seen["row_others"] = tuple([action for action in in_rows if action is not seen["row_primary"]])
    # Forty words to reply with help nobody: with several rows, one each.
    answered = [*(in_rows if len(rows) == 1 else [row[0] for row in rows if row]), *actions]
    seen["reply_actions"] = tuple([action for action in answered if action.word])


def _calm(context: FeedbackDue, seen: Seen) -> None:
    """Show few buttons: the likely answers, the page with all of them, and of one lead alone *not now*."""
    named = list(zip(context.actions, seen["actions"], strict=False))  # of a long list only the first are seen
    more = {action.object_id: view for action, view in named if action.wish == "open"}
    shown = LIKELY_ANSWERS if len(context.rows) == 1 else LIKELY_ANSWERS_OF_MANY
    for about, row in zip(context.rows, seen["rows"], strict=False):
        row.actions = (*row.actions[:shown], *([more[about.lead_id]] if about.lead_id in more else row.actions[shown:]))
    seen["others"] = tuple(view for action, view in named if action.wish in ("remind", "give_back"))


def conflict_name(row: Any) -> str:
    """Return what kind of record a conflict is, marked as the vendor's list marks it. Source: rulebook 7.3."""
    return f"! {row.record_word} {row.ref}".rstrip()


def conflict_words(row: Any) -> str:
    """Return whose record it is, where it stands, and by what it is alike."""
    return ", ".join(part for part in (row.title, row.holder, row.standing_word, row.likeness_word) if part)


def _first_primary(actions: Iterable[Any]) -> Any:
    return next((action for action in actions if action.primary), None)


def _gone(context: LeadGone, words: Words) -> Seen:
    return {"late": late_line(context.taken_minutes_before, words)}


def _offer(context: LeadOffer, words: Words) -> Seen:
    """Return what an offer is called: product and region; where no product is known, what is known instead."""
    what = clean(context.product or context.sector) or words.gettext(N_("New enquiry"))
    parts = [part for part in (what, clean(context.region)) if part]
    return {"offer_title": ", ".join(parts), "offer_title_parts": parts}


def _picked(context: LeadPicked, words: Words) -> Seen:
    phone = "".join(sign for sign in context.contact_phone if sign.isdigit() or sign == "+")
    return {"contact_phone_link": f"tel:{phone}", "contact_email_link": f"mailto:{context.contact_email}"}


def _blocked(context: Locked, words: Words) -> Seen:
    return {"outcome": words.refusal(context.reason)}


def _refused(context: Refused, words: Words) -> Seen:
    return {"outcome": words.refusal(context.code)}


def _preferences(context: PreferencesSet, words: Words) -> Seen:
    return {"outcome": words.done(context.code), "set_pairs": preference_pairs(context, words)}


def _help(context: Help, words: Words) -> Seen:
    return {"help_pairs": help_pairs(context, words), "address_pairs": address_pairs(context, words)}


def _received(context: LeadReceived, words: Words) -> Seen:
    return {"example": words.example(context.missing)}


def _done(context: Done, words: Words) -> Seen:
    return {"outcome": words.done(context.code)}


def _due(context: FeedbackDue, words: Words) -> Seen:
    reference = context.rows[0].lead_ref if len(context.rows) == 1 else None
    return {"lead_ref": reference, "rows_total": len(context.rows), "one_reply": one_reply(context.rows, words),
            "all_overdue": len(context.rows) == 1 or all(row.overdue_days > 0 for row in context.rows)}  # fmt: skip


def _back(context: BackOnOffer, words: Words) -> Seen:
    return {"how_line": how_line(context.how, words, by_reader=context.role == "reseller")}


def _confirm(context: ConfirmWish | ColleagueLink, words: Words) -> Seen:
    return {"option_word": words.value("status", context.option) if context.wish == "feedback" else ""}


def _lent(context: ColleagueLink, words: Words) -> Seen:
    return {**_confirm(context, words), "file_title": "" if context.lead_ref else clean(context.title)}


def _manager_week(context: WeekManager, words: Words) -> Seen:
    return {
        "best_line": partners_line(context.best, "percent", words),
        "weakest_line": partners_line(context.weakest, "percent", words),
        "silent_line": partners_line(context.silent, "days", words),
        "needs_you_left": context.needs_you_total - len(context.needs_you),
        "decisions_left": context.decisions_total - len(context.decisions),
        "decide_reply": decide_reply(context.decisions, words),
        "waiting_total": context.needs_you_total + context.decisions_total,
    }


def _reseller_week(context: WeekReseller, words: Words) -> Seen:
    lines = [points_line(one, words) for one in context.standings]
    earned = [
        tuple((words.value("cause", row.cause), signed(row.points, words)) for row in one.earned)
        for one in context.standings
    ]
    vendors = [one.vendor for one in context.standings]
    return {
        "points_line": lines[0] if len(lines) == 1 else "",
        "standing_parts": tuple(zip(vendors, lines, earned, strict=True)),
        "one_reply": one_reply(context.rows, words),
    }


def _redemption(context: RedemptionReview | RedemptionAnswered, words: Words) -> Seen:
    return {
        "points_words": points_words(context.points, words), "balance_words": points_words(context.balance, words),
    }  # fmt: skip


def decide_reply(decisions: tuple[DecisionRow, ...], words: Words) -> str:
    """Return an example of one answer to what partners ask, such as ``D-3 approved, R-2 approved``."""
    return ", ".join(f"{row.ref} {words.reply(Action('approve', 0))}" for row in decisions[:2])


def arrange_collected(context: Collected, words: Words) -> Seen:
    """Return how much waits, and an example of one answer for all of it."""
    # One of each kind where there are several: the example shows that they go together.
    numbers = {ref: number for number, ref in enumerate(numbered_refs(context), 1)}
    mixed: tuple[LeadRow | OfferedRow, ...] = (*context.rows[:1], *context.offered[:2], *context.rows[1:3])
    shown = [(row.lead_ref, row.actions[index % len(row.actions)]) for index, row in enumerate(mixed) if row.actions]
    # What completes a lead is written in sentences of its own, which no list of numbers has room for.
    shown = [*shown[:3], *((row.lead_ref, row.action) for row in context.needs_you if row.action.wish != "edit")]
    shown.sort(key=lambda one: numbers[one[0]])
    replies = ((ref, words.reply(replace(action, argument={**action.argument, "item": ""}))) for ref, action in shown)
    answers = [f"{numbers[ref]} {reply}" for ref, reply in replies if reply][:3]
    return {
        "one_reply": ", ".join(answers) if len(answers) > 1 else "",
        "waiting_total": len(numbers) + len(context.decisions),
        "only_needs": len(numbers) + len(context.decisions) == len(context.needs_you),
        "decide_reply": decide_reply(context.decisions, words),
        "offers_total": len(context.offered), "news_total": len(context.news) + len(context.gone),
    }  # fmt: skip


def one_reply(rows: tuple[LeadRow, ...], words: Words) -> str:
    """Return an example of one answer for several leads, such as ``1 contacted, 2 lost: price``."""
    if len(rows) < 2:
        return ""
    answers = []
    for index, row in enumerate(rows[:3]):
        if row.actions:
            shown: Action = replace(row.actions[index % len(row.actions)], argument={})
            answers.append(f"{index + 1} {words.reply(shown)}")
    return ", ".join(answers)


def _imported(context: ImportReport, words: Words) -> Seen:
    return {
        "rows_total": context.imported_count + context.earlier_count + context.refused_count,
        "none_out": bool(context.imported_count)
        and not (context.on_offer_count or context.later_count or context.taken_count),
        "count_pairs": count_lines(counts_of(context), words),
        "waiting_total": sum(
            (context.duplicate_count, context.held_count, context.incomplete_count, context.unreleased_count)
        ),
        "refused_pairs": [(clean(row_label(row, words)), clean(refused_line(row, words))) for row in context.refused],
    }


_SPECIAL: dict[type[LetterContext], Callable[[Any, Words], Seen]] = {
    Help: _help,
    LeadGone: _gone,
    LeadReceived: _received,
    LeadOffer: _offer,
    LeadPicked: _picked,
    Locked: _blocked,
    Refused: _refused,
    Done: _done,
    PreferencesSet: _preferences,
    Collected: arrange_collected,
    FeedbackDue: _due,
    BackOnOffer: _back,
    ConfirmWish: _confirm,
    ImportReport: _imported,
    ColleagueLink: _lent,
    WeekManager: _manager_week,
    WeekReseller: _reseller_week,
    RedemptionReview: _redemption,
    RedemptionAnswered: _redemption,
}
