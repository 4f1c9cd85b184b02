"""A reply's words -> wishes: tokens, dates and sums, the words of a language, then the letter that was answered."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from inbound.fields.gaps import fill_gaps
from inbound.fields.model import FieldName, FieldReading
from inbound.fields.values import temperature_of
from inbound.wishes.agreed import Verdict
from inbound.wishes.completed_rows import completed_rows
from inbound.wishes.corrections import correction_in
from inbound.wishes.dates import Reader
from inbound.wishes.decide import decide
from inbound.wishes.details import STRONG
from inbound.wishes.items import Part, names_no_lead, parts_of
from inbound.wishes.lexicon import Lexicon, lexicon_of, likely_languages
from inbound.wishes.model import Context, Reading, Understanding, Verb
from inbound.wishes.preferences import deputy_in, wanted_of_mails
from inbound.wishes.rewards import redemption_in
from inbound.wishes.sentences import Said, Text, joined, said, without_names
from inbound.wishes.strays import strays_in
from inbound.wishes.tokens import MOST_CHARACTERS
from inbound.wishes.whole_list import of_whole_list, release_of_all, with_shared_words

_OWNERS_ONLY = frozenset({"nudge", "recall", "take_over", "requalify"})
"""Wishes whose words mean something else in a letter that does not offer them (*selbst übernehmen* takes an offer)."""

_OF_OTHER_LETTERS = frozenset(
    {"extend", "widen", "withdraw", "assign", "remind", "release", "discard", "approve", "reject", "ask_more"}
)
"""Wishes whose words say something else of a lead that is worked."""

_ELSEWHERE = frozenset({"redeem"})
"""Wishes that have a reader of their own."""

_OF_THE_GATE = frozenset({"release", "discard", "qualify", "no_lead", "later", "requalify", "merge", "keep_both"})
"""Wishes beside which a gap may be filled: *PLZ 80331, freigeben*."""

_KEPT = frozenset({"note", "question"})
_SAYS_NOTHING = ("small.", "mark.", "frame.", "told.")

_OTHERS = frozenset("others other remaining anderen restlichen uebrigen beiden letzteren".split())
"""Left over in the words about one lead of a list, they speak of more than that one."""

_OPENS_WITH_CODE = re.compile(r"\A\s{0,9}L-?\d{1,9}[ \t]{0,3}:?[ \t]{1,3}", re.IGNORECASE)
"""The code of the one lead that an answer is about, before what it says of it."""

_ABOUT_ALL = frozenset({"stop", "pause", "resume", "frequency", "only_temperature", "question", "note"})
"""Wishes that name no lead, so that a digest need not say which."""


def understand(text: str, context: Context) -> Understanding:
    """Return what a reply wishes.

    Args: text: only the person's new words, without quote and signature. context: the letter answered; ``sent_at``
    aware.
    Returns: clear readings that may act, or alternatives to ask back; never a guess. Pure: no clock, no I/O.
    Raises: ValueError: ``context.sent_at`` is naive.
    Source: rulebook 2 and 6.1.
    """
    if context.sent_at.tzinfo is None:
        raise ValueError("sent_at must be aware")
    if context.strays:
        return _beside_strays(text, replace(context, strays=False))
    context = with_shared_words(context)
    completed, rest = completed_rows(text, context)
    if completed:
        return _beside(completed, understand(rest, context) if rest else Understanding((), True))
    if context.missing:
        fields, is_all = fill_gaps(
            _OPENS_WITH_CODE.sub("", text), context.missing, context.products, context.country, by_shape=True
        )
        if is_all:
            return _edit(text, fields)
    if context.corrects and (corrected := correction_in(text)) is not None:
        return corrected
    if (released := release_of_all(text, context)) is not None:
        return released
    if (redeemed := redemption_in(text, context)) is not None:
        return redeemed
    if wanted := wanted_of_mails(text, context.products):
        verb: Verb = "prefer_all" if wanted.everything else "prefer"
        return Understanding((Reading(verb, STRONG, changes=wanted.changes, deputy=wanted.deputy, words=text),), True)
    if named := deputy_in(text):
        return _away_with_deputy(named, context)
    return _in_words(text, context)


def _beside_strays(text: str, context: Context) -> Understanding:
    """Return what is said of the letter's own leads, and beside it what names other things."""
    strays, rest = strays_in(joined(text, Reader(_today(context), context.country)), context)
    if not strays:
        return understand(text, context)
    return replace(understand(rest, context) if rest else Understanding((), True), strays=strays, rest=rest)


