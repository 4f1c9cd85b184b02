"""What makes words that name a wish doubtful, so that it is asked back instead of done."""

from __future__ import annotations

from datetime import timedelta

from inbound.wishes.details import days, placed_days, sums, today
from inbound.wishes.model import Context
from inbound.wishes.sentences import Said, Stated
from inbound.wishes.tokens import Token

WHOLE_ANSWER = 2
"""Telling words up to which a reply is nothing but its wish."""

_TURNED_BY_BUT = frozenset({"undo", "lost", "bad_lead", "give_back", "pick", "approve", "release", "confirm"})
_WEIGHTY = frozenset({"won", "lost", "bad_lead", "give_back", "undo"})
_OTHER_MATTERS = frozenset({"postponed", "appointment", "mark.again", "ask_more", "quoted", "question"})
_AT_WILL = frozenset({"pick", "approve", "release", "discard"})
_FIRST_YEAR, _LONG_AGO = 1980, 60
_WHY_NOT = frozenset({"r.region", "r.product", "r.capacity", "r.competitor"})
"""Reasons that name what they are about (*Kassel ist zu weit*)."""

_TELLING_PHRASE = 3
"""Words from which on a phrase with a negation stands against one unexplained (*Hamburg ist nicht unser Gebiet*)."""

_SHORT = 3
"""Telling words up to which a misspelt word is what was meant."""

_ON_THE_WAY, _MUCH = frozenset({"contacted", "not_reached", "quoted", "appointment"}), 9
_REACH = 3
"""Words before a rival in which the preposition may stand that makes it the buyer's choice (*an die Konkurrenz*)."""


def is_doubtful(one: Stated, kind: str, said: Said, context: Context) -> bool:
    """Say whether a status may not be what is told though its words stand there."""
    if kind in ("won", "lost", "quoted", "contacted") and _did_a_rival(one, said) or _is_of_them(one, kind, said):
        return True
    if kind in ("quoted", "won") and _is_to_come(one, said, context) or kind == "quoted" and is_of_a_rival(one, said):
        return True
    if kind in ("contacted", "won", "lost", "bad_lead") and _is_long_ago(one, said, context):
        return True
    paper = len(one.signal.used) == 1 and said.text.tokens[one.signal.start].text in said.lexicon.sets["won or lost"]
    if kind == "lost" and paper and one.clause in said.clauses_of("mark.quote"):
        return True  # the paper was lost
    if kind == "not_reached" and (context.status == "quoted" or said.has("told.unmoved")):
        return True  # silence about a quote takes nothing back, and who was not tried was not missed
    if kind == "postponed" and context.status == "quoted" and not days(said):
        return True  # whoever thinks about a quote puts nothing off
    if kind == "lost" and _only_not_won(one, said) or kind == "appointment" and _follows_another_day(one, said):
        return True
    if kind == "quoted" and len(one.signal.used) == 1 and one.clause in said.clauses_of("mark.budget"):
        return True  # a discount was offered
    if kind in ("contacted", "appointment") and _did_you(one, said):
        return True
    if (
        kind == "postponed"
        and _is_weak(one, said)
        and (is_beside_the_point(one, said) or "told.nothing" in {each.concept for each in said.stated})
    ):
        return True
    return (
        _of_another_story(one, kind, said, context)
        or _names_only_its_matter(one, kind, said)
        or kind in _WEIGHTY
        and is_beside_the_point(one, said)
    )


def _of_another_story(one: Stated, kind: str, said: Said, context: Context) -> bool:
    """Say whether something else that is told makes a status doubtful: a rival, my own people, a regret, an hour."""
    if kind in ("won", "lost") and _of_my_people(one, said):
        return True
    if kind == "won" and any(other.concept == "appointment" and other.clause == one.clause for other in said.stated):
        return True  # said yes to a meeting
    if kind in _WEIGHTY and (is_a_guess(one, said) or said.has("told.unmoved")):
        return True
    if kind in ("won", "quoted") and _names_a_rival(said):
        return True
    if kind in _ON_THE_WAY and (
        said.has("mark.sad") or len(said.unexplained) >= _MUCH and not _has_its_value(one, said)
    ):
        return True  # how it ended may stand in the words that were not understood
    if kind in ("appointment", "contacted") and _with_mine(one, said):
        return True
    ahead = any(when.at and when.first > today(context) for when in days(said))
    return kind == "contacted" and ahead  # whoever names an hour to come may have a meeting then


def is_a_guess(one: Stated, said: Said) -> bool:
    """Say whether a misspelt word is all that a longer reply tells of what cannot be undone by a glance."""
    return one.signal.typo and len(one.signal.used) == 1 and said.telling > _SHORT


def _names_a_rival(said: Said) -> bool:
    """Say whether a rival is named whom nobody was won *against*: he may be who got it."""
    against = {token.text for token in said.text.tokens} & said.lexicon.sets["against"]
    return not against and any(one.mood == "fact" for one in said.stated if one.concept == "r.competitor")


