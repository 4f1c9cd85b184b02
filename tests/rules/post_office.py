"""Where the mails of a town's people arrive and are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from app.store.outbox import Post
from app.store.raw_mail import RawMail
from inbound.arrival import Arrival, keep
from inbound.intake import Intake
from tests.edges.incoming import PROVEN, a_mail
from tests.rules.town import MAIL_DOMAIN, OUR_SERVER, Town

NONE: Mapping[str, bytes] = MappingProxyType({})


@dataclass
class PostOffice:
    """The built-in receiver's store, and the reading of what lies there."""

    town: Town
    intake: Intake

    def writes(
        self, sender: str, text: str, *, answering: Post | None = None, proof: str | None = PROVEN,
        to: str = f"leads+nordlicht@{MAIL_DOMAIN}", files: Mapping[str, bytes] = NONE, **headers: str,
    ) -> RawMail:  # fmt: skip
        """Have somebody send a mail, read it, and return what is known of it then.

        Args: sender: the From. answering: the letter whose reply address it goes to. proof: what our own mail server
            says of it; None: nothing. files: what is attached, by its name.
        """
        if answering is not None:
            to = f"reply+{self.town.parts.tokens.reply_key(answering.id)}@{MAIL_DOMAIN}"
        mail = a_mail(sender, text, subject="Re: your mail", to=to, proof=None, **headers)
        for name, content in files.items():
            mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
        if proof is not None:
            mail["Authentication-Results"] = f"{OUR_SERVER}; {proof}"
        arrival = Arrival(bytes(mail), "smtp", (to,), sender, "127.0.0.1", "their.example", peer_trusted=True)
        (raw_id,) = keep(self.town.parts.new_work, [arrival], self.town.clock.now())
        self.intake.run_once()
        with self.town.looking() as session:
            return session.get_one(RawMail, raw_id)
