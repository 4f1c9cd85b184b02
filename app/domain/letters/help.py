"""The letter that says what its reader can do here by mail."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from app.domain.letters.letter import Action, Letter, LetterContext


@dataclass(frozen=True)
class Help(LetterContext):
    """What one can do from here, by one's roles. Source: rulebook 2.

    occasion: asked, or empty after a mail with nothing in it. sides: vendor, head, reseller, agency, distributor: those
    that the reader is on. lead_addresses, deal_addresses: where they hand in leads and register deals. Actions: the
    forms.
    """

    kind: ClassVar[str] = "help"

    occasion: str
    sides: tuple[str, ...]
    lead_addresses: tuple[str, ...] = ()
    deal_addresses: tuple[str, ...] = ()
    actions: tuple[Action, ...] = ()

    @classmethod
    def sample(cls, language: str) -> Letter:
        actions = (Action("submit", 1), Action("import", 1))
        sides = ("vendor", "head")
        return Letter(1, cls("asked", sides, ("leads+nordlicht@post.example",), (), actions), None, 1, (), True)

    @classmethod
    def samples(cls, language: str) -> dict[str, Letter]:
        plain = cls.sample(language)
        assert isinstance(plain.context, cls)
        partner = cls("asked", ("reseller",), (), ("deals+nordlicht@post.example",), (Action("register", 1),))
        others = cls("asked", ("agency", "distributor"))
        return {
            "": plain,
            "empty": replace(plain, context=replace(plain.context, occasion="empty")),
            "partner": replace(plain, to=7, context=partner),
            "agency": replace(plain, to=5, context=others),
        }
