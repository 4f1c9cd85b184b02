"""The sample's two real mails: one already forwarded by Vera, one that waits to be."""

from __future__ import annotations

from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid

from app.settings import Settings

_FORWARDED = """heiß #fair
Produkt: Roboterarm

---------- Forwarded message ---------
Von: Karin Kraus <karin.kraus@kraus-feinwerk.example>
Date: {date}
Subject: Zwei Roboterarme für unsere Fräserei
To: <vera@nordlicht.example>


Guten Tag Frau Vogt,

wie am Stand besprochen suchen wir zwei Arme zum Beladen unserer Fräsen.
Die Zelle steht, das Budget von 65.000 EUR ist freigegeben, Start im Frühjahr.

Bitte rufen Sie mich an.

Karin Kraus
Leiterin Fertigung
Kraus Feinwerk GmbH
Dachauer Straße 12
80335 München
Tel. +49 89 5550123
karin.kraus@kraus-feinwerk.example
"""

_QUESTION = """Guten Tag,

wir möchten in unserer Molkerei Kartons automatisch palettieren und suchen dafür
einen Roboterarm mit Greifer. Etwa 45.000 EUR, noch in diesem Jahr.

Mit freundlichen Grüßen
Carla Muster
Molkerei Muster GmbH
Lindenstraße 5
80331 München
Telefon 089 5550188
"""


def forwarded_by_vera(now: datetime, settings: Settings) -> EmailMessage:
    """Return a hot lead as Vera forwards it from her mail client."""
    mail = _mail("Vera Vogt <vera@nordlicht.example>", f"leads+nordlicht@{settings.mail_domain}", now)
    mail["Subject"] = "Fwd: Zwei Roboterarme für unsere Fräserei"
    mail.set_content(_FORWARDED.format(date=(now - timedelta(hours=1)).strftime("%d.%m.%Y %H:%M")))
    return mail


def customers_question(now: datetime) -> EmailMessage:
    """Return a customer's mail that stands in Vera's mailbox."""
    mail = _mail("Carla Muster <carla@molkerei-muster.example>", "Vera Vogt <vera@nordlicht.example>", now)
    mail["Subject"] = "Arm zum Palettieren gesucht"
    mail.set_content(_QUESTION)
    return mail


def _mail(sender: str, to: str, now: datetime) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"] = sender, to
    mail["Date"], mail["Message-ID"] = format_datetime(now), make_msgid(domain=sender.rpartition("@")[2].rstrip(">"))
    return mail
