"""Words of dates in German and English, folded as the reply words are; add words here, never code."""

MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "januar jan jaenner january jaen", "februar feb feber february febr", "maerz maer mrz march mar marz", "april apr", "mai may", "juni jun june juno",
            "juli jul july julei", "august aug", "september sep sept", "oktober okt october oct", "november nov", "dezember dez december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip

GERMAN_MONTHS = frozenset(
    "januar jaenner jaen februar feber maerz maer mrz marz mai juni juli julei oktober okt dezember dez".split()
)
"""Months whose day is said before them; a number behind one begins something else."""

AMBIGUOUS_MONTHS = frozenset({"may", "march", "mar"})
"""Months that are also verbs or names: they count only beside a number or after a word such as *in* or *until*."""

WEEKDAYS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "montag montags monday mondays mon", "dienstag dienstags tuesday tuesdays tue tues", "mittwoch mittwochs wednesday wednesdays wed weds", "donnerstag donnerstags thursday thursdays thu thur thurs",
            "freitag freitags friday fridays fri", "samstag sonnabend saturday sat", "sonntag sunday sun",
        )
    )
    for name in names.split()
}  # fmt: skip

SHORT_WEEKDAYS: dict[str, int] = {"mo": 0, "di": 1, "mi": 2, "do": 3, "fr": 4, "sa": 5, "so": 6}
"""Two-letter days are also common words: they count only after *am* and the like, or before a time or date."""

DOUBTFUL_WEEKDAYS = frozenset({"mon", "wed", "sat", "sun", "mo", "di", "mi", "do", "fr", "sa", "so"})

NUMBERS: dict[str, int] = {
    "ein": 1, "eine": 1, "einem": 1, "einer": 1, "einen": 1, "a": 1, "an": 1, "one": 1, "zwei": 2, "two": 2, "couple": 2, "drei": 3, "three": 3, "vier": 4,
    "four": 4, "fuenf": 5, "five": 5, "sechs": 6, "six": 6, "sieben": 7, "seven": 7, "acht": 8, "eight": 8, "neun": 9, "nine": 9, "zehn": 10, "ten": 10,
    "elf": 11, "eleven": 11, "twelve": 12, "zwoelf": 12, "vierzehn": 14, "fourteen": 14,
}  # fmt: skip

UNITS: dict[str, str] = {
    word: unit
    for unit, words in {
        "hour": "stunde stunden std hour hours hrs", "fortnight": "fortnight fortnights", "day": "tag tage tagen day days", "workday": "werktag werktage werktagen arbeitstag arbeitstage arbeitstagen workdays",
        "week": "woche wochen week weeks wk wks wo wochn", "month": "monat monate monaten month months", "year": "jahr jahre jahren year years",
        "quarter": "quartal quartale quartalen quarter quarters",
    }.items()
    for word in words.split()
}  # fmt: skip

DAYS_FROM_TODAY: dict[str, int] = {
    "heute": 0, "heut": 0, "huet": 0, "heit": 0, "hoid": 0, "morn": 1, "uebermorn": 2, "today": 0, "tonight": 0, "tod": 0, "morgen": 1, "mrgn": 1, "tomorrow": 1, "tmrw": 1, "tmr": 1, "tmrrw": 1, "tomorow": 1, "tommorow": 1, "tommorrow": 1,
    "2moro": 1, "uebermorgen": 2, "gestern": -1, "yesterday": -1, "vorgestern": -2,
}  # fmt: skip

NEXT = frozenset("naechste naechsten naechster naechstes naechstem next nexte nachste nachsten nae nxt".split())
COMING = frozenset("kommende kommenden kommender kommendes kommendem coming upcoming".split())
THIS = frozenset("diese diesen dieser dieses diesem this".split())
LAST = frozenset("letzte letzten letzter letztes letztem last vergangene vergangenen previous".split())
END = frozenset("ende end".split())
START = frozenset("anfang beginn beginning start early".split())
MIDDLE = frozenset("mitte mid middle".split())
LATE = frozenset("late".split())

MORE = ("more", "extra", "further", "working", "weitere", "weiteren")
"""Between a number and its unit (*5 more days*)."""

SEASONS: dict[str, int] = {
    "fruehjahr": 3, "fruehling": 3, "spring": 3, "sommer": 6, "summer": 6, "herbst": 9, "autumn": 9, "fall": 9,
    "winter": 12,
}  # fmt: skip

FEASTS = frozenset("ostern easter pfingsten whitsun pentecost weihnachten christmas xmas silvester neujahr".split())

WEEK_WORDS = frozenset("kw cw wk kalenderwoche week woche".split())

YEAR_ENDS: dict[str, str] = {
    "jahresende": "year", "monatsende": "month", "quartalsende": "quarter", "wochenende": "weekend", "weekend": "weekend", "eoy": "year", "eom": "month", "eow": "week",
    "eoq": "quarter", "jahreswechsel": "year",
}  # fmt: skip

SINCE = frozenset("vor seit since".split())
BEFORE_A_YEAR = frozenset("in bis auf until to till nach im jahr erst ab before vor".split())
BEFORE_A_FEAST = frozenset("vor before bis by until".split())
GENITIVES: dict[str, str] = {"monats": "month", "jahres": "year", "quartals": "quarter"}
ORDINALS: dict[str, int] = {
    word: number
    for number, row in enumerate(
        ("erstes ersten first", "zweites zweiten second", "drittes dritten third", "viertes vierten fourth"), start=1
    )
    for word in row.split()
}
PARTS: dict[str, str] = {
    word: part for part, group in (("end", END), ("start", START), ("middle", MIDDLE), ("late", LATE)) for word in group
}
TIMES_OF_DAY = frozenset("frueh vormittag nachmittag abend morning afternoon evening".split())
GREETED = frozenset("guten gudn schoenen".split())
"""Before *Morgen* these greet."""

WISHED = frozenset("schoenes schoenen schoene gutes nice good great lovely happy erholsames your".split())
"""A *nice weekend* is wished, not named."""

LEADING = frozenset(
    "am an bis vom von zum zur ab auf fuer den der die dem im in um gegen nach vor seit on at by until till til to from for since after before of the per around bzw".split()
)
"""Small words that stand before a date and lead up to it."""
