"""What a customer's sentences say about money and time: the budget, and when it is wanted."""

from __future__ import annotations

import re
from collections.abc import Iterator

from inbound.fields.amounts import amounts_in
from inbound.fields.lines import Pair

PLAIN, LIKELY = 0.85, 0.7
"""Confidence of a sum that is called a budget; of one that only follows *about*, and of a time."""

_LONGEST = 20_000
_SENTENCE = re.compile(r"(?<=[^\W\d_])[.!?;]\s{1,3}(?=[A-ZÄÖÜ])|\n[ \t]{0,20}\n")
_FLAT = str.maketrans("äöüàáâèéê", "aouaaaeee")


def _stems(words: str) -> str:
    return "|".join(word.strip() for word in words.replace("\n", "|").split("|") if word.strip())


# Words stand small and without accents, as the beginning of a word.
_BUDGET = re.compile(
    r"\b(?:"
    + _stems("""budget|investition|investier|volumen|auftragswert|kostenrahmen|preisrahmen|finanzrahmen|eingeplant
        freigegeben|zur verfugung|ausgeben|invest|spend|set aside|order value|project value|price range|to spare""")
    + ")"
)
_ABOUT = re.compile(
    r"\b(?:"
    + _stems("""etwa|ca|circa|zirka|rund|ungefahr|bis zu|maximal|max|hochstens|about|around|roughly|approx|approximately
        up to|at most|in the region of|somewhere near""")
    + r")\W{0,3}\Z"
)
_OTHER_MONEY = re.compile(
    r"\b(?:"
    + _stems("""umsatz|turnover|revenue|gehalt|lohn|salary|wage|rabatt|nachlass|skonto|discount|miete|raten|rent|leasing
        monatlich|monthly|jahrlich|yearly|annual|stundensatz|mitbewerb|wettbewerb|konkurren|competitor|listenpreis
        list price|rechnung|invoice|strafe|penalt|porto|versand|shipping|bisher|gezahlt|bezahlt|paid|kostet|cost us
        gespart|sparen|saving|save|schaden|damage|verlust|loss|forder|funding|grant|statt|instead|ihr angebot|your quote
        angebot uber|angebot von|quoted|stammkapital|damals|letztes|last year|previous|each|apiece""")
    + r"|(?:pro|je|per|an|a|im)\s{1,2}(?:stuck|einheit|monat|jahr|tag|stunde|unit|piece|month|year|day|hour)\b)"
    r"|/\s?(?:stuck|monat|jahr|tag|std|h|unit|month|mo|year|yr|day|hour)\b"
)
_MONTH = _stems("""januar|janner|februar|feber|marz|april|mai|juni|juli|august|september|oktober|november|dezember
    january|february|march|may|june|july|october|december""")