def _today(context: Context) -> date:
    return context.sent_at.astimezone(ZoneInfo(context.zone)).date()


def _beside(completed: tuple[Reading, ...], others: Understanding) -> Understanding:
    """Return what completes rows of a list together with what the same reply says of the others."""
    edits = [one for one in completed if one.verb == "edit"]  # with its release it is one thing
    sure = len(completed) in (len(edits), 2 * len(edits))  # *1 warm, 2 kalt, freigeben*: the last one, or both?
    clear = others.clear and sure and not _says_two_things_of_one([*others.readings, *edits])
    return replace(others, readings=(*others.readings, *completed), clear=clear)


def _edit(text: str, fields: dict[FieldName, FieldReading]) -> Understanding:
    """Return an answer that fills gaps and wishes nothing else."""
    return Understanding((Reading("edit", 0.9, words=text[:200]),), True, fields=fields)


def _away_with_deputy(named: tuple[str, str], context: Context) -> Understanding:
    """Return the absence that stands beside a deputy; beside anything else the deputy is asked back."""
    address, rest = named
    found = _in_words(rest, context)
    if found.clear and [reading.verb for reading in found.readings] == ["pause"]:
        return replace(found, readings=(replace(found.readings[0], deputy=address),))
    return replace(found, clear=False)


def _in_words(text: str, context: Context) -> Understanding:
    """Read a reply by the words of its language."""
    whole = joined(text, Reader(_today(context), context.country))
    best: Understanding | None = None
    for language in likely_languages(whole.tokens, context.language):
        found = _in_language(language, whole, context)
        if (
            found.clear
            and (found.readings or best is None)
            and not (found.readings and found.readings[0].verb == "note" and best)
        ):
            best = found
            break
        best = best or found
    assert best is not None
    return _with_fields(best, text, context)


def told_in(language: str, whole: Text, context: Context) -> list[tuple[Part, Said]]:
    """Return the parts of a reply with what each says in the words of a language."""
    lexicon = lexicon_of(language)
    whole = whole.part(lexicon.spelt_out(whole.tokens))
    elsewhere = _OWNERS_ONLY - context.allowed | _ELSEWHERE
    if "feedback" in context.allowed:
        elsewhere |= _OF_OTHER_LETTERS - context.allowed
    return [
        (part, said(without_names(part.text, lexicon, context.people), lexicon, elsewhere))
        for part in parts_of(whole, context.items, lexicon)
    ]


def _in_language(language: str, whole: Text, context: Context) -> Understanding:
    spoken = told_in(language, whole, context)
    parts, told, lexicon = [part for part, _ in spoken], [one for _, one in spoken], lexicon_of(language)
    verdicts = [(part, decide(one, context, leads=len(part.items))) for part, one in zip(parts, told, strict=True)]
    if (of_list := of_whole_list(whole.text, verdicts, context)) is not None:
        return of_list
    kept = [
        (part, verdict)
        for (part, verdict), one in zip(_repeated(verdicts, told, lexicon), told, strict=True)
        if (_is_news(verdict, one) if part.items else len(parts) == 1 or _matters(verdict, one))
    ]
    readings: list[Reading] = []
    clear = True
    for part, verdict in kept or verdicts:
        placed, sure = _placed(part, verdict, context)
        readings += placed
        clear = clear and sure
    clear = (
        clear
        and not _says_two_things_of_one(readings)
        and not _takes_back(verdicts, kept)
        and (len(verdicts[0][0].items) < 2 or any(one.verb not in _KEPT for one in readings))
    )
    question = any(verdict.question for _, verdict in verdicts)
    note = (
        ""
        if clear and kept == verdicts and not question and {one.verb for one in readings}.isdisjoint(_KEPT)
        else whole.text[:MOST_CHARACTERS].strip()
    )
    return Understanding(tuple(readings), clear, question, note)


def _matters(verdict: Verdict, said: Said) -> bool:
    """Say whether words before the first lead's number say more than *hello*."""
    if verdict.clear and (not verdict.readings or verdict.readings[0].verb in _KEPT):
        return verdict.question
    return verdict.clear or any(
        not one.concept.startswith(_SAYS_NOTHING) and not one.concept.startswith("r.") for one in said.stated
    )


