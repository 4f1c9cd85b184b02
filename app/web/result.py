"""The page after the button: what was done or why not, the way back, and what comes next."""

from __future__ import annotations

from datetime import datetime

from flask import request
from werkzeug.wrappers import Response

from app.bootstrap import Parts
from app.domain.errors import Protected, Refused, Unknown, refusals
from app.domain.lead import Lead
from app.domain.letters import Action, LeadRow
from app.domain.lifecycle import ON_OFFER
from app.mail.formats import deadline, instant
from app.mail.words import Words
from app.service.protection import instead_of_offering
from app.service.queries.import_page import IMPORT_WISHES
from app.service.queries.page_of_link import wish_page
from app.service.queries.wish_page import WishPage, pressed_before, with_refusal
from app.service.undoing import undo_since
from app.store.journal import JournalEntry
from app.store.work import reading
from app.tokens import Wish
from app.web.facts import outcome_facts, subject_of
from app.web.page_links import Button, Link, PageLinks
from app.web.pages import brand_of, render, translator
from app.web.press import OWN, Devices
from app.web.wish_words import done_of

_AFTER_A_PICK = ("contacted", "appointment", "not_reached")
_ABOUT_ONESELF = frozenset(
    {"absence", "resume", "unsubscribe", "resubscribe", "trust_device", "register", "prefer", "prefer_all",
     "prefer_undo", "submit"}
)  # fmt: skip


def show_result(parts: Parts, token: str, wish: Wish, words: Words, nonce: str) -> Response:
    """Return what came of one press, from the journal: the same page however often it is loaded.

    Raises: Unknown: the button was never pressed.
    """
    with reading(parts.database) as session:
        entry = pressed_before(session, token, nonce)
        if entry is None:
            raise Unknown()
        now = parts.clock.now()
        page = wish_page(session, now, wish)
        if entry.refused:
            page = with_refusal(session, now, page, _refusal_of(entry))
    page = Devices(parts.settings, parts.tokens).seen_here(request, page)
    if entry.refused:
        return show_refusal(parts, token, page, words)
    return _show_done(parts, wish, page, words, entry)


def _refusal_of(entry: JournalEntry) -> Refused:
    kind = next((kind for kind in refusals() if kind.code == entry.code), Refused)
    return kind(**entry.facts)


def _show_done(parts: Parts, wish: Wish, page: WishPage, words: Words, entry: JournalEntry) -> Response:
    links = PageLinks(parts, page.person.id, words)
    outcome = done_of(words, entry.code)
    return render(
        "done.html", words, brand=brand_of(page), outcome=outcome, code=entry.code, subject=subject_of(page),
        facts=outcome_facts(dict(entry.facts), page.person.zone, words), undo=_undo(links, page, words, entry),
        then=_then(links, words), next_steps=_next_steps(links, page, words, entry),
        back=_back(links, wish, page, words), asks_for_browser=OWN in request.args and not page.is_known,
    )  # fmt: skip


def _undo(links: PageLinks, page: WishPage, words: Words, entry: JournalEntry) -> Button | None:
    if entry.facts.get("undo") == "prefer_undo":
        return links.button("prefer_undo", page.person.id, words.gettext("Undo"))
    if entry.facts.get("undo") == "undo_correction":
        return links.button("undo_correction", int(entry.facts["entry_id"]), words.gettext("Undo"))
    if entry.facts.get("undo") == "undo_files" and page.lead is not None:
        label, first = words.gettext("Take the files back"), min(entry.facts["file_ids"])
        return links.button("undo_files", page.lead.id, label, str(first))
    if entry.facts.get("undo") and page.deal is not None:
        return links.button("undo_deal", page.deal.id, words.gettext("Undo"), entry.facts["undo"])
    if not entry.facts.get("undo") or page.lead is None:
        return None
    return links.button("undo", page.lead.id, words.gettext("Undo"), entry.facts.get("step", ""))


def _then(links: PageLinks, words: Words) -> Link | None:
    """Return the pick that had to wait for this answer. Source: rulebook 5.6."""
    token = request.args.get("then", "")
    return Link(words.gettext("Now take the lead"), f"/a/{token}", True) if links.is_own(token, "pick") else None


def _next_steps(links: PageLinks, page: WishPage, words: Words, entry: JournalEntry) -> list[Link]:
    if page.lead is not None and entry.code == "still_missing":
        return [links.link(Action("qualify", page.lead.id, primary=True))]
    if page.lead is not None and entry.code == "released" and page.lead.state in ON_OFFER:
        return [links.link(Action("requalify", page.lead.id))]
    if page.lead is not None and entry.code == "undone" and page.lead.state in ON_OFFER and page.person.gets_offers:
        return [links.link(Action("pick", page.lead.id, primary=True), label=words.gettext("Take it after all"))]
    if page.lead is None or entry.code not in ("picked", "which_was_meant"):
        return []
    if entry.code == "which_was_meant":
        return [links.link(Action(wish, page.lead.id)) for wish in ("pick", "decline")]
    return [links.link(Action("feedback", page.lead.id, status)) for status in _AFTER_A_PICK]