def _has_its_value(one: Stated, said: Said) -> bool:
    """Say whether the day or the sum that goes with a status stands in its clause, so that it is no side remark."""
    values = (
        (sums(said) if one.concept in ("quoted", "mark.quote") else placed_days(said))
        if one.concept != "contacted"
        else ()
    )
    return any(said.clauses[at] == one.clause for at, _ in values)


def _with_mine(one: Stated, said: Said) -> bool:
    """Say whether whom the writer meets is *my* bank or dentist."""
    tokens = said.text.tokens
    mine = [at for at, token in enumerate(tokens) if token.text in said.lexicon.sets["mine"]]
    return any(said.clauses[at] == one.clause and tokens[at - 1].text in said.lexicon.sets["with"] for at in mine if at)


def is_of_ones_own(one: Stated, said: Said) -> bool:
    """Say whether whom the writer misses is a colleague: *can't reach my own sales guy*."""
    words = {token.text for at, token in enumerate(said.text.tokens) if said.clauses[at] == one.clause}
    return bool(words & said.lexicon.sets["own"])


def _of_my_people(one: Stated, said: Said) -> bool:
    """Say whether *my* brother or dog is who won or lost: the word stands before, with none of our own things."""
    tokens, mine = said.text.tokens, said.lexicon.sets["mine"]
    return any(
        tokens[at].text in mine
        and said.clauses[at] == one.clause
        and not {token.text for token in tokens[at + 1 : one.signal.start + 1]} & said.lexicon.sets["our things"]
        for at in range(one.signal.start)
    )


def says_more(one: Stated, said: Said) -> bool:
    """Say whether any word that nothing explains stands in the clause of a wish."""
    return any(said.clauses[at] == one.clause for at in said.unexplained)


def is_of_a_rival(one: Stated, said: Said) -> bool:
    """Say whether a quote may be a rival's: one is named in its clause, or whom it is *from*."""
    tokens = said.text.tokens
    clause = [at for at, place in enumerate(said.clauses) if place == one.clause]
    given = any(
        tokens[at].text in said.lexicon.sets["from"] and at + 1 < len(tokens) and _is_a_giver(tokens[at + 1], said)
        for at in clause
        if at >= one.signal.start
    )
    yours = any(tokens[at].text in said.lexicon.sets["you"] for at in clause)
    sent_by_them = (
        one.signal.start > 0
        and one.signal.start - 1 in said.actors
        and tokens[one.signal.start].text in said.lexicon.sets["sent"]
    )
    return given or yours or sent_by_them or _beside_a_rival(one, said)


def is_how_a_rival_stands(one: Stated, said: Said) -> bool:
    """Say whether a reason only tells how a rival stands today: *the competitor is cheaper* loses nothing yet."""
    clause = {said.text.tokens[at].text for at, place in enumerate(said.clauses) if place == one.clause}
    return bool(clause & said.lexicon.sets["is"]) and _beside_a_rival(one, said)


def _did_you(one: Stated, said: Said) -> bool:
    """Say whether *you* stands before or right after the words: the vendor did it (*you already called them*)."""
    return any(
        token.text in said.lexicon.sets["you alone"] and at <= one.signal.end and said.clauses[at] == one.clause
        for at, token in enumerate(said.text.tokens)
    )


def _is_a_giver(token: Token, said: Said) -> bool:
    return token.kind in ("word", "name") and token.text not in said.lexicon.sets["ours"]


def _beside_a_rival(one: Stated, said: Said) -> bool:
    return any(other.concept == "r.competitor" and other.clause == one.clause for other in said.stated)


def says_something_else(one: Stated, verb: str, said: Said) -> bool:
    """Say whether the clause of a wish also tells what is another matter: *later*, a meeting, *already*, a rival."""
    clause = {said.text.tokens[at].text for at, place in enumerate(said.clauses) if place == one.clause}
    if (
        verb == "discard"
        and clause & said.lexicon.sets["details"]
        or verb != "decline"
        and clause & said.lexicon.sets["already"]
    ):
        return True
    others = [other for other in said.stated if other.clause == one.clause and other.signal.used != one.signal.used]
    matters = verb in _AT_WILL and any(other.concept in _OTHER_MATTERS for other in others)
    return matters or verb != "reject" and _beside_a_rival(one, said)


def comes_afterwards(said: Said) -> bool:
    """Say whether something is only to come *afterwards*, so that the day named is not its own."""
    tokens = said.text.tokens
    ends = [at for at, token in enumerate(tokens) if at + 1 == len(tokens) or tokens[at + 1].kind == "mark"]
    return any(token.text in said.lexicon.sets["afterwards"] for token in tokens) or any(
        tokens[at].text == "after" for at in ends
    )


def _is_long_ago(one: Stated, said: Said, context: Context) -> bool:
    """Say whether a year gone by or a day long past stands in the clause: it is told of former times."""
    now = today(context)
    old_day = any(
        when.last < now - timedelta(days=_LONG_AGO) for at, when in placed_days(said) if said.clauses[at] == one.clause
    )
    years = [token.text for at, token in enumerate(said.text.tokens) if said.clauses[at] == one.clause]
    return old_day or any(text.isdigit() and _FIRST_YEAR <= int(text) < now.year for text in years)


