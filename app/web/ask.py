"""The page before the button: the facts, what will happen, and what has to be answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import request
from werkzeug.wrappers import Response

from app.bootstrap import Parts
from app.domain.deal import Deal
from app.domain.lead import Lead
from app.domain.letters import Action
from app.domain.wishes import question_of
from app.mail.provenance import origin
from app.mail.vocabulary import N_
from app.mail.words import Words
from app.service.deal_wording import field_rows_of_deal
from app.service.queries.file_page import DOWNLOAD, FETCH
from app.service.queries.wish_page import WishPage
from app.service.wording import field_rows
from app.tokens import Wish
from app.web.facts import facts_of_page, subject_of
from app.web.form import CHOICES, DEAL_FIELDS, FIELD_PREFIX, LEAD_FIELDS, WAS_PREFIX, Form, shown_value
from app.web.page_links import PageLinks
from app.web.pages import brand_of, render, translator
from app.web.result import show_refusal
from app.web.wish_words import asking_of, button_of

_NOTED = frozenset({"no_lead", "later", "feedback", "echo", "give_back", "note", "reject", "supply", "register",
                    "deal_report", "submit"})  # fmt: skip
_ANYBODY = ("company", "contact_last_name", "contact_email", "contact_phone")
# Nothing but words: without them nothing is wished.
_WORDED = frozenset({"note", "ask_more", "ask_extension", "reject_redemption", "correct_points"})
_NOTE_LABELS = {
    **dict.fromkeys(("ask_extension", "reject_redemption", "correct_points"), "reason"), "ask_more": "question",
}  # fmt: skip
# What harms when it was not meant is never pressed by itself, on no device.
_NEVER_AT_ONCE = frozenset(
    {
        "echo",
        "trust_device",
        "discard",
        "withdraw",
        "take_over",
        "recall",
        "approve",
        "grant_extension",
        "refuse_extension",
        "release_list",
        "redeem",
        "approve_redemption",
        "undo_correction",
        "undo_files",
        "grant_time",
        "refuse_time",
    }
)
_LONG_FIELDS = frozenset({"need"})
# How a value is written that could not be read.
EXAMPLES = {
    "country": N_("Germany"),
    "contact_email": "name@firma.example",
    "contact_phone": "+49 89 12345678",
    "postcode": "80331",
    "expected_volume_cents": N_("12500"),
}


def form_of(wish: Wish, zone: str, lead: Lead | None = None, deal: Deal | None = None) -> Form:
    """Return what the page of a wish asks.

    Args: lead, deal: whose fields a page with fields shows; not needed to read it back.
    """
    registers, submits = wish.name in ("register", "supply"), wish.name == "submit"
    shown: Mapping[str, Any] = lead.fields if lead is not None else deal.fields if deal is not None else {}
    return Form(
        question_of(wish.name, wish.option), zone, wants_time=wish.option == "appointment",
        wants_note=wish.name in _NOTED | _WORDED, needs_note=wish.name in _WORDED,
        lead_fields=shown if registers or submits or wish.name in ("edit", "qualify") else None,
        shown_fields=DEAL_FIELDS if registers else LEAD_FIELDS, needs_fields=("company",) if registers else (),
        needs_one_of=_ANYBODY if submits else (),
    )  # fmt: skip


def ask(
    parts: Parts, token: str, wish: Wish, page: WishPage, words: Words, *, at_once: bool = False, status: int = 200,
    typed: Mapping[str, str] | None = None, errors: Mapping[str, str] | None = None, notice: str = "",
) -> Response:  # fmt: skip
    """Return the page that asks; where pressing would be refused, the page that says why and what else can be done.

    Args: at_once: the browser may press the button itself. typed, errors: of a form that could not be used.
        notice: ``stale`` when the button was pressed too late, or from elsewhere.
    """
    links = PageLinks(parts, page.person.id, words)
    if page.refusal is not None:
        return show_refusal(parts, token, page, words, status=status)
    asked = FETCH if wish.name == DOWNLOAD and page.is_known else wish.name
    asking, form = asking_of(asked, page.step or wish.option), form_of(wish, page.person.zone, page.lead, page.deal)
    _ = translator(words)
    argument = page.argument | {"step": words.value("status", page.argument["step"])} if page.step else page.argument
    may_be_at_once = not form.must_be_filled and wish.name not in _NEVER_AT_ONCE
    return render(
        "ask.html", words, status, brand_of(page),
        heading=_(asking.heading, **argument), will_happen=_(asking.will_happen, **argument), subject=subject_of(page),
        who=who(page), facts=facts_of_page(page, wish, words), form=form, typed=typed or {}, errors=errors or {},
        notice=notice, button=button_of(words, Action(asked, wish.object_id, wish.option, argument=page.argument)),
        action=f"/a/{token}", nonce=parts.tokens.nonce(token), then=_then(links),
        at_once=at_once and may_be_at_once,
        offers_device=not at_once and may_be_at_once and bool(page.person.roles) and asked != DOWNLOAD,
        edit_rows=_edit_rows(form, page, typed, words), others=_others(links, wish, page),
        minutes=_undo_minutes(wish, page),
        note_label=words.field(_NOTE_LABELS.get(wish.name, "note")),
        date_label=_date_label(wish, words), currency=page.vendor.currency if page.vendor else "",
        wrong=_wrong(form, errors or {}, words), missing=_missing(form, page), asks=form.must_be_filled,
        lends=not page.is_known and any(one is not None for one in (page.lead, page.deal, page.file)),
    )  # fmt: skip


def who(page: WishPage) -> str:
    """Return for whom the button acts: a link names one person; to a browser nobody chose, not by the whole name."""
    if not page.is_known:
        first, _, last = page.person.name.strip().partition(" ")
        return f"{first} {last[:1]}." if last else first
    return f"{page.person.name}, {page.company.name}" if page.company else page.person.name


def _then(links: PageLinks) -> str:
    """Return the pick that waits for this answer, if the page was opened on the way to one. Source: rulebook 5.6."""
    token = request.values.get("then", "")
    return token if token and links.is_own(token, "pick") else ""


def _undo_minutes(wish: Wish, page: WishPage) -> int:
    return page.lead.vendor.rules.undo_minutes if wish.name == "pick" and page.lead is not None else 0


def _others(links: PageLinks, wish: Wish, page: WishPage) -> list[object]:
    """Return the other way out of an offer, for whoever opened the wrong one; beside a form, that for files."""
    if page.lead is not None and wish.name in ("edit", "qualify"):
        return [links.link(Action("add_files", page.lead.id))]
    if page.lead is None or wish.name not in ("pick", "decline"):
        return []
    other = "decline" if wish.name == "pick" else "pick"
    return [links.link(Action(other, page.lead.id))]


def _edit_rows(form: Form, page: WishPage, typed: Mapping[str, str] | None, words: Words) -> list[dict[str, object]]:
    """Return the lead's fields for the form, each with where its value is from; the missing ones first."""
    if form.lead_fields is None:
        return []
    missing = _missing(form, page)
    told = field_rows(page.lead) if page.lead is not None else field_rows_of_deal(page.deal) if page.deal else ()
    origins = {row.name: origin(row, words) for row in told}
    rows: list[dict[str, object]] = [
        {
            "name": FIELD_PREFIX + name,
            "label": words.field(name),
            "value": (typed or {}).get(FIELD_PREFIX + name, shown_value(name, form.lead_fields.get(name))),
            "was_name": WAS_PREFIX + name,
            "was": (typed or {}).get(WAS_PREFIX + name, shown_value(name, form.lead_fields.get(name))),
            "choices": [(code, words.value(name, code)) for code in CHOICES.get(name, ())],
            "long": name in _LONG_FIELDS,
            "origin": origins.get(name, ""),
            "example": words.gettext(EXAMPLES.get(name, "")),
        }
        for name in form.shown_fields
    ]
    return sorted(rows, key=lambda row: row["name"] not in missing)


