"""The form that writes a mail as somebody: new, in answer, or forwarding."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, abort, redirect, request, url_for
from sqlalchemy.orm import Session, undefer
from werkzeug.wrappers import Response

from app.bootstrap import Parts
from app.store.mailroom import MailroomMail
from app.store.work import reading
from app.web.mailroom.opened import OpenedMail
from app.web.mailroom.people import lead_address_of, person_at
from app.web.mailroom.sending import NotTaken, send
from app.web.mailroom.writing import (
    Draft,
    NoRecipient,
    Writer,
    answer_subject,
    forward_subject,
    written,
)
from app.web.press import is_from_our_page

MAIL_BYTES = 30 * 1024 * 1024
_HOME_ZONE = "Europe/Berlin"

Room = Callable[..., Response]


def write_routes(mailroom: Blueprint, parts: Parts, room: Room) -> None:
    """Add the routes of ``/mailroom/write``."""

    @mailroom.get("/write")
    def write() -> Response:
        """Show the form, filled as a mail program would fill it."""
        with reading(parts.database) as session:
            writer = _writer(session, request.args.get("from", ""))
            return _form(session, parts, room, writer, _prefilled(session, parts, writer))

    @mailroom.post("/write")
    def send_written() -> Response:
        """Send what was written, and show the writer's mailbox."""
        # Not one of the small action forms: a mail with its files.
        request.max_content_length = request.max_form_memory_size = MAIL_BYTES
        if not is_from_our_page(request, parts.settings.base_url):
            abort(403)
        with reading(parts.database) as session:
            writer = _writer(session, request.form.get("from", ""))
            draft = _draft(session)
            try:
                send(parts, written(draft, writer, parts.clock.now()), writer.address)
            except NoRecipient:
                return _form(session, parts, room, writer, draft, "recipient")
            except NotTaken as error:
                return _form(session, parts, room, writer, draft, "not_taken", str(error))
        return redirect(url_for("mailroom.box", address=writer.address, sent="1"), 303)


def _form(
    session: Session, parts: Parts, room: Room, writer: Writer, draft: Draft, error: str = "", reason: str = ""
) -> Response:
    return room(
        session, "mailroom/write.html", 422 if error else 200, address=writer.address, writer=writer, draft=draft,
        error=error, reason=reason, receiver_is_off=parts.settings.receive == "off",
    )  # fmt: skip


def _writer(session: Session, address: str) -> Writer:
    if "@" not in address:
        abort(404)
    person = person_at(session, address)
    if person is None:
        return Writer("", address.lower(), "en", _HOME_ZONE)
    return Writer(person.name, person.address, person.language, person.zone)


def _prefilled(session: Session, parts: Parts, writer: Writer) -> Draft:
    args = request.args
    answers, forwards = _about(session, args.get("answers")), _about(session, args.get("forwards"))
    to, subject = args.get("to", ""), args.get("subject", "")
    if answers is not None:
        to, subject = to or answers.answered_by(writer.address), subject or answer_subject(answers.subject)
    elif forwards is not None:
        to = to or lead_address_of(person_at(session, writer.address), parts.settings.mail_domain)
        subject = subject or forward_subject(forwards.subject)
    return Draft(to, subject, args.get("body", ""), answers, forwards)


def _draft(session: Session) -> Draft:
    form = request.form
    files = [(file.filename, file.read()) for file in request.files.getlist("files") if file.filename]
    answers, forwards = _about(session, form.get("answers")), _about(session, form.get("forwards"))
    return Draft(form.get("to", ""), form.get("subject", ""), form.get("words", ""), answers, forwards, files)


def _about(session: Session, mail_id: str | None) -> OpenedMail | None:
    if not mail_id:
        return None
    found = session.get(
        MailroomMail, int(mail_id) if mail_id.isdecimal() else 0, options=[undefer(MailroomMail.content)]
    )
    if found is None:
        abort(404)
    return OpenedMail(found)
