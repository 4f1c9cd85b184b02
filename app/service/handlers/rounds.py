"""Who is asked next: rounds of offers, widening, escalation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache, partial
from itertools import islice

from sqlalchemy import Select, func, select
from sqlalchemy.orm import selectinload

from app.domain import commands as do
from app.domain import letters
from app.domain.criteria import Criterion
from app.domain.deadlines import answer_by, sends_at
from app.domain.errors import AlreadyDone, Unknown
from app.domain.fit import fit_of
from app.domain.lead import Lead
from app.domain.letters import Action
from app.domain.lifecycle import ON_OFFER, State
from app.domain.matching import Candidate, CriterionResult, Ranked, judge
from app.domain.offer import Offer, OfferState
from app.domain.people import Reseller, Role
from app.domain.permissions import RESELLER_ROLES
from app.domain.widening import Ranking, asked_at, criteria_of, next_round
from app.service.gate import write_to_owner
from app.service.hindrances import away_until, full_or_locked, unread_by
from app.service.offer_readers import AWAY, offer_readers
from app.service.partners import candidates_of, criteria_of_vendor, ranking_of
from app.service.protection import protection_of, require_unprotected
from app.service.scene import Handled, Scene
from app.service.text_words import texted_at
from app.service.times import in_a_week, next_morning
from app.service.wording import done_letter, offer_letter, teaser_of, thread_of, veiled_title
from app.store import texts
from app.store.outbox import Post, PostState, cancel_waiting

# To whom an owner could give a lead: so many are named, of so many of the best.
CANDIDATES_SHOWN, CANDIDATES_LOOKED_AT = 3, 12


def ask_next_round(scene: Scene, lead: Lead, still_open_until: datetime | None = None) -> int:
    """Offer a lead to the next companies, or hand it to its owner when everybody was asked.

    Args: still_open_until: of an offer that a company has just got back by undoing; until then the owner is left alone.
    Returns: how many companies are asked now.
    Source: rulebook 4.2 to 4.5.
    """
    if lead.state in ON_OFFER and protection_of(scene, lead.vendor, lead.fields, lock=True):
        take_off_the_market(scene, lead)
        return 0
    criteria = criteria_of_vendor(lead.vendor)
    number, group = next_round(
        _ranking(scene, lead), criteria, lead.vendor.rules, lead.round,
        partial(_who_would_read, scene, lead),
    )  # fmt: skip
    if not group and still_open_until is not None:
        lead.start_round(lead.round, scene.now, still_open_until)
        return 0
    if not group:
        escalate_to_owner(scene, lead)
        return 0
    companies = {company.id: company for company in _companies(scene, [one.candidate.id for one in group])}
    asked_as = criteria_of(criteria, number, lead.vendor.rules)
    offers = [
        _make_offer(scene, lead, one, companies[one.candidate.id], number, asked_as, place)
        for place, one in enumerate(group)
    ]
    lead.start_round(number, scene.now, max(offer.answer_by for offer in offers))
    send_offers(scene, lead, offers)
    return len(offers)


def ask_another(scene: Scene, lead: Lead) -> bool:
    """Ask the next best in the same round, in place of a company whose offer was dropped before anybody read it.

    Those asked with it keep their time; the round ends with the last of them.

    Returns: whether there was one.
    Source: rulebook 4.6.
    """
    if protection_of(scene, lead.vendor, lead.fields, lock=True):
        return False
    asked_as = criteria_of(criteria_of_vendor(lead.vendor), lead.round, lead.vendor.rules)
    ranked = _ranking(scene, lead)(asked_as)
    found = _who_would_read(scene, lead, ranked, 1)
    for one in found:
        (company,) = _companies(scene, [one.candidate.id])
        offer = _make_offer(scene, lead, one, company, lead.round, asked_as)
        scene.session.flush()
        lead.start_round(lead.round, scene.now, max(lead.answer_by or offer.answer_by, offer.answer_by))
        send_offers(scene, lead, [offer])
    return bool(found)


def _ranking(scene: Scene, lead: Lead) -> Ranking:
    """Return how those whom a lead was not offered to are ranked for it."""
    if scene.together is not None and lead.id in scene.together.leads:
        return scene.together.ranking_of(lead)
    return ranking_of(scene.session, lead, not_yet_asked(lead), scene.now)


def _who_would_read(scene: Scene, lead: Lead, ranked: Iterable[Ranked], most: int | None) -> list[Ranked]:
    """Return the best companies in which somebody would read the offer: the others are passed over. Rulebook 4.6."""
    found: list[Ranked] = []
    best_first = iter(ranked)
    while part := list(islice(best_first, most)):
        companies = {company.id: company for company in _companies(scene, [one.candidate.id for one in part])}
        for one in part:
            company = companies[one.candidate.id]
            if offer_readers(scene.session, lead, company, window(scene, lead, company)[0]):
                found.append(one)
        if most is not None and len(found) >= most:
            break
    return found[:most]


def _make_offer(
    scene: Scene, lead: Lead, ranked: Ranked, company: Reseller, number: int, criteria: Sequence[Criterion],
    place: int = 0,
) -> Offer:  # fmt: skip
    """Offer a lead to a company: for the first time, or anew after the lead was off the market."""
    company.last_offered_at = asked_at(scene.now, place)
    offer = _offer_to(scene, lead, company)
    if offer is None:
        offer = Offer(lead_id=lead.id, vendor_id=lead.vendor_id, reseller_id=company.id, reseller=company)
        scene.session.add(offer)
    offer.reopen(number, *window(scene, lead, company))
    if scene.together is not None:
        scene.together.note_offer(offer, company.last_offered_at)
    offer.points, offer.max_points = ranked.points, ranked.max_points
    offer.reasons = [
        _reason(criterion, result, ranked.candidate, lead)
        for criterion, result in zip(criteria, ranked.reasons, strict=True)
    ]
    return offer


def _offer_to(scene: Scene, lead: Lead, company: Reseller) -> Offer | None:
    known = scene.together.offers_of(lead.id) if scene.together is not None else None
    if known is not None:
        return known.get(company.id)
    rows = select(Offer).where(Offer.lead_id == lead.id, Offer.reseller_id == company.id)
    with scene.session.no_autoflush:
        return scene.session.scalar(rows)


def count_as_asked(scene: Scene, lead: Lead, company: Reseller) -> None:
    """Give a company that is to be assigned a lead its offer, so that it may hand the lead back for the others."""
    if _offer_to(scene, lead, company) is None:
        criteria = criteria_of(criteria_of_vendor(lead.vendor), lead.round, lead.vendor.rules)
        (candidate,) = candidates_of(scene.session, [company], lead.vendor, scene.now)
        _make_offer(scene, lead, judge(lead.fields, candidate, criteria), company, lead.round, criteria)


def take_off_the_market(scene: Scene, lead: Lead) -> None:
    """Take a lead on offer back to its owner: a partner has its customer under protection. Source: rulebook 7.4."""
    lead.requalify(next_morning(lead.vendor, scene.now))
    take_back_offers(scene, lead.id)
    write_to_owner(scene, lead, lead.owner_id, asked_for=False)


def take_back_offers(scene: Scene, lead_id: int) -> None:
    """End all offers of a lead that leaves the market; what waits in the outbox is not sent any more."""
    rows = select(Offer).where(Offer.lead_id == lead_id, Offer.state.in_((OfferState.OPEN, OfferState.GONE)))
    for offer in scene.session.scalars(rows):
        offer.state = OfferState.WITHDRAWN
    cancel_waiting(scene.session, "lead_offer", lead_id)


def window(scene: Scene, lead: Lead, company: Reseller) -> tuple[datetime, datetime]:
    """Return when a company is asked about a lead, and until when it should answer. Source: rulebook 4.4, 4.5."""
    known = scene.together.windows if scene.together is not None else {}
    if (found := known.get((lead.temperature, company.id))) is not None:
        return found
    rules = lead.vendor.rules
    offered_at = sends_at(lead.temperature, scene.now, rules, company.calendar)
    until = answer_by(offered_at, rules.offer_window_hours[lead.temperature], company.calendar)
    known[lead.temperature, company.id] = offered_at, until
    return offered_at, until


def send_offers(scene: Scene, lead: Lead, offers: list[Offer], *, again: bool = False) -> None:
    """Write the teaser to everybody in the companies asked who wants it; again: to them the lead was gone."""
    seen_by = len(open_offers(scene, lead))
    veiled = cache(partial(teaser_of, lead))
    for offer in offers:
        for person in offer_readers(scene.session, lead, offer.reseller, offer.offered_at):
            brief, shown = person.prefers.brief, veiled(person.language)
            letter = offer_letter(lead, offer, person, seen_by - 1, brief=brief, again=again, veiled=shown)
            scene.write(letter, offer.offered_at)
            if person.prefers.text_to and lead.temperature == "hot":
                texts.put(scene.session, person.id, lead.id, scene.now, texted_at(person, offer.offered_at))


def open_offers(scene: Scene, lead: Lead) -> list[Offer]:
    """Return the offers of a lead that can still be taken."""
    known = scene.together.offers_of(lead.id) if scene.together is not None else None
    if known is not None:
        return [offer for offer in known.values() if offer.state == OfferState.OPEN]
    rows = select(Offer).where(Offer.lead_id == lead.id, Offer.state == OfferState.OPEN)
    return list(scene.session.scalars(rows))


def _companies(scene: Scene, ids: list[int]) -> list[Reseller]:
    if scene.together is not None:
        return scene.together.companies_of(ids)
    rows = select(Reseller).where(Reseller.id.in_(ids)).options(selectinload(Reseller.roles).joinedload(Role.person))
    return list(scene.session.scalars(rows))


def not_yet_asked(lead: Lead) -> Select[Reseller]:
    """Return the partners that a lead may still be offered to; taken off the market, it may be offered anew."""
    asked = select(Offer.reseller_id).where(Offer.lead_id == lead.id, Offer.state != OfferState.WITHDRAWN)
    return select(Reseller).where(Reseller.vendor_id == lead.vendor_id, Reseller.active, Reseller.id.not_in(asked))


def _reason(criterion: Criterion, result: CriterionResult, candidate: Candidate, lead: Lead) -> dict[str, object]:
    """Keep what a criterion said with the offer, for *why you* and for whoever asks later."""
    return {
        "name": result.name, "title": dict(criterion.title), "kind": result.kind,
        "points": result.points, "of": result.of, "met": result.met,
        "fit": fit_of(criterion, result, candidate, lead.fields).to_json() if result.met else None,
    }  # fmt: skip


def widen(scene: Scene, command: do.WidenOffer) -> Handled:
    """Ask the next companies, because time is up or because the owner wants it. Source: rulebook 4.5."""
    if command.by is None:
        lead, by = scene.lead(command.lead_id), None
        lead.require_on_offer()
        if lead.step_at is None or lead.step_at > scene.now:
            raise AlreadyDone()
    else:
        lead, role = scene.lead_for(command.lead_id, command.by, command.wish)
        lead.require_on_offer()
        require_unprotected(scene, lead)
        by = role.person_id
    asked = ask_next_round(scene, lead)
    if by is not None and asked:
        scene.write(done_letter(lead, by, "widened", title=veiled_title(lead, role.person.language)))
    return Handled("widened" if asked else "escalated", {"lead_ref": lead.ref, "asked": asked}, lead.id, lead.vendor_id)


def escalate(scene: Scene, command: do.EscalateLead) -> Handled:
    """Ask the owner again about a lead that nobody took. Source: rulebook 4.5."""
    lead = scene.lead(command.lead_id)
    lead.require_on_offer()
    escalate_to_owner(scene, lead, again=True)
    return Handled("escalated", {"lead_ref": lead.ref}, lead.id, lead.vendor_id)


def escalate_to_owner(scene: Scene, lead: Lead, again: bool = False) -> None:
    """Hand a lead to its owner with the buttons that help. Source: rulebook 4.5."""
    lead.escalate((in_a_week if again else next_morning)(lead.vendor, scene.now))
    offers = list(scene.session.scalars(select(Offer).where(Offer.lead_id == lead.id)))
    declined = Counter(offer.declined_reason for offer in offers if offer.declined_reason)
    asked, said_no, told = _asked(scene, lead), sum(declined.values()), _told_before(scene, lead)
    last = told[-1] if told else None
    context = letters.NobodyPicked(
        lead_ref=lead.ref, title=veiled_title(lead, lead.owner.language), rounds=lead.round, asked=asked,
        mail_number=len(told) + 1, last_at=last.written_at if last else None,
        asked_since=max(0, asked - last.context["asked"]) if last else 0,
        declined_since=max(0, said_no - sum(row["count"] for row in last.context["declined_reasons"])) if last else 0,
        declined_reasons=tuple(letters.ReasonCount(reason, count) for reason, count in declined.most_common()),
        candidates=candidates(scene, lead, with_primary=True),
        actions=(Action("widen", lead.id), Action("requalify", lead.id), Action("withdraw", lead.id)),
        look=Action("match", lead.id),
    )  # fmt: skip
    scene.write(letters.Letter(lead.owner_id, context, lead.id, lead.vendor_id, thread=thread_of(lead)))


def _told_before(scene: Scene, lead: Lead) -> list[Post]:
    """Return the mails in which its owner has read already that nobody took the lead, the oldest first."""
    rows = select(Post).where(
        Post.lead_id == lead.id, Post.kind == letters.NobodyPicked.kind, Post.to_person_id == lead.owner_id,
        Post.state != PostState.CANCELLED,
    )  # fmt: skip
    return list(scene.session.scalars(rows.order_by(Post.id)))


def _asked(scene: Scene, lead: Lead) -> int:
    """Return how many companies were really sent a lead's offer: one dropped on its way out was not."""
    sent = select(func.count(Offer.reseller_id.distinct())).where(
        Offer.lead_id == lead.id, Offer.state != OfferState.WITHDRAWN, Role.reseller_id == Offer.reseller_id,
        Post.to_person_id == Role.person_id, Post.lead_id == Offer.lead_id, Post.kind == "lead_offer",
        Post.state != PostState.CANCELLED,
    )  # fmt: skip
    return scene.session.scalar(sent) or 0


