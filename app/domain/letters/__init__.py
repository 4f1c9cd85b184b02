"""Every letter Pickpost writes, as typed contexts without prose."""

from typing import Any

from app.domain.letters.answers import ColleagueLink, ConfirmWish, Done, NotUnderstood, Refused, WhichWasMeant
from app.domain.letters.collected import Collected, GoneRow, NewsRow, OfferedRow
from app.domain.letters.customer import CustomerAnswered, CustomerEcho, CustomerIntro
from app.domain.letters.deals import (
    ConflictRow,
    CustomerEvents,
    DealAnswered,
    DealApproved,
    DealRegistered,
    DealReview,
    DealStanding,
    EventRow,
    ExtensionAsked,
)
from app.domain.letters.feedback import FeedbackDue, FeedbackEcho, FeedbackReceipt, LeadReturned
from app.domain.letters.help import Help
from app.domain.letters.imports import ImportedFile, ImportedRow, ImportReport, RefusedRow
from app.domain.letters.json_form import NotALetter, decode, to_json
from app.domain.letters.letter import (
    Action,
    AttachmentRef,
    DownloadRow,
    FactRow,
    FieldRow,
    LeadRow,
    Letter,
    LetterContext,
    MoneyRange,
    OfferRow,
    numbered_refs,
)
from app.domain.letters.offers import BackOnOffer, CandidateRow, LeadGone, LeadOffer, NobodyPicked, ReasonCount, WhyYou
from app.domain.letters.picks import LeadPicked, LeadTaken, Locked
from app.domain.letters.preferences import PreferencesSet
from app.domain.letters.privacy import DataErased
from app.domain.letters.rewards import EarnedRow, RedemptionAnswered, RedemptionReview, StandingRow
from app.domain.letters.silence import HolderSilent, TimeAsked
from app.domain.letters.vendor import DeliveryFailed, LeadReceived, QualificationTask, QuarantineReport, QuarantineRow
from app.domain.letters.weeks import Bar, DecisionRow, Kpi, NeedsYouRow, PartnerRow, WeekManager, WeekReseller

LETTERS: dict[str, type[LetterContext]] = {
    context.kind: context
    for context in (
        LeadReceived,
        LeadOffer,
        LeadPicked,
        LeadTaken,
        CustomerIntro,
        CustomerEcho,
        CustomerAnswered,
        LeadGone,
        Locked,
        FeedbackEcho,
        FeedbackReceipt,
        Help,
        FeedbackDue,
        NotUnderstood,
        LeadReturned,
        NobodyPicked,
        HolderSilent,
        TimeAsked,
        BackOnOffer,
        WeekManager,
        WeekReseller,
        ConfirmWish,
        ColleagueLink,
        Refused,
        Done,
        PreferencesSet,
        Collected,
        WhichWasMeant,
        DeliveryFailed,
        QualificationTask,
        QuarantineReport,
        DealRegistered,
        DealReview,
        DealApproved,
        DealAnswered,
        DealStanding,
        ExtensionAsked,
        CustomerEvents,
        DataErased,
        RedemptionReview,
        RedemptionAnswered,
        ImportReport,
    )
}


def from_json(kind: str, stored: dict[str, Any]) -> LetterContext:
    """Return the context that ``to_json`` stored.

    Args: kind: a key of LETTERS. stored: the JSON object.
    Raises: NotALetter: an unknown kind, a missing or unknown key, a value of another type.
    """
    if kind not in LETTERS:
        raise NotALetter(f"no letter is called {kind!r}")
    context = decode(LETTERS[kind], stored, kind)
    assert isinstance(context, LetterContext)
    return context


__all__ = [
    "LETTERS",
    "Action",
    "AttachmentRef",
    "BackOnOffer",
    "Bar",
    "CandidateRow",
    "ColleagueLink",
    "Collected",
    "ConfirmWish",
    "ConflictRow",
    "CustomerAnswered",
    "CustomerEcho",
    "CustomerEvents",
    "CustomerIntro",
    "DataErased",
    "DealAnswered",
    "DealApproved",
    "DealRegistered",
    "DealReview",
    "DealStanding",
    "DecisionRow",
    "DeliveryFailed",
    "Done",
    "DownloadRow",
    "EarnedRow",
    "EventRow",
    "ExtensionAsked",
    "FactRow",
    "FeedbackDue",
    "FeedbackEcho",
    "FeedbackReceipt",
    "FieldRow",
    "GoneRow",
    "Help",
    "HolderSilent",
    "ImportReport",
    "ImportedFile",
    "ImportedRow",
    "Kpi",
    "LeadGone",
    "LeadOffer",
    "LeadPicked",
    "LeadReceived",
    "LeadReturned",
    "LeadRow",
    "LeadTaken",
    "Letter",
    "LetterContext",
    "Locked",
    "MoneyRange",
    "NeedsYouRow",
    "NewsRow",
    "NobodyPicked",
    "NotALetter",
    "NotUnderstood",
    "OfferRow",
    "OfferedRow",
    "PartnerRow",
    "PreferencesSet",
    "QualificationTask",
    "QuarantineReport",
    "QuarantineRow",
    "ReasonCount",
    "RedemptionAnswered",
    "RedemptionReview",
    "Refused",
    "RefusedRow",
    "StandingRow",
    "TimeAsked",
    "WeekManager",
    "WeekReseller",
    "WhichWasMeant",
    "WhyYou",
    "from_json",
    "numbered_refs",
    "to_json",
]
