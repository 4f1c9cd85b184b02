"""One mail on the desk: what it is, whether it is believed, and what is to be done."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from app.domain.commands import AddNote, AskBack, HoldWish
from app.domain.people import Person, Vendor
from app.domain.person_commands import SendHelp
from app.settings import Settings
from app.store.outbox import Post
from app.store.raw_mail import RawMail
from app.tokens import Tokens
from inbound.addresses import Desk, OurAddress, our_address
from inbound.authentication import Authentication, Envelope, authenticate
from inbound.dns_lookups import Resolver
from inbound.fields import EventsRead, FieldName, FieldReading
from inbound.fields.tables import is_card, is_list
from inbound.kind import UNANSWERED, Kind
from inbound.mail import Mail
from inbound.reading import HandedIn, Read
from inbound.sandbox import Sandbox
from inbound.trust import Level, Parcel, Trust, Verdict, may_ask, senders_problem
from inbound.understand.calendar import wishes_by_calendar
from inbound.understand.customers import is_to_a_customer, plan_customer
from inbound.understand.deals import plan_events, plan_registration, registering_vendor, works_for_vendor
from inbound.understand.leads import plan_leads, vendor_of
from inbound.understand.plan import Plan, SetAside, WrongAddress, storable
from inbound.understand.replies import plan_reply
from inbound.understand.reports import plan_absence, plan_bounce, with_return
from inbound.wishes.model import Context, Understanding

# Where a mail server notes the address it delivered to, which may differ from the To of a Bcc or an alias.
_DELIVERED_TO = ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-delivered-to")

_MACHINES = frozenset({Kind.AUTO_REPLY, Kind.NOTICE, Kind.CALENDAR})
_MISSPELT = frozenset({Desk.LEADS, Desk.DEALS, Desk.NOBODY})
LONGEST_ADDRESS = 254  # RFC 5321 4.5.3.1.3

_HELP_WORDS = frozenset({"hilfe", "help", "hilfe bitte", "bitte hilfe", "help please"})
_NAMES_A_LEAD = re.compile(r"\bL-\d{1,9}\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Filing:
    """How a handled mail is kept: where, with which note, whose it is, and what the operator's list shows of it."""

    quarantined: bool
    note: str
    from_address: str = ""
    subject: str = ""
    vendor_id: int | None = None


