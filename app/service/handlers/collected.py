"""What was held back for a person goes out in one mail, as things stand now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import select

from app.domain import letters
from app.domain import person_commands as do
from app.domain.deal import Deal
from app.domain.deal_lifecycle import DealState
from app.domain.errors import AlreadyDone
from app.domain.lead import Lead
from app.domain.letters import Action, DecisionRow, GoneRow, LeadRow, NeedsYouRow, NewsRow, OfferedRow
from app.domain.letters.lists import ASKED_BY_PARTNERS
from app.domain.lifecycle import AT_GATE, HELD, ON_OFFER, WORKED, State
from app.domain.offer import Offer, OfferState
from app.domain.people import Person
from app.domain.preferences import next_morning_of
from app.domain.redemption import Redemption, RedemptionState
from app.domain.views import shows_deal, shows_points
from app.service.queries.needing import NEEDING, Decisions
from app.service.restraint import Fate, asks_owner, budget_left, decide_reader, redirect, unheard
from app.service.scene import Handled, Scene
from app.service.week_decisions import decision_rows
from app.service.wording import lead_row, teaser_of, title_of, veiled_title
from app.store.locks import locked
from app.store.outbox import Post, PostState, held_for

MOST_AT_ONCE = 30
WITH_BUTTONS = 8
_STILL_NEEDED = {"nobody_picked": frozenset({State.ESCALATED}), "holder_silent": HELD, "lead_received": AT_GATE}
# How many buttons each lead gets that its owner decides about: with many of them the mail must stay short.
_BUTTONS_EACH = ((4, 3), (8, 2))


@dataclass
class _Pile:
    """The rows of one collected mail, as they are found."""

    rows: list[LeadRow] = field(default_factory=list)
    needs_you: list[NeedsYouRow] = field(default_factory=list)
    offered: list[OfferedRow] = field(default_factory=list)
    news: list[NewsRow] = field(default_factory=list)
    gone: list[GoneRow] = field(default_factory=list)
    decisions: dict[str, DecisionRow] = field(default_factory=dict)

    def context(self, vendor_id: int | None) -> letters.Collected | None:
        """Return the mail's context, with buttons as far as the mail stays short; None when nothing is left to say."""
        if not (self.rows or self.needs_you or self.offered or self.news or self.gone or self.decisions):
            return None
        room = max(0, WITH_BUTTONS - len(self.rows) - len(self.needs_you))
        each = next((buttons for most, buttons in _BUTTONS_EACH if len(self.needs_you) <= most), 1)
        needs_you = [
            replace(row, action=replace(row.action, primary=not (index or self.rows)), more=row.more[: each - 1])
            for index, row in enumerate(self.needs_you)
        ]
        offered = [row if number < room else replace(row, actions=()) for number, row in enumerate(self.offered)]
        asks_reader = (needs_you or self.decisions) and vendor_id is not None
        every = (Action(NEEDING, vendor_id),) if asks_reader and vendor_id is not None else ()
        return letters.Collected(
            tuple(self.rows), tuple(needs_you), tuple(offered), tuple(self.news), tuple(self.gone), every,
            tuple(self.decisions.values()),
        )  # fmt: skip


def send_collected(scene: Scene, command: do.SendCollected) -> Handled:
    """Write one mail of all that is held back for a person until now; what is over meanwhile is said to be.

    Nothing is lost: what may not go out yet, by quiet hours or the day's number of mails, waits on. The fact ``unread``
    names the offers that were dropped before anybody read them: person, lead, reason, and the letter's number.
    Source: rulebook 2, 4.6.
    """
    person = scene.session.scalar(locked(select(Person).where(Person.id == command.person_id), of=Person))
    held = held_for(scene.session, command.person_id, scene.now, MOST_AT_ONCE)
    if person is None or not held:
        raise AlreadyDone()
    own = [post for post in held if _stays(scene, post, person)]
    unread = {
        "unread": [(no.by, no.lead_id, no.reason, post_id) for no, post_id in unheard(scene.session, held, scene.now)]
    }
    if not own:
        return Handled("collected_elsewhere", unread)
    if later := _not_now(scene, person):
        for post in own:
            post.send_at = later
        return Handled("collected_later", {**unread, "until": later.isoformat()})
    pile = _Pile()
    for post in own:
        post.state = PostState.FOLDED
        _lay(scene, person, post, pile)
    context = pile.context(own[0].vendor_id)
    if context is None:
        return Handled("nothing_to_collect", unread)
    scene.write(letters.Letter(person.id, context, None, own[0].vendor_id, thread="collected"))
    return Handled("collected", {**unread, "letters": len(own)}, None, own[0].vendor_id)


