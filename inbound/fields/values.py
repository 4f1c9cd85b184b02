"""Single values of a lead: mail addresses, phone numbers, names, postcodes with places, temperatures, yes and no."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from inbound.fields.labels import fold

_ADDRESS = re.compile(r"(?<![\w.+\-@])[\w+][\w.+\-'’]{0,63}@[\w\-]{1,63}(?:\.[\w\-]{1,63}){1,6}")
_PHONE = re.compile(r"(?<![\w@/.\-+])(?:\+|00)?[(\d][\d ()./\-\u00a0\u2011\u2013]{5,24}\d")
_NOBODY = re.compile(
    r"(?:no[-_.]?reply|do[-_.]?not[-_.]?reply|mailer|wordpress|www-?data|apache|nobody|daemon|postmaster|notif\w{0,10}"
    r"|auto\w{0,8}|bounce\w{0,4}|root)(?:[+\-_.@]|\Z)"
)
_DESK = re.compile(
    r"(?:leads?|forms?|formular|webform|website|system|alerts?|support|newsletter|portal|crm|service)(?:[+\-_.]|\Z)"
)
_PARTICLES = frozenset(
    "von vom zu zum zur van der den de del della di da du des le la dos das do ten ter af av el al bin ibn ben mac mc "
    "st y e".split()
)
_SALUTATIONS = {
    word: salutation
    for salutation, words in {
        "Herr": "herr herrn hr", "Frau": "frau fr", "Mr": "mr mister", "Mrs": "mrs", "Ms": "ms miss", "Mx": "mx",
        "Monsieur": "monsieur m", "Madame": "madame mme mlle", "Señor": "sr senor", "Señora": "sra senora",
        "Signor": "sig signor", "Signora": "signora", "Meneer": "dhr meneer",
        "Mevrouw": "mevr mevrouw", "Pan": "pan", "Pani": "pani",
    }.items()
    for word in words.split()
}  # fmt: skip
_TITLES = frozenset({"dr", "prof", "ing", "dipl", "mag", "med", "dring", "mba", "msc", "bsc", "phd"})
_TEMPERATURES = {
    word: warmth
    for warmth, words in {
        "hot": "hot heiss heis heisser heisse brandheiss kochend urgent dringend chaud caliente caldo heet goracy a",
        "warm": "lauwarme lukewarm tepid warm warmer warme lauwarm tiede tibio tiepido cieply varm b",
        "cold": "eiskalt frosty cold kalt kalter kalte froid frio freddo koud zimny kall c",
    }.items()
    for word in words.split()
}
_YES = frozenset(
    "ja yes oui si tak on true 1 x j y checked accepted akzeptiert zugestimmt gelesen ano da igen evet sim hai ok "
    "erteilt given".split()
)
_NO = frozenset("nein no non nee nie off false 0 n nej ne nem hayir nao ei keine verweigert declined refused".split())
# two letters without full stops count only in capitals: *ab* and *as* are words, *Ek* is a name
_LEGAL_FORM = re.compile(
    r"(?<![\w.])(?:gmbh|kgaa|ohg|gbr|mbh|e\. ?[kv]\.|ltd\.?|limited|llc|llp|inc\.?|corp\.?|plc|s\.?a\.?r\.?l\.?"
    r"|s\.?a\.?s\.?|s\.?r\.?l\.?|s\.?p\.?a\.?|s\. ?l\.(?: ?u\.)?|s\. ?a\.|b\. ?v\.|n\. ?v\."
    r"|sp\. ?z ?o\.? ?o\.?|s\.?r\.?o\.?|a\. ?s\.|a/s|oyj|aps|kft|d\.?o\.?o\.?|pty|ltda|lda|zrt"
    r"|(?-i:AG|SE|KG|UG|e\.?K|e\.?V|SL|SLU|SA|BV|NV|AS|ASA|AB|O[Yy]))(?!\w)",
    re.IGNORECASE,
)
_ON_BEHALF = re.compile(r"(?:i\. ?[AV]\.|ppa\.?|p\. ?p\.)\s{1,3}")
_DAY = re.compile(r"(?:\d{1,2}([./])\d{1,2}\1(?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d)(?!\d)")


def addresses_in(text: str) -> Iterator[str]:
    """Yield mail addresses in order of appearance, in small letters."""
    for match in _ADDRESS.finditer(text):
        address = match[0].rstrip(".'’-").casefold()
        if ".." not in address and len(address) <= 254:
            yield address


def is_nobody(address: str) -> bool:
    """Say whether nobody reads an address, so that it is no customer's even where a form says so."""
    return bool(_NOBODY.match(address.casefold()))


