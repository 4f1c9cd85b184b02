"""Points are redeemed for rewards, and the vendor decides."""

from __future__ import annotations

from sqlalchemy import select

from app.domain import letters
from app.domain import point_commands as do
from app.domain.errors import AlreadyDone, NoSuchReward, NotPermitted, TooFewPoints, Unknown
from app.domain.letters import Action, FactRow
from app.domain.people import Person, Reseller, Role
from app.domain.redemption import Redemption, RedemptionState, RedemptionStep
from app.domain.redemption_permissions import REDEEM_PERMISSIONS, redemption_role_for
from app.service.handlers.deals import decider_for
from app.service.handlers.protections import superiors_of
from app.service.points import balance_of, book_redemption, give_back_points
from app.service.reward_wording import redemption_thread
from app.service.scene import Handled, Scene
from app.service.times import in_a_week
from app.store.locks import locked

LONGEST_REASON = 2_000


def redeem(scene: Scene, command: do.RedeemPoints) -> Handled:
    """Ask the vendor for a reward; its points are held from now on.

    Raises: Unknown: not their company. NotPermitted: they do not manage it. NoSuchReward. TooFewPoints. AlreadyDone:
        the same reward is asked for already, and waits.
    Source: rulebook 6.6.
    """
    person = scene.person(command.by)
    company = _own_company(scene, person, command.reseller_id)
    vendor = company.roles[0].vendor
    reward = next((one for one in vendor.rewards if one.key == command.reward), None)
    if reward is None:
        raise NoSuchReward()
    waiting = select(Redemption.id).where(
        Redemption.reseller_id == company.id, Redemption.state == RedemptionState.ASKED,
        Redemption.title == reward.title,
    )  # fmt: skip
    if scene.session.scalar(waiting.limit(1)) is not None:
        raise AlreadyDone()
    balance = balance_of(scene.session, company.id)
    if balance < reward.points:
        raise TooFewPoints(reward=reward.title, points=reward.points, balance=balance)
    owner = decider_for(scene, vendor, company, {"country": company.country, "postcode": company.postcode})
    answer_by = vendor.calendar.plus_working_days(scene.now, vendor.rules.reward_answer_days)
    redemption = Redemption(
        vendor=vendor, reseller=company, asker=person, owner=owner, state=RedemptionState.ASKED, title=reward.title,
        points=reward.points, asked_at=scene.now, answer_by=answer_by,
    )  # fmt: skip
    redemption.plan(RedemptionStep.REMIND, answer_by)
    scene.session.add(redemption)
    scene.session.flush()
    book_redemption(scene, redemption, person.id)
    _ask_vendor(scene, redemption, owner, "new")
    undo = (Action("withdraw_redemption", redemption.id),)
    _tell(scene, redemption, person.id, "redemption_asked", actions=undo)
    facts = {"reward": reward.title, "points": reward.points, "balance": balance - reward.points}
    return Handled("redemption_asked", {"redemption_ref": redemption.ref, **facts}, None, vendor.id)


def _own_company(scene: Scene, person: Person, company_id: int) -> Reseller:
    """Return a company that a person manages, locked, so no point is spent twice. Raises: Unknown, NotPermitted."""
    own = [role for role in person.roles if role.active and role.reseller_id == company_id]
    if not own:
        raise Unknown()
    if not any(role.name in REDEEM_PERMISSIONS for role in own):
        raise NotPermitted()
    return scene.reseller(company_id, lock=True)


def _ask_vendor(scene: Scene, redemption: Redemption, to: Person, occasion: str) -> None:
    scene.session.flush()
    context = letters.RedemptionReview(
        redemption.ref, redemption.title, redemption.reseller.name, redemption.asker.name, occasion, redemption.points,
        balance_of(scene.session, redemption.reseller_id), redemption.asked_at, redemption.answer_by,
        (
            Action("approve_redemption", redemption.id, primary=True), Action("reject_redemption", redemption.id),
            Action("points", redemption.reseller_id),
        ),
    )  # fmt: skip
    scene.write(letters.Letter(to.id, context, None, redemption.vendor_id, thread=redemption_thread(redemption.id)))