@dataclass(frozen=True)
class Case:
    """A mail that was read. Open it with ``Case.opened``."""

    raw: RawMail
    content: bytes
    read: Read
    targets: tuple[OurAddress, ...]
    settings: Settings
    sandbox: Sandbox

    @classmethod
    def opened(cls, raw: RawMail, content: bytes, settings: Settings, sandbox: Sandbox) -> Case:
        """Read a mail in the child process.

        Raises: Unreadable: it breaks a limit, or took too long.
        """
        read: Read = sandbox.call("inbound.reading:read", content, settings.mail_domain)
        return cls(raw, content, read, _targets(raw, read.mail, settings.mail_domain), settings, sandbox)

    def decide(self, session: Session, tokens: Tokens, resolver: Resolver, now: datetime) -> Plan:
        """Return what is to be done.

        Raises: SetAside: nothing; the mail goes to quarantine.
        Source: rulebook 3.8, 9.2, 9.3.
        """
        trust = Trust(tokens)
        parcel = Parcel(self.raw.id, self.read.mail, self.targets)
        post = trust.answered_post(session, parcel)
        kind = self._kind(session)
        if kind in UNANSWERED:
            return Plan(note=UNANSWERED[kind])
        if kind is Kind.BOUNCE:
            return plan_bounce(session, self.read, post)
        if kind is Kind.CALENDAR and self.read.calendar is None:
            return Plan(note="an answer to a calendar entry that is none of ours")
        verdicts: list[Verdict] = []

        def weighed() -> Verdict:
            if not verdicts:  # asking who has signed a mail is dear
                verdicts.append(trust.weigh(session, parcel, post, lambda: self._authentication(resolver)))
            return verdicts[0]

        try:
            return self._believed(session, kind, post, weighed, now)
        except WrongAddress as wrong:
            wrong.help = self._right_address(kind, weighed())
            raise

    def _believed(
        self, session: Session, kind: Kind, post: Post | None, weighed: Callable[[], Verdict], now: datetime
    ) -> Plan:
        """Return what is to be done about a mail that a person may have written."""
        self._require_desk(session, post)
        verdict = weighed()
        if kind is Kind.AUTO_REPLY:
            return self._absence(session, verdict, now)
        if verdict.level is Level.UNKNOWN:
            raise SetAside(verdict.reason)
        assert verdict.person_id is not None
        person = session.get_one(Person, verdict.person_id)
        plan = self._plan(session, kind, person, post)
        asks_help = any(isinstance(command, SendHelp) for command in plan.commands)
        if asks_help and verdict.level is not Level.TRUSTED:
            raise SetAside(verdict.reason)
        if verdict.level is Level.TRUSTED and (verdict.may_wish or not plan.needs_key):
            return replace(with_return(plan, person, now), revived=None if person.is_reachable else person.id)
        return self._hold(session, plan, person, now)

    def _right_address(self, kind: Kind, verdict: Verdict) -> SendHelp | None:
        """Return what tells a person whom we know and believe where to write; strangers and machines read nothing."""
        wrong = next((target for target in self.targets if target.desk in _MISSPELT), None)
        if wrong is None or verdict.level is not Level.TRUSTED or kind in _MACHINES:
            return None
        return SendHelp(
            by=verdict.person_id, mail_domain=self.settings.mail_domain, occasion="wrong_address",
            wrote_to=storable(wrong.address)[:LONGEST_ADDRESS],
        )  # fmt: skip

    def _kind(self, session: Session) -> Kind:
        """Return the kind; a known person whose company shares our mail domain has not sent a circling mail."""
        if self.read.kind is Kind.LOOP and Trust.person(session, self.read.mail.from_address) is not None:
            return self.read.kind_elsewhere
        return self.read.kind

    def _require_desk(self, session: Session, post: Post | None) -> None:
        """Make sure that the mail has one sender and went to somebody here.

        Raises: SetAside: with the reason.
        """
        if problem := senders_problem(self.read.mail.senders):
            raise SetAside(problem)
        desks = {target.desk for target in self.targets}
        if not desks:
            raise SetAside("it went to no address of ours")
        if post is not None:
            return
        if desks <= {Desk.OPERATOR}:
            raise SetAside("it is for the operator")
        if desks <= {Desk.NOBODY, Desk.OPERATOR}:
            raise WrongAddress("there is no such address here")
        for desk in (Desk.LEADS, Desk.DEALS):
            if (target := self._target(desk)) and target.detail:
                vendor_of(session, target.detail, None)

    def _target(self, desk: Desk) -> OurAddress | None:
        return next((target for target in self.targets if target.desk is desk), None)

    def _authentication(self, resolver: Resolver) -> Authentication:
        raw = self.raw
        envelope = Envelope(raw.peer, raw.helo, raw.mail_from, raw.peer_trusted, self.read.results)

        def signing_domains(keys: dict[str, bytes]) -> tuple[str, ...]:
            found: tuple[str, ...] = self.sandbox.call("inbound.reading:signing_domains", self.content, keys)
            return found

        # The mailroom vouches for mails that it hands over itself, and it hands over none by IMAP.
        by_imap = raw.mailbox.startswith("imap:")
        authserv_id = self.settings.authserv_id if by_imap else self.settings.believed_authserv_id
        return authenticate(self.read.mail, envelope, authserv_id, resolver, signing_domains)

    def _absence(self, session: Session, verdict: Verdict, now: datetime) -> Plan:
        if verdict.level is not Level.TRUSTED or verdict.person_id is None:
            return Plan(note=f"out of office, not believed: {verdict.reason}")
        return plan_absence(self.read, session.get_one(Person, verdict.person_id), now)

    def _plan(self, session: Session, kind: Kind, person: Person, post: Post | None) -> Plan:
        if post is not None and is_to_a_customer(post) and post.to_person_id == person.id:
            return plan_customer(self.read, person, post, self.raw.received_at, self._understood)
        if kind is Kind.CALENDAR or (post is not None and self.read.calendar is not None):
            by_calendar = wishes_by_calendar(self.read.calendar, person, post)
            if by_calendar.commands or kind is Kind.CALENDAR:
                return by_calendar
        if kind is not Kind.NOTICE and (occasion := self._help_wanted(person, post)):
            command = SendHelp(by=person.id, mail_domain=self.settings.mail_domain, occasion=occasion)
            return Plan((command,), f"help: {occasion}")
        target = self._target(Desk.LEADS)
        if target is not None and (post is None or kind is Kind.FORWARD):
            vendor = vendor_of(session, target.detail, person.id)
            return plan_leads(session, self.raw.id, person, vendor, self.settings.mail_domain, self._leads)
        if post is not None and post.kind == "import_report" and self._brings_lists():
            vendor = session.get_one(Vendor, post.vendor_id)
            return plan_leads(session, self.raw.id, person, vendor, self.settings.mail_domain, self._leads)
        deals = self._target(Desk.DEALS)
        if deals is not None and post is None and kind is not Kind.NOTICE:
            vendor = registering_vendor(session, deals.detail, person)
            if works_for_vendor(person, vendor):
                return plan_events(self.raw.id, person, vendor, self._events())
            mail = (self.read.words.strip() or self.read.mail.text, self.read.mail.subject)
            return plan_registration(session, self.raw.id, person, vendor, mail, self._registration)
        if kind is Kind.NOTICE:
            raise SetAside("made by a machine, which can wish nothing")
        plan = plan_reply(session, self.read, person, post, self.raw.received_at, self._understood)
        return self._helped(plan, person) if post is None and self._goes_to_help() else plan

    def _helped(self, plan: Plan, person: Person) -> Plan:
        """Answer a question about a lead at once, where nothing would change; a wish in it waits for its sender."""
        if not all(isinstance(command, AskBack | AddNote) for command in plan.commands):
            return plan
        lead_id = next((command.lead_id for command in plan.commands if isinstance(command, AskBack | AddNote)), None)
        command = SendHelp(by=person.id, mail_domain=self.settings.mail_domain, lead_id=lead_id)
        return Plan((command,), "help: asked about a lead")

    def _goes_to_help(self) -> bool:
        return {target.desk for target in self.targets} <= {Desk.HELP, Desk.OPERATOR}

    def _help_wanted(self, person: Person, post: Post | None) -> str:
        """Return why a person is told what they can do here: they ask, or their mail is empty; else nothing."""
        mail = self.read.mail
        words = self.read.words.strip().strip(".!?").casefold()
        if words in _HELP_WORDS or (not words and mail.subject.strip().casefold() in _HELP_WORDS):
            return "asked"
        if post is not None:
            return ""
        if not (words or mail.text.strip() or mail.subject.strip() or mail.attachments or mail.embedded):
            return "empty"
        return "asked" if self._goes_to_help() and not _NAMES_A_LEAD.search(f"{mail.subject} {mail.text}") else ""

    def _brings_lists(self) -> bool:
        """Whether a mail has the corrected rows of a list attached."""
        return any(is_list(file) or is_card(file) for file in self.read.mail.attachments)

    def _leads(self, country: str, products: tuple[str, ...], ours: frozenset[str], language: str) -> HandedIn:
        found: HandedIn = self.sandbox.call(
            "inbound.reading:read_leads", self.content, country, products, ours, language
        )
        return found

    def _registration(
        self, words: str, subject: str, country: str, products: tuple[str, ...], ours: frozenset[str],
        own_names: frozenset[str],
    ) -> dict[FieldName, FieldReading]:  # fmt: skip
        found: dict[FieldName, FieldReading] = self.sandbox.call(
            "inbound.reading:read_registration", words, subject, country, products, ours, own_names
        )
        return found

    def _events(self) -> EventsRead:
        words = self.read.words.strip() or self.read.mail.text
        found: EventsRead = self.sandbox.call("inbound.reading:read_marketing_events", self.content, words)
        return found

    def _understood(self, words: str, context: Context) -> Understanding:
        understood: Understanding = self.sandbox.call("inbound.wishes:understand", words, context)
        return understood

    def _hold(self, session: Session, plan: Plan, person: Person, now: datetime) -> Plan:
        """Ask the person at their known address whether the mail was theirs."""
        if not plan.commands:
            return plan
        if not may_ask(session, person.id, now):
            raise SetAside("not proven to be its sender's, who was asked about too many mails today")
        first = plan.commands[0]
        words = self.read.words.strip() or self.read.mail.subject
        held = HoldWish(
            person_id=person.id, raw_mail_id=self.raw.id, asked_for="note" if first.wish == "ask" else first.wish,
            words=words, from_address=self.read.mail.from_address, lead_id=getattr(first, "lead_id", None),
        )  # fmt: skip
        return Plan((held,), "waits for its sender to say that it is theirs")


def _targets(raw: RawMail, mail: Mail, mail_domain: str) -> tuple[OurAddress, ...]:
    """Return the addresses of ours that a mail went to: of the envelope, else as the delivering server noted."""
    addresses = list(raw.recipients)
    if not addresses:
        addresses = [value for name in _DELIVERED_TO for value in mail.all(name)]
        addresses += [*mail.to, *mail.cc]
    found = (our_address(address, mail_domain) for address in addresses)
    return tuple(dict.fromkeys(target for target in found if target is not None))
