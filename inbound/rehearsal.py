"""Reads one made-up lead and one made-up answer, so that nothing is loaded for the first time by a real mail."""

from __future__ import annotations

from datetime import UTC, datetime

from inbound import fields, wishes
from inbound.reading import read, read_leads

_LEAD = """\
From: Vera Vogt <vera@nordlicht.example>
Subject: Fwd: Anfrage
Date: Tue, 3 Mar 2026 10:00:00 +0100
Message-ID: <rehearsal@nordlicht.example>
Content-Type: text/html; charset=utf-8

<p>warm</p><p>Firmaa: Muster GmbH<br>Telefon: 089 1234567<br>PLZ: 80331<br>Produkt: Arme<br>Budget: 40.000 €</p>
""".encode()
_ANSWER = "Termin am 12.12. um 14 Uhr, Angebot 12.500 € raus"


def rehearse() -> None:
    """Take both through every stage; a child process calls it before it takes work.

    Source: issue 3, speed.
    """
    fields.warm_up()
    read(_LEAD, "")
    read_leads(_LEAD, "DE", ("Arm",), frozenset(), "de")
    wishes.understand(_ANSWER, wishes.Context(datetime(2026, 3, 3, 9, 0, tzinfo=UTC), "Europe/Berlin", "DE"))