def _is_news(verdict: Verdict, said: Said) -> bool:
    """Say whether words about a lead of a list tell more than that nothing changed; a mere dash tells nothing."""
    if all(token.kind == "mark" for token in said.text.tokens):
        return False
    only_kept = verdict.clear and not verdict.question and all(one.verb in _KEPT for one in verdict.readings)
    unmoved = (
        (said.has("told.nothing", None) or said.has("told.unmoved", None))
        and not verdict.clear
        and not said.unexplained
    )
    return not (only_kept or unmoved and all(one.concept.startswith(_SAYS_NOTHING) for one in said.stated))


def _repeated(verdicts: list[tuple[Part, Verdict]], told: list[Said], lexicon: Lexicon) -> list[tuple[Part, Verdict]]:
    """Return the verdicts, *ditto* as the one before it."""
    found: list[tuple[Part, Verdict]] = []
    for (part, verdict), one in zip(verdicts, told, strict=True):
        words = [token.text for token in one.text.tokens if token.kind != "mark"]
        again = found and part.items and words and set(words) <= lexicon.sets["ditto"]
        found.append((part, found[-1][1] if again else verdict))
    return found


def _says_two_things_of_one(readings: list[Reading]) -> bool:
    """Say whether a lead of a list got two wishes: *1 won, no, 1 is lost*."""
    named = [one.item for one in readings if one.item]
    return len(named) > len(set(named))


def _takes_back(verdicts: list[tuple[Part, Verdict]], kept: list[tuple[Part, Verdict]]) -> bool:
    """Say whether of a lead with a wish it is also said that nothing is new: *1 lost, no stop, 2 lost, 1 is open*."""
    named = Counter(item for part, _ in verdicts for item in part.items)
    return any(named[item] > 1 for part, _ in kept for item in part.items)


def _placed(part: Part, verdict: Verdict, context: Context) -> tuple[list[Reading], bool]:
    """Return the readings with their lead's code, and whether they may act."""
    readings = verdict.readings[:1] if verdict.clear else verdict.readings
    duplicate_of = any(one.reason == "duplicate" for one in readings) and not context.items
    if part.items and not duplicate_of:
        of_another = verdict.clear and any(one.reason == "duplicate" for one in readings)
        sure = verdict.clear and (of_another or not _names_another(part, context))
        known = not context.items or set(part.items) <= set(context.items)
        return [replace(reading, item=item) for item in part.items for reading in readings], sure and known
    if not context.items or not readings or all(reading.verb in _ABOUT_ALL for reading in readings):
        return list(readings), verdict.clear
    if len(context.items) == 1:
        return [replace(reading, item=context.items[0]) for reading in readings], verdict.clear
    return [replace(readings[0], item=item, confidence=0.5) for item in context.items[:8]], False


def _names_another(part: Part, context: Context) -> bool:
    """Say whether a list number is left over in the words about a lead, so that they may be about another (*1 won or
    2*), or about none (*9 won* to a list of seven).
    """
    numbers = {str(number) for number in range(1, len(context.items) + 1)}
    left_over = any(token.kind == "number" and token.text in numbers for token in part.text.tokens)
    others = any(token.text in _OTHERS for token in part.text.tokens)
    return left_over or others or bool(context.items) and names_no_lead(part.text.tokens)


def _with_fields(found: Understanding, text: str, context: Context) -> Understanding:
    """Add the gap answers of a vendor's person (*PLZ 80331, warm*); with nothing else said they are the wish."""
    if not context.allowed & {"release", "edit"}:
        return found
    wishes_else = found.clear and found.readings and found.readings[0].verb != "note"
    fields, is_all = fill_gaps(text, context.missing, context.products, context.country, by_shape=bool(wishes_else))
    if not fields:
        return found
    if is_all and context.missing and not wishes_else:
        return _edit(text, fields)
    if found.clear and any(reading.verb in _OF_THE_GATE for reading in found.readings):
        return replace(found, fields=fields)
    if "temperature" not in fields and any(temperature_of(word) for word in text.split() if len(word) > 1):
        return replace(found, clear=False)  # what was said of it was not understood
    if wishes_else or found.question:
        return replace(found, fields=fields)
    items = {reading.item for reading in found.readings if reading.item}
    item = items.pop() if len(items) == 1 else None
    return Understanding((Reading("edit", 0.9, item=item, words=text[:200]),), True, False, found.note, fields)
