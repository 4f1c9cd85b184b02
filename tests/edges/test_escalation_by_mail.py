"""Vera answers the mail about a lead that nobody took, and what she wrote is done. Rulebook 4.5."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.domain import commands as do
from app.domain.lead import Lead
from app.domain.lifecycle import State
from scheduler.due import DueWork
from tests.edges.incoming import CARLA, TUESDAY, Incoming, a_mail, reply_to

VERA, ROLF = "vera@nordlicht.example", "rolf@rolf-it.example"


def escalated(incoming: Incoming) -> int:
    """Return the id of a lead that Rolf and Rita let go by."""
    lead_id = incoming.offered_lead()
    incoming.clock.advance(timedelta(days=2))
    DueWork(incoming.parts.database, incoming.parts.door, incoming.clock).run()
    assert incoming.lead(lead_id).state == State.ESCALATED
    return lead_id


def answers(incoming: Incoming, words: str, sender: str = VERA) -> tuple[str, str]:
    """Have somebody answer the letter to Vera, and return what was wished and what came of it."""
    key = incoming.key_of("vera", "nobody_picked")
    incoming.arrives(a_mail(sender, words, subject="Re: L-1: niemand hat zugegriffen"), reply_to(key))
    return incoming.wishes()[-1] if incoming.wishes() else ("", "")


def holder(incoming: Incoming, lead: Lead) -> str:
    """Return the beginning of the address of whoever has a lead."""
    with incoming.looking() as session:
        return next(name for name in ("rolf", "rita") if incoming.person_id(name) == session.merge(lead).picked_by)


@pytest.mark.rule("4.5")
@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("zuteilen an Rolf IT GmbH", "rolf"),
        ("Bitte an Rita Systems Ltd zuteilen.", "rita"),
        ("assign to Rita Systems Ltd", "rita"),
        ("assign to Rolf IT GmbH", "rolf"),
    ],
)
def test_vera_assigns_by_the_printed_words_or_her_own(incoming: Incoming, words: str, name: str) -> None:
    lead_id = escalated(incoming)

    assert answers(incoming, words) == ("assign", "assigned")

    lead = incoming.lead(lead_id)
    assert lead.state == State.PICKED
    assert holder(incoming, lead) == name
    assert "lead_picked" in incoming.kinds_to(name)


@pytest.mark.rule("4.5")
@pytest.mark.parametrize("words", ["erweitern", "widen", "Weitere Partner fragen", "ask more partners"])
def test_vera_widens_and_is_told_that_there_is_nobody_left(incoming: Incoming, words: str) -> None:
    """Both partners were asked: the lead stays with her, and the answer says so."""
    lead_id = escalated(incoming)

    assert answers(incoming, words) == ("widen", "escalated")
    assert incoming.lead(lead_id).state == State.ESCALATED
    assert incoming.kinds_to("vera")[-1] == "nobody_picked"


@pytest.mark.rule("4.5")
@pytest.mark.parametrize("words", ["zur Qualifizierung", "to qualification", "Zurück zur Qualifizierung"])
def test_vera_takes_it_back_to_qualification(incoming: Incoming, words: str) -> None:
    lead_id = escalated(incoming)

    assert answers(incoming, words)[0] == "requalify"
    assert incoming.lead(lead_id).state == State.RECEIVED


@pytest.mark.rule("4.5")
@pytest.mark.parametrize("words", ["zurückziehen", "withdraw", "Bitte zurückziehen."])
def test_vera_withdraws_it(incoming: Incoming, words: str) -> None:
    lead_id = escalated(incoming)

    assert answers(incoming, words)[0] == "withdraw"
    assert incoming.lead(lead_id).state == State.WITHDRAWN


@pytest.mark.rule("4.5")
@pytest.mark.parametrize("words", ["zuteilen an Niemand GmbH", "assign to somebody"])
def test_a_partner_that_is_not_there_is_asked_back_and_nothing_is_done(incoming: Incoming, words: str) -> None:
    lead_id = escalated(incoming)

    answers(incoming, words)

    assert incoming.lead(lead_id).state == State.ESCALATED
    assert incoming.kinds_to("vera")[-1] in ("not_understood", "which_was_meant")


@pytest.mark.rule("4.5", "9.2")
def test_rolf_cannot_assign_it_to_himself_with_veras_key(incoming: Incoming) -> None:
    lead_id = escalated(incoming)

    answers(incoming, "zuteilen an Rolf IT GmbH", sender=ROLF)

    assert incoming.lead(lead_id).state == State.ESCALATED


@pytest.mark.rule("4.5", "9.2")
def test_a_mail_in_veras_name_without_proof_only_asks_her(incoming: Incoming) -> None:
    lead_id = escalated(incoming)
    key = incoming.key_of("vera", "nobody_picked")

    incoming.arrives(a_mail(VERA, "zurückziehen", subject="Re: L-1", proof="dmarc=fail"), reply_to(key))

    assert incoming.lead(lead_id).state == State.ESCALATED


def collected(incoming: Incoming) -> dict[str, int]:
    """Return the numbers in Vera's collected mail: of two leads that nobody took, and of one that lacks two fields."""
    taken_by_nobody = [incoming.offered_lead() for _ in range(2)]
    fields = {**CARLA, "postcode": "", "temperature": "", "city": "", "company": "Kessler Werke"}
    fields |= {"contact_email": "k@kessler.example", "contact_phone": "", "contact_last_name": "Kessler"}
    gaps = incoming.do(do.SubmitLead(by=incoming.person_id("vera"), vendor_id=1, fields=fields)).lead_id
    for later in (timedelta(days=2), timedelta(days=2, minutes=1), timedelta(days=2, minutes=2)):
        incoming.delivers_until(TUESDAY + later)
    rows = next(post for post in reversed(incoming.letters_to("vera")) if post.kind == "collected").context["needs_you"]
    numbers = {row["lead_ref"]: number for number, row in enumerate(rows, 1)}
    return {"first": numbers[f"L-{taken_by_nobody[0]}"], "second": numbers[f"L-{taken_by_nobody[1]}"],
            "gaps": numbers[f"L-{gaps}"]}  # fmt: skip


