"""The reminder of one lead on a phone: few buttons, the likely ones; every other wish one tap away. Rulebook 6.3."""

from __future__ import annotations

from email import message_from_bytes, policy
from urllib.parse import urlsplit

import pytest
from lxml import html

from app.domain.lifecycle import Status
from app.store.outbox import Post
from app.web import create_app
from tests.edges.visitor import Visitor
from tests.rules.town import Town

LATER = ["Remind me in 3 days", "Remind me in 7 days", "Give back"]


def buttons_of(town: Town, post: Post) -> list[tuple[str, str]]:
    """Return the buttons of a letter as Rolf gets it: label and address."""
    with town.parts.new_work() as work:
        content = town.parts.composer.compose(work.session, work.session.get_one(Post, post.id)).content
    body = message_from_bytes(content, policy=policy.default).get_body(("html",))
    assert body is not None
    tree = html.fromstring(body.get_content())
    return [
        ("".join(str(text) for text in link.itertext()).strip(), str(link.get("href")))
        for link in tree.iter("a")
        if "button" in str(link.get("class")).split()
    ]


def reminded(town: Town, *said: tuple[Status, dict[str, object]]) -> tuple[int, Post]:
    """Return a lead of Rolf's with what he said of it so far, and the reminder that asks how it stands."""
    lead_id = town.taken_lead("rolf")
    for status, details in said:
        assert town.reports("rolf", lead_id, status, **details).code == "feedback"
    due_at = town.lead(lead_id).due_at
    assert due_at is not None
    town.time_passes(due_at)
    return lead_id, town.post_to("rolf", "feedback_due")


@pytest.mark.slow
@pytest.mark.rule("6.3")
@pytest.mark.parametrize(
    ("said", "likely"),
    [
        ((), ["Contacted", "Appointment made", "Not reached", "Lost"]),
        (((Status.NOT_REACHED, {}),), ["Contacted", "Appointment made", "Not reached", "Lost"]),
        (((Status.CONTACTED, {}),), ["Appointment made", "Quote sent", "Postponed", "Lost"]),
        (((Status.QUOTED, {"amount_cents": 1_250_000}),), ["Won", "Lost", "Postponed", "Contacted"]),
    ],
)
def test_one_lead_has_the_four_likely_answers_and_one_button_for_all_others(
    town: Town, said: tuple[tuple[Status, dict[str, object]], ...], likely: list[str]
) -> None:
    """Before, twelve stood there one below the other, whatever had been said of the lead."""
    _, letter = reminded(town, *said)

    assert [label for label, _ in buttons_of(town, letter)] == [*likely, "All other answers", *LATER]


@pytest.mark.slow
@pytest.mark.rule("6.3", "2")
def test_whatever_has_no_button_there_has_one_on_the_page_and_a_word(town: Town) -> None:
    town.app = create_app(town.parts)
    _, letter = reminded(town)
    offered = {(action["wish"], action["option"]) for action in letter.context["actions"]}
    offered |= {(action["wish"], action["option"]) for action in letter.context["rows"][0]["actions"]}
    links = dict(buttons_of(town, letter))

    page = Visitor(town, "rolf").go(urlsplit(links["All other answers"]).path)

    addresses = [str(link.get("href")) for link in page.tree.iter("a")]
    on_page = [town.parts.tokens.wish(one.rpartition("/")[2]) for one in addresses if one.startswith("/a/")]
    reached = {(wish.name, wish.option) for wish in on_page} | {("remind", "3"), ("remind", "7"), ("open", "more")}
    assert {("feedback", str(status)) for status in Status} <= offered
    assert offered <= reached


@pytest.mark.slow
@pytest.mark.rule("6.3")
def test_of_several_leads_each_has_its_two_likeliest_answers_and_one_button_for_all_others(town: Town) -> None:
    first, second = town.taken_lead("rolf"), town.taken_lead("rolf")
    due_at = town.lead(second).due_at
    assert due_at is not None
    town.time_passes(due_at)

    letter = town.post_to("rolf", "feedback_due")

    row = ["Contacted", "Appointment made", "All other answers"]
    assert [label for label, _ in buttons_of(town, letter)] == [*row, *row]
    addresses = [address for label, address in buttons_of(town, letter) if label == "All other answers"]
    wishes = [town.parts.tokens.wish(address.rpartition("/")[2]) for address in addresses]
    assert [(wish.name, wish.object_id) for wish in wishes] == [("open", first), ("open", second)]