def _ways_back(lead: Lead, now: datetime) -> list[tuple[str, int, str]]:
    """Return how a company gets rid of a lead that it has: by undoing, while that costs nothing. Rulebook 5.5."""
    undo = [("undo", lead.id, "pick")] if lead.pick_can_be_undone(now) else []
    return [*undo, ("give_back", lead.id, "")]


def _back(links: PageLinks, wish: Wish, page: WishPage, words: Words) -> Link | None:
    if page.rewards is not None:
        return links.link(Action("points", page.rewards.points.company.id))
    if wish.name in IMPORT_WISHES:
        return links.link(Action("imported", wish.object_id))
    if wish.name not in _ABOUT_ONESELF or not page.person.roles:
        return None
    label = words.gettext("Your settings")
    return links.link(Action("preferences", page.person.id), label=label)


def show_refusal(parts: Parts, token: str, page: WishPage, words: Words, status: int = 200) -> Response:
    """Return the page of a refusal: why, and what else can be done. Source: rulebook 5.2, 5.6; style 6."""
    assert page.refusal is not None
    links = PageLinks(parts, page.person.id, words)
    refusal, _ = page.refusal, translator(words)
    outcome = words.refusal(refusal.code)
    late = int(refusal.facts.get("minutes_late", 0))
    return render(
        "refused.html", words, status, brand_of(page), code=refusal.code, outcome=outcome, subject=subject_of(page),
        lateness=_lateness(words, late) if refusal.code == "gone" else "",
        since=words.value("step", str(refusal.facts.get("status") or refusal.facts.get("latest") or "")),
        missing=[words.field(name) for name in refusal.facts.get("missing", ())],
        blocking=[_row(links, row, page, words, token) for row in page.blocking],
        offers=[
            (offer.lead_ref, offer.title, deadline(offer.answer_by, parts.clock.now(), page.person.zone, words.locale),
             links.link(Action("pick", offer.pick.object_id)))
            for offer in page.open_offers
        ],
        again=Link(_("Now take the lead"), f"/a/{token}") if page.blocking else None,
        instead=_instead(links, page, words, parts.clock.now()),
    )  # fmt: skip


def _lateness(words: Words, minutes: int) -> str:
    if minutes == 0:
        return words.gettext("Taken less than a minute before you.")
    hours, days = minutes // 60, minutes // 1440
    if days >= 2:
        return words.ngettext("Taken %(count)s day before you.", "Taken %(count)s days before you.", days)
    if hours >= 2:
        return words.ngettext("Taken %(count)s hour before you.", "Taken %(count)s hours before you.", hours)
    return words.ngettext("Taken %(count)s minute before you.", "Taken %(count)s minutes before you.", minutes)


def _row(links: PageLinks, row: LeadRow, page: WishPage, words: Words, token: str) -> dict[str, object]:
    """Return a lead that stands in the way, with its answers; the pick waits behind each of them."""
    late = max(0, row.overdue_days)
    return {
        "ref": row.lead_ref,
        "title": row.title,
        "due": instant(row.due_by, page.person.zone, words.locale).day,
        "late": words.ngettext("%(count)s day late", "%(count)s days late", late) if late else "",
        "links": [links.link(action, then=token) for action in row.actions],
    }


def _instead(links: PageLinks, page: WishPage, words: Words, now: datetime) -> list[Link]:
    assert page.refusal is not None
    lead, code = page.lead, page.refusal.code
    if code == "superseded":
        about, number = ("undo", lead.id) if lead is not None else ("undo_deal", page.deal.id if page.deal else 0)
        return [links.link(undo_since(about, number, page.refusal.facts))]
    if page.deal is not None:
        return []
    if page.rewards is not None:
        return [links.link(Action("points", page.rewards.points.company.id))]
    if lead is None and not page.person.roles:
        return []
    if lead is None:
        return [links.link(Action("preferences", page.person.id), label=words.gettext("Your settings"))]
    if isinstance(page.refusal, Protected):
        return [links.link(one) for one in instead_of_offering(lead, page.refusal)]
    if code == "merged" and lead.merged_into is not None:
        return [links.link(Action("open", lead.merged_into, primary=True))]
    if code == "incomplete":
        return [links.link(Action("edit", lead.id, primary=True))]
    if code == "already_yours":
        return [links.link(Action("feedback", lead.id, status)) for status in _AFTER_A_PICK] + [
            links.link(Action(*way)) for way in _ways_back(lead, now)
        ]
    if code == "undo_expired" and lead.holder_id is not None:
        return [links.link(Action("give_back", lead.id))]
    return []
