"""Mail domains that everybody shares, which tell nothing about whose a mail or a customer is."""

from __future__ import annotations

MAIL_PROVIDERS = frozenset(
    "gmail.com googlemail.com outlook.com outlook.de hotmail.com hotmail.de live.com live.de msn.com icloud.com me.com "
    "mac.com yahoo.com yahoo.de ymail.com aol.com aol.de gmx.de gmx.net gmx.com gmx.at gmx.ch web.de t-online.de "
    "freenet.de arcor.de posteo.de mailbox.org proton.me protonmail.com bluewin.ch hispeed.ch sunrise.ch aon.at "
    "chello.at a1.net".split()
)
