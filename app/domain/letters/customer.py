"""The one letter that the customer gets: who will call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from app.domain.letters.letter import Letter, LetterContext


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