def _stays(scene: Scene, post: Post, person: Person) -> bool:
    """Whether a letter is still this person's to read; a deputy's goes on, and what is switched off ends."""
    decision = decide_reader(scene.session, post, person, scene.now)
    if decision is None:
        return True
    if decision.fate is Fate.DROP:
        post.state = PostState.CANCELLED
    else:
        redirect(post, decision)
    return False


def _not_now(scene: Scene, person: Person) -> datetime | None:
    quiet_until = person.prefers.quiet_ends(scene.now, person.zone)
    if quiet_until is not None or budget_left(scene.session, person, scene.now) > 0:
        return quiet_until
    return next_morning_of(scene.now, person.zone)


def _lay(scene: Scene, person: Person, post: Post, pile: _Pile) -> None:
    context = letters.from_json(post.kind, dict(post.context))
    lead = scene.session.get(Lead, post.lead_id) if post.lead_id else None
    if isinstance(context, letters.FeedbackDue):
        pile.rows += _still_due(scene, context.rows, {row.lead_id for row in pile.rows})
    elif isinstance(context, letters.LeadOffer) and lead is not None:
        _lay_offer(scene, person, lead, context, pile)
    elif isinstance(context, letters.TimeAsked) and lead is not None:
        if lead.asked_until == context.asked_until:
            pile.needs_you.append(_asks_for_time(lead, context))
    elif post.kind in ASKED_BY_PARTNERS:
        pile.decisions |= {row.ref: row for row in _asked_by_partner(scene, person, post)}
    elif asks_owner(post) and lead is not None:
        if lead.state in _STILL_NEEDED[post.kind] and lead.ref not in {row.lead_ref for row in pile.needs_you}:
            pile.needs_you.append(_need(scene, lead, post, context))
    else:
        pile.news.append(_news(post))


def _need(scene: Scene, lead: Lead, post: Post, context: letters.LetterContext) -> NeedsYouRow:
    """Return a lead that its owner decides about, with what its own letter offers: what helps most first."""
    helps: list[Action]
    if isinstance(context, letters.NobodyPicked):
        why, helps = "nobody_picked", [*(row.assign for row in context.candidates[:1]), Action("widen", lead.id)]
    elif isinstance(context, letters.HolderSilent):
        why, helps = "stuck", [Action("nudge", lead.id), Action("recall", lead.id)]
    else:
        missing = lead.missing(lead.vendor.rules.mandatory)
        why, helps = "incomplete" if missing else "unreleased", [Action("edit" if missing else "release", lead.id)]
    first, *more = [
        replace(action, primary=False, argument={**action.argument, "item": lead.ref})
        for action in (*helps, Action("open", lead.id))
    ]
    days = max(0, (scene.now - post.written_at).days)
    return NeedsYouRow(lead.ref, str(post.context.get("title", "")), why, days, first, tuple(more))


def _asks_for_time(lead: Lead, context: letters.TimeAsked) -> NeedsYouRow:
    grant, *others = (replace(one, argument={**one.argument, "item": lead.ref}) for one in context.actions)
    return NeedsYouRow(lead.ref, context.title, "time_asked", 0, grant, tuple(others))


