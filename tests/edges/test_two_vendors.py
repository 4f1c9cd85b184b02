"""One person who is partner of two vendors: one address, one digest, and every answer acts for the right vendor."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.domain import commands as do
from app.domain.deal import Deal
from app.domain.people import Person, Vendor
from app.service.programme_file import read_programme
from tests.edges.incoming import CARLA, MAIL_DOMAIN, Incoming, a_mail, reply_to

ROLF = "rolf@rolf-it.example"
SUEDWIND = """
vendor: {slug: suedwind, name: Suedwind Vision AG, language: de, timezone: Europe/Vienna, country: AT, currency: EUR}
people:
  - {email: eve@suedwind.example, name: Eve Ernst, role: management, language: de}
resellers:
  - {slug: rolf-it, name: Rolf IT GmbH, country: DE, postcode: "80331", attributes: {products: [arm]},
     people: [{email: rolf@rolf-it.example, name: Rolf Rieger, role: sales_manager, language: de}]}
criteria:
  - {name: Product, kind: counts, weight: 40, lead: product, partner: products, match: in}
"""


@pytest.fixture
def both(incoming: Incoming) -> Incoming:
    """Return the installation with a second vendor that has Rolf as its partner, too."""
    incoming.do(do.LoadProgramme(programme=read_programme(SUEDWIND, "suedwind.yaml"), files={}))
    return incoming


def a_lead_of_suedwind(both: Incoming) -> int:
    with both.looking() as session:
        vendor_id = session.scalars(select(Vendor.id).where(Vendor.slug == "suedwind")).one()
    eve = both.person_id("eve")
    outcome = both.do(do.SubmitLead(by=eve, vendor_id=vendor_id, fields=dict(CARLA)))
    assert outcome.lead_id is not None
    assert not both.do(do.ReleaseLead(by=eve, lead_id=outcome.lead_id)).refused
    return outcome.lead_id


@pytest.mark.rule("1")
def test_rolf_is_one_person_for_both(both: Incoming) -> None:
    with both.looking() as session:
        assert session.scalar(select(func.count()).select_from(Person).where(Person.address == ROLF)) == 1
    assert len({role.vendor_id for role in both.person("rolf").roles}) == 2


@pytest.mark.rule("1", "2")
def test_a_word_takes_the_lead_of_the_vendor_whose_letter_was_answered(both: Incoming) -> None:
    nordlichts, suedwinds = both.offered_lead(), a_lead_of_suedwind(both)

    both.arrives(a_mail(ROLF, "nehme", subject="Re: Lead"), reply_to(both.key_of("rolf", "lead_offer")))

    assert both.lead(suedwinds).state == "picked"
    assert both.lead(nordlichts).state == "offered"
    assert "lead_taken" in both.kinds_to("eve")
    assert "lead_taken" not in both.kinds_to("vera")


@pytest.mark.rule("1", "9.4")
def test_neither_vendor_reads_of_the_other(both: Incoming) -> None:
    a_lead_of_suedwind(both)
    both.arrives(a_mail(ROLF, "nehme", subject="Re: Lead"), reply_to(both.key_of("rolf", "lead_offer")))

    letters = [str(post.context) for name in ("vera", "max") for post in both.letters_to(name)]
    assert not any("Suedwind" in letter or "Metallbau" in letter for letter in letters)


@pytest.mark.rule("1", "8.3")
def test_rolf_gets_one_week_with_the_leads_of_both(both: Incoming) -> None:
    taken = [both.taken_lead(), a_lead_of_suedwind(both)]
    assert both.do(do.PickLead(by=both.person_id("rolf"), lead_id=taken[1])).code == "picked"

    both.clock.advance(timedelta(days=7))
    both.do(do.SendDigest(person_id=both.person_id("rolf")))

    weeks = [post for post in both.letters_to("rolf") if post.kind == "week_reseller"]
    assert len(weeks) == 1
    assert {row["lead_ref"] for row in weeks[0].context["rows"]} == {f"L-{lead_id}" for lead_id in taken}


@pytest.mark.rule("1", "7.1")
def test_a_registration_goes_to_the_vendor_of_the_address_and_without_one_is_kept_aside(both: Incoming) -> None:
    both.arrives(a_mail(ROLF, "Deal: Muster GmbH, 80331 München", subject="Deal"), f"deals+suedwind@{MAIL_DOMAIN}")
    raw = both.arrives(a_mail(ROLF, "Deal: Beispiel AG, 80331 München", subject="Deal"), f"deals@{MAIL_DOMAIN}")

    assert (raw.state, raw.reason) == ("quarantined", "the address names no vendor")
    with both.looking() as session:
        deals = session.execute(select(Vendor.slug, Deal.id).join(Deal, Deal.vendor_id == Vendor.id)).all()
    assert [slug for slug, _ in deals] == ["suedwind"]
