"""The mailroom's pages: mailboxes, mails, writing, and the gallery of letters."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from typing import Any

from flask import Blueprint, abort, jsonify, redirect, request, url_for
from sqlalchemy import func, select
from sqlalchemy.orm import Session, undefer
from werkzeug.wrappers import Response

from app.bootstrap import Parts
from app.domain.people import Person
from app.mail.formats import instant
from app.mail.preview import gallery
from app.mail.words import Words
from app.store.mailroom import MailroomMail, mails_of
from app.store.work import reading
from app.web.mailroom.opened import OpenedMail
from app.web.mailroom.people import ROLE_WORDS, groups, lead_addresses, person_at
from app.web.mailroom.write import write_routes
from app.web.pages import render, words_of_browser

SHOWN_AS = ("html", "text", "raw")
# Whatever a mail holds: no script runs, nothing is fetched from elsewhere, nothing is sent. Links open beside it.
_FRAME_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; form-action 'none'; frame-ancestors 'self'; "
    "sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox"
)
_PREVIEW_TYPES = {"html": "text/html; charset=utf-8", "txt": "text/plain; charset=utf-8"}


def blueprint(parts: Parts) -> Blueprint:
    """Return the routes of ``/mailroom``. Source: design 4."""
    mailroom = Blueprint("mailroom", __name__, url_prefix="/mailroom")
    _box_routes(mailroom, parts)
    _mail_routes(mailroom, parts)
    _file_routes(mailroom, parts)
    write_routes(mailroom, parts, _room)
    _preview_routes(mailroom, parts)
    return mailroom


def _box_routes(mailroom: Blueprint, parts: Parts) -> None:
    @mailroom.get("")
    def entrance() -> Response:
        """Show every mailbox and what to try first."""
        with reading(parts.database) as session:
            return _room(session, "mailroom/entrance.html", leads=lead_addresses(session, parts.settings.mail_domain))

    @mailroom.get("/box/<address>")
    def box(address: str) -> Response:
        """Show one mailbox, the newest mail on top."""
        words, address = words_of_browser(), address.lower()
        with reading(parts.database) as session:
            person = person_at(session, address)
            now = parts.clock.now()
            mails = [(mail, _when(mail.arrived_at, now, _zone(person), words)) for mail in mails_of(session, address)]
            is_ahead = any(mail.arrived_at > now for mail, _ in mails)
            return _room(session, "mailroom/box.html", address=address, person=person, mails=mails, is_ahead=is_ahead)

    @mailroom.get("/latest")
    def latest() -> Response:
        """Return the newest mail's number, so that an open page knows when to look again."""
        with reading(parts.database) as session:
            return jsonify(latest=_latest(session))


def _mail_routes(mailroom: Blueprint, parts: Parts) -> None:
    @mailroom.get("/mail/<int:mail_id>")
    def mail(mail_id: int) -> Response:
        """Show one mail: rendered, as text, or as its bytes."""
        with reading(parts.database) as session:
            opened = _opened(session, mail_id)
            zone = _zone(person_at(session, opened.address))
            when = instant(opened.arrived_at, zone, words_of_browser().locale).local
            wanted = request.args.get("as", "")
            shown_as = wanted if wanted in SHOWN_AS else "html" if opened.html else "text"
            return _room(
                session, "mailroom/mail.html", address=opened.address, mail=opened, shown_as=shown_as, when=when
            )

    @mailroom.get("/mail/<int:mail_id>/html")
    def framed(mail_id: int) -> Response:
        """Return a mail's HTML for the frame."""
        with reading(parts.database) as session:
            page = _opened(session, mail_id).framed_html()
        return Response(page, content_type=_PREVIEW_TYPES["html"], headers={"Content-Security-Policy": _FRAME_POLICY})


def _file_routes(mailroom: Blueprint, parts: Parts) -> None:
    @mailroom.get("/mail/<int:mail_id>/raw")
    def raw(mail_id: int) -> Response:
        """Return a mail's bytes to save."""
        with reading(parts.database) as session:
            content = _opened(session, mail_id).content
        return _download(f"mail-{mail_id}.eml", content)

    @mailroom.get("/mail/<int:mail_id>/part/<int:number>")
    def part(mail_id: int, number: int) -> Response:
        """Return an attachment to save, or a picture that the mail shows."""
        with reading(parts.database) as session:
            try:
                filename, content_type, content = _opened(session, mail_id).part(number)
            except IndexError:
                abort(404)
        if content_type in ("image/png", "image/jpeg", "image/gif"):
            return Response(content, content_type=content_type)
        return _download(filename, content)


def _zone(person: Person | None) -> str:
    """Return in which zone a mailbox reads its hours; no programme knows that of strangers."""
    return person.zone if person else "Europe/Berlin"


def _room(session: Session, template: str, status: int = 200, **seen: Any) -> Response:
    """Return a page with the list of mailboxes beside it."""
    words = words_of_browser()
    return render(
        template, words, status, groups=groups(session), latest=_latest(session), role_word=_role_words(words),
        **{"address": "", **seen},
    )  # fmt: skip


def _when(arrived_at: datetime, now: datetime, zone: str, words: Words) -> str:
    """Return a mail's weekday and hour, and of one of another week or of a time to come its day."""
    local = instant(arrived_at, zone, words.locale)
    return local.short if timedelta(0) <= now - arrived_at < timedelta(days=6) else local.day


def _role_words(words: Words) -> dict[str, str]:
    return {role: words.gettext(name) for role, name in ROLE_WORDS.items()}


def _latest(session: Session) -> int:
    return session.scalar(select(func.max(MailroomMail.id))) or 0


def _opened(session: Session, mail_id: int) -> OpenedMail:
    found = session.get(MailroomMail, mail_id, options=[undefer(MailroomMail.content)])
    if found is None:
        abort(404)
    return OpenedMail(found)


def _download(filename: str, content: bytes) -> Response:
    response = Response(content, content_type="application/octet-stream")
    response.headers.set("Content-Disposition", "attachment", filename=filename)
    return response


def _preview_routes(mailroom: Blueprint, parts: Parts) -> None:
    @cache
    def pages(language: str) -> dict[str, str]:
        return gallery(parts.renderer, language)

    @mailroom.get("/previews")
    def previews() -> Response:
        """Lead to the gallery's first page."""
        return redirect(url_for("mailroom.preview", name="index.html"))

    @mailroom.get("/previews/<name>")
    def preview(name: str) -> Response:
        """Return one page of the gallery of every letter."""
        shown = pages(words_of_browser().language)
        if name not in shown:
            abort(404)
        kind = _PREVIEW_TYPES[name.rpartition(".")[2]]
        policy = _FRAME_POLICY.replace("default-src 'none'", "default-src 'none'; frame-src 'self'")
        return Response(shown[name], content_type=kind, headers={"Content-Security-Policy": policy})
