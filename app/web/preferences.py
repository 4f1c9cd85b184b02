"""The page behind the footer's link: what a person gets, when, and how links act for them."""

from __future__ import annotations

from collections.abc import Mapping

from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from app.bootstrap import Parts
from app.domain.deal_permissions import REGISTER_PERMISSIONS
from app.domain.letters import Action
from app.domain.letters.lists import LISTS
from app.domain.people import Person
from app.domain.permissions import SUBMIT_PERMISSIONS
from app.mail.formats import day
from app.mail.preference_words import LIST_NAMES, NEWS_OF_OTHERS
from app.mail.words import Words
from app.service.queries.wish_page import WishPage
from app.store.work import reading
from app.tokens import Wish
from app.web.page_links import PageLinks
from app.web.pages import brand_of, render
from app.web.preferences_form import form_rows


def show_preferences(
    parts: Parts, wish: Wish, page: WishPage, words: Words, *, status: int = 200,
    posted: MultiDict[str, str] | None = None, errors: Mapping[str, str] | None = None, notice: str = "",
) -> Response:  # fmt: skip
    """Return the page of settings: one form, and switches that are wishes of their own with links of their own.

    Args: posted, errors: of a form that could not be used. notice: ``stale`` when the button was pressed too late.
    Source: rulebook 4.6.
    """
    person, links, now = page.person, PageLinks(parts, page.person.id, words), parts.clock.now()
    _ = words.gettext
    away = day(back_on, words.locale).local if (back_on := person.back_on(now)) else ""
    with reading(parts.database) as session:
        deputy = session.get(Person, person.deputy_id) if person.deputy_id else None
    return render(
        "preferences.html", words, status, brand_of(page), person=person, away=away,
        deputy=deputy.name if deputy else "",
        lists=[_switch(links, person, name, words) for name in LISTS if _concerns(person, name)],
        rows=form_rows(person, deputy, words, posted, errors or {}, parts.texts is not None),
        errors=errors or {}, notice=notice, save=links.button("prefer", person.id, _("Save")),
        everything=links.button("prefer_all", person.id, _("Get every mail again")),
        absence=links.button("absence", person.id, _("Set the absence")),
        resume=links.button("resume", person.id, _("I am back")),
        registering=[
            (role.vendor.name, links.link(Action("register", role.vendor_id)))
            for role in person.roles
            if role.active and role.name in REGISTER_PERMISSIONS
        ],
        handing_in=[
            (role.vendor.name, [links.link(Action(wish, role.vendor_id)) for wish in ("import", "submit")])
            for role in person.roles
            if role.active and role.name in SUBMIT_PERMISSIONS
        ],
        revoke=links.button("trust_device", person.id, _("Stop on all devices"), "off"),
    )  # fmt: skip


def _concerns(person: Person, name: str) -> bool:
    """Whether a person can get mails of a kind; what somebody has switched off they can always switch on again."""
    if name in person.muted_lists or name not in ("offers", "reminders"):
        return True
    return person.gets_offers or (name == "reminders" and person.gets_receipts)


def _switch(links: PageLinks, person: Person, name: str, words: Words) -> dict[str, object]:
    """Return one kind of mail with what switches it."""
    title, when = LIST_NAMES[name] if name != "receipts" or person.gets_receipts else NEWS_OF_OTHERS
    muted = name in person.muted_lists
    label = words.gettext("Switch on") if muted else words.gettext("Switch off")
    button = links.button("resubscribe" if muted else "unsubscribe", person.id, label, name)
    return {"title": words.gettext(title), "when": words.gettext(when), "muted": muted, "switch": button}