_SEASON = "fruhjahr|fruhling|sommer|herbst|winter|spring|summer|autumn|fall"
_WHAT = "start|beginn|lieferung|umsetzung|delivery|installation"
_PART = "anfang|mitte|ende|early|late|mid|this|next|diese[nmrs]|nachste[nmrs]|kommende[nmrs]"
_BEFORE = f"im|ab|bis|bis zum|zum|in|by|from|for|{_PART}"
_WITHIN = f"end of|the end of|{_PART}"
_YEAR = r"(?:[ /]20\d\d)?"
_COUNT = (
    r"(?:\d{1,2}(?: ?(?:-|bis|to) ?\d{1,2})?|ein(?:em|er)?|zwei|drei|vier|sechs|acht|zwolf"
    r"|a|one|two|three|four|six|eight|twelve|few|paar|couple of)"
)
_SPAN = "tagen|wochen?|monate?n?|days|weeks?|months?|quartal|quarter|jahr|year"
_TIME = re.compile(
    r"\b(?!this may\b)(?:"
    rf"(?:(?:{_WHAT}) )?(?:noch )?(?:{_BEFORE})(?: (?:{_WITHIN})){{0,2}}"
    rf" (?:{_MONTH}|{_SEASON}|(?:ersten |zweiten |dritten |vierten |[1-4]\. ?)?quartal|q[1-4]){_YEAR}"
    r"|q[1-4][ /]20\d\d"
    r"|(?:in )?(?:kw|cw) ?\d{1,2}"
    r"|(?:noch )?(?:in )?diese[ms]? jahr|(?:im )?nachste[sn] jahr|(?:bis )?(?:zum )?jahresende|bis ende des jahres"
    r"|(?:this|next) (?:year|quarter)|by (?:the )?(?:end of (?:the )?)?(?:year|month|quarter)(?: end)?"
    rf"|(?:innerhalb|within|in)(?: von| the| den| der)?(?: next| nachsten| kommenden)? {_COUNT} (?:{_SPAN})"
    r"|so ?(?:bald|schnell) (?:wie|als) moglich|baldmoglichst|schnellstmoglich|zeitnah|as soon as possible|asap"
    r")\b"
)
_OTHER_TIME = re.compile(
    r"\b(?:"
    + _stems("""war|waren|hatte|hatten|wurde|wurden|besprochen|gesehen|getroffen|kennengelernt|gesprochen|messe|seit
        gegrundet|letzte[nmrs]?|vergangene|was|were|had|met|saw|spoke|discussed|visited|since|last|founded|fair
        exhibition|urlaub|ferien|holiday|vacation|away|abwesend|erreichbar|geschlossen|closed|ruckruf|anruf|anrufen
        ruf|rufen|melden|meldung|ruckmeldung|antwort|antworten|call|ring|phone|reach me|get back|reply|answer
        contact me|nicht|kein|keine|not|never|vielleicht|maybe|perhaps|oder|or""")
    + r")\b"
)


def pairs_of_plans(text: str) -> list[Pair]:
    """Return the budget and the time that a customer names, each only if the text names one and no other.

    A sum counts if its sentence calls it a budget, or *about* stands before it and no other sum is named; never if the
    sentence is about another's money: a turnover, a price a month, the competitor's. A time counts unless its sentence
    tells of the past or of a call, doubts or denies.
    """
    sums: list[Pair] = []
    times: list[Pair] = []
    for sentence in _sentences(text[:_LONGEST]):
        line = " ".join(sentence.split())
        flat = _flat(line)
        sums += _sums(line, flat)
        times += _times(line, flat)
    return _only(_plain(sums) or sums) + _only(times)


def _only(pairs: list[Pair]) -> list[Pair]:
    """Return the first, if all say the same and it may be believed."""
    return [pair for pair in pairs[:1] if pair.confidence and len({one.value.casefold() for one in pairs}) == 1]


def _plain(sums: list[Pair]) -> list[Pair]:
    return [pair for pair in sums if pair.confidence == PLAIN]


def _sentences(text: str) -> Iterator[str]:
    start = 0
    for end in _SENTENCE.finditer(text):
        yield text[start : end.end()]
        start = end.end()
    yield text[start:]


def _sums(line: str, flat: str) -> Iterator[Pair]:
    """Yield each sum of money; with no confidence where it may be another's, so that it stands in the way."""
    is_budget, is_others = bool(_BUDGET.search(flat)), bool(_OTHER_MONEY.search(flat))
    for amount in amounts_in(line):
        if not amount.explicit or not (amount.currency or is_budget):
            continue
        is_about = bool(_ABOUT.search(flat, max(0, amount.start - 30), amount.start))
        sure = 0.0 if is_others else PLAIN if is_budget else LIKELY if is_about else 0.0
        yield Pair("expected_volume", line[amount.start : amount.end].rstrip(" .,"), line, sure)


def _times(line: str, flat: str) -> Iterator[Pair]:
    if not _OTHER_TIME.search(flat):
        for match in _TIME.finditer(flat):
            yield Pair("time_frame", line[match.start() : match.end()], line, LIKELY)


def _flat(line: str) -> str:
    """Return ``line`` small and without accents, each character at its place."""
    return "".join(small if len(small := c.lower()) == 1 else c for c in line).translate(_FLAT)
