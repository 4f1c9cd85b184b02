"""Files that are chosen on a page: taken with its button, as many and as large as one mail could hold."""

from __future__ import annotations

from flask import request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from app.bootstrap import Parts
from app.mail.words import Words
from app.service.queries.wish_page import WishPage
from app.web.ask import who
from app.web.facts import subject_of
from app.web.pages import brand_of, render, translator
from app.web.press import has_fresh_nonce, is_from_our_page
from app.web.wish_words import asking_of

UPLOAD_BYTES = 25 * 1024 * 1024
MOST_FILES = 20
LISTS = "import"

File = tuple[str, str, bytes]


class NothingChosen(Exception):
    """The files cannot be taken. ``problem``: ``missing``, ``too_many``, ``too_large`` or ``stale``."""

    def __init__(self, problem: str, status: int) -> None:
        super().__init__(problem)
        self.problem, self.status = problem, status


def ask_for_files(
    parts: Parts, token: str, page: WishPage, words: Words, wish: str, nothing: NothingChosen | None = None
) -> Response:
    """Return the page on which files are chosen; nothing: why those of a press could not be taken."""
    asking, _ = asking_of(wish, ""), translator(words)
    return render(
        "upload.html", words, nothing.status if nothing else 200, brand_of(page), heading=_(asking.heading),
        will_happen=_(asking.will_happen), button=_(asking.button), is_list=wish == LISTS, subject=subject_of(page),
        action=f"/a/{token}", nonce=parts.tokens.nonce(token), problem=nothing.problem if nothing else "",
        who=who(page),
    )  # fmt: skip


def chosen_files(parts: Parts, token: str) -> tuple[str, tuple[File, ...]]:
    """Return the nonce of the form, and name, type and bytes of each chosen file. Raises: NothingChosen."""
    request.max_content_length = UPLOAD_BYTES
    try:
        nonce, chosen = request.form.get("nonce", ""), request.files.getlist("files")
    except RequestEntityTooLarge as error:
        raise NothingChosen("too_large", 413) from error
    on_our_page = is_from_our_page(request, parts.settings.base_url)
    if not on_our_page or not has_fresh_nonce(parts.tokens, token, nonce):
        raise NothingChosen("stale", 403)
    files = tuple(
        (str(file.filename)[-200:], str(file.mimetype)[:100], file.read()) for file in chosen if file.filename
    )
    if not files or len(files) > MOST_FILES:
        raise NothingChosen("too_many" if files else "missing", 422)
    return nonce, files
