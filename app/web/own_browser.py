"""How a browser becomes one of a person's own: it asks, a mail to them brings a link, and it opens that link."""

from __future__ import annotations

import hashlib

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from app.bootstrap import Parts
from app.domain.commands import TrustDevice
from app.domain.errors import Unknown
from app.domain.person_commands import AskForBrowser
from app.mail.words import Words
from app.service.outcome import Origin
from app.service.queries.needing import NEEDING
from app.service.queries.registrations import REGISTRATION, REGISTRATIONS
from app.service.queries.wish_page import LOOKING, WishPage, press_key
from app.tokens import Wish
from app.web.page_links import Button
from app.web.pages import brand_of, render
from app.web.press import OWN, Devices, has_fresh_nonce, is_from_our_page

# Pages that tell the person's own browser more than any other.
HIDING = frozenset({LOOKING, REGISTRATION, REGISTRATIONS, NEEDING})


def is_the_answer(wish: Wish) -> bool:
    """Whether a link is the one that our mail brought to whoever asked."""
    return (wish.name, wish.option) == ("trust_device", "on")


def own_browser(parts: Parts, wish: Wish, page: WishPage, words: Words) -> Button | None:
    """Return the button of a page that hides something; nothing where the browser is known."""
    if page.is_known:
        return None
    token = parts.tokens.link(wish)
    return Button(words.gettext("This is my browser"), f"/a/{token}", parts.tokens.nonce(token))


def ask_for_browser(parts: Parts, token: str, wish: Wish) -> Response:
    """Have the person mailed a link that only this browser can use, and say so, whoever has pressed.

    Source: rulebook 9.1, mail 1.6, ADR 21.
    """
    nonce = request.form.get("nonce", "")
    is_ours = is_from_our_page(request, parts.settings.base_url)
    if not is_ours or not has_fresh_nonce(parts.tokens, token, nonce):
        return redirect(url_for("links.look", token=token), 303)  # the page once more, with a fresh button
    answer = redirect(f"{url_for('links.look', token=token)}?{OWN}", 303)
    mail_the_link(parts, answer, wish.person_id, token, nonce)
    return answer


def mail_the_link(parts: Parts, answer: Response, person_id: int, token: str, nonce: str) -> None:
    """Mail a person the link that makes this browser theirs, and let the browser remember that it asked for it."""
    key = f"{press_key(token, nonce)}:own"
    # The same press gives the same number, however often the browser sends it.
    number = int.from_bytes(hashlib.sha256(key.encode()).digest()[:4])
    parts.door.handle(AskForBrowser(by=person_id, number=number), Origin("link", key))
    Devices(parts.settings, parts.tokens).note_asking(answer, person_id, number, token)


def show_asked(page: WishPage, words: Words) -> Response:
    """Return the page after the button."""
    _ = words.gettext
    return render(
        "plain.html", words, brand=brand_of(page), title=_("Look into your mailbox"),
        text=_("A link is on its way to the address that we know. Open it within a day, in this same browser, and you "
               "see everything here. At most three such mails a day are sent."),
    )  # fmt: skip


def show_elsewhere(page: WishPage, words: Words) -> Response:
    """Return the page of our mail's link in a browser that does not ask for it: nothing can be pressed there."""
    _ = words.gettext
    if page.is_known:
        text = _("You see everything here, and links act after three seconds. You can end this in your settings.")
        return render("plain.html", words, brand=brand_of(page), title=_("This browser is yours"), text=text)
    return render(
        "plain.html", words, brand=brand_of(page), title=_("Please open this link in the other browser"),
        text=_("It works only in the browser in which you asked for it. Here, open a link of one of our mails and ask "
               "once more."),
    )  # fmt: skip


def has_asked(parts: Parts, wish: Wish) -> bool:
    """Whether this browser is the one that asked for this link."""
    return Devices(parts.settings, parts.tokens).asking_of(request, wish.person_id, wish.object_id) is not None


def make_own(parts: Parts, token: str, wish: Wish) -> Response:
    """Take this browser for the person's from now on, and lead back to the page that hid something, if it asked there.

    Raises: Unknown: it is not the browser that asked.
    """
    asked_on = Devices(parts.settings, parts.tokens).asking_of(request, wish.person_id, wish.object_id)
    if asked_on is None:
        raise Unknown()
    parts.door.handle(
        TrustDevice(by=wish.person_id, trusted=True), Origin("link", press_key(token, request.form.get("nonce", "")))
    )
    # A page that hid something is shown whole now; a wish that was pressed there is done already.
    leads_back = parts.tokens.wish(asked_on).name in HIDING
    answer = redirect(url_for("links.look", token=asked_on if leads_back else token), 303)
    devices = Devices(parts.settings, parts.tokens)
    devices.trust(answer, wish.person_id)
    devices.forget_asking(answer, wish.person_id)
    return answer
