"""Recognises wrote-lines ("On … X wrote:") in many languages and takes them apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from inbound.parse.addresses import ADDRESS, normal
from inbound.text.lines import Line
from inbound.text.phrases import DAYS, MIDDLE_VERBS, OPENERS, TRAILING_VERBS
from inbound.text.tables import entries

_MAX_CHARS = 400
_MAX_LINES = 5
_FRAMED_CHARS = 100
_BARE_CHARS = 80
_FRAME = " -_=*#"
# what a wrote-line goes on with after a line end that a program put into its middle
# what opens it where a noun stands for the verb: "Message from X of 3 March:"
_NOUN_OPENERS = entries("""
message from|nachricht von|zitat von|message de|mensaje de|messaggio di|missatge de|citando|בתאריך
""")
_QUOTING = ("quoting ", "zitat von ", "citando ", "citazione da ", "citation de ", "citerar ", "cytowanie ")
_CONTINUED = ("<", "mailto:", "wrote", "schrieb", ">")
_TIME = re.compile(r"\d{1,2} ?[:.h時时시点點] ?\d{2}|\d{1,2} ?[AP]\.?M|[上下]午\d|오[전후] ?\d")
_DATE = re.compile(r"\d{1,4} ?[./-] ?\d{1,2} ?[./-] ?\d{1,4}|(?<!\d)(?:19|20)\d\d(?!\d)|\d{1,2}\.? \w{2,9}|\d{1,2}月")
_WHOLE_DATE = re.compile(r"\d{1,4} ?[./-] ?\d{1,2} ?[./-] ?\d{2,4}|(?<!\d)(?:19|20|25)\d\d(?!\d)")
_STARTS_WITH_DATE = re.compile(
    r"(?:[^\s\d]{1,14}[ -]){0,2}+\d{1,4}(?:[./年-]|\.? [^\s\d]{2,12}\.? \d{4})|[^\W\d]{2,12}\.?, \d{1,2}"
)
_ISO_GMT = re.compile(r"\d{4}-\d\d-\d\d \d{1,2}:\d\d (?:GMT|UTC)[+-]\d\d:\d\d ")


def _one_of(words: Iterable[str]) -> str:
    """Return a pattern for the longest of ``words``; they are plain text, so nothing in it can backtrack."""
    return "(?:" + "|".join(sorted(map(re.escape, words), key=len, reverse=True)) + ")"


_TRAILING = re.compile(_one_of(TRAILING_VERBS) + r"[ \xa0]?[:：﹕.]?[ >-]{0,6}$")
_MIDDLE = re.compile(r"(?:^|[\s>)،])" + _one_of(MIDDLE_VERBS) + r"(?=[\s:\"„]|$)")
_OPENER = re.compile(_one_of(opener.capitalize() for opener in OPENERS) + r" (?=\S)")
_GLUED_OPENER = re.compile(
    r"(?:\s|-)(?:On|Am|Le|El|Il|Op|Em|Den|Dne|Dnia|W dniu|In data|At) "
    r"(?=(?:\w{2,10}\.?,? )?(?:\w{3,10}\.? )?\d{1,4})"
)
_CJK_WROTE = re.compile(r"(?:写道|寫道|写到|のメッセージ|のメール|書きました|작성|님이|写)[ \xa0]?[:：]?$")
_QUOTED_NAME = re.compile('["„“«]([^"”“»„«]{1,100})["”“»]?$')
_SENTENCE = re.compile(r"[,;:!?]|\w{4}\.")
_BREAK = re.compile("([，、])")
_PARTICLES = frozenset(
    entries("von|van|de|der|den|del|della|di|da|dos|das|du|la|le|zu|zur|vom|ter|ten|af|av|bin|ibn|al|el|y|e")
)
# words with a capital that stand before a name without being part of it
_BEFORE_NAMES = frozenset(
    entries("""
on|le|am|el|il|op|em|na|в|quoting|zitat|citation|missatge|lietotājs|wiadomość|kuupäev|пользователь|користувач|מאת
""")
)
_NO_NAMES = frozenset(
    entries("""
