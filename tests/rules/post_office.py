"""Where the mails of a town's people arrive and are read."""

from __future__ import annotations

from dataclasses import dataclass
from email.message import EmailMessage

from app.store.outbox import Post
from app.store.raw_mail import RawMail
from inbound.arrival import Arrival, keep
from inbound.intake import Intake
from tests.edges.incoming import PROVEN, a_mail
from tests.rules.town import MAIL_DOMAIN, OUR_SERVER, Town


@dataclass
class PostOffice:
    """The built-in receiver's store, and the reading of what lies there."""

    town: Town
    intake: Intake

    def writes(
        self, sender: str, text: str, *, answering: Post | None = None, proof: str | None = PROVEN,
        to: str = f"leads+nordlicht@{MAIL_DOMAIN}", **headers: str,
    ) -> RawMail:  # fmt: skip
        """Have somebody send a mail, read it, and return what is known of it then.

        Args: sender: the From. answering: the letter whose reply address it goes to. proof: what our own mail server
            says of it; None: nothing.
        """
        if answering is not None:
            to = f"reply+{self.town.parts.tokens.reply_key(answering.id)}@{MAIL_DOMAIN}"
        return self.sends(a_mail(sender, text, subject="Re: your mail", to=to, proof=None, **headers), proof)

    def sends(self, mail: EmailMessage, proof: str | None = PROVEN) -> RawMail:
        """Have a mail arrive as it is, read it, and return what is known of it then."""
        to, sender = str(mail["To"]), str(mail["From"])
        if proof is not None:
            mail["Authentication-Results"] = f"{OUR_SERVER}; {proof}"
        arrival = Arrival(bytes(mail), "smtp", (to,), sender, "127.0.0.1", "their.example", peer_trusted=True)
        (raw_id,) = keep(self.town.parts.new_work, [arrival], self.town.clock.now())
        self.intake.run_once()
        with self.town.looking() as session:
            return session.get_one(RawMail, raw_id)
