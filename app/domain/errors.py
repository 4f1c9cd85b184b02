"""The named refusals of the domain.

Refused
├── NotPermitted          not_permitted
├── Unknown               unknown
├── Expired               expired
├── WrongState            wrong_state
│   ├── Gone              gone
│   ├── NotOnOffer        not_on_offer
│   ├── AlreadyYours      already_yours
│   ├── DealOver          deal_over
│   ├── Merged            merged
│   ├── RedemptionOver    redemption_over
│   ├── Superseded        superseded
│   ├── PassedOn          passed_on
│   ├── ListBusy          list_busy
│   └── AlreadyDone       already_done
├── UndoExpired           undo_expired
├── FilesStay             files_stay
├── Incomplete            incomplete
├── NoCustomer            no_customer
├── NoEvents              no_events
├── NoSuchReward          no_such_reward
├── TooFewPoints          too_few_points
├── NoAgency              no_agency
├── FileGone              file_gone
├── Protected             protected
├── NeedsReason           needs_reason
├── NeedsDate             needs_date
├── NeedsAmount           needs_amount
├── Implausible           implausible
├── NotADeputy            not_a_deputy
├── DeputyCycle           deputy_cycle
└── Blocked
    ├── Locked            locked
    └── Full              full
"""

from __future__ import annotations

from typing import Any, ClassVar


class Refused(Exception):
    """The rules do not allow it. ``code`` names why; ``facts`` holds JSON values for the page and the letter."""

    code: ClassVar[str] = "refused"

    def __init__(self, **facts: Any) -> None:
        super().__init__(self.__doc__)
        self.facts = facts


class NotPermitted(Refused):
    """This person may not do that here."""

    code = "not_permitted"


class Unknown(Refused):
    """There is no such thing, or it is not this person's."""

    code = "unknown"


class Expired(Refused):
    """The link or the question is too old."""

    code = "expired"


class WrongState(Refused):
    """The lead is no longer where this can be done."""

    code = "wrong_state"


class Gone(WrongState):
    """Somebody else was faster. Facts: ``minutes_late``."""

    code = "gone"


class NotOnOffer(WrongState):
    """The lead is not offered to this company."""

    code = "not_on_offer"


class AlreadyYours(WrongState):
    """This company has the lead already."""

    code = "already_yours"


class DealOver(WrongState):
    """The registration is not where this can be done: decided, closed or expired. Facts: ``state``."""

    code = "deal_over"


class RedemptionOver(WrongState):
    """The request for a reward was decided, or taken back, before. Facts: ``state``."""

    code = "redemption_over"


class Merged(WrongState):
    """The lead lives on in another one, of the same customer. Facts: ``survivor_id``, where the asker may know it."""

    code = "merged"


class Superseded(WrongState):
    """What is to be undone is no longer the last step. Facts: ``latest``, the one since, its ``option``, ``status``."""

    code = "superseded"


class PassedOn(WrongState):
    """What was added to a registration is with the vendor already and cannot be called back."""

    code = "passed_on"


class ListBusy(WrongState):
    """The list is being read, imported, released or taken back at this moment. Facts: ``state``."""

    code = "list_busy"


class AlreadyDone(WrongState):
    """Exactly this was done before; nothing changes."""

    code = "already_done"


class UndoExpired(Refused):
    """The time to undo is over. Facts: ``until``."""

    code = "undo_expired"


class FilesStay(Refused):
    """The time to take back files that were added to a lead is over. Facts: ``until``."""

    code = "files_stay"


class Incomplete(Refused):
    """A mandatory field of the lead is missing. Facts: ``missing``, the fields' names."""

    code = "incomplete"


class NoCustomer(Refused):
    """A deal registration names no customer."""

    code = "no_customer"


class NoEvents(Refused):
    """What was handed in names no customer, or nothing that a customer did."""

    code = "no_events"


class NoSuchReward(Refused):
    """The catalogue has no such reward any more, or not for these points."""

    code = "no_such_reward"


class TooFewPoints(Refused):
    """The company's balance does not cover it. Facts: ``reward``, ``points`` it costs, ``balance`` that is left."""

    code = "too_few_points"


class NoAgency(Refused):
    """The vendor has no agency whose people can be reached."""

    code = "no_agency"


class FileGone(Refused):
    """The file was deleted when its time was over, or a newer one has taken its place."""

    code = "file_gone"


class Protected(Refused):
    """Another partner has this customer under protection. Facts, of a lead: ``until``, ``holder_id``, ``holder``."""

    code = "protected"


class NeedsReason(Refused):
    """This needs a reason. Facts: ``reasons``, the allowed ones."""

    code = "needs_reason"


class NeedsDate(Refused):
    """This needs a date."""

    code = "needs_date"


class NeedsAmount(Refused):
    """This needs an amount."""

    code = "needs_amount"


class Implausible(Refused):
    """A value cannot be meant. Facts: ``field``, ``value``, ``expected``."""

    code = "implausible"


class NotADeputy(Refused):
    """Only a colleague of the same company can stand in. Facts: ``value``, what was written."""

    code = "not_a_deputy"


class DeputyCycle(Refused):
    """The colleagues would stand in for each other in a circle. Facts: ``value``, the deputy's address."""

    code = "deputy_cycle"


class Blocked(Refused):
    """Leads without an answer stand in the way. Facts: ``blocking``, the leads' ids."""

    code = "blocked"


class Locked(Blocked):
    """A deadline was missed: first an answer, then new leads. Facts: ``blocking``."""

    code = "locked"


class Full(Blocked):
    """The company holds as many unworked leads as it may. Facts: ``blocking``, ``cap``."""

    code = "full"


def refusals() -> list[type[Refused]]:
    """Return every refusal that can reach a person, one class per code."""
    found: list[type[Refused]] = []
    waiting = [Refused]
    while waiting:
        for child in waiting.pop().__subclasses__():
            waiting.append(child)
            found.append(child)
    return sorted((refusal for refusal in found if refusal is not Blocked), key=lambda refusal: refusal.code)
