"""The page behind the footer's link: what a person gets, when, and how links act for them."""

from __future__ import annotations

from werkzeug.wrappers import Response

from app.bootstrap import Parts
from app.domain.deal_permissions import REGISTER_PERMISSIONS
from app.domain.letters import Action
from app.domain.letters.lists import LISTS
from app.mail.vocabulary import N_
from app.mail.words import Words
from app.service.queries.wish_page import WishPage
from app.tokens import Wish
from app.web.facts import local
from app.web.page_links import PageLinks
from app.web.pages import brand_of, render

LIST_NAMES = {
    "offers": (N_("Offers of new leads"), N_("when a lead fits your company")),
    "reminders": (N_("Reminders"), N_("when an answer about a lead is due")),
    "receipts": (N_("Receipts"), N_("when a partner reports on one of your leads")),
    "digests": (N_("The week"), N_("the digest on Monday morning")),
}


def show_preferences(parts: Parts, wish: Wish, page: WishPage, words: Words) -> Response:
    """Return the page of settings; each switch on it is a wish of its own with its own link. Source: rulebook 4.6."""
    person, links, now = page.person, PageLinks(parts, page.person.id, words), parts.clock.now()
    _ = words.gettext
    away = local(words, person.absent_until, person.zone) if person.absent_until and person.is_absent(now) else ""
    lists = []
    for name in LISTS:
        title, when = LIST_NAMES[name]
        muted = name in person.muted_lists
        switch = links.button(
            "resubscribe" if muted else "unsubscribe", person.id, _("Switch on") if muted else _("Switch off"), name
        )
        lists.append({"title": _(title), "when": _(when), "muted": muted, "switch": switch})
    return render(
        "preferences.html", words, brand=brand_of(page), person=person, away=away, lists=lists,
        absence=links.button("absence", person.id, _("Set the absence")),
        resume=links.button("resume", person.id, _("I am back")),
        registering=[
            (role.vendor.name, links.link(Action("register", role.vendor_id)))
            for role in person.roles
            if role.active and role.name in REGISTER_PERMISSIONS
        ],
        revoke=links.button("trust_device", person.id, _("Stop on all devices"), "off"),
    )  # fmt: skip
