"""Files are added to a lead on a page of their own."""

from __future__ import annotations

from flask import redirect, url_for
from werkzeug.wrappers import Response

from app.bootstrap import Parts
from app.domain.wishes import Answers, command_of
from app.mail.words import words_in
from app.service.outcome import Origin
from app.service.queries.wish_page import WishPage, press_key
from app.web.result import show_refusal
from app.web.upload import NothingChosen, ask_for_files, chosen_files

ADD_FILES = "add_files"


def take_files(parts: Parts, token: str, page: WishPage) -> Response:
    """Keep the chosen files with their lead, through the door. Source: rulebook 3.4, 6.1."""
    words = words_in(page.person.language)
    if page.refusal is not None:
        return show_refusal(parts, token, page, words)
    try:
        nonce, files = chosen_files(parts, token)
    except NothingChosen as nothing:
        return ask_for_files(parts, token, page, words, ADD_FILES, nothing)
    assert page.lead is not None
    command = command_of(ADD_FILES, page.person.id, page.lead.id, answers=Answers(files=files))
    parts.door.handle(command, Origin("link", press_key(token, nonce)))
    return redirect(url_for("links.look", token=token, done=nonce), 303)
