"""*MDF 500 einlösen*: which reward of the catalogue a reply asks for."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

from inbound.wishes.dates import Reader
from inbound.wishes.details import FAINT, STRONG
from inbound.wishes.lexicon import lexicon_of, likely_languages
from inbound.wishes.model import Context, Reading, Understanding
from inbound.wishes.sentences import Said, joined, said
from inbound.wishes.tokens import MOST_CHARACTERS

_MOST_ASKED_BACK = 6
_POLITE = ("small.", "mark.")
# Words around the wish that change nothing about it; any other makes it be asked back.
_AROUND = frozenset(
    "moechte moechten wuerde wuerden gern gerne will wollen fuer uns mich hiermit punkte praemie meine unsere "
    "i we want like would id wed love to for us me the reward points my our please".split()
)


def redemption_in(text: str, context: Context) -> Understanding | None:
    """Return the wish for a reward; the reward's title is looked for first, because it may hold sums and words of ours.

    Returns: None when no reward is asked for. Not clear when which one, or whether one, cannot be told.
    Source: rulebook 6.6.
    """
    titles, rest = _without_titles(text[:MOST_CHARACTERS], context.rewards)
    if not context.rewards or (not titles and not _may_redeem(text)):
        return None
    found = _said(rest, context)
    wished = [one for one in found.stated if one.concept == "redeem"]
    if not wished:
        return _asked_back(titles, text) if titles and not found.telling else None
    others = [one for one in found.stated if one.concept != "redeem" and not one.concept.startswith(_POLITE)]
    left = [token for token in found.text.tokens if token.kind in ("number", "date", "amount")]
    meant = all(one.mood in ("fact", "planned") for one in wished) and not found.denies and not found.asks
    odd = [at for at in found.unexplained if found.text.tokens[at].text not in _AROUND]
    if len(titles) == 1 and meant and not (others or left or odd):
        reading = Reading("redeem", STRONG, target=titles[0], words=text[:200])
        return Understanding((reading,), True, False)
    return _asked_back(titles or list(context.rewards), text)


def _may_redeem(text: str) -> bool:
    """Whether a word of redeeming stands anywhere, so that its absence costs nothing."""
    return re.search(r"einl(?:ö|oe)s|eingel(?:ö|oe)s|l(?:ö|oe)sen?\b|redeem|claim", text, re.IGNORECASE) is not None


def _without_titles(text: str, rewards: tuple[str, ...]) -> tuple[list[str], str]:
    """Return the titles that a text names, the longest first, and the text without them."""
    titles = []
    for title in sorted(rewards, key=len, reverse=True):
        words = r"\s+".join(re.escape(word) for word in title.split())
        text, count = re.subn(rf"(?<!\w){words}(?!\w)", " ", text, flags=re.IGNORECASE)
        titles += [title] * bool(count)
    return titles, text


def _said(text: str, context: Context) -> Said:
    today = context.sent_at.astimezone(ZoneInfo(context.zone)).date()
    whole = joined(text, Reader(today, context.country))
    language = likely_languages(whole.tokens, context.language)[0]
    return said(whole, lexicon_of(language))


def _asked_back(titles: list[str], text: str) -> Understanding:
    readings = tuple(Reading("redeem", FAINT, target=title) for title in titles[:_MOST_ASKED_BACK])
    return Understanding(readings, False, False, text[:MOST_CHARACTERS].strip())