def _wrong(form: Form, errors: Mapping[str, str], words: Words) -> list[tuple[str, str]]:
    """Return the fields of the form that could not be used, in its order: each input's name and label."""
    names = [FIELD_PREFIX + name for name in form.shown_fields]
    return [(name, words.field(name.removeprefix(FIELD_PREFIX))) for name in names if name in errors]


def _missing(form: Form, page: WishPage) -> list[str]:
    """Return the form's names of mandatory fields that are still empty."""
    if form.lead_fields is None:
        return []
    if page.lead is None and not form.needs_one_of:
        return [FIELD_PREFIX + name for name in form.needs_fields if not form.lead_fields.get(name)]
    assert page.vendor is not None
    missing = page.lead.missing(page.vendor.rules.mandatory) if page.lead else [*page.vendor.rules.mandatory]
    routes = ("contact_email", "contact_phone") if "contact_route" in missing else ()
    return [FIELD_PREFIX + name for name in (*missing, *routes)]


def _date_label(wish: Wish, words: Words) -> str:
    labels = {
        "later": N_("Try again on"),
        "appointment": N_("When?"),
        "quoted": N_("Decision expected on"),
        "postponed": N_("Ask again on"),
        "ask_time": N_("Until when?"),
        "": N_("First day back"),
    }
    return words.gettext(labels.get(wish.option or wish.name, labels[""]))
