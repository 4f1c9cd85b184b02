"""A link that was forwarded: how a colleague gets one of their own, and a stranger learns nothing."""

from __future__ import annotations

from werkzeug.wrappers import Response

from app.bootstrap import Parts
from app.mail.words import Words
from app.service.queries.deal_page import DEAL_WISHES
from app.service.queries.file_page import FILE_WISHES
from app.service.queries.wish_page import LEAD_WISHES, LOOKING, WishPage
from app.web.ask import who
from app.web.pages import brand_of, render

COLLEAGUE = "colleague"  # the page behind the link, and the field of its form
LENT = "lent"
LENT_WISHES = LEAD_WISHES | DEAL_WISHES | FILE_WISHES | {LOOKING}


def show_lending(parts: Parts, token: str, page: WishPage, words: Words, *, is_stale: bool = False) -> Response:
    """Return the page on which a colleague gives their own address."""
    return render(
        "lend.html", words, 403 if is_stale else 200, brand_of(page), who=who(page), action=f"/a/{token}",
        nonce=parts.tokens.nonce(token), is_stale=is_stale,
    )  # fmt: skip


def show_lent(words: Words) -> Response:
    """Return the one answer to everybody. Source: rulebook 9.1."""
    _ = words.gettext
    return render(
        "plain.html", words, title=_("Look into your mailbox"),
        text=_("If you work at the same company and we know your address, a link of your own is on its way to you. "
               "Nothing else was done."),
    )  # fmt: skip