def candidates(scene: Scene, lead: Lead, with_primary: bool = False) -> tuple[letters.CandidateRow, ...]:
    """Return to whom the owner could give a lead: the three it suits best, but for the one that has it.

    Who could not take it up now comes after those who can, with the reason, and never as the first button.
    """
    criteria = criteria_of(criteria_of_vendor(lead.vendor), lead.round + 1, lead.vendor.rules)
    others = select(Reseller).where(Reseller.vendor_id == lead.vendor_id, Reseller.active)
    others = others.where(Reseller.id != lead.holder_id) if lead.holder_id else others
    best = list(islice(ranking_of(scene.session, lead, others, scene.now)(criteria), CANDIDATES_LOOKED_AT))
    companies = {company.id: company for company in _companies(scene, [one.candidate.id for one in best])}
    looked_at = list(companies.values())
    against = full_or_locked(scene, lead, looked_at) | unread_by(scene, lead, looked_at)
    best.sort(key=lambda one: one.candidate.id in against)
    return tuple(
        letters.CandidateRow(
            one.candidate.name, one.fit_percent,
            Action(
                "assign", lead.id, str(one.candidate.id),
                with_primary and index == 0 and one.candidate.id not in against, {"reseller": one.candidate.name},
            ),
            hindrance=(hindrance := against.get(one.candidate.id, "")),
            away_until=away_until(companies[one.candidate.id], scene.now) if hindrance == AWAY else None,
        )
        for index, one in enumerate(best[:CANDIDATES_SHOWN])
    )  # fmt: skip


