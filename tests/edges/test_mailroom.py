"""The mailroom: every mailbox on one page, and mails written there arrive as real ones."""

from __future__ import annotations

import io
import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlalchemy import select, text

from app.bootstrap import build
from app.cli.demo import what_to_try
from app.domain import commands as do
from app.domain.programme import PersonEntry
from app.service.programme_file import read_programme
from app.store import raw_mail
from app.store.mailroom import keep
from app.store.raw_mail import RawMail
from app.web import create_app
from inbound.intake import Intake
from inbound.receiver import Receiver
from inbound.sandbox import Sandbox
from tests.edges.house import PROGRAMME, House, settled_house
from tests.edges.visitor import Page, Visitor

FROM_CARLA = """From: Carla Muster <carla@metallbau-muster.example>
To: Vera Vogt <vera@nordlicht.example>
Subject: Zwei Roboterarme
Date: Mon, 2 Mar 2026 10:00:00 +0100
Message-ID: <robots@metallbau-muster.example>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

Guten Tag, wir suchen zwei Arme für unsere Fräse.
Carla Muster
"""


@pytest.fixture
def room(house: House) -> Visitor:
    return Visitor(house, "vera")


@pytest.fixture
def receiving(tmp_path: Path) -> Iterator[House]:
    """An installation whose receiver listens on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    house = settled_house(tmp_path, receive=f"smtp://127.0.0.1:{port}")
    receiver = Receiver(house.parts.settings, house.clock, house.parts.new_work)
    receiver.start()
    assert receiver.port == port
    yield house
    receiver.stop()
    house.parts.database.dispose()


def put(house: House, address: str, content: str) -> int:
    """Put a mail into a mailbox and return its number."""
    with house.parts.new_work() as work:
        keep(work.session, address, content.encode(), house.clock.now())
        work.commit()
    return house.mails_to(address.partition("@")[0])[0].id


def stored(house: House) -> tuple[RawMail, EmailMessage]:
    """Return the one mail that the receiver has stored."""
    with house.looking() as session:
        mail = session.scalars(select(RawMail)).one()
        message = message_from_bytes(raw_mail.bytes_of(session, mail.id), policy=policy.default)
        assert isinstance(message, EmailMessage)
        return mail, message


def body(message: EmailMessage, kind: str = "plain") -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def test_everybody_has_a_mailbox_with_their_role_before_any_mail_came(room: Visitor) -> None:
    page = room.go("/mailroom")

    for words in (
        "Vera Vogt channel manager",
        "Rolf IT GmbH Rolf Rieger sales manager",
        "leads+nordlicht@pickpost.localhost",
    ):
        assert words in page.text


def test_the_entrance_and_make_run_tell_the_same_steps_in_the_same_order(room: Visitor) -> None:
    entrance = [" ".join(item.text_content().split()) for item in room.go("/mailroom").tree.findall(".//ol/li")]
    printed = what_to_try("http://127.0.0.1:8000/mailroom", "pickpost.localhost")

    steps = ("forward", "newest offer and take the lead with one click", "click the same offer and read how late",
             "answer the mail", "read what became of it")  # fmt: skip
    assert len(entrance) == len(printed) == len(steps)
    for step, on_the_page, line in zip(steps, entrance, printed, strict=True):
        assert step in on_the_page
        assert step in line


def test_the_vendors_own_people_come_before_all_others(house: House, room: Visitor) -> None:
    aachen = PersonEntry("dora@aachen.example", "Dora Dahl", "distributor_management", distributor="Aachen AG")
    programme = read_programme(PROGRAMME, "programme.yaml")
    house.do(do.LoadProgramme(programme=replace(programme, people=(*programme.people, aachen))))

    words = room.go("/mailroom").text

    assert words.index("Vera Vogt") < words.index("Aachen AG") < words.index("Corner Ltd")


def test_an_address_that_nobody_knows_is_listed_once_it_has_mail(house: House, room: Visitor) -> None:
    put(house, "carla@metallbau-muster.example", FROM_CARLA)

    assert "Others carla@metallbau-muster.example 1" in room.go("/mailroom").text


def test_what_came_last_stands_on_top_though_time_went_ahead_before(house: House, room: Visitor) -> None:
    today = house.clock.now()
    house.clock.move_to(today + timedelta(days=30))
    put(house, "carla@metallbau-muster.example", FROM_CARLA.replace("2 Mar", "1 Apr").replace("Zwei", "Drei"))
    house.clock.move_to(today)
    put(house, "carla@metallbau-muster.example", FROM_CARLA)

    words = room.go("/mailroom/box/carla@metallbau-muster.example").text

    assert words.index("Zwei Roboterarme") < words.index("Drei Roboterarme")


def test_rolf_reads_his_offer_and_its_button_is_the_real_one(house: House, room: Visitor) -> None:
    house.offered_lead()
    house.deliver()
    box = room.go("/mailroom/box/rolf@rolf-it.example")
    [mail] = house.mails_to("rolf")

    shown = room.go(box.link(mail.subject))
    frame = room.go(shown.tree.find(".//iframe").get("src"))

    assert (
        shown.tree.find(".//iframe").get("sandbox") == "allow-same-origin allow-popups allow-popups-to-escape-sandbox"
    )
    button = next(link for link in frame.links() if "/a/" in link)
    assert room.press(room.go(button)).code == "picked"


def test_the_frame_runs_and_fetches_nothing(house: House, room: Visitor) -> None:
    mail_id = put(
        house,
        "vera@nordlicht.example",
        FROM_CARLA.replace("text/plain", "text/html").replace("Guten Tag", "<script>x</script>"),
    )

    policy_of_frame = room.go(f"/mailroom/mail/{mail_id}/html").response.headers["Content-Security-Policy"]

    assert "default-src 'none'" in policy_of_frame
    assert "sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox" in policy_of_frame
    assert "allow-scripts" not in policy_of_frame
    assert "script-src" not in policy_of_frame


def test_a_prefilled_answer_opens_the_mailroom_s_own_form(house: House, room: Visitor) -> None:
    house.offered_lead()
    house.deliver()
    [mail] = house.mails_to("rita")

    frame = room.go(f"/mailroom/mail/{mail.id}/html")
    form = room.go(next(link for link in frame.links() if link.startswith("/mailroom/write")))

    fields = dict(form.form().form_values())
    assert not [link for link in frame.links() if link.startswith("mailto:")]
    assert fields["from"] == "rita@rita-systems.example"
    assert fields["to"] == message_from_bytes(mail.content)["Reply-To"].strip("<>")
    assert fields["answers"] == str(mail.id)
    assert fields["words"].strip() == "take"


def test_a_mail_is_shown_as_text_and_as_its_bytes(house: House, room: Visitor) -> None:
    mail_id = put(house, "vera@nordlicht.example", FROM_CARLA)

    assert "wir suchen zwei Arme für unsere Fräse" in room.go(f"/mailroom/mail/{mail_id}").text
    assert "Message-ID: <robots@metallbau-muster.example>" in room.go(f"/mailroom/mail/{mail_id}?as=raw").text
    assert room.client.get(f"/mailroom/mail/{mail_id}/raw").data == FROM_CARLA.encode()
    assert room.go("/mailroom/mail/4711").status == 404


def test_text_with_markup_stays_text(house: House, room: Visitor) -> None:
    mail_id = put(
        house, "vera@nordlicht.example", FROM_CARLA.replace("Fräse.", "Fräse <b>x</b> https://e.example/?a=1&b=2.")
    )

    page = room.go(f"/mailroom/mail/{mail_id}?as=text")

    assert not page.tree.xpath("//pre//b")
    assert page.tree.xpath("//pre//a")[0].get("href") == "https://e.example/?a=1&b=2"


def test_attachments_can_be_saved_under_their_names(house: House, room: Visitor) -> None:
    house.taken_lead()
    house.deliver()
    mail = next(mail for mail in house.mails_to("rolf") if "Muster" in mail.subject)

    page = room.go(f"/mailroom/mail/{mail.id}")
    response = room.client.get(page.link("L-1.vcf"))

    assert response.data.startswith(b"BEGIN:VCARD")
    assert response.headers["Content-Disposition"] == "attachment; filename=L-1.vcf"


def test_vera_forwards_a_customer_s_mail_as_gmail_does(receiving: House) -> None:
    room = Visitor(receiving, "vera")
    mail_id = put(receiving, "vera@nordlicht.example", FROM_CARLA)
    form = room.go(room.go(f"/mailroom/mail/{mail_id}").link("Forward"))
    assert dict(form.form().form_values())["to"] == "leads+nordlicht@pickpost.localhost"

    sent = room.press(form, words="heiß, Produkt: arm")

    kept, message = stored(receiving)
    assert "sent by you" in sent.text
    assert (kept.mail_from, kept.recipients) == ("vera@nordlicht.example", ["leads+nordlicht@pickpost.localhost"])
    assert message.keys()[0] == "Authentication-Results"
    assert message["Authentication-Results"] == "mailroom.pickpost.localhost; dmarc=pass header.from=nordlicht.example"
    assert message["Subject"] == "Fwd: Zwei Roboterarme"
    lines = body(message).splitlines()
    assert lines[:4] == [
        "heiß, Produkt: arm", "", "---------- Forwarded message ---------",
        "Von: Carla Muster <carla@metallbau-muster.example>",
    ]  # fmt: skip
    assert "Guten Tag, wir suchen zwei Arme für unsere Fräse." in lines
    assert 'class="gmail_quote"' in body(message, "html")


def test_rita_answers_above_the_quote_and_in_the_thread(receiving: House) -> None:
    receiving.offered_lead()
    receiving.deliver()
    room = Visitor(receiving, "rita")
    [offer] = receiving.mails_to("rita")

    room.press(room.go(room.go(f"/mailroom/mail/{offer.id}").link("Answer")), words="take")

    kept, message = stored(receiving)
    original = message_from_bytes(offer.content)
    assert kept.recipients == [original["Reply-To"].strip("<>")]
    assert message["In-Reply-To"] == original["Message-ID"]
    assert original["Message-ID"] in message["References"]
    assert message["Subject"] == f"Re: {offer.subject}"
    lines = body(message).splitlines()
    assert lines[0] == "take"
    assert lines[2].startswith("On Tue, 3 Mar 2026 at 10:00, ")
    assert all(line.startswith(">") for line in lines[4:] if line)
    hers = receiving.mails_to("rita")[-1]
    more = room.go(f"/mailroom/write?from=rita@rita-systems.example&answers={hers.id}")
    assert more.form("Send").fields["to"] == kept.recipients[0], (
        "whoever adds to their own mail does not write to themselves"
    )


def test_what_is_written_there_is_believed_and_done(receiving: House, reader: Sandbox) -> None:
    """Vera's forward becomes a lead, and Rita's one word takes one: no question whether it was them."""
    vera, rita = Visitor(receiving, "vera"), Visitor(receiving, "rita")
    forwarded = put(receiving, "vera@nordlicht.example", FROM_CARLA)
    offered_id = receiving.offered_lead()
    receiving.deliver()
    [offer] = receiving.mails_to("rita")

    vera.press(vera.go(vera.go(f"/mailroom/mail/{forwarded}").link("Forward")), words="heiß, Produkt: arm")
    rita.press(rita.go(rita.go(f"/mailroom/mail/{offer.id}").link("Answer")), words="take")
    Intake(receiving.parts, sandbox=reader).run_once()

    assert receiving.lead(offered_id).holder_id == receiving.reseller_id("rita-systems")
    lead = receiving.lead(offered_id + 1)
    assert (lead.submitted_by, lead.fields["contact_email"]) == (
        receiving.person_id("vera"), "carla@metallbau-muster.example",
    )  # fmt: skip
    assert (lead.fields["temperature"], lead.fields["product"]) == ("hot", "arm")


def test_a_mail_to_somebody_else_lands_in_their_mailbox_with_its_files(house: House) -> None:
    room = Visitor(house, "vera")
    form = room.go("/mailroom/write?from=carla@metallbau-muster.example").form()
    fields = dict(form.form_values()) | {
        "to": "Vera <vera@nordlicht.example>",
        "subject": "Hallo",
        "words": "Guten Tag",
    }

    room.client.post("/mailroom/write", data=fields | {"files": (io.BytesIO(b"x" * 200_000), "plan.pdf")})

    [mail] = house.mails_to("vera")
    [attachment] = list(message_from_bytes(mail.content, policy=policy.default).iter_attachments())
    assert (attachment.get_filename(), len(attachment.get_content())) == ("plan.pdf", 200_000)
    assert [kept.subject for kept in house.mails_to("carla")] == ["Hallo"]


def test_with_the_receiver_off_nothing_is_sent_and_nothing_typed_is_lost(house: House, room: Visitor) -> None:
    form = room.go("/mailroom/write?from=vera@nordlicht.example")
    assert "The receiver is switched off (PICKPOST_RECEIVE)" in form.text

    again = room.press(form, to="leads+nordlicht@pickpost.localhost", subject="Neu", words="ein Lead")

    assert again.status == 422
    assert "PICKPOST_RECEIVE is off" in again.text
    assert dict(again.form().form_values())["words"] == "ein Lead"
    assert house.mails_to("vera") == []


def test_without_an_address_nothing_is_sent(house: House, room: Visitor) -> None:
    again = room.press(room.go("/mailroom/write?from=vera@nordlicht.example"), to="nobody", words="x")

    assert again.status == 422
    assert "no address can be read" in again.text


def test_what_the_receiver_says_is_shown(receiving: House) -> None:
    room = Visitor(receiving, "vera")
    form = room.go("/mailroom/write?from=vera@nordlicht.example")
    with receiving.parts.new_work() as work:
        work.session.execute(text("DROP TABLE raw_mail_bytes"))
        work.commit()

    again = room.press(form, to="leads+nordlicht@pickpost.localhost", words="x")

    assert again.status == 422
    assert "451 4.3.0" in again.text


def test_a_receiver_that_is_away_is_named(receiving: House) -> None:
    away = replace(receiving.parts.settings, receive="smtp://127.0.0.1:9")
    room = Visitor(receiving, "vera")
    room.client = create_app(build(away, receiving.clock)).test_client()

    again = room.press(room.go("/mailroom/write?from=vera@nordlicht.example"), to="leads+x@pickpost.localhost")

    assert again.status == 422
    assert "127.0.0.1:9" in again.text


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_another_site_cannot_write_as_vera(house: House, room: Visitor, headers: dict[str, str]) -> None:
    form = room.go("/mailroom/write?from=vera@nordlicht.example")
    room.headers = headers

    assert room.press(form, to="rolf@rolf-it.example", words="x").status == 403
    assert house.mails_to("rolf") == []


def test_a_line_end_in_a_subject_makes_no_second_header(house: House, room: Visitor) -> None:
    room.press(
        room.go("/mailroom/write?from=vera@nordlicht.example"),
        to="rolf@rolf-it.example",
        subject="a\r\nBcc: eve@e.example",
    )

    [mail] = house.mails_to("rolf")
    assert message_from_bytes(mail.content)["Bcc"] is None
    assert house.mails_to("eve") == []


def test_an_open_page_learns_of_new_mail(house: House, room: Visitor) -> None:
    before = room.client.get("/mailroom/latest").json
    mail_id = put(house, "vera@nordlicht.example", FROM_CARLA)

    assert before == {"latest": 0}
    assert room.client.get("/mailroom/latest").json == {"latest": mail_id}


def test_the_gallery_shows_every_letter(room: Visitor) -> None:
    index = room.go("/mailroom/previews/index.html")

    assert len(index.links()) > 100
    assert room.go(f"/mailroom/previews/{index.links()[0]}").status == 200
    assert room.go("/mailroom/previews/passwords.txt").status == 404


def test_there_is_no_mailroom_where_mail_really_leaves(house: House) -> None:
    parts = build(replace(house.parts.settings, smtp_url="smtp://127.0.0.1:25"), house.clock)
    client = create_app(parts).test_client()

    statuses = {client.get(address).status_code for address in ("/mailroom", "/mailroom/write", "/mailroom/latest")}

    assert statuses == {404}
    assert "/mailroom" not in Page(client.get("/")).response.text
    parts.database.dispose()