def _only_not_won(one: Stated, said: Said) -> bool:
    """Say whether *not won* is all that tells of a loss: it may be open still."""
    won = {said.text.tokens[at].text for at in one.signal.used} & said.lexicon.sets["won"]
    return one.signal.negative and bool(won) and not said.facts("r.")


def _follows_another_day(one: Stated, said: Said) -> bool:
    """Say whether a meeting comes after the day that was named: *fair on the 12th, then a meeting*."""
    clause = {at for at, place in enumerate(said.clauses) if place == one.clause}
    after = any(said.text.tokens[at].text in said.lexicon.sets["afterwards"] for at in clause)
    return after and not any(at in clause for at, _ in placed_days(said))


def _is_weak(one: Stated, said: Said) -> bool:
    return len(one.signal.used) == 1 and said.text.tokens[one.signal.start].text in said.lexicon.sets["weak"]


def is_beside_the_point(one: Stated, said: Said) -> bool:
    """Say whether words that nothing explains stand in the clause of a wish, or a negation before it."""
    clause = [at for at in said.unexplained if said.clauses[at] == one.clause and at not in one.signal.used]
    spared: int = (
        one.concept in _WHY_NOT - {"r.capacity"} or one.signal.negative and len(one.signal.used) >= _TELLING_PHRASE
    )
    before = any(at < one.signal.start and said.clauses[at] == one.clause for at in said.negations)
    spared = max(
        int(spared), len(one.signal.used) - (1 if said.telling >= 6 else 2)
    )  # the more words a phrase has, the less else it can mean
    return len(clause) > spared or before and not one.signal.negative


def is_on_a_day_to_come(one: Stated, said: Said, context: Context) -> bool:
    """Say whether a wish stands with a day ahead, so that it is none of today: *release after Easter*."""
    return _is_to_come(one, said, context)


def by_somebody_else(one: Stated, said: Said) -> bool:
    """Say whether a colleague, a rival or *they* stands before the words in their clause: they are not the writer's."""
    return any(at < one.signal.start and said.clauses[at] == one.clause for at in said.actors)


def calls_off_a_meeting(said: Said) -> bool:
    """Say whether what was called off may be an appointment, not the lead: the same sentence names one."""
    if len(said.words("mark.cancelled").split()) > 1:
        return True
    meets = {one.sentence for one in said.stated if one.concept == "appointment"}
    off = [
        one
        for one in said.facts("lost")
        if {said.text.tokens[at].text for at in one.signal.used} & said.lexicon.sets["called off"]
    ]
    return any(one.sentence in meets for one in (*off, *said.facts("mark.cancelled")))


def denied_answer(one: Stated, said: Said) -> bool:
    """Say whether a plain *no* is itself denied (*not saying no*, *kein klares Nein*)."""
    return any(at < one.signal.start and said.clauses[at] == one.clause for at in said.denials)


def turned_by_but(kind: str, at: int, said: Said) -> bool:
    """Say whether a *but* follows the words at ``at``, so that what they wish or end may not be meant."""
    turns = [place for place, token in enumerate(said.text.tokens) if token.text in said.lexicon.sets["adversative"]]
    return kind in _TURNED_BY_BUT and bool(turns) and at < turns[-1]


def _names_only_its_matter(one: Stated, kind: str, said: Said) -> bool:
    """Say whether a lone noun among other words names its matter only: *Termin wird abgestimmt*, *deal breaker*."""
    if len(one.signal.used) > 1 or said.telling <= WHOLE_ANSWER:
        return False
    if kind == "appointment":
        return not placed_days(said)
    weak = said.text.tokens[one.signal.start].text in said.lexicon.sets["weak"]
    return weak and (kind == "won" and not sums(said) or kind in ("lost", "bad_lead"))


def _is_of_them(one: Stated, kind: str, said: Said) -> bool:
    """Say whether *he* or *they* won, lost or made the offer: *they won an award*, *he offered 9k*."""
    alone = len(one.signal.used) == 1
    words = {said.text.tokens[at].text for at in one.signal.used}
    theirs = kind in ("won", "lost") and bool(words & said.lexicon.sets["won or lost"])
    return (theirs or alone and kind in ("quoted", "give_back")) and by_somebody_else(one, said)


def _did_a_rival(one: Stated, said: Said) -> bool:
    """Say whether a rival is who won or lost: *the competitor lost them*, but not *lost to a competitor*."""
    for rival in said.stated:
        if rival.concept != "r.competitor" or rival.clause != one.clause or rival.signal.start > one.signal.start:
            continue
        start = rival.signal.start
        before = {token.text for token in said.text.tokens[max(0, start - _REACH) : rival.signal.end]}
        if not before & said.lexicon.sets["towards"] and len(rival.signal.used) == 1:
            return True
    return False


def _is_to_come(one: Stated, said: Said, context: Context) -> bool:
    """Say whether a quote stands with a day ahead that is no day of decision: *quote going out tomorrow*."""
    ahead = {when for when in days(said) if when.first > today(context)}
    return any(when in ahead and said.clauses[at] == one.clause for at, when in placed_days(said))