def decline(scene: Scene, command: do.DeclineOffer) -> Handled:
    """Note that a company does not want a lead; when all have said so, the next are asked at once.

    An offer that was dropped before anybody read it is replaced by the next best, whoever else is still asked.

    Source: rulebook 4.6, 4.7.
    """
    lead, role = scene.lead_for(command.lead_id, command.by, command.wish)
    offer = own_offer(scene, lead, role)
    lead.decline()
    offer.decline(command.reason, scene.now)
    facts = {"lead_ref": lead.ref, "reason": command.reason, "undo": "undo", "step": command.wish}
    if scene.origin.is_mail:
        reason = (letters.FactRow("reason", str(command.reason)),)
        undo = (Action("undo", lead.id, command.wish),)
        scene.write(
            done_letter(
                lead,
                role.person_id,
                "declined",
                title=veiled_title(lead, role.person.language),
                facts=reason,
                actions=undo,
            )
        )
    scene.session.flush()
    is_replaced = scene.origin.is_clock and lead.state == State.OFFERED and ask_another(scene, lead)
    if lead.state == State.OFFERED and not is_replaced and not open_offers(scene, lead):
        ask_next_round(scene, lead)
    return Handled("declined", facts, lead.id, lead.vendor_id)


def undo_decline(scene: Scene, lead: Lead, role: Role) -> Handled:
    """Take back a no while the lead is still free."""
    offer = own_offer(scene, lead, role)
    if offer.state != OfferState.DECLINED:
        raise AlreadyDone()
    _, until = window(scene, lead, offer.reseller)
    offer.reopen(offer.round, offer.offered_at, until)
    scene.write(offer_letter(lead, offer, role.person, max(0, len(open_offers(scene, lead)) - 1), again=True))
    return Handled("undone", {"lead_ref": lead.ref}, lead.id, lead.vendor_id)


def own_offer(scene: Scene, lead: Lead, role: Role) -> Offer:
    """Return the offer of a lead to the company of a role.

    Raises: Unknown: it was never offered to them, so they learn nothing of it.
    """
    found = scene.session.scalar(select(Offer).where(Offer.lead_id == lead.id, Offer.reseller_id == role.reseller_id))
    if found is None or role.name not in RESELLER_ROLES:
        raise Unknown()
    return found
