"""What happens beside the race for leads: single episodes, so that every part of the product has something to show."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from app.bootstrap import Parts
from app.cli.demo.customers import NEEDS
from app.domain import commands as do
from app.domain import deal_commands as of_deals
from app.domain import gate_commands as at_gate
from app.domain.deal import Deal
from app.domain.deal_lifecycle import DealState
from app.domain.feedback import Statement
from app.domain.import_commands import HandInList
from app.domain.lead import Lead
from app.domain.lifecycle import HELD, Status
from app.domain.people import Person, Reseller, Vendor
from app.domain.person_commands import SetPreferences
from app.domain.point_commands import CorrectPoints
from app.domain.time_commands import AskTime
from app.service.outcome import Origin, Outcome
from app.store.work import reading

Act = Callable[[], None]
HANNA = "hanna@hansa-automation.example"
# A list whose leads lie far from the partners that the welcome names. It is read as soon as a worker runs.
LIST = """Firma;Vorname;Nachname;E-Mail;PLZ;Ort;Land;Produkt;Bedarf;Temperatur;Quelle
Werft Petersen GmbH;Jan;Petersen;jan@werft-petersen.example;22765;Hamburg;DE;Greifer;Greifer für Bleche;kalt;Messe
Fischfeinkost Brandt GmbH;Anke;Brandt;anke@fischfeinkost-brandt.example;24103;Kiel;DE;Roboterarm;Stapeln;warm;Messe
Nordkaffee Lührs GmbH;Omar;Lührs;keine Angabe;28195;Bremen;DE;Greifer;Säcke greifen;kalt;Messe
"""


@dataclass
class Episodes:
    """The episodes of one vendor's year, each of them wished through the door."""

    parts: Parts
    until: datetime
    _people: dict[str, int] = field(default_factory=dict)
    _count: int = 0

    def planned(self) -> Iterator[tuple[datetime, Act]]:
        """Yield every episode with its instant: days before the end of the year, at a working hour."""
        with reading(self.parts.database) as session:
            self._vendor_id = session.scalars(select(Vendor.id)).one()
            self._people = {one.address.partition("@")[0]: one.id for one in session.scalars(select(Person))}
            self._companies = {one.slug: one.id for one in session.scalars(select(Reseller))}
        acts: tuple[tuple[int, Act], ...] = (
            (150, self._agency_completes), (90, self._agency_says_no), (2, self._agency_is_asked),
            (120, self._two_become_one), (70, self._two_stay_two),
            (110, self._deal_is_won), (45, self._deal_is_protected), (60, self._deal_is_rejected),
            (1, self._deal_waits_for_review), (2, self._more_is_asked_about_a_deal), (2, self._the_customer_was_seen),
            (2, self._rolf_wants_more_time_for_a_deal), (3, self._a_holder_wants_more_time),
            (40, self._max_makes_good), (65, self._an_approval_is_taken_back), (200, self._henrik_reads_once_a_day),
            (180, self._samira_wants_no_cold_ones), (3, self._henrik_is_away), (100, self._rolf_hands_over),
            (75, self._vera_gives_to_another),
            (50, self._nils_gives_back), (0, self._vera_hands_in_a_list),
        )  # fmt: skip
        for days, act in acts:
            yield _working_hour(self.until - timedelta(days=days), self.until), act

    def _do(self, command: do.Command) -> Outcome:
        self._count += 1
        return self.parts.door.handle(command, Origin("page", f"episode:{self._count}"))

    def _lead(self, **fields: Any) -> int:
        product = fields.get("product", "Greifer")
        usual = {"country": "DE", "product": product, "need": NEEDS[product][0], "source": "Messe automatica",
                 "language": "de", "expected_volume_cents": 2_400_000, "currency": "EUR"}  # fmt: skip
        command = do.SubmitLead(by=self._people["vera"], vendor_id=self._vendor_id, fields=usual | fields)
        lead_id = self._do(command).lead_id
        assert lead_id is not None
        return lead_id

    def _at_agency(self, **fields: Any) -> int:
        lead_id = self._lead(**fields)
        self._do(at_gate.SendToAgency(by=self._people["vera"], lead_id=lead_id))
        return lead_id

    def _agency_completes(self) -> None:
        lead_id = self._at_agency(
            company="Elbdruck Wolf GmbH", contact_email="ina@elbdruck-wolf.example", postcode="20355"
        )
        self._do(at_gate.QualifyLead(by=self._people["quentin"], lead_id=lead_id, fields={"temperature": "warm"}))

    def _agency_says_no(self) -> None:
        lead_id = self._at_agency(
            company="Hobbyraum Krause", contact_email="kurt@hobbyraum-krause.example", postcode="50823"
        )
        self._do(
            at_gate.CallItNoLead(
                by=self._people["quentin"],
                lead_id=lead_id,
                reason="no_business",
                note="Sucht einen Arm für die Modellbahn.",
            )
        )

    def _agency_is_asked(self) -> None:
        self._at_agency(company="Weserguss Tietz GmbH", contact_phone="+494215550177", postcode="28195")

    def _twins(self, first: dict[str, Any], second: dict[str, Any]) -> tuple[int, int]:
        return self._lead(**first, temperature="warm"), self._lead(**second, temperature="warm")

    def _two_become_one(self) -> None:
        same = {
            "company": "Holzwerk Lindner GmbH",
            "contact_email": "eva@holzwerk-lindner.example",
            "postcode": "22765",
        }
        first, second = self._twins(same, {**same, "contact_phone": "+49405550166", "source": "Web-Formular"})
        self._do(at_gate.MergeLeads(by=self._people["vera"], lead_id=second, into_id=first))

    def _two_stay_two(self) -> None:
        same = {"company": "Backhaus Ernst GmbH", "contact_email": "paul@backhaus-ernst.example", "postcode": "50823"}
        _, second = self._twins(same, {**same, "product": "Kamera"})
        self._do(at_gate.KeepBoth(by=self._people["vera"], lead_id=second))

    def _deal(self, by: str, **fields: Any) -> int:
        usual = {"country": "DE", "product": "Roboterarm", "expected_volume_cents": 4_800_000, "currency": "EUR"}
        self._do(of_deals.RegisterDeal(by=self._people[by], vendor_id=self._vendor_id, fields=usual | fields))
        with reading(self.parts.database) as session:
            return session.scalars(select(Deal.id).order_by(Deal.id.desc()).limit(1)).one()

    def _deal_is_won(self) -> None:
        deal_id = self._deal(
            "henrik", company="Reederei Sievers KG", website="reederei-sievers.example", postcode="20355"
        )
        self._do(of_deals.ApproveDeal(by=self._people["viktor"], deal_id=deal_id))
        won = Statement(Status.WON, amount_cents=5_200_000, currency="EUR")
        self._do(of_deals.ReportDeal(by=self._people["henrik"], deal_id=deal_id, statement=won))

    def _deal_is_protected(self) -> None:
        deal_id = self._deal("rolf", company="Isar Präzision GmbH", website="isar-praezision.example", postcode="81675")
        self._do(of_deals.ApproveDeal(by=self._people["vera"], deal_id=deal_id))

    def _more_is_asked_about_a_deal(self) -> None:
        deal_id = self._deal("nils", company="Alb Guss GmbH", website="alb-guss.example", postcode="70173")
        self._do(of_deals.AskMoreOfDeal(by=self._people["vera"], deal_id=deal_id, question="Wer entscheidet dort?"))
        self._do(of_deals.SupplyDeal(by=self._people["nils"], deal_id=deal_id, words="Frau Roth, die Werkleiterin."))

    def _an_approval_is_taken_back(self) -> None:
        deal_id = self._deal("samira", company="Oderwerk KG", website="oderwerk.example", postcode="15230")
        self._do(of_deals.ApproveDeal(by=self._people["viktor"], deal_id=deal_id))
        self._do(of_deals.UndoDeal(by=self._people["viktor"], deal_id=deal_id, step="approve"))
        self._do(of_deals.RejectDeal(by=self._people["viktor"], deal_id=deal_id, reason="duplicate"))

    def _the_customer_was_seen(self) -> None:
        fields = {"company": "Isar Präzision GmbH", "website": "isar-praezision.example", "postcode": "81675"}
        seen = ("hat die Preisseite angesehen", "war am Messestand")
        events = tuple(of_deals.EventEntry(fields, what) for what in seen)
        self._do(of_deals.RecordEvents(by=self._people["vera"], vendor_id=self._vendor_id, events=events))

    def _rolf_wants_more_time_for_a_deal(self) -> None:
        with reading(self.parts.database) as session:
            rows = select(Deal.id).where(Deal.registered_by == self._people["rolf"], Deal.state == DealState.PROTECTED)
            deal_id = session.scalars(rows).one()
        reason = "Das Budget kommt erst im nächsten Quartal."
        self._do(of_deals.AskExtension(by=self._people["rolf"], deal_id=deal_id, reason=reason))

    def _a_holder_wants_more_time(self) -> None:
        if (lead_id := self._held_by("limmat-robotics")) is not None:
            until = self.until + timedelta(days=21)
            self._do(AskTime(by=self._people["laura"], lead_id=lead_id, until=until))

    def _max_makes_good(self) -> None:
        company_id = self._companies["donau-technik"]
        self._do(CorrectPoints(by=self._people["max"], reseller_id=company_id, points=20, reason="Hilfe auf der Messe"))

    def _deal_is_rejected(self) -> None:
        deal_id = self._deal("samira", company="Havel Optik GmbH", website="havel-optik.example", postcode="10245")
        self._do(of_deals.RejectDeal(by=self._people["viktor"], deal_id=deal_id, reason="existing_customer"))

    def _deal_waits_for_review(self) -> None:
        self._deal(
            "ramona", company="Rheingold Verpackung GmbH", website="rheingold-verpackung.example", postcode="50823"
        )

    def _henrik_reads_once_a_day(self) -> None:
        self._do(SetPreferences(by=self._people["henrik"], changes={"cadence": "daily"}))

    def _samira_wants_no_cold_ones(self) -> None:
        self._do(SetPreferences(by=self._people["samira"], changes={"temperatures": ["hot", "warm"]}))

    def _henrik_is_away(self) -> None:
        back = self.until + timedelta(days=5)
        self._do(do.SetAbsence(by=self._people["henrik"], until=back, deputy=HANNA))

    def _held_by(self, slug: str) -> int | None:
        with reading(self.parts.database) as session:
            rows = select(Lead.id).where(Lead.holder_id == self._companies[slug], Lead.state.in_(HELD))
            return session.scalar(rows.order_by(Lead.id.desc()).limit(1))

    def _rolf_hands_over(self) -> None:
        if (lead_id := self._held_by("rolf-it")) is not None:
            self._do(do.HandOverLead(by=self._people["rolf"], lead_id=lead_id, person_id=self._people["ruth"]))

    def _vera_gives_to_another(self) -> None:
        if (lead_id := self._held_by("rheinwerk")) is not None:
            other = self._companies["neckar-cobots"]
            self._do(do.AssignLead(by=self._people["vera"], lead_id=lead_id, reseller_id=other))

    def _nils_gives_back(self) -> None:
        if (lead_id := self._held_by("neckar-cobots")) is not None:
            self._do(do.GiveBackLead(by=self._people["nils"], lead_id=lead_id, reason="capacity"))

    def _vera_hands_in_a_list(self) -> None:
        files = (("Kontakte Messe.csv", "text/csv", LIST.encode()),)
        self._do(HandInList(by=self._people["vera"], vendor_id=self._vendor_id, files=files, starts=True))


def _working_hour(day: datetime, until: datetime) -> datetime:
    """Return ten o'clock of the last working day by then, or an hour before the end."""
    at = day.replace(hour=10, minute=0)
    while at.weekday() > 4:
        at -= timedelta(days=1)
    return min(at, until - timedelta(hours=1))