@pytest.mark.rule("4.6", "2")
@pytest.mark.parametrize("words", [
    "{first} zuteilen, {gaps} PLZ 80331, warm", "{gaps}: 80331, warm\n{first}: zuteilen",
    "{first} assign, {gaps} postcode 80331, warm", "{first} Rolf IT GmbH zuteilen und {gaps} PLZ 80331, warm",
])  # fmt: skip
def test_one_reply_assigns_one_lead_and_completes_another(incoming: Incoming, words: str) -> None:
    """As it was: *warm* alone was read, of no lead, and the word that assigns was lost."""
    numbers = collected(incoming)

    key = incoming.key_of("vera", "collected")
    incoming.arrives(a_mail(VERA, words.format(**numbers), subject="Re: 3 Leads brauchen Sie"), reply_to(key))

    assert incoming.wishes() == [("assign", "assigned"), ("edit", incoming.wishes()[-1][1])]
    (completed,) = [lead for lead in incoming.leads() if lead.fields["company"] == "Kessler Werke"]
    assert (completed.fields["postcode"], completed.fields["temperature"]) == ("80331", "warm")
    assert [lead.state for lead in incoming.leads()].count(State.PICKED) == 1


@pytest.mark.rule("4.6", "2")
@pytest.mark.parametrize("words", ["{first} zuteilen, {first} PLZ 80331", "{second}"])
def test_what_is_not_sure_of_a_collected_mail_is_asked_back(incoming: Incoming, words: str) -> None:
    numbers = collected(incoming)

    key = incoming.key_of("vera", "collected")
    incoming.arrives(a_mail(VERA, words.format(**numbers), subject="Re: 3 Leads brauchen Sie"), reply_to(key))

    assert {wish for wish, _ in incoming.wishes()} <= {"ask"}
    assert incoming.kinds_to("vera")[-1] == "not_understood"