def is_desk(address: str) -> bool:
    """Say whether an address may be a portal's or a machine's desk, so a customer's only where a form says so."""
    return is_nobody(address) or bool(_DESK.match(address.partition("@")[0].casefold()))


def phones_in(text: str) -> Iterator[str]:
    """Yield what looks like phone numbers, as written, in order of appearance; amounts may be among them."""
    for match in _PHONE.finditer(text):
        if 6 <= sum(c.isdigit() for c in match[0]) <= 16 and not _DAY.match(match[0]):
            yield match[0].strip()


@lru_cache(maxsize=512)
def e164(written: str, country: str) -> str | None:
    """Return a number as E.164, as dialled in ``country`` (ISO code), or None if no such number can exist."""
    import phonenumbers

    text = written.replace("(0)", "") if written.lstrip(" (").startswith(("+", "00")) else written
    try:
        number = phonenumbers.parse(text, country or None)
    except phonenumbers.NumberParseException:
        return None
    return (
        phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        if phonenumbers.is_valid_number(number)
        else None
    )


def split_name(written: str, *, last_first: bool = False) -> dict[str, str] | None:
    """Return salutation, first and last name of a person's full name, or None if it cannot be one.

    ``Müller, Erika`` and ``Herr Dr. Max von der Heide`` are understood. A single word is a last name. ``last_first``
    when the label or the language puts the family's name first.
    """
    text = written.strip(" \t*_\"'<>;,|")
    if signed_for := _ON_BEHALF.match(text):
        text = text[signed_for.end() :]
    if not text or len(text) > 70 or any(c.isdigit() or c in "@:/\\=[]{}!?" for c in text):
        return None
    if text.count(",") == 1 and not _LEGAL_FORM.search(text):
        last_first = False
        last, _, first = text.partition(",")
        text = f"{first.strip()} {last.strip()}"
    words = text.replace(",", " ").split()
    salutation = []
    while words and ((bare := fold(words[0]).replace(" ", "")) in _SALUTATIONS or bare in _TITLES) and len(words) > 1:
        salutation.append(_SALUTATIONS.get(bare) or words[0])
        words.pop(0)
    while len(words) > 1 and fold(words[-1]).replace(" ", "") in _TITLES:
        words.pop()
    if not words or len(words) > 6:
        return None
    if last_first and len(words) > 1:
        words = words[1:] + words[:1]
    start = next((i for i, word in enumerate(words[:-1]) if i and word.casefold() in _PARTICLES), len(words) - 1)
    parts = {"contact_first_name": " ".join(words[:start]), "contact_last_name": " ".join(words[start:])}
    if salutation:
        parts["contact_salutation"] = " ".join(salutation)
    return {name: value for name, value in parts.items() if value}


def temperature_of(word: str) -> str | None:
    """Return ``hot``, ``warm`` or ``cold`` for a word in any of our languages (or A, B, C), else None."""
    return _TEMPERATURES.get(fold(word))


def yes_or_no(text: str) -> bool | None:
    """Return what a ticked box or a yes means, None if it cannot be told."""
    words = fold(text).split()
    if not words:
        return None
    if words[0] in _NO or "nicht" in words or "not" in words:
        return False
    return True if words[0] in _YES or words[-1] in _YES else None


def has_legal_form(text: str) -> bool:
    """Say whether a line names a company with its legal form."""
    return bool(_LEGAL_FORM.search(text))
