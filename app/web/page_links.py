"""Links from one page to the next, signed for the person who looks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from app.bootstrap import Parts
from app.domain.letters import Action
from app.mail.words import Words
from app.tokens import BadToken, Wish

GOOD_FOR = timedelta(days=7)


@dataclass(frozen=True)
class Link:
    """A link with what stands on it."""

    label: str
    url: str
    primary: bool = False


@dataclass(frozen=True)
class Button:
    """A button that acts at once, because it stands on a page that only pressing another one leads to."""

    label: str
    url: str
    nonce: str


class PageLinks:
    """Signs wishes for one person."""

    def __init__(self, parts: Parts, person_id: int, words: Words) -> None:
        self._parts, self._person_id, self._words = parts, person_id, words

    def token(self, wish: str, object_id: int, option: str = "") -> str:
        """Return a token that is good for a week."""
        expires_at = self._parts.clock.now() + GOOD_FOR
        return self._parts.tokens.link(Wish(wish, self._person_id, object_id, option, expires_at))

    def link(self, action: Action, then: str = "", label: str = "") -> Link:
        """Return a link to the page of an action; ``then``: the token of what is to follow it."""
        follows = f"?then={then}" if then else ""
        url = f"/a/{self.token(action.wish, action.object_id, action.option)}{follows}"
        return Link(label or self._words.label(action), url, action.primary)

    def button(self, wish: str, object_id: int, label: str, option: str = "") -> Button:
        """Return a button that does a wish without a page in between."""
        token = self.token(wish, object_id, option)
        return Button(label, f"/a/{token}", self._parts.tokens.nonce(token))

    def is_own(self, token: str, wish: str) -> bool:
        """Whether a token that came with the request is this person's, for this wish, and still good."""
        try:
            found = self._parts.tokens.wish(token)
        except BadToken:
            return False
        mine = found.person_id == self._person_id and found.name == wish
        return mine and not self._parts.tokens.has_expired(found)
