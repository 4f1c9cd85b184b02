"""The letter that says what its reader can do here by mail."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from app.domain.letters.letter import Action, Letter, LetterContext


@dataclass(frozen=True)
class Help(LetterContext):
    """What one can do from here, by one's roles. Source: rulebook 2.

    occasion: asked; empty, after a mail with nothing in it; wrong_address, after one to ``wrote_to``, which nobody
    reads. lead_ref, title: the lead that was asked about, veiled where its customer is not known. sides: vendor, head,
    reseller, agency, distributor: those that the reader is on. lead_addresses, deal_addresses: where they hand in leads
    and register deals. Actions: the lead asked about, the forms.
    """

    kind: ClassVar[str] = "help"

    occasion: str
    sides: tuple[str, ...]
    lead_addresses: tuple[str, ...] = ()
    deal_addresses: tuple[str, ...] = ()
    actions: tuple[Action, ...] = ()
    wrote_to: str = ""
    lead_ref: str = ""
    title: str = ""

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
        open_it = Action("open", 2041, primary=True)
        about = replace(partner, actions=(open_it,), lead_ref="L-2041", title="Metallbau Muster GmbH")
        astray = replace(plain.context, occasion="wrong_address", wrote_to="leads+nordlciht@post.example", actions=())
        others = cls("asked", ("agency", "distributor"))
        return {
            "": plain,
            "about_a_lead": replace(plain, to=7, context=about),
            "wrong_address": replace(plain, context=astray),
            "empty": replace(plain, context=replace(plain.context, occasion="empty")),
            "partner": replace(plain, to=7, context=partner),
            "agency": replace(plain, to=5, context=others),
        }
