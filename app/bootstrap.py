"""The only place where the parts meet."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property

from app.clock import Clock, SystemClock
from app.domain.enrichment import Enricher
from app.domain.own_knowledge import CountryOfContact, TownOfPostcode
from app.mail.dkim import DkimSigner, load_key
from app.mail.render import Renderer
from app.mail.sms import Gateway, gateway_of
from app.mail.transport import MailroomTransport, Sendable, SmtpTransport, Transport
from app.service.door import Door
from app.service.enrichment import Enrichment
from app.service.handlers import HANDLERS, SET_HANDLERS, write_refusal
from app.service.posting import Composer
from app.settings import Settings, SettingsError
from app.store.engine import Database
from app.store.mailroom import keep
from app.store.work import NewWork, Work
from app.tokens import Tokens

# Who fills empty fields of a lead, in this order. See docs/howto/add-an-enricher.md.
ENRICHERS: tuple[Enricher, ...] = (CountryOfContact(), TownOfPostcode())


@dataclass(frozen=True)
class Parts:
    """The product's parts, each made when first needed and then shared."""

    settings: Settings
    clock: Clock

    @cached_property
    def database(self) -> Database:
        """Return the database with its two engines."""
        return Database(self.settings.database_url)

    @property
    def new_work(self) -> NewWork:
        """Return what opens a transaction."""
        return lambda: Work(self.database)

    @cached_property
    def door(self) -> Door:
        """Return the one door."""
        return Door(self.new_work, self.clock, HANDLERS, write_refusal, Enrichment(ENRICHERS), SET_HANDLERS)

    @cached_property
    def tokens(self) -> Tokens:
        """Return what signs and checks."""
        return Tokens(self.settings.secret_keys, self.clock)

    @cached_property
    def renderer(self) -> Renderer:
        """Return the process's one renderer."""
        return _renderer()

    @cached_property
    def signer(self) -> DkimSigner | None:
        """Return the DKIM signer, where a key is set. Raises: SettingsError, DkimKeyError."""
        if self.settings.dkim_key is None:
            return None
        if not self.settings.dkim_selector:
            raise SettingsError("PICKPOST_DKIM_SELECTOR: set it to the selector under which the key is published")
        return DkimSigner(self.settings.mail_domain, self.settings.dkim_selector, load_key(self.settings.dkim_key))

    @cached_property
    def composer(self) -> Composer:
        """Return what makes letters into mails."""
        return Composer(self.settings, self.tokens, self.renderer, self.signer)

    @cached_property
    def transport(self) -> Transport:
        """Return the way out: an SMTP server, or the built-in mailroom."""
        if self.settings.has_mailroom:
            return MailroomTransport(self._keep_in_mailroom)
        return SmtpTransport(self.settings.smtp_url, ehlo_name=self.settings.mail_domain)

    @cached_property
    def texts(self) -> Gateway | None:
        """Return the operator's gateway for text messages, where one is set."""
        url = self.settings.sms_url
        return gateway_of(url, f"pickpost@{self.settings.mail_domain}", self.transport) if url else None

    def _keep_in_mailroom(self, mail: Sendable) -> None:
        with self.new_work() as work:
            keep(work.session, mail.rcpt_to, mail.content, self.clock.now())
            work.commit()


@cache
def _renderer() -> Renderer:
    """Loading templates is dear: whoever else builds parts in this process shares what is loaded already."""
    return Renderer()


def build(settings: Settings | None = None, clock: Clock | None = None) -> Parts:
    """Return the parts for these settings, by default those of the environment, and the machine's clock."""
    return Parts(settings or Settings.from_environment(), clock or SystemClock())
