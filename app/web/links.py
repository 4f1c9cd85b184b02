"""Action links: looking changes nothing, one button acts, and the answer page survives a reload."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, abort, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from app.bootstrap import Parts
from app.domain.commands import Command, GiveFeedback, LendLink
from app.domain.deal_commands import ReportDeal
from app.domain.errors import Implausible, NeedsAmount, NeedsDate, NeedsReason, Unknown
from app.domain.people import Person
from app.domain.point_commands import CorrectPoints
from app.domain.wishes import command_of
from app.mail.words import Words, words_in
from app.service.outcome import Origin
from app.service.queries.file_page import DOWNLOAD, FETCH
from app.service.queries.needing import NEEDING
from app.service.queries.page_of_link import wish_page
from app.service.queries.registrations import REGISTRATION, REGISTRATIONS
from app.service.queries.reward_page import POINTS
from app.service.queries.wish_page import LOOKING, MATCH, WishPage, press_key, pressed_before, presser
from app.store.work import reading
from app.tokens import BadToken, Wish
from app.web import form, result
from app.web.add_files_page import ADD_FILES, take_files
from app.web.ask import ask, form_of
from app.web.file_page import send_file
from app.web.import_page import show_import, take_list
from app.web.lead_page import show_lead
from app.web.lent import COLLEAGUE, LENT, LENT_WISHES, show_lending, show_lent
from app.web.match_page import show_match
from app.web.needing_page import show_needing
from app.web.own_browser import (
    HIDING,
    ask_for_browser,
    has_asked,
    is_the_answer,
    mail_the_link,
    make_own,
    show_asked,
    show_elsewhere,
)
from app.web.pages import render
from app.web.points_page import show_points
from app.web.preferences import show_preferences
from app.web.preferences_form import read_preferences
from app.web.press import OWN, Devices, has_fresh_nonce, is_from_our_page
from app.web.registrations_page import show_registration, show_registrations
from app.web.upload import LISTS, ask_for_files

ONE_CLICK = ("List-Unsubscribe", "One-Click")
# Pages that only lead to other wishes: there is nothing to press on them.
WITHOUT_BUTTON = {
    "preferences": show_preferences, LOOKING: show_lead, POINTS: show_points, "imported": show_import,
    MATCH: show_match, NEEDING: show_needing,
    REGISTRATIONS: show_registrations, REGISTRATION: show_registration,
}  # fmt: skip
# The form of the settings is on the page that shows them.
SHOWN = {**WITHOUT_BUTTON, "prefer": show_preferences}

# Files are chosen there, and taken before any other answer of the form is read.
UPLOADS: dict[str, Callable[[Parts, str, WishPage], Response]] = {LISTS: take_list, ADD_FILES: take_files}


@dataclass(frozen=True)
class Opened:
    """A link whose token is good, with its page's facts in its person's language."""

    token: str
    wish: Wish
    page: WishPage
    words: Words


def blueprint(parts: Parts) -> Blueprint:
    """Return the routes of ``/a/<token>``. Source: mail 1."""
    links = Blueprint("links", __name__)
    pressing = _Pressing(parts)

    @links.get("/a/<token>")
    def look(token: str) -> Response:
        """Show what will happen, or what has happened; never change anything."""
        opened = _open(parts, token)
        if aside := _aside(parts, opened):
            return aside
        if nonce := request.args.get("done", ""):
            sent = send_file(parts, opened.token, opened.page, nonce)
            return sent or result.show_result(parts, opened.token, opened.wish, opened.words, nonce)
        if show := SHOWN.get(opened.wish.name):
            return show(parts, opened.wish, opened.page, opened.words)
        if opened.wish.name in UPLOADS and opened.page.refusal is None:
            return ask_for_files(parts, opened.token, opened.page, opened.words, opened.wish.name)
        at_once = pressing.devices.may_act_at_once(request, opened.page.person)
        return ask(parts, opened.token, opened.wish, opened.page, opened.words, at_once=at_once)

    @links.post("/a/<token>")
    def press(token: str) -> Response:
        """Do what the link stands for, once."""
        wish, token = _wish(parts, token), token.lower()
        if take := UPLOADS.get(wish.name):  # before anything reads the form: files may be larger than answers
            return take(parts, token, _open(parts, token).page)
        name, value = ONE_CLICK
        if wish.name == "unsubscribe" and request.form.get(name) == value:
            return pressing.unsubscribe_at_once(token, wish)
        if COLLEAGUE in request.form and wish.name in LENT_WISHES:
            return pressing.lend(token, wish)
        if wish.name in HIDING and OWN in request.form:
            return ask_for_browser(parts, token, wish)
        if wish.name in WITHOUT_BUTTON:
            abort(405)
        return pressing.press(token, wish)

    return links


def _aside(parts: Parts, opened: Opened) -> Response | None:
    """Return a page of whoever looks, not of the wish: a colleague, or a browser that asks to be a person's own."""
    name, page, words = opened.wish.name, opened.page, opened.words
    if name in LENT_WISHES and LENT in request.args:
        return show_lent(words)
    if name in LENT_WISHES and COLLEAGUE in request.args:
        return show_lending(parts, opened.token, page, words)
    if name in HIDING and OWN in request.args:
        return show_asked(page, words)
    if is_the_answer(opened.wish) and not has_asked(parts, opened.wish):
        return show_elsewhere(page, words)
    return None


def _wish(parts: Parts, token: str) -> Wish:
    wish = parts.tokens.wish(token)
    if parts.tokens.has_expired(wish):
        raise BadToken()
    return wish


