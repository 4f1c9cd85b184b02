"""A vendor with its resellers, the clock in the test's hand, and what people do there as one word each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask
from sqlalchemy import select

from app.bootstrap import build
from app.clock import FrozenClock
from app.domain import commands as do
from app.domain.feedback import Feedback, Note, Statement
from app.domain.lead import Lead
from app.domain.lifecycle import Status
from app.domain.offer import Offer, OfferState
from app.domain.people import Reseller
from app.domain.programme import Programme
from app.service.outcome import Origin, Outcome
from app.settings import Settings
from app.store.outbox import Post, PostState
from scheduler.due import DueWork
from tests.edges.house import House
from tests.edges.incoming import a_database
from tests.rules.programmes import nordlicht

BERLIN = ZoneInfo("Europe/Berlin")
MAIL_DOMAIN = "post.town.example"
OUR_SERVER = "mx.town.example"
MINUTE = timedelta(minutes=1)
# A lead that every criterion of the programme can judge; warm, so that its offer waits for working hours.
CARLA = {
    "company": "Metallbau Muster GmbH", "contact_first_name": "Carla", "contact_last_name": "Muster",
    "contact_email": "carla@metallbau-muster.example", "contact_phone": "+498912345678", "street": "Lindenstraße 5",
    "postcode": "80331", "city": "München", "country": "DE", "product": "arm", "need": "Two arms for a mill.",
    "temperature": "warm", "source": "fair", "expected_volume_cents": 4_000_000, "currency": "EUR",
}  # fmt: skip


def berlin(text: str) -> datetime:
    """Return an instant as it stands on a wall in Berlin, such as ``2026-03-03 10:00``."""
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


# A Tuesday without a holiday anywhere near.
START = berlin("2026-03-03 10:00")


class Town(House):
    """The installation and its people. Names are the beginnings of their addresses."""

    def at(self, when: datetime | str) -> None:
        """Move the clock, without letting anything happen."""
        self.clock.move_to(berlin(when) if isinstance(when, str) else when)

    def time_passes(self, until: datetime | str | None = None) -> int:
        """Move the clock and do everything that is due by then; return how many things that were."""
        if until is not None:
            self.at(until)
        return DueWork(self.parts.database, self.parts.door, self.clock).run()

    def days_pass(self, until: str, step: timedelta = timedelta(hours=1)) -> None:
        """Let time pass in steps, as a running scheduler does, up to and including an instant."""
        end = berlin(until)
        while self.clock.now() + step < end:
            self.clock.advance(step)
            self.time_passes()
        self.time_passes(end)

    def load(self, programme: Programme) -> None:
        """Create or update a vendor."""
        assert self.do(do.LoadProgramme(programme=programme)).code == "loaded"

    def submits(self, name: str, vendor_id: int = 1, **fields: Any) -> int:
        """Return the id of a lead that somebody hands in: Carla's, with other fields."""
        outcome = self.do(do.SubmitLead(by=self.person_id(name), vendor_id=vendor_id, fields={**CARLA, **fields}))
        assert outcome.lead_id is not None, outcome.code
        return outcome.lead_id

    def received_lead(self, **fields: Any) -> int:
        """Return the id of a lead that Vera has handed in."""
        return self.submits("vera", **fields)

    def releases(self, name: str, lead_id: int) -> Outcome:
        """Have somebody put a lead on offer."""
        return self.do(do.ReleaseLead(by=self.person_id(name), lead_id=lead_id))

    def picks(self, name: str, lead_id: int) -> Outcome:
        """Have somebody try to take a lead."""
        return self.do(do.PickLead(by=self.person_id(name), lead_id=lead_id))

    def undoes(self, name: str, lead_id: int, step: str = "") -> Outcome:
        """Have somebody try to take back what they did last, or one step that they name."""
        return self.do(do.Undo(by=self.person_id(name), lead_id=lead_id, step=step))

    def declines(self, name: str, lead_id: int, reason: str | None = "capacity") -> Outcome:
        """Have somebody say no to an offer."""
        return self.do(do.DeclineOffer(by=self.person_id(name), lead_id=lead_id, reason=reason))

    def gives_back(self, name: str, lead_id: int, reason: str | None = "capacity") -> Outcome:
        """Have somebody hand a lead back."""
        return self.do(do.GiveBackLead(by=self.person_id(name), lead_id=lead_id, reason=reason))

    def reports(self, name: str, lead_id: int, status: Status = Status.CONTACTED, **details: Any) -> Outcome:
        """Have somebody say how a lead stands."""
        statement = Statement(status, **details)
        return self.do(do.GiveFeedback(by=self.person_id(name), lead_id=lead_id, statement=statement))

    def offers(self, lead_id: int) -> dict[str, str]:
        """Return the state of each company's offer of a lead, by slug."""
        with self.looking() as session:
            rows = select(Reseller.slug, Offer.state).join(Offer).where(Offer.lead_id == lead_id).order_by(Offer.id)
            return dict(session.execute(rows).all())

    def asked(self, lead_id: int) -> list[str]:
        """Return the companies that can take a lead now, in the order they were asked."""
        return [slug for slug, state in self.offers(lead_id).items() if state == OfferState.OPEN]

    def offer(self, lead_id: int, slug: str) -> Offer:
        """Return one company's offer of a lead."""
        with self.looking() as session:
            rows = select(Offer).join(Reseller).where(Offer.lead_id == lead_id, Reseller.slug == slug)
            return session.scalars(rows).one()

    def posts_to(self, name: str, kind: str = "") -> list[Post]:
        """Return the letters to somebody that were not held back, the oldest first; all kinds or one."""
        rows = select(Post).where(Post.to_person_id == self.person_id(name), Post.state != PostState.CANCELLED)
        with self.looking() as session:
            return list(session.scalars((rows.where(Post.kind == kind) if kind else rows).order_by(Post.id)))

    def post_to(self, name: str, kind: str) -> Post:
        """Return the latest letter of a kind to somebody."""
        return self.posts_to(name, kind)[-1]

    def kinds_to(self, names: Iterable[str], since: datetime) -> dict[str, list[str]]:
        """Return the kinds of the letters written to people since an instant."""
        return {name: [post.kind for post in self.posts_to(name) if post.written_at >= since] for name in names}

    def feedbacks(self, lead_id: int) -> list[Feedback]:
        """Return everything that holders said of a lead."""
        with self.looking() as session:
            return list(session.scalars(select(Feedback).where(Feedback.lead_id == lead_id).order_by(Feedback.id)))

    def notes(self, lead_id: int) -> list[str]:
        """Return the words kept with a lead."""
        with self.looking() as session:
            return list(session.scalars(select(Note.text).where(Note.lead_id == lead_id).order_by(Note.id)))

    def everything_of(self, lead_id: int) -> dict[str, Any]:
        """Return a lead's whole row but for its version, to see what a wish and its undoing leave."""
        with self.looking() as session:
            row = session.execute(select(Lead.__table__).where(Lead.id == lead_id)).mappings().one()
            return {name: value for name, value in row.items() if name != "version"}


