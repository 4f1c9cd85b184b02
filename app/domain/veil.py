"""Free text without what identifies the customer."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from app.domain.identity import Identity, key, words
from app.domain.postcodes import place

HIDDEN = "[…]"
LONGEST_TEXT = 4000
_COUNTRIES = ("DE", "AT", "CH", "LI")
_SHORTEST_PHONE = 7
_SHORTEST_BARE_NUMBER = 9

_NAME = r"[^\W\d_a-zß-ÿ][\w'’-]*"
_NAMES = rf"{_NAME}(?:[ \t]+(?:von|van|vom|zu|de|der|den|la)\b){{0,2}}(?:[ \t]+{_NAME}){{0,2}}"
_FORM = (
    r"(?:GmbH|gmbh|GMBH|mbH|AG|KG|KGaA|OHG|GbR|UG|SE|eG|e\.[ ]?K\.|e\.[ ]?V\.|Ltd|Limited|LLC|Inc|Corp|PLC|"
    r"S\.?A\.?R\.?L|S\.A\.|S\.?r\.?l|B\.V\.|N\.V\.|S\.p\.A|Sàrl|ApS|Oy)"
)
_GREETING = re.compile(
    r"\A\s*(?:sehr geehrte|liebe|hallo|guten (?:tag|morgen|abend)|grüezi|grüß gott|servus|moin|dear|hello|hi)\b"
    r"[^\n,!]{0,80}(?:[,!]|\n|\Z)",
    re.IGNORECASE,
)
_SIGN_OFF = re.compile(
    r"^[ \t]*(?:--[ \t]*$|(?:gru(?:ß|ss)|grü(?:ß|ss)e|gruesse)\b|(?:lg|vg|bg|regards|cheers|sincerely|cordialement)\b"
    r"[ \t]*[,!.\n]|[^\n]{0,30}\b(?:danke?|thanks|thank you)\b[^\n]{0,60}\n(?=(?:[^\n]{0,60}\n){0,7}[^\n]{0,60}\Z))"
    r"|\b(?:mit )?(?:freundliche|viele|beste|liebe|herzliche|schöne)[nmr]? (?:grü(?:ß|ss)en?|gru(?:ß|ss)|gruessen?)\b"
    r"|\b(?:mfg|hochachtungsvoll|(?:best|kind|warm) regards|yours (?:sincerely|truly|faithfully))\b",
    re.IGNORECASE | re.MULTILINE,
)
_LABELLED_LINE = re.compile(
    r"^[ \t>*•-]*(?:(?:vor|nach|familien)?name|firma|company|unternehmen|organi[sz]ation|kunde|customer"
    r"|kontakt(?:person)?|ansprechpartner(?:in)?|contact|tel(?:efon)?|phone|mobile?|handy|fax|(?:e-?)?mail|adresse|address|anschrift"
    r"|stra(?:ß|ss)e|street|plz|postcode|zip|ort|stadt|city|web(?:site|seite)?|homepage|internet|ust-?id(?:nr)?|iban|bic)"
    r"\.?[ \t]*:[^\n]*$",
    re.IGNORECASE | re.MULTILINE,
)
_DIGIT_WORD = (
    r"(?:null|eins|zwei|zwo|drei|vier|fünf|fuenf|sechs|sieben|acht|neun|"
    r"zero|oh|one|two|three|four|five|six|seven|eight|nine)"
)
_AT = r"(?:@|[ \t]?[\[({][ \t]?(?:at|ät|@)[ \t]?[\])}][ \t]?|[ \t](?:at|ät)[ \t])"
_DOT = r"(?:\.|[ \t]?[\[({][ \t]?(?:dot|punkt|\.)[ \t]?[\])}][ \t]?|[ \t](?:dot|punkt)[ \t])"
_ENDS = (
    r"(?:de|at|ch|li|com|net|org|eu|info|biz|io|ai|app|dev|shop|online|gmbh|swiss|bayern|berlin|hamburg|koeln|wien|tirol|"
    r"fr|it|nl|be|lu|pl|cz|dk|es|uk|us|example|test)"
)

# Each pattern is linear: no repeated group can match the same text in two ways.
_PATTERNS: tuple[re.Pattern[str], ...] = (
    _LABELLED_LINE,
    re.compile(r"\b(?:https?|ftp)://[^\s<>\"]{1,500}|\bwww\.[^\s<>\"]{1,300}", re.IGNORECASE),
    re.compile(rf"[\w.+-]{{1,64}}{_AT}[\w-]{{1,63}}(?:{_DOT}[\w-]{{1,63}}){{1,4}}", re.IGNORECASE),
    re.compile(rf"\b(?:[\w-]{{1,63}}\.){{1,4}}{_ENDS}\b(?![.\w-])(?:/\S{{0,200}})?"),
    re.compile(rf"\b[\w-]{{2,63}}[ \t]?[\[(](?:dot|punkt)[\])][ \t]?{_ENDS}\b", re.IGNORECASE),
    re.compile(r"(?<!\w)@[\w.]{3,40}"),
    re.compile(r"\b[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{4}){3,7}(?:[ ]?[A-Z0-9]{1,3})?\b"),
    re.compile(r"\b(?:DE|ATU|CHE)[- ]?\d[\d.]{6,12}\d\b|\bHR[AB][ ]?(?:Nr\.?[ ]?)?\d{2,8}\b"),
    re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?[ ]\d[A-Z]{2}\b|\b[A-Z]{1,3}-\d{4,5}\b"),
    re.compile(rf"\b{_DIGIT_WORD}(?:[ \t,./-]+{_DIGIT_WORD}){{4,20}}\b", re.IGNORECASE),
    re.compile(
        r"\b[\w.-]{0,40}(?:stra(?:ß|ss)e|str\.|weg|gasse|allee|platz|ring|damm|ufer|steig|chaussee|promenade)[ \t]{1,3}"
        r"\d{1,4}(?:[ \t]?[a-h])?\b(?![ \t]?(?:mm|cm|kg|stück|x|%|°))",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b\d{{1,5}}[a-z]?[ \t]+(?:{_NAME}[ \t]+){{1,3}}(?:Street|St\.|Road|Rd|Avenue|Ave|Lane|Drive|Square)\b"
    ),
    re.compile(rf"\b(?:[Rr]ue|[Cc]hemin|[Aa]venue)[ \t]+(?:d[eu]s?[ \t]+)?(?:la[ \t]+)?{_NAMES}(?:[ \t,]+\d{{1,4}})?"),
    re.compile(
        rf"(?:\b{_NAME}[ \t]+(?:(?:&|und|and|\+)[ \t]+)?){{1,5}}{_FORM}(?:[ \t]*&[ \t]*Co\.?(?:[ \t]*KG)?)?(?!\w)"
    ),
    re.compile(r"\b[\w-]{2,60}[ \t]+gmbh\b(?:[ \t]*&[ \t]*co\.?(?:[ \t]*kg)?)?", re.IGNORECASE),
    re.compile(
        rf"\b(?:Herrn?|Frau|Hr\.|Fr\.|Familie|Fam\.|Mr\.?|Mrs\.?|Ms\.?|Miss|Monsieur|Madame|Dr\.|Prof\.|Dipl\.-?Ing\.|"
        rf"z\.[ ]?Hd\.|c/o|gez\.|i\.[ ]?A\.|i\.[ ]?V\.)[ \t]+(?:(?:Dr|Prof|Dipl\.-Ing|Ing)\.[ \t]*){{0,3}}{_NAMES}"
    ),
    re.compile(
        rf"\b(?:[Mm]ein Name ist|[Hh]ier (?:ist|spricht|schreibt)|[Gg]r(?:u(?:ß|ss)|ü(?:ß|ss)e)|[Ii]ch hei(?:ß|ss)e"
        rf"|[Ii]ch bin(?: der| die)?|[Mm]y name is|I am|I['’]m"
        rf"|[Aa]nsprechpartner(?:in)? ist|[Ff]irma|[Ff]a\.|[Kk]ollegen?|[Cc]hef)[ \t]+{_NAMES}"
    ),
)
_POSTCODE_AND_TOWN = re.compile(rf"\b(?:([A-Z]{{1,3}})-)?(\d{{4,5}})[ \t]+({_NAME}(?:[ \t]+{_NAME})?)")
_NUMBER = re.compile(r"(?<![\w,.])(?:\+|\()?\d(?:[ \t()/.–—-]{0,3}\d){4,22}(?![\w])")
_GROUPED = re.compile(r"\d{1,3}(?:[ .]\d{3})+")
_DATE = re.compile(r"\b(?:\d{1,2}\.[ ]?\d{1,2}\.[ ]?(?:\d{4}|\d{2})?|\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/\d{2,4})(?!\d)")
_WORD = re.compile(r"[^\W_]+")
_CHAIN = re.compile(r"[^\W_]+(?:[-‐‑–'’&_.+][^\W_]+)*")
_SPACED_LETTERS = re.compile(r"\b[^\W\d_](?:[ \t.\-_][^\W\d_]){2,40}\b")
_RUN = re.compile(rf"{re.escape(HIDDEN)}(?:[\s,;.:&/|()<>\"'-]*{re.escape(HIDDEN)})+")
_SPACES = re.compile(r"[ \t]+(?=\n)|(?<=[ \t])[ \t]+")
_WORDLESS_LINE = re.compile(r"^[^\w\n]*(?:\n|\Z)", re.MULTILINE)


class Veil:
    """Takes out of texts what identifies one customer; each place where something was reads ``[…]``."""

    def __init__(self, identity: Identity) -> None:
        self._identity = identity

    def over(self, text: str | None) -> str:
        """Return a text without names, firm, mail, phone, domain, street, postcode and numbers of registers.

        Known words of the customer go in every spelling; what looks like a name, an address or a number goes even where
        the lead's fields do not know it. Everything from the sign-off on goes. A text in which the customer could be
        read all the same is withheld whole.

        Args: text: of any length; what exceeds 4,000 characters is left out.
        Source: rulebook 4.3.
        """
        veiled = _printable(text or "")
        veiled = _SIGN_OFF.split(_GREETING.sub("", veiled), maxsplit=1)[0]
        for pattern in _PATTERNS:
            veiled = pattern.sub(HIDDEN, veiled)
        for pattern, decide in self._deciders():
            veiled = pattern.sub(decide, veiled)
        veiled = self._without_phrases(veiled)
        veiled = _tidy(_CHAIN.sub(self._word, veiled))
        return "" if self._identity.is_in(veiled) else veiled

    def _deciders(self) -> tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...]:
        return ((_POSTCODE_AND_TOWN, self._town), (_NUMBER, self._number), (_SPACED_LETTERS, self._spaced))

    def _word(self, found: re.Match[str]) -> str:
        chain = found.group()
        parts = _WORD.findall(chain)
        is_telling = any(self._identity.tells(part) for part in [*parts, "".join(parts)])
        return HIDDEN if is_telling or self._identity.postcode in parts else chain

    def _spaced(self, found: re.Match[str]) -> str:
        letters = "".join(filter(str.isalnum, found.group()))
        return HIDDEN if self._identity.is_spelled_in(letters) else found.group()

    def _town(self, found: re.Match[str]) -> str:
        sign, postcode, town = found.groups()
        if sign or postcode == self._identity.postcode:
            return HIDDEN
        places = [known for country in _COUNTRIES if (known := place(country, postcode))]
        first_words = {words(known_town)[0] for known in places for known_town in known.towns}
        return HIDDEN if words(town)[0] in first_words else found.group()

    def _number(self, found: re.Match[str]) -> str:
        """Hide phone and register numbers; dates, sums and quantities stay."""
        text = found.group()
        digits = "".join(filter(str.isdigit, _DATE.sub(" ", text)))
        if len(self._identity.phone) == 6 and "".join(filter(str.isdigit, text)).endswith(self._identity.phone):
            return HIDDEN
        if text.startswith(("+", "0", "(0", "(+")) and len(digits) >= _SHORTEST_PHONE:
            return HIDDEN
        is_sum = _GROUPED.fullmatch(text) is not None
        return HIDDEN if len(digits) >= _SHORTEST_BARE_NUMBER and not is_sum else text

    def _without_phrases(self, text: str) -> str:
        """Hide the firm, the street and the town where their words stand in a row, whatever stands between them."""
        for phrase in self._identity.phrases:
            found = [(word.start(), word.end(), key(word.group())) for word in _WORD.finditer(text)]
            length = len(phrase)
            start = len(found) - length
            while start >= 0:
                if all(found[start + step][2] == phrase[step] for step in range(length)):
                    text = text[: found[start][0]] + HIDDEN + text[found[start + length - 1][1] :]
                    start -= length
                else:
                    start -= 1
        return text


def _printable(text: str) -> str:
    """Return a text of bounded length in one spelling, without the invisible signs that could split a name."""
    plain = unicodedata.normalize("NFC", text[:LONGEST_TEXT]).replace("\r\n", "\n").replace("\u00ad", "")
    return "".join(" " if sign == "\t" else sign for sign in plain if sign in "\n\t" or sign.isprintable())


def _tidy(text: str) -> str:
    """Return a text without the lines that hold no word any more."""
    return _SPACES.sub("", _WORDLESS_LINE.sub("", _RUN.sub(HIDDEN, text))).strip(" \n,;:-")
