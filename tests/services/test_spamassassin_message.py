"""The frame of our mails before SpamAssassin: headers, encodings and parts alone must cost no point."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from cryptography.hazmat.primitives.asymmetric import rsa

from app.mail.attachments import CALENDAR_TYPE, VCARD_TYPE, Contact, calendar_entry, vcard
from app.mail.dkim import DkimSigner
from app.mail.message import Attachment, InlineImage, OutgoingMail, build
from tests.services.servers.verdicts import spamassassin

NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
TEXT = """20.000 bis 50.000 €, Entscheidung im Juni.

Lead L-2041: Roboterarm für die Montage, Raum München.
Der Kunde sucht einen Arm mit 10 kg Traglast und Sicherheitszaun.

Nehmen: antworten Sie mit „nehme“, oder öffnen Sie
https://pickpost.example/a/abcdefgh2345abcdefgh2345
Ablehnen: antworten Sie mit „nein“ und dem Grund.

Sie erhalten diese Mail als Partner der Nordlicht Robotics GmbH.
Einstellungen: https://pickpost.example/a/ijklmnop2345ijklmnop2345
"""
HTML = (
    '<!doctype html><html lang="de" dir="ltr"><head><meta charset="utf-8"><title>Lead L-2041</title></head><body>'
    + "".join(f"<p>{line}</p>" for line in TEXT.splitlines())
    + '<p><a href="https://pickpost.example/a/abcdefgh2345abcdefgh2345">Lead nehmen</a></p></body></html>'
)
# Any image beside fewer than 3,200 characters of text costs 1 to 3 points (HTML_IMAGE_ONLY_04 to _32).
ENOUGH_TEXT_FOR_AN_IMAGE = "<p>Der Kunde sucht einen Arm mit zehn Kilogramm Traglast und Sicherheitszaun.</p>" * 45
LOGO = '<img src="cid:logo@pickpost.example" alt="Nordlicht" width="40" height="40">'
ENTRY = calendar_entry(
    uid="feedback-2041@pickpost.example",
    title="L-2041: Rückmeldung",
    due_at=NOW + timedelta(days=2),
    description="Ein Klick genügt.",
    url="https://pickpost.example/a/abcdefgh",
    stamped_at=NOW,
    organizer_address="leads+nordlicht@pickpost.example",
    attendee_address="rolf@rolf-it.example",
)


def a_mail(subject: str, *, attachments: tuple[Attachment, ...] = (), logo: bool = False) -> bytes:
    mail = OutgoingMail(
        from_name="Nordlicht über Pickpost",
        from_address="leads+nordlicht@pickpost.example",
        to_name="Rolf Größer",
        to_address="rolf@rolf-it.example",
        subject=subject,
        text=TEXT,
        html=HTML.replace("</body>", f"{ENOUGH_TEXT_FOR_AN_IMAGE}{LOGO}</body>") if logo else HTML,
        message_id="<offer-2041-7@pickpost.example>",
        date=NOW,
        references=("<lead-2041@pickpost.example>",),
        reply_to="reply+k3jd93hf@pickpost.example",
        list_id="offers.nordlicht.pickpost.example",
        list_unsubscribe_https="https://pickpost.example/a/qrstuvwx2345qrstuvwx2345",
        list_unsubscribe_mailto="mailto:reply+k3jd93hf@pickpost.example?subject=pause",
        feedback_id="lead_offer:nordlicht:offer:pickpost",
        language="de",
        attachments=attachments,
        inline_images=(InlineImage("logo@pickpost.example", "image/png", bytes(range(256)) * 8),) if logo else (),
    )
    signer = DkimSigner("pickpost.example", "s1", rsa.generate_private_key(public_exponent=65537, key_size=2048))
    return signer.sign(build(mail), NOW)


def test_our_mails_cost_no_point() -> None:
    """Judged as they leave us: a Received line from a private net would earn a point (ALL_TRUSTED) that hides one."""
    mails = [
        a_mail("Lead L-2041: Roboterarm, Raum München – bis Mi. 10:00"),
        a_mail("Lead L-2041: robot arm, Munich area, until Wed 10:00"),
        a_mail(
            "L-2041 ist Ihrer: Carla Größer, Muster GmbH",
            attachments=(
                Attachment("kontakt.vcf", VCARD_TYPE, vcard(Contact(last_name="Größer", phone="+49 89 1"))),
                Attachment("frist.ics", CALENDAR_TYPE, ENTRY),
                Attachment("Preisliste Größe.pdf", "application/pdf", b"%PDF-1.7\n" + bytes(range(256)) * 40),
            ),
        ),
        a_mail("KW 10: 42 Leads, 74 % übernommen, 3 brauchen Sie", logo=True),
    ]

    verdicts = spamassassin(*mails)

    assert [verdict for verdict in verdicts if verdict.score > 0] == []
