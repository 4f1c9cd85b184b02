"""A lead's history as its page tells it: when, what, by whom, and which of the merged leads it came from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from app.domain.letters import Action
from app.mail.formats import day_in_year, instant, money, size
from app.mail.vocabulary import N_
from app.mail.words import Words
from app.service.queries.file_page import DOWNLOAD
from app.service.queries.history import FEEDBACK, NOTE, HistoryLine, LeadStory
from app.web.page_links import Link, PageLinks
from app.web.pages import translator
from app.web.paging import Part, part_of, start_of_part

SHOWN = 30
STEPS: dict[str, str] = {
    "submit": N_("Came in"),
    "edit": N_("Fields filled in or changed"),
    "release": N_("Released"),
    "discard": N_("Discarded"),
    "withdraw": N_("Withdrawn"),
    "requalify": N_("Taken back to qualification"),
    "to_agency": N_("Given to the agency"),
    "qualify": N_("Completed by the agency"),
    "no_lead": N_("Not a lead, says the agency"),
    "later": N_("The agency did not reach the customer"),
    "escalate_agency": N_("The agency was silent"),
    "merge": N_("Merged"),
    "keep_both": N_("Kept beside another lead of the same customer"),
    "widen": N_("More partners asked"),
    "escalate": N_("Nobody took it"),
    "pick": N_("Taken"),
    "decline": N_("Offer declined"),
    "assign": N_("Assigned"),
    "undo": N_("Last step undone"),
    "give_back": N_("Given back"),
    "recall": N_("Offered to the others again"),
    "return": N_("Returned: nobody answered"),
    "take_over": N_("Taken over by the vendor"),
    "hand_over": N_("Handed on to a colleague"),
    "miss": N_("Deadline missed"),
    "escalate_work": N_("No feedback any more: the owner was asked"),
    "nudge": N_("The partner was reminded"),
    "extend": N_("More time given"),
    "ask_time": N_("Asked for more time"),
    "grant_time": N_("More time granted"),
    "refuse_time": N_("More time refused"),
    "fetch": N_("File downloaded"),
    "echo": N_("The customer answered whether somebody got in touch"),
    NOTE: N_("Note"),
}
_CHANNELS = {
    "mail": N_("by mail"),
    "link": N_("by a link"),
    "device": N_("by a link"),
    "page": N_("by a page"),
    "api": N_("by the API"),
    "list": N_("from a list"),
    "cli": N_("by the operator"),
}


@dataclass(frozen=True)
class Told:
    """One line of the history in words; ``lead`` only where several leads became one."""

    when: str
    lead: str
    title: str
    who: str
    details: str
    words: str
    undone: bool


@dataclass(frozen=True)
class ShownStory:
    """The part of a history that is shown, which leads live on in this one, and the ways to those kept beside it."""

    told: tuple[Told, ...]
    part: Part
    merged: str
    twins: tuple[Link, ...]
    files: tuple[Link, ...]


def shown_story(story: LeadStory, zone: str, words: Words, links: PageLinks) -> ShownStory:
    """Return a history as the page shows it, from the row on that the address asks for. Source: rulebook 3.6."""
    start = start_of_part()
    lines = story.lines[start : start + SHOWN]
    told = tuple(_told(line, zone, words, several=bool(story.merged)) for line in lines)
    twins = tuple(links.link(Action("open", one.lead_id), label=f"{one.ref}: {one.title}") for one in story.twins)
    sized = [(number, f"{name}, {size(count, words.locale)}") for number, name, count in story.files]
    files = tuple(links.link(Action(DOWNLOAD, number), label=label) for number, label in sized)
    part = part_of(start, len(lines), len(story.lines), SHOWN)
    return ShownStory(told, part, ", ".join(story.merged), twins, files)


def _told(line: HistoryLine, zone: str, words: Words, *, several: bool) -> Told:
    about = line.about or {}
    said = Action(FEEDBACK, 0, str(about.get("status", "")))
    title = words.label(said) if line.step == FEEDBACK else _step(line, words)
    who = ", ".join(part for part in (line.by, line.company) if part)
    details = ", ".join(part for part in _details(line, zone, words) if part)
    at = instant(line.at, zone, words.locale)
    when = f"{day_in_year(line.at, zone, words.locale)}, {at.short.rpartition(' ')[2]}"
    return Told(when, line.lead_ref if several else "", title, who, details, line.words, line.undone)


def _step(line: HistoryLine, words: Words) -> str:
    if line.step == "merge" and line.about:
        into = translator(words)(N_("Merged into %(lead)s"), lead=line.about.get("survivor_ref", ""))
        return str(into)
    return words.gettext(STEPS.get(line.step, line.step))


def _details(line: HistoryLine, zone: str, words: Words) -> Iterator[str]:
    _, about = translator(words), line.about or {}
    if line.step == "submit":
        yield words.gettext(_CHANNELS.get(line.channel, ""))
    if "source" in about:
        yield f"{words.field('source')}: {words.value('source', str(about['source']))}"
    if "campaign" in about:
        yield f"{words.field('campaign')}: {about['campaign']}"
    if "amount_cents" in about:
        yield money(int(about["amount_cents"]), str(about.get("currency") or ""), words.locale)
    if "at" in about:
        yield day_in_year(about["at"], zone, words.locale)
    if "until" in about:
        yield _("until %(instant)s", instant=instant(datetime.fromisoformat(about["until"]), zone, words.locale).local)
    if "reason" in about:
        yield words.value("reason", str(about["reason"]))
    if "reseller" in about:
        yield str(about["reseller"])
    if "answer" in about:
        yield words.value("echo", str(about["answer"]))
    if line.files:
        yield _("files: %(names)s", names=", ".join(line.files))