def _open(parts: Parts, token: str) -> Opened:
    wish = _wish(parts, token)
    with reading(parts.database) as session:
        page = wish_page(session, parts.clock.now(), wish)
    page = Devices(parts.settings, parts.tokens).seen_here(request, page)
    return Opened(token.lower(), wish, page, words_in(page.person.language))


class _Pressing:
    """What a pressed button does."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self.devices = Devices(parts.settings, parts.tokens)

    def press(self, token: str, wish: Wish) -> Response:
        """Check that a person pressed, read the answers, and go through the door; then 303 to the answer page."""
        nonce = request.form.get("nonce", "")
        with reading(self._parts.database) as session:
            person = presser(session, wish)
            if pressed_before(session, token, nonce):
                return _to_result(token, nonce)
            answers = _answers(session, wish, person, self._parts.texts is not None)
        on_our_page = is_from_our_page(request, self._parts.settings.base_url)
        if not on_our_page or not has_fresh_nonce(self._parts.tokens, token, nonce):
            return self._again(token, 403, notice="stale")
        if answers.errors:
            return self._again(token, 422, answers.errors)
        if is_the_answer(wish):
            return make_own(self._parts, token, wish)
        command = command_of(self._meant(wish, person), person.id, wish.object_id, wish.option, answers.answers)
        if error := self._implausible(command):
            return self._again(token, 422, error)
        return self._do(token, nonce, wish, command, person)

    def _meant(self, wish: Wish, person: Person) -> str:
        """Return what a press stands for: a file comes at once only where its person has chosen the browser."""
        is_own_file = wish.name == DOWNLOAD and self.devices.is_trusted(request, person)
        return FETCH if is_own_file else wish.name

    def lend(self, token: str, wish: Wish) -> Response:
        """Send a colleague of the link's person a link of their own; the answer is the same, whoever it is.

        Source: rulebook 9.1.
        """
        nonce = request.form.get("nonce", "")
        on_our_page = is_from_our_page(request, self._parts.settings.base_url)
        if not on_our_page or not has_fresh_nonce(self._parts.tokens, token, nonce):
            opened = _open(self._parts, token)
            return show_lending(self._parts, opened.token, opened.page, opened.words, is_stale=True)
        command = LendLink(
            by=wish.person_id, address=request.form[COLLEAGUE], name=wish.name, object_id=wish.object_id,
            option=wish.option,
        )  # fmt: skip
        self._parts.door.handle(command, Origin("link", f"{press_key(token, nonce)}:lent"))
        return redirect(f"{url_for('links.look', token=token)}?{LENT}", 303)

    def _implausible(self, command: Command) -> dict[str, str]:
        """Let the rules look at the answers before anything is journalled, so that they can be mended."""
        try:
            if isinstance(command, GiveFeedback | ReportDeal):
                command.statement.check(self._parts.clock.now())
            elif isinstance(command, CorrectPoints):
                command.check()
        except NeedsDate:
            return {"date": "missing"}
        except NeedsAmount:
            return {"amount": "missing"}
        except NeedsReason:
            return {"reason": "missing"}
        except Implausible as refusal:
            return {str(refusal.facts["field"]): "implausible"}
        return {}

    def _do(self, token: str, nonce: str, wish: Wish, command: Command, person: Person) -> Response:
        trusted = self.devices.is_trusted(request, person)
        outcome = self._parts.door.handle(command, Origin("device" if trusted else "link", press_key(token, nonce)))
        if outcome.code == Unknown.code:
            raise Unknown()
        # Whoever ticks the box may hold a forwarded mail: our mail, opened in this browser, proves whose it is.
        asks = request.form.get("device") == "on" and not trusted and wish.name != DOWNLOAD
        answer = _to_result(token, nonce, asks=asks)
        if asks:
            mail_the_link(self._parts, answer, person.id, token, nonce)
        return answer

    def _again(self, token: str, status: int, errors: dict[str, str] | None = None, notice: str = "") -> Response:
        """Show the form once more with everything that was typed."""
        opened = _open(self._parts, token)
        if opened.wish.name == "prefer":
            return show_preferences(
                self._parts, opened.wish, opened.page, opened.words, status=status, posted=request.form,
                errors=errors or {}, notice=notice,
            )  # fmt: skip
        return ask(
            self._parts, opened.token, opened.wish, opened.page, opened.words, status=status, typed=request.form,
            errors=errors or {}, notice=notice,
        )  # fmt: skip

    def unsubscribe_at_once(self, token: str, wish: Wish) -> Response:
        """Act on a mail program's own unsubscribe button: no cookie, no nonce, no redirect. Source: mail 1.8."""
        command = command_of(wish.name, wish.person_id, wish.object_id, wish.option)
        # The instant is part of the key: whoever subscribed again must be able to stop again.
        now = self._parts.clock.now()
        outcome = self._parts.door.handle(command, Origin("link", f"{token}:one-click:{now.isoformat()}"))
        if outcome.refused:
            raise Unknown()
        return render("plain.html", words_in("en"), title="Unsubscribed", text="These mails have stopped.")


def _answers(session: Session, wish: Wish, person: Person, texts: bool) -> form.ReadAnswers:
    if wish.name == "prefer":
        return read_preferences(request.form, person, session, texts)
    return form.read_answers(request.form, form_of(wish, person.zone))


def _to_result(token: str, nonce: str, *, asks: bool = False) -> Response:
    then = request.form.get("then", "")
    return redirect(url_for("links.look", token=token, done=nonce, then=then or None, own=1 if asks else None), 303)