def _asked_by_partner(scene: Scene, person: Person, post: Post) -> tuple[DecisionRow, ...]:
    """Return what a partner asks, if nobody has answered it yet, with the page of it.

    A deputy may decide for somebody away, and does not see all that they see: theirs is the page that decides.
    """
    kind, _, number = post.thread.partition(":")
    if kind == "redemption":
        reward = scene.session.get_one(Redemption, int(number))
        rewards = (reward,) if reward.state == RedemptionState.ASKED else ()
        sees = any(shows_points(role, reward.reseller) for role in person.roles)
        rows, decides = decision_rows(Decisions((), rewards), reward.vendor, scene.now), "approve_redemption"
        return rows if sees else tuple(replace(row, action=Action(decides, reward.id)) for row in rows)
    deal = scene.session.get_one(Deal, int(number))
    is_open = deal.state == DealState.REVIEW or (deal.is_protected(scene.now) and deal.extension_reason is not None)
    sees = any(shows_deal(role, deal) for role in person.roles)
    rows = decision_rows(Decisions((deal,) if is_open else (), ()), deal.vendor, scene.now)
    decides = "grant_extension" if deal.state == DealState.PROTECTED else "approve"
    return rows if sees else tuple(replace(row, action=Action(decides, deal.id)) for row in rows)


def _still_due(scene: Scene, rows: Iterable[LeadRow], known: set[int]) -> list[LeadRow]:
    """Return the leads that still wait for this very answer, with what is true of them now."""
    found = []
    for row in rows:
        lead = scene.session.get(Lead, row.lead_id)
        if lead is None or lead.id in known or lead.state not in WORKED or lead.due_at != row.due_by:
            continue
        known.add(lead.id)
        fresh = lead_row(lead, scene.now)
        found.append(replace(fresh, actions=fresh.actions[:2]))
    return found


def _lay_offer(scene: Scene, person: Person, lead: Lead, context: letters.LeadOffer, pile: _Pile) -> None:
    companies = {role.reseller_id for role in person.roles if role.active and role.reseller_id is not None}
    rows = select(Offer).where(Offer.lead_id == lead.id, Offer.reseller_id.in_(companies))
    offer = scene.session.scalar(rows)
    if offer is None or offer.state == OfferState.DECLINED or lead.ref in {row.lead_ref for row in pile.offered}:
        return
    title = veiled_title(lead, person.language)
    if offer.state != OfferState.OPEN or lead.state not in ON_OFFER:
        why = "own" if lead.holder_id in companies else "gone" if lead.holder_id else "withdrawn"
        pile.gone.append(GoneRow(lead.ref, title_of(lead) if why == "own" else title, why))
        return
    veiled = teaser_of(lead, person.language)
    pile.offered.append(
        OfferedRow(
            lead_ref=lead.ref, title=title, temperature=veiled.temperature, volume_range=veiled.volume_range,
            time_frame=veiled.time_frame, need="" if person.prefers.brief else veiled.need, answer_by=offer.answer_by,
            actions=tuple(Action(wish, lead.id, argument={"item": lead.ref}) for wish in ("pick", "decline")),
        )
    )  # fmt: skip


def _news(post: Post) -> NewsRow:
    """Return what a letter tells, in one line; nothing that it says to be read later is left out but its buttons."""
    context = letters.from_json(post.kind, dict(post.context))
    facts = {fact.name: fact.value for fact in getattr(context, "facts", ())}
    who = str(getattr(context, "reseller", "") or facts.get("person", ""))
    return NewsRow(
        lead_ref=str(getattr(context, "lead_ref", "") or ""), title=str(getattr(context, "title", "")),
        what=str(getattr(context, "code", "")) or post.kind, reseller=who, status=str(getattr(context, "status", "")),
        when=getattr(context, "when", None) or getattr(context, "until", None),
        amount_cents=getattr(context, "amount_cents", None), currency=str(getattr(context, "currency", "")),
        reason=str(getattr(context, "reason", "")), note=str(getattr(context, "note", "") or facts.get("note", "")),
    )  # fmt: skip