am|pm|pg|ptg|uhr|h|kor|cet-kor|cest-kor|बजे|को|ने|ص|م|بواسطة|gmt|utc|cet|cest|mez|mesz|est|edt|pst|pdt|bst|msk|jst|wrote|כתב|כתב/ה|كتب|في|من|π.μ|μ.μ
""")
)
_AT = frozenset(entries("at|um|à|a|las|alle|ore|om|kl|às|o|den|this|last"))


@dataclass(frozen=True, slots=True)
class WroteLine:
    """A wrote-line over the lines ``start`` up to, not including, ``end``; ``before`` is text glued in front of it."""

    start: int
    end: int
    text: str
    before: str = ""


def wrote_line(lines: Sequence[Line], end: int) -> WroteLine | None:
    """Return the wrote-line whose last line is ``end``, or None. It may begin up to four lines above."""
    last = lines[end].key.rstrip(" -_=*")
    if not last or not _may_end(last):
        return None
    joined = ""
    seen = 0
    best: WroteLine | None = None
    for start in range(end, max(-1, end - _MAX_LINES - 3), -1):
        line = lines[start]
        if not line.key:
            if not joined.startswith(_CONTINUED):
                break
            continue
        if line.depth != lines[end].depth and not lines[end].content.lstrip().lower().startswith(_CONTINUED):
            break
        joined = f"{line.key} {joined}" if joined else last
        seen += 1
        if seen > _MAX_LINES or len(joined) > _MAX_CHARS:
            break
        found = _read(joined, start, end)
        if found and _well_opened(found.text):
            return _with_name_above(lines, found)
        if found and (best is None or not tells_when(best.text) and tells_when(found.text)):
            best = found
    return best


def _with_name_above(lines: Sequence[Line], found: WroteLine) -> WroteLine:
    """Return ``found``, or where it lacks an address, it and the line above that ends with one ("X <x@y> hat am")."""
    above = lines[found.start - 1] if found.start else None
    if above is None or found.before or "@" in found.text or "@" not in above.key:
        return found
    joined = f"{above.key} {found.text}"
    belongs = above.depth == lines[found.start].depth and above.key[-1] not in ".!?:" and is_wrote_line(joined)
    return WroteLine(found.start - 1, found.end, joined) if belongs else found


def _read(joined: str, start: int, end: int) -> WroteLine | None:
    if joined.startswith("---") and len(joined) < _FRAMED_CHARS:
        framed = joined.strip(_FRAME)
        if _TRAILING.search(framed.lower()) or _well_opened(framed) and _MIDDLE.search(framed.lower()):
            return WroteLine(start, end + 1, framed)  # Samsung: "---- Vera Vogt wrote ----"
    before = _before_glued(joined)
    text = joined[len(before) :].strip(_FRAME)
    return WroteLine(start, end + 1, text, before.rstrip(_FRAME)) if is_wrote_line(text) else None


def is_wrote_line(text: str) -> bool:
    """Say whether ``text``, one line, introduces a quote: a date or an address, and a verb of writing or a colon."""
    if len(text) > _MAX_CHARS or len(text) < 8:
        return False
    address = "@" in text and bool(ADDRESS.search(text))
    dated = tells_when(text)
    if not (address or dated):
        return False
    lowered = text.casefold()
    if _TRAILING.search(lowered):
        introduced = text[0].isupper() and bool(_TIME.search(text) and _WHOLE_DATE.search(text))
        return _well_opened(text) or (address and dated) or (address and _name_first(text)) or introduced
    if text[-1] in ":：" and len(text) > 1:
        if _MIDDLE.search(lowered):
            introduced = bool(_TIME.search(text) and _DATE.search(text)) and not text[0].islower()
            return (
                (dated and (address and not text[0].islower() or _well_opened(text)))
                or (address and lowered.endswith(">:"))
                or introduced
            )
        if not address or not ("<" in text or "(" in text):
            return False
        return (
            bool(_STARTS_WITH_DATE.match(text))
            or dated
            and (lowered.startswith(_NOUN_OPENERS) or lowered.endswith("]:"))
            or lowered.startswith(_QUOTING)
        )
    return bool(_ISO_GMT.match(text)) and len(text) < 120


def tells_when(text: str) -> bool:
    """Say whether a date or a time stands in ``text``."""
    return bool(_TIME.search(text) or _DATE.search(text))


def tells_when_above_a_quote(lines: Sequence[Line], at: int) -> WroteLine | None:
    """Return line ``at`` where it ends with a colon right above a quote and names a whole date and a time.

    That is how every mail program introduces a quote, in languages we do not know as well.
    """
    text = lines[at].key
    below = next((line for line in lines[at + 1 : at + 3] if line.key), None)
    if below is None or below.depth <= lines[at].depth or not text.endswith((":", "：")) or len(text) > _MAX_CHARS:
        return None
    named = "@" in text or not text[0].islower()
    return WroteLine(at, at + 1, text) if named and _TIME.search(text[:-1]) and _WHOLE_DATE.search(text) else None


def bare_wrote_line(lines: Sequence[Line], at: int) -> WroteLine | None:
    """Return line ``at`` where it stands right above a quote and says nothing but who wrote it ("Vera wrote:").

    Without a date or an address only a name, a day of the week and a verb may stand there: a sentence is kept.
    """
    below = next((line for line in lines[at + 1 : at + 3] if line.key), None)
    text = lines[at].key
    if (
        below is None
        or below.depth <= lines[at].depth
        or not text.endswith((":", "：", "﹕"))
        or len(text) > _BARE_CHARS
    ):
        return None
    lowered = text.lower()
    verb = _TRAILING.search(lowered) or _MIDDLE.search(lowered)
    if verb is None:
        return None
    words = f"{text[: verb.start()]} {text[verb.end() :]}".replace(",", " ").strip(" :：﹕").split()
    if words and words[0].casefold() in _BEFORE_NAMES:
        return WroteLine(at, at + 1, text) if all(_is_name_part(word) or _tells_when(word) for word in words) else None
    # Without an opener "Verloren: Carla schrieb:" and "Gewonnen, schrieb Carla:" would pass for one.
    named = words and not _SENTENCE.search(text[:-1]) and all(_is_name_part(w) or w.casefold() in DAYS for w in words)
    return WroteLine(at, at + 1, text) if named else None


def _tells_when(word: str) -> bool:
    bare = word.casefold().strip(".")
    return any(sign.isdigit() for sign in bare) or bare in _NO_NAMES or bare in _AT or bare in DAYS


def _may_end(key: str) -> bool:
    return key[-1] in ":：>﹕" or bool(_TRAILING.search(key.casefold())) or bool(_ISO_GMT.match(key))


def _well_opened(text: str) -> bool:
    return bool(
        (_OPENER.match(text) or _STARTS_WITH_DATE.match(text) or _CJK_WROTE.search(text))
        and (_TIME.search(text) or _DATE.search(text))
    )


def _name_first(text: str) -> bool:
    """Say whether nothing but a name stands before the address, so that a sentence with an address does not count."""
    at = text.find("@")
    name = text[: text.rfind(" ", 0, at) if " " in text[:at] else 0]
    return (len(name) < 60 and not any(mark in name for mark in ".!?:")) or text[:1] in "\"'<„"


def _before_glued(joined: str) -> str:
    """Return the words in front of a wrote-line that begins within the line, or an empty string."""
    if "@" not in joined and ":" not in joined:
        return ""
    for match in reversed(list(_GLUED_OPENER.finditer(joined))):
        before = joined[: match.start()]
        if "@" not in before and before.strip(_FRAME) and is_wrote_line(joined[match.start() :].strip(_FRAME)):
            return before
    return ""


def sender_of(text: str) -> tuple[str, str, str]:
    """Return (name, address, date as written) of a wrote-line; what it does not say is empty."""
    found = ADDRESS.search(text)
    if found:
        before, after = text[: found.start()].rstrip(' <(["\u202a'), text[found.end() :].lstrip(' >)]"\u202c\u200f')
    else:
        verb = _TRAILING.search(text.lower())
        before, after = text[: verb.start()] if verb else text.rstrip(":"), ""
    date = _date_in(before) or _date_in(after)
    name = _name_at_end(before)
    if not found and not name:  # "Am 3.3.2026 schrieb Vera Vogt:" or "Vera Vogt schrieb am 3.3.2026:"
        name = _name_at_start(before)
    return name, normal(found[0]) if found else "", date


def _date_in(text: str) -> str:
    """Return the stretch of ``text`` from its first to its last piece of a date or time."""
    hits = [match for pattern in (_TIME, _DATE) for match in pattern.finditer(text)]
    if not hits:
        return ""
    return text[min(hit.start() for hit in hits) : max(hit.end() for hit in hits)].strip(" ,")


def _name_at_end(text: str) -> str:
    """Return the name at the end of ``text``: in quotes, or the words with a capital after the last date or verb."""
    quoted = _QUOTED_NAME.search(text)
    if quoted:
        return quoted[1].strip()
    words: list[str] = []
    for word in reversed(_BREAK.sub(r"\1 ", text).split()):
        bare = word.strip("()[]\"'*")
        if not bare or word.endswith((",", "，", "、", ":")) and words or not _is_name_part(bare.rstrip(",:")):
            break
        words.insert(0, bare.rstrip(",:;"))
    while words and (words[0].casefold() in _PARTICLES or words[0].casefold() in _BEFORE_NAMES):
        words.pop(0)
    return " ".join(words)


def _name_at_start(text: str) -> str:
    words = []
    for word in text.split():
        if not _is_name_part(word) or word.casefold() in _BEFORE_NAMES:
            break
        words.append(word)
    return " ".join(words)


def _is_name_part(word: str) -> bool:
    """Say whether a word may be part of a name: no digits, a capital or a script without capitals, no zone."""
    if word.casefold() in _PARTICLES:
        return True
    if any(letter.isdigit() for letter in word) or word.casefold().rstrip(".") in _NO_NAMES or "/" in word:
        return False
    return not word[0].islower() and any(letter.isalpha() for letter in word)
