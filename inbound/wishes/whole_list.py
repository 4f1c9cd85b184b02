"""*Alle freigeben*, *undo*: what is said of a list of leads as a whole, not of those that its letter shows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from inbound.fields.labels import fold
from inbound.wishes.agreed import Verdict
from inbound.wishes.details import STRONG
from inbound.wishes.items import Part
from inbound.wishes.model import Context, Reading, Understanding, Verb

# The wishes for a whole list, each with that for a single lead whose words it shares.
_OF_ONE: dict[Verb, Verb] = {"release_list": "release", "undo_list": "undo"}
_COMPLETE = "(?: (?:vollsta(?:e)?ndigen?|kompletten?|fertigen|complete|completed|complete ones|which are complete))?"
_LEADS = "(?: (?:leads|zeilen|ones|of them|rows))?"
_RELEASE_ALL = re.compile(
    rf"(?:bitte )?(?:gib |gebt |geben sie )?(?:bitte )?(?:alle|alles|sa(?:e)?mtliche){_COMPLETE}{_LEADS}"
    r"(?: bitte)?(?: (?:freigeben|freigegeben|frei|raus|rausgeben|anbieten))(?: bitte)?"
    rf"|(?:please )?(?:release|publish|offer) (?:them )?(?:all|everything){_LEADS}{_COMPLETE}{_LEADS}(?: please)?"
)


def with_shared_words(context: Context) -> Context:
    """Return what a letter allows, with the words that a wish for its whole list shares with that for one lead."""
    shared = {one for whole, one in _OF_ONE.items() if whole in context.allowed}
    return replace(context, allowed=context.allowed | shared) if shared else context


def release_of_all(text: str, context: Context) -> Understanding | None:
    """Return the wish to release a whole list, in the words that its letters print, or close to them."""
    if "release_list" not in context.allowed or not _RELEASE_ALL.fullmatch(" ".join(fold(text).split())):
        return None
    return _wish(text, "release_list")


def of_whole_list(text: str, verdicts: Sequence[tuple[Part, Verdict]], context: Context) -> Understanding | None:
    """Return what is wished of a list as a whole: released where *all* is said, taken back where no lead is named."""
    if len(verdicts) != 1 or any(sign.isdigit() for sign in text):
        return None
    part, verdict = verdicts[0]
    if not verdict.clear or verdict.question or not verdict.readings:
        return None
    verb = verdict.readings[0].verb
    is_all = bool(context.items) and part.items == context.items
    if verb == "release" and "release_list" in context.allowed and is_all:
        return _wish(text, "release_list")
    return _wish(text, "undo_list") if verb == "undo" and "undo_list" in context.allowed else None


def _wish(text: str, verb: Verb) -> Understanding:
    return Understanding((Reading(verb, STRONG, words=text[:200]),), True)
