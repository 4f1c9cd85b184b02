"""The form on the page of settings: what it shows, and how what was typed is read, each bad field named."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from app.domain.errors import DeputyCycle, NotADeputy
from app.domain.people import Person
from app.domain.preferences import LANGUAGES, Cadence, Receipts
from app.domain.programme import TEMPERATURES
from app.domain.wishes import Answers
from app.mail.vocabulary import N_
from app.mail.words import Words
from app.service.deputies import find_deputy
from app.web.form import ReadAnswers

LONGEST = 500
_SEVERAL = frozenset({"temperatures", "products"})
# What is said beside a field that cannot be used. Several codes come from the rules, the deputy's from the service.
PROBLEMS = {
    "cadence": N_("Please choose one of these."),
    "receipts": N_("Please choose one of these."),
    "language": N_("Please choose one of these."),
    "temperatures": N_("Please choose from these."),
    "products": N_("One of these products is not sold here any more. Please choose again."),
    "regions": N_("Please write beginnings of postcodes, for example “80, 81, AT-10”."),
    "quiet_from": N_("Please write a time like 20:00, and a different one for the end."),
    "quiet_until": N_("Please write a time like 07:00, and a different one for the beginning."),
    "text_to": N_("Please write the number with its country, for example “+49 170 1234567”."),
    NotADeputy.code: N_("Only a colleague of your company can stand in. Please write the address we know them by."),
    DeputyCycle.code: N_("This colleague’s mails would come back to you. Please name somebody else."),
}


@dataclass(frozen=True)
class Choice:
    """One thing to choose."""

    code: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Row:
    """One field of the form. kind: ``select``, ``boxes`` or the type of an input."""

    name: str
    label: str
    kind: str
    value: str = ""
    hint: str = ""
    problem: str = ""
    choices: tuple[Choice, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)


def fields_of(person: Person, texts: bool) -> tuple[str, ...]:
    """Return the fields that mean something to a person. texts: whether the operator has a gateway for them."""
    of_offers = ("cadence", "temperatures", "products", "regions", "brief") if person.gets_offers else ()
    shown = tuple(name for name in of_offers if name != "products" or person.products)
    receipts = ("receipts",) if person.gets_receipts else ()
    text_to = ("text_to",) if texts and person.gets_offers else ()
    return (*shown, *receipts, "quiet_from", "quiet_until", *text_to, "deputy", "language")


def read_preferences(posted: MultiDict[str, str], person: Person, session: Session, texts: bool) -> ReadAnswers:
    """Return what the form wishes, and for each field that cannot be used a code of ``PROBLEMS``."""
    names = fields_of(person, texts)
    read = {name: _value(posted, name) for name in names}
    deputy = str(read.pop("deputy"))
    problems = person.prefers.problems(read, person.products)
    errors = {str(problem.facts["field"]): str(problem.facts["field"]) for problem in problems}
    if deputy:
        try:
            find_deputy(session, person, deputy)
        except (NotADeputy, DeputyCycle) as refusal:
            errors["deputy"] = refusal.code
    return ReadAnswers(Answers(fields={**read, "deputy": deputy}), errors)


def _value(posted: MultiDict[str, str], name: str) -> Any:
    if name in _SEVERAL:
        return tuple(text[:LONGEST] for text in posted.getlist(name))
    text = "".join(sign for sign in posted.get(name, "")[:LONGEST] if sign.isprintable()).strip()
    if name == "regions":
        return tuple(re.findall(r"[^\s,;]+", text))
    return text == "brief" if name == "brief" else text


def form_rows(
    person: Person, deputy: Person | None, words: Words, posted: MultiDict[str, str] | None,
    errors: Mapping[str, str],
    texts: bool,
) -> list[Row]:  # fmt: skip
    """Return the form, with what is set or what was typed."""
    now = {
        **vars(person.prefers), "cadence": person.cadence, "language": person.language,
        "deputy": deputy.address if deputy else "",
    }  # fmt: skip
    names = fields_of(person, texts)
    shown = {name: now[name] if posted is None else _value(posted, name) for name in names}
    return [_row(name, shown[name], person, words, errors.get(name, "")) for name in names]


def _row(name: str, value: Any, person: Person, words: Words, error: str) -> Row:
    _ = words.gettext
    label, problem = words.field(name), _(PROBLEMS[error]) if error else ""
    codes: dict[str, tuple[str, ...]] = {
        "cadence": tuple(Cadence), "receipts": tuple(Receipts), "language": LANGUAGES, "brief": ("False", "True"),
    }  # fmt: skip
    if name in codes:
        choices = tuple(Choice(_sent(name, code), words.value(name, code), str(value) == code) for code in codes[name])
        return Row(name, label, "select", problem=problem, choices=choices, hint=_(_HINTS.get(name, "")))
    if name in _SEVERAL:
        of = TEMPERATURES if name == "temperatures" else person.products
        named = {code: words.value("temperature", code) if name == "temperatures" else code for code in of}
        boxes = tuple(Choice(code, title, code in value) for code, title in named.items())
        return Row(name, label, "boxes", problem=problem, choices=boxes, hint=_(_HINTS[name]))
    kind, attributes = _INPUTS[name]
    text = ", ".join(value) if name == "regions" else str(value)
    return Row(name, label, kind, text, _(_HINTS[name]), problem, attributes=attributes)


def _sent(name: str, code: str) -> str:
    return {"True": "brief", "False": "full"}[code] if name == "brief" else code


_HINTS = {
    "cadence": N_("offers of hot leads always come at once"),
    "temperatures": N_("none ticked: all"),
    "products": N_("none ticked: all"),
    "regions": N_("beginnings of postcodes; empty: all"),
    "receipts": N_("what partners report on your leads"),
    "quiet_from": N_("by your clock; empty: none"),
    "quiet_until": N_("until then only answers to you come"),
    "text_to": N_("for offers of hot leads, beside the mail, not at night; empty: none"),
    "deputy": N_("a colleague’s mail address; gets your mails while you are away"),
    "brief": N_("one line for each offer, or all that may be told"),
}
_INPUTS: dict[str, tuple[str, dict[str, str]]] = {
    "regions": ("text", {"inputmode": "text", "autocomplete": "off"}),
    "quiet_from": ("time", {}),
    "quiet_until": ("time", {}),
    "text_to": ("tel", {"autocomplete": "tel"}),
    "deputy": ("email", {"autocomplete": "off"}),
}
