"""A mail about a registration -> what it wishes: a new one at the deal address, or an answer to a letter about one."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain import deal_commands as do
from app.domain.commands import Command
from app.domain.deal import Deal
from app.domain.deal_lifecycle import UNDECIDED, DealState
from app.domain.deal_permissions import REGISTER_PERMISSIONS
from app.domain.people import Person, Role, Vendor
from app.domain.permissions import SUBMIT_PERMISSIONS
from app.domain.wishes import Answers, command_of
from inbound.fields import EventsRead, FieldName, FieldReading
from inbound.understand.hints import asks_for_more_time
from inbound.understand.leads import ours_of, sources_of, values_of
from inbound.understand.plan import Plan, SetAside, WrongAddress, storable
from inbound.understand.reply_answer import LONGEST_NOTE, Answer, NotClear, noted
from inbound.wishes.model import Reading, Understanding

_FEWEST_WORDS_OF_A_REASON = 3
_EXISTING = re.compile(r"\b(?:existing|bestand\w*|bestehende\w*|(?:schon|already|bereits)\b.*)\b", re.IGNORECASE)

# From words, subject, country, products, addresses that are nobody's customer, and the partner's own names.
ReadDeal = Callable[[str, str, str, tuple[str, ...], frozenset[str], frozenset[str]], Mapping[FieldName, FieldReading]]


def registering_vendor(session: Session, slug: str, person: Person) -> Vendor:
    """Return with whom a mail to the deal address registers.

    Args: slug: behind the plus sign; without one, the only vendor that the person works for, or for a partner of.
    Raises: WrongAddress: there is no such vendor, or it cannot be told.
    """
    if slug:
        vendor = session.scalar(select(Vendor).where(Vendor.slug == slug))
        if vendor is None:
            raise WrongAddress(f"there is no vendor {slug[:60]}")
        return vendor
    own = select(Vendor).join(Role, Role.vendor_id == Vendor.id).where(Role.person_id == person.id, Role.active)
    vendors = session.scalars(own.where(Role.name.in_(REGISTER_PERMISSIONS | SUBMIT_PERMISSIONS)).distinct()).all()
    if len(vendors) != 1:
        raise WrongAddress("the address names no vendor")
    return vendors[0]


def deal_commands_of(answer: Answer, deal: Deal, understood: Understanding) -> tuple[Command, ...]:
    """Return the command of a reply to a letter about a registration.

    Before the decision, whatever the partner answers is passed on to the vendor, and a question of the vendor's to the
    partner.

    Raises: NotClear: it cannot be carried out as it stands.
    Source: rulebook 2, 7.3, 7.6.
    """
    if deal.state in UNDECIDED and _is_partner(answer, deal):
        return (_words(answer, deal),)
    if deal.state == DealState.PROTECTED and _is_partner(answer, deal) and asks_for_more_time(answer.words):
        told = understood.readings[:1] if understood.clear else ()
        reports = tuple(_report(answer, deal, one) for one in told if one.verb == "feedback")
        return (*reports, _extend(answer, deal))
    decides = any(reading.verb in ("approve", "reject") for reading in understood.readings)
    if deal.state in UNDECIDED and understood.question and not decides:
        return (_words(answer, deal),)
    if not understood.clear:
        raise NotClear
    if not understood.readings:
        return ()
    reading = understood.readings[0]
    build = _BUILDERS.get(reading.verb)
    if build is None:
        raise NotClear
    return (build(answer, deal, reading),)


def _approve(answer: Answer, deal: Deal, reading: Reading) -> Command:
    grants = deal.state == DealState.PROTECTED and deal.extension_reason is not None
    return command_of("grant_extension" if grants else "approve", answer.person.id, deal.id)


def _reject(answer: Answer, deal: Deal, reading: Reading) -> Command:
    if deal.state == DealState.PROTECTED:
        return command_of("refuse_extension", answer.person.id, deal.id)
    words = answer.words.strip()[:LONGEST_NOTE]
    return do.RejectDeal(by=answer.person.id, deal_id=deal.id, reason=_reason_in(words), note=words)


def _reason_in(words: str) -> str | None:
    """Return the reason that the words give, at least *other*; a bare no gives none, and is asked for one."""
    if _EXISTING.search(words):
        return "existing_customer"
    return "other" if len(words.split()) >= _FEWEST_WORDS_OF_A_REASON else None


def _ask_more(answer: Answer, deal: Deal, reading: Reading) -> Command:
    return do.AskMoreOfDeal(by=answer.person.id, deal_id=deal.id, question=answer.words.strip()[:LONGEST_NOTE])


def _report(answer: Answer, deal: Deal, reading: Reading) -> Command:
    if reading.status is None:
        raise NotClear
    at = answer.at(reading.when or reading.until or reading.expected_close)
    note = answer.words.strip()[:LONGEST_NOTE]
    answers = Answers(at, reading.amount_cents, reading.currency, reading.reason, note)
    return command_of("deal_report", answer.person.id, deal.id, reading.status, answers)


def _extend(answer: Answer, deal: Deal, reading: Reading | None = None) -> Command:
    return do.AskExtension(by=answer.person.id, deal_id=deal.id, reason=answer.words.strip()[:LONGEST_NOTE])


def _undo(answer: Answer, deal: Deal, reading: Reading) -> Command:
    """Undo the step that the answered letter echoes, and no later one."""
    step = next((action.option for action in answer.topic.actions if action.wish == "undo_deal"), "")
    return do.UndoDeal(by=answer.person.id, deal_id=deal.id, step=step)


def _is_partner(answer: Answer, deal: Deal) -> bool:
    return any(role.active and role.reseller_id == deal.reseller_id for role in answer.person.roles)


def _words(answer: Answer, deal: Deal, reading: Reading | None = None) -> Command:
    """Pass words on: the partner's to the vendor, a question of the vendor's to the partner."""
    words = noted(answer.words.strip())[:LONGEST_NOTE]
    if _is_partner(answer, deal):
        return do.SupplyDeal(by=answer.person.id, deal_id=deal.id, words=words)
    return do.AskMoreOfDeal(by=answer.person.id, deal_id=deal.id, question=words)


_BUILDERS: dict[str, Callable[[Answer, Deal, Reading], Command]] = {
    "approve": _approve,
    "reject": _reject,
    "ask_more": _ask_more,
    "feedback": _report,
    "extend": _extend,
    "undo": _undo,
    "note": _words,
    "question": _words,
}


def plan_registration(
    session: Session, raw_mail_id: int, person: Person, vendor: Vendor, mail: tuple[str, str], read_deal: ReadDeal
) -> Plan:
    """Return the registration that a mail to the deal address makes; without a customer the door asks for one.

    Args: mail: the words newly written, and the subject. read_deal: reads them in the child process.
    Raises: SetAside: nobody of a partner writes.
    Source: rulebook 7.1.
    """
    role = next((one for one in person.roles if _may_register(one, vendor)), None)
    if role is None or role.reseller is None:
        raise SetAside("only partners register deals")
    words, subject = mail
    ours = ours_of(session, vendor, person) | ours_of(session, vendor, person, role.reseller_id)
    fields = read_deal(words, subject, vendor.country, vendor.products, ours, frozenset({role.reseller.name}))
    command = do.RegisterDeal(
        by=person.id, vendor_id=vendor.id, fields=values_of(fields), sources=sources_of(fields),
        words=words.strip()[:LONGEST_NOTE], raw_mail_id=raw_mail_id,
    )  # fmt: skip
    return Plan((command,), "a deal is registered")


def plan_events(raw_mail_id: int, person: Person, vendor: Vendor, found: EventsRead) -> Plan:
    """Return what a vendor's mail to the deal address records; without an event the door says what is wanted.

    Source: rulebook 7.5.
    """
    entries = tuple(do.EventEntry(_clean(one.fields), storable(one.what), one.at) for one in found.events)
    command = do.RecordEvents(
        by=person.id, vendor_id=vendor.id, events=entries, left_out=found.left_out, raw_mail_id=raw_mail_id
    )
    return Plan((command,), f"{len(entries)} event(s) recorded" if entries else "no event with a customer")


def _clean(fields: Mapping[str, object]) -> dict[str, object]:
    return {name: storable(str(value)) for name, value in fields.items()}


def works_for_vendor(person: Person, vendor: Vendor) -> bool:
    """Whether somebody is one of the vendor's own people, who hand in what customers did."""
    roles = (role for role in person.roles if role.active and role.vendor_id == vendor.id)
    return any(role.name in SUBMIT_PERMISSIONS for role in roles)


def _may_register(role: Role, vendor: Vendor) -> bool:
    return role.active and role.vendor_id == vendor.id and role.name in REGISTER_PERMISSIONS
