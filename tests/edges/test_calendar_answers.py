"""What clients send back of a deadline's calendar entry: moved asks for more time, the rest changes nothing. 5.3."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.domain import commands as do
from tests.edges.incoming import OUR_SERVER, Incoming, a_mail, reply_to

MAILS = Path(__file__).parents[1] / "mails"
PROVEN = f"Authentication-Results: {OUR_SERVER}; dmarc=pass\r\n".encode()
OUTLOOK = "outlook_calendar_new_time_proposed"
# A hot lead taken on Tuesday 3 March is due on Thursday the 5th at 17:00 in Berlin.
ENTRY_STARTS = b"20260305T163000"


def answers(incoming: Incoming, name: str = OUTLOOK, *changes: tuple[bytes, bytes], proof: bytes = PROVEN) -> str:
    """Have the client of somebody who holds lead 1 send a mail; return what was noted with it."""
    content = (MAILS / f"{name}.eml").read_bytes().replace(b"\r\n", b"\n")
    for old, new in changes:
        assert old in content
        content = content.replace(old, new)
    content = proof + content.replace(b"\n", b"\r\n")
    return incoming.arrives(content, reply_to(incoming.key_of("rolf", "lead_picked"))).reason or ""


@pytest.mark.rule("5.3")
@pytest.mark.parametrize("name", [OUTLOOK, "google_calendar_new_time_proposed", "apple_calendar_moved_all_day"])
def test_a_moved_entry_asks_vera_for_more_time(incoming: Incoming, name: str) -> None:
    lead_id = incoming.taken_lead()

    answers(incoming, name)

    assert incoming.wishes() == [("ask_time", "time_asked")]
    assert incoming.lead(lead_id).asked_until == datetime(2026, 3, 12, 16, 0, tzinfo=UTC)
    assert incoming.kinds_to("vera")[-1] == "time_asked"
    assert incoming.letters_to("rolf")[-1].context["code"] == "time_asked"


@pytest.mark.rule("5.3")
@pytest.mark.parametrize("words", ["approved", "genehmigt", "ja"])
def test_vera_grants_it_by_one_word(incoming: Incoming, words: str) -> None:
    lead_id = incoming.taken_lead()
    answers(incoming)

    mail = a_mail("vera@nordlicht.example", words, subject="Re: L-1")
    incoming.arrives(mail, reply_to(incoming.key_of("vera", "time_asked")))

    assert incoming.wishes()[-1] == ("grant_time", "time_granted")
    assert incoming.lead(lead_id).due_at == datetime(2026, 3, 12, 16, 0, tzinfo=UTC)


@pytest.mark.rule("5.3")
@pytest.mark.parametrize("status", [b"ACCEPTED", b"TENTATIVE"])
def test_who_accepts_the_entry_changes_nothing_and_gets_no_answer(incoming: Incoming, status: bytes) -> None:
    incoming.taken_lead()
    before = incoming.kinds_to("rolf")

    answers(
        incoming, OUTLOOK, (b"COUNTER", b"REPLY"), (b"PARTSTAT=TENTATIVE", b"PARTSTAT=" + status),
        (b"20260312T163000", ENTRY_STARTS),
    )  # fmt: skip

    assert incoming.wishes() == []
    assert incoming.kinds_to("rolf") == before


@pytest.mark.rule("5.3")
def test_an_acceptance_with_another_time_asks_too(incoming: Incoming) -> None:
    incoming.taken_lead()

    answers(incoming, OUTLOOK, (b"COUNTER", b"REPLY"))

    assert incoming.wishes() == [("ask_time", "time_asked")]


@pytest.mark.rule("5.3")
@pytest.mark.parametrize(
    "changes", [((b"COUNTER", b"CANCEL"),), ((b"COUNTER", b"REPLY"), (b"PARTSTAT=TENTATIVE", b"PARTSTAT=DECLINED"))]
)
def test_who_declines_or_deletes_the_entry_reads_that_the_deadline_stays(
    incoming: Incoming, changes: tuple[tuple[bytes, bytes], ...]
) -> None:
    lead_id = incoming.taken_lead()
    due_at = incoming.lead(lead_id).due_at

    answers(incoming, OUTLOOK, *changes)

    assert incoming.wishes() == [("decline_entry", "entry_declined")]
    assert incoming.lead(lead_id).due_at == due_at
    assert incoming.letters_to("rolf")[-1].context["code"] == "entry_declined"


@pytest.mark.rule("5.3")
@pytest.mark.parametrize(
    ("moved_to", "code"), [(b"20260305T180000", "implausible"), (b"20260306T080000", "time_asked")]
)
def test_only_a_move_to_a_later_day_is_asked_for(incoming: Incoming, moved_to: bytes, code: str) -> None:
    incoming.taken_lead()

    answers(incoming, OUTLOOK, (b"20260312T163000", moved_to))

    assert incoming.wishes() == [("ask_time", code)]


@pytest.mark.rule("5.3")
def test_the_answer_to_an_entry_of_a_lead_that_is_gone_is_plain(incoming: Incoming) -> None:
    lead_id = incoming.taken_lead()
    incoming.do(do.GiveBackLead(by=incoming.person_id("rolf"), lead_id=lead_id, reason="capacity"))

    answers(incoming)

    assert incoming.wishes() == [("ask_time", "wrong_state")]
    assert incoming.kinds_to("rolf")[-1] == "refused"


@pytest.mark.rule("9.2")
def test_a_moved_entry_that_nobody_vouches_for_waits_for_rolf_to_say_that_it_was_him(incoming: Incoming) -> None:
    lead_id = incoming.taken_lead()
    failed = f"Authentication-Results: {OUR_SERVER}; dmarc=fail\r\n".encode()

    answers(incoming, proof=failed)

    assert incoming.lead(lead_id).asked_until is None
    assert incoming.kinds_to("rolf")[-1] == "confirm_wish"


@pytest.mark.rule("5.3")
def test_the_entry_of_another_house_is_none_of_ours(incoming: Incoming) -> None:
    incoming.taken_lead()

    noted = answers(incoming, OUTLOOK, (b"UID:lead-1@post.house.example", b"UID:lead-1@elsewhere.example"))

    assert "none of ours" in noted
    assert incoming.wishes() == []


@pytest.mark.rule("5.3")
def test_our_own_entry_that_goes_with_a_forwarded_mail_hides_no_words(incoming: Incoming) -> None:
    incoming.taken_lead()
    entry = (MAILS / f"{OUTLOOK}.eml").read_bytes().partition(b"BEGIN:VCALENDAR")[2].partition(b"\n--_000")[0]
    unmoved = entry.replace(b"COUNTER", b"REQUEST").replace(b"20260312T163000", ENTRY_STARTS)
    mail = a_mail("rolf@rolf-it.example", "nicht erreicht", subject="Re: L-1")
    mail.add_attachment(b"BEGIN:VCALENDAR" + unmoved, maintype="text", subtype="calendar", filename="L-1.ics")

    incoming.arrives(mail, reply_to(incoming.key_of("rolf", "lead_picked")))

    assert incoming.wishes() == [("feedback", "feedback")]


@pytest.mark.rule("2")
@pytest.mark.parametrize("words", ["brauche bis 12.3.", "mehr Zeit bis 12. März", "need until March 12"])
def test_rolf_asks_by_a_word_just_as_well(incoming: Incoming, words: str) -> None:
    lead_id = incoming.taken_lead()

    mail = a_mail("rolf@rolf-it.example", words, subject="Re: L-1")
    incoming.arrives(mail, reply_to(incoming.key_of("rolf", "lead_picked")))

    assert incoming.wishes() == [("ask_time", "time_asked")]
    assert incoming.lead(lead_id).asked_until == datetime(2026, 3, 12, 16, 0, tzinfo=UTC)
