"""The letters to the customer, who will call and whether somebody did, and the one about their answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from app.domain.letters.letter import Action, Letter, LetterContext


@dataclass(frozen=True)
class CustomerIntro(LetterContext):
    """Who will call, to a customer who agreed to be contacted. Source: rulebook 5.3, 5.4.

    answers_to: the caller's own address; what the customer answers goes straight there, not through Pickpost.
    The opt-out is the footer's *unsubscribe*.
    """

    kind: ClassVar[str] = "customer_intro"

    vendor: str
    product: str
    reseller: str
    person: str
    answers_to: str

    @classmethod
    def sample(cls, language: str) -> Letter:
        context = cls(
            vendor="Nordlicht Robotics GmbH",
            product="Roboterarm" if language == "de" else "Robot arm",
            reseller="Rolf IT GmbH",
            person="Rolf Rieger",
            answers_to="rolf@rolf-it.example",
        )
        return Letter(to=30, context=context, lead_id=2041, vendor_id=1, thread="customer:2041")


@dataclass(frozen=True)
class CustomerEcho(LetterContext):
    """Were you contacted? Once, to a customer who agreed to be contacted. Source: rulebook 6.5.

    Actions: echo with yes and with no. The opt-out is the footer's *unsubscribe*.
    """

    kind: ClassVar[str] = "customer_echo"

    vendor: str
    product: str
    reseller: str
    person: str
    actions: tuple[Action, ...]

    @classmethod
    def sample(cls, language: str) -> Letter:
        context = cls(
            vendor="Nordlicht Robotics GmbH",
            product="Roboterarm" if language == "de" else "Robot arm",
            reseller="Rolf IT GmbH",
            person="Rolf Rieger",
            actions=(Action("echo", 2041, "yes", primary=True), Action("echo", 2041, "no")),
        )
        return Letter(to=30, context=context, lead_id=2041, vendor_id=1, thread="customer:2041")


@dataclass(frozen=True)
class CustomerAnswered(LetterContext):
    """The customer was not contacted, or wrote something else; the owner can do something. Source: rulebook 6.5.

    answer: ``no`` or ``words``. status: the holder's last one. reason: a code, of a no. note: the customer's own words.
    Actions: nudge and recall while a partner has the lead.
    """

    kind: ClassVar[str] = "customer_answered"

    lead_ref: str
    title: str
    answer: str
    customer: str
    reseller: str
    person: str
    status: str
    reason: str = ""
    note: str = ""
    actions: tuple[Action, ...] = ()

    @classmethod
    def sample(cls, language: str) -> Letter:
        return _answered(language, "no", "nobody")

    @classmethod
    def samples(cls, language: str) -> dict[str, Letter]:
        return {"": cls.sample(language), "words": _answered(language, "words", "")}


def _answered(language: str, answer: str, reason: str) -> Letter:
    words = "Bitte erst im April anrufen." if language == "de" else "Please call in April only."
    context = CustomerAnswered(
        lead_ref="L-2041",
        title="Metallbau Muster GmbH",
        answer=answer,
        customer="Carla Muster",
        reseller="Rolf IT GmbH",
        person="Rolf Rieger",
        status="contacted",
        reason=reason,
        note=words if answer == "words" else "",
        actions=(Action("nudge", 2041, primary=True), Action("recall", 2041)),
    )
    return Letter(to=1, context=context, lead_id=2041, vendor_id=1, thread="lead:2041")
