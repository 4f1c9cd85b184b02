"""Every action as a link, as a prefilled answer mail and as a printed word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

from app.domain.letters import Action
from app.mail.words import Words

LONGEST_MAILTO = 500


@dataclass(frozen=True)
class ActionLinks:
    """An action's three ways: the signed link, the prefilled answer (RFC 6068), and the word to reply with."""

    url: str
    mailto: str
    word: str


Links = Callable[[Action], ActionLinks]


def answering(url_of: Callable[[Action], str], reply_to: str, topic: str, words: Words) -> Links:
    """Return the three ways of each action of one letter.

    Args: url_of: signs one action's link. reply_to: the letter's Reply-To with its key. topic: what the answer's
        subject begins with, such as ``L-2041``. words: the recipient's language.
    Source: mail 2.
    """

    def links(action: Action) -> ActionLinks:
        subject = f"{topic}: {words.label(action)}" if topic else words.label(action)
        return ActionLinks(url_of(action), mailto(reply_to, subject, words.opening(action)), words.reply(action))

    return links


def mailto(address: str, subject: str, body: str) -> str:
    """Return a ``mailto:`` link, at most 500 characters long: the subject gives way first.

    Spaces are ``%20`` and line ends ``%0D%0A``, as RFC 6068 wants them.
    """
    start = f"mailto:{quote(address, safe='@+-._')}?subject="
    end = "&body=" + _quoted(body.replace("\r\n", "\n").replace("\n", "\r\n"))
    room = LONGEST_MAILTO - len(start) - len(end)
    while len(_quoted(subject)) > room and subject:
        subject = subject[:-1]
    return start + _quoted(subject) + end


@lru_cache(maxsize=4096)
def _quoted(text: str) -> str:
    return quote(text, safe="")