def a_town(database_url: str, programme: Programme | None = None, now: datetime = START) -> Town:
    """Return an installation on a database that has its tables, with a programme loaded."""
    town = _town_on(database_url, now)
    town.load(programme or nordlicht())
    return town


def the_usual_town(folder: Path) -> Town:
    """Return the installation with the usual programme, on an SQLite database in a folder."""
    file = folder / "town.db"
    file.write_bytes(_loaded_database())
    return _town_on(f"sqlite:///{file}", START)


def _town_on(database_url: str, now: datetime) -> Town:
    settings = Settings(
        database_url=database_url, secret_keys=("a key for tests only",), receive="off", mail_domain=MAIL_DOMAIN,
        authserv_id=OUR_SERVER, smtp_url="smtp://127.0.0.1:9",
    )  # fmt: skip
    clock = FrozenClock(now)
    return Town(build(settings, clock), clock, Flask(__name__))


@cache
def _loaded_database() -> bytes:
    """Return the database of the usual town: most tests begin with it."""
    with TemporaryDirectory() as folder:
        url = a_database(Path(folder))
        parts = _town_on(url, START).parts
        parts.door.handle(do.LoadProgramme(programme=nordlicht()), Origin("cli", "the programme"))
        parts.database.dispose()
        return Path(url.removeprefix("sqlite:///")).read_bytes()