def _tell(
    scene: Scene, redemption: Redemption, to: int, code: str, *, actions: tuple[Action, ...] = (),
    asked_for: bool = True,
) -> None:  # fmt: skip
    scene.session.flush()
    balance = balance_of(scene.session, redemption.reseller_id)
    facts = (FactRow("points", str(redemption.points)), FactRow("balance", str(balance)))
    context = letters.Done(code, redemption.ref, redemption.title, facts, actions=actions)
    scene.write(
        letters.Letter(to, context, None, redemption.vendor_id, (), asked_for, redemption_thread(redemption.id))
    )


def _redemption_for(scene: Scene, command: do.RedemptionCommand) -> tuple[Redemption, Role]:
    """Return a request, locked, and the role by which a person may wish this of it. Raises: Unknown, NotPermitted."""
    person = scene.person(command.by)
    redemption = _locked(scene, command.redemption_id)
    return redemption, redemption_role_for(person, command.wish, redemption)


def _locked(scene: Scene, redemption_id: int) -> Redemption:
    rows = locked(select(Redemption).where(Redemption.id == redemption_id), of=Redemption)
    redemption = scene.session.scalar(rows)
    if redemption is None:
        raise Unknown()
    return redemption


def approve(scene: Scene, command: do.ApproveRedemption) -> Handled:
    """Grant a reward; the held points are spent. Source: rulebook 6.6."""
    redemption, role = _redemption_for(scene, command)
    redemption.approve(role.person_id, scene.now)
    return _decided(scene, redemption, role, "redemption_approved")


def reject(scene: Scene, command: do.RejectRedemption) -> Handled:
    """Turn a request down; the held points come back. Source: rulebook 6.6."""
    redemption, role = _redemption_for(scene, command)
    redemption.reject(role.person_id, scene.now, (command.reason or "").strip()[:LONGEST_REASON])
    give_back_points(scene, redemption, role.person_id)
    return _decided(scene, redemption, role, "redemption_rejected")


def _decided(scene: Scene, redemption: Redemption, role: Role, code: str) -> Handled:
    scene.session.flush()
    context = letters.RedemptionAnswered(
        redemption.ref, redemption.title, redemption.state, role.person.name, redemption.reason or "",
        redemption.points, balance_of(scene.session, redemption.reseller_id),
    )  # fmt: skip
    thread = redemption_thread(redemption.id)
    scene.write(letters.Letter(redemption.asked_by, context, None, redemption.vendor_id, thread=thread))
    _tell(scene, redemption, role.person_id, code)
    return Handled(code, {"redemption_ref": redemption.ref}, None, redemption.vendor_id)


def withdraw(scene: Scene, command: do.WithdrawRedemption) -> Handled:
    """Take a request back while it waits; the vendor's person is told. Source: rulebook 2."""
    redemption, role = _redemption_for(scene, command)
    redemption.withdraw(role.person_id, scene.now)
    give_back_points(scene, redemption, role.person_id)
    _tell(scene, redemption, role.person_id, "redemption_withdrawn")
    _tell(scene, redemption, redemption.owner_id, "redemption_withdrawn", asked_for=False)
    return Handled("redemption_withdrawn", {"redemption_ref": redemption.ref}, None, redemption.vendor_id)


def remind(scene: Scene, command: do.RemindRedemption) -> Handled:
    """Remind whoever has to decide; after the same time again somebody else hears of it. Source: rulebook 6.6."""
    redemption = _due(scene, command)
    vendor = redemption.vendor
    redemption.remind(vendor.calendar.plus_working_days(scene.now, vendor.rules.reward_answer_days))
    _ask_vendor(scene, redemption, redemption.owner, "reminder")
    return Handled("reminded", {"redemption_ref": redemption.ref}, None, redemption.vendor_id)


def escalate(scene: Scene, command: do.EscalateRedemption) -> Handled:
    """Tell the vendor's management of a request that nobody answers. Source: rulebook 6.6."""
    redemption = _due(scene, command)
    redemption.escalate(in_a_week(redemption.vendor, scene.now))
    for person in superiors_of(scene, redemption.vendor, redemption.owner):
        _ask_vendor(scene, redemption, person, "escalated")
    return Handled("escalated", {"redemption_ref": redemption.ref}, None, redemption.vendor_id)


def _due(scene: Scene, command: do.RedemptionCommand) -> Redemption:
    """The clock may be late or twice: what is not due any more is not done. Raises: AlreadyDone, Unknown."""
    redemption = _locked(scene, command.redemption_id)
    if redemption.step != command.wish or redemption.step_at is None or redemption.step_at > scene.now:
        raise AlreadyDone()
    return redemption
