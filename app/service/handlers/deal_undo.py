"""The last step with a registration is taken back."""

from __future__ import annotations

from app.domain import deal_commands as do
from app.domain.deal import Deal
from app.domain.deal_lifecycle import UNDECIDED, DealState
from app.domain.deal_undo import undo_last
from app.domain.letters import Action
from app.domain.permissions import RESELLER_ROLES
from app.service.deal_wording import deal_done_letter, extension_actions, review_actions, standing_actions
from app.service.handlers.deals import deal_for, require_free, take_off_the_market
from app.service.points import take_back_win
from app.service.scene import Handled, Scene


def undo(scene: Scene, command: do.UndoDeal) -> Handled:
    """Put a registration back as it was before one's side's last step, take back what was booked, and tell both sides.

    Leads that an approval took off the market stay with their owner, who was asked what to do with them.

    Raises: AlreadyDone: something else has happened since. NotPermitted: it was the other side's step. UndoExpired.
        Protected: another partner has got the customer meanwhile.
    Source: rulebook 2, 7.3, 7.6.
    """
    deal, role = deal_for(scene, command.deal_id, command.by, command.wish)
    was = deal.state
    step = undo_last(deal, command.step, role.reseller_id is None, scene.now)
    if was == DealState.WON:
        take_back_win(scene, deal, role.person_id)
    if was == DealState.LOST:
        require_free(scene, deal)
        take_off_the_market(scene, deal)
    code = f"{step}_undone"
    by_partner = role.name in RESELLER_ROLES
    scene.write(deal_done_letter(deal, role.person_id, code, actions=_next_steps(deal, by_partner)))
    other = deal.owner_id if by_partner else deal.registered_by
    if other != role.person_id:
        scene.write(deal_done_letter(deal, other, code, asked_for=False))
    return Handled(code, {"deal_ref": deal.ref}, None, deal.vendor_id)


def _next_steps(deal: Deal, by_partner: bool) -> tuple[Action, ...]:
    if by_partner:
        return standing_actions(deal) if deal.state == DealState.PROTECTED else ()
    if deal.state in UNDECIDED:
        return review_actions(deal)
    return extension_actions(deal) if deal.extension_reason is not None else ()
