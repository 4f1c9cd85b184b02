"""Every kind of page of one installation, by name, for whoever looks at them all."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import yaml
from playwright.sync_api import Page
from sqlalchemy import select

from app.domain import commands as do
from app.domain import gate_commands as at_gate
from app.domain.deal import Deal
from app.domain.deal_commands import AskExtension, RegisterDeal
from app.domain.file_commands import AddFiles
from app.domain.files import Attachment
from app.domain.import_commands import HandInList, ReleaseList, StartImport
from app.domain.people import Person
from app.domain.programme import Reward
from app.domain.time_commands import AskTime
from app.service.programme_file import read_programme
from inbound.lists import Lists
from inbound.sandbox import Sandbox
from tests.edges.house import CARLA, PROGRAMME, House
from tests.edges.lists import HEADING, a_row, as_csv
from tests.edges.visitor import Visitor
from tests.rules.points import Ledger
from tests.services.site import Site

MDF, TRAINING = Reward("MDF 500", 400), Reward("Training in Hamburg for two people", 100)
RUTH = {"email": "ruth@rolf-it.example", "name": "Ruth Rau", "role": "sales_rep", "language": "de"}
QUENTIN = {"email": "quentin@agentur.example", "name": "Quentin Quast", "role": "qualifier", "agency": "agentur"}
OTHERS = {"contact_email": "otto@huber.example", "contact_phone": "+498999999999", "company": "Huber Blechbearbeitung"}
PROSPECT = {"company": "Otto Ofenbau GmbH", "website": "ofenbau.example", "postcode": "80331", "product": "arm"}


def every_page(site: Site) -> dict[str, str]:
    """Return the address of every kind of page, by name."""
    _with_agency_colleague_and_rewards(site.house)
    return _lead_pages(site) | _gate_pages(site) | _deal_pages(site) | _own_pages(site) | _mailroom_pages(site)


def speak(house: House, language: str) -> None:
    """Let everybody read their pages in one language from now on."""
    with house.parts.new_work() as work:
        for person in work.session.scalars(select(Person)):
            person.language = language
        work.commit()


def everybodys_own(site: Site, page: Page) -> None:
    """Make a browser one that everybody has proved to be theirs."""
    with site.house.looking() as session:
        people = list(session.scalars(select(Person.id)))
    tokens = site.house.parts.tokens
    page.context.add_cookies(
        [{"name": f"pickpost-{one}", "value": tokens.device(one), "url": site.url} for one in people]
    )


def at_home(site: Site, page: Page) -> None:
    """Make a browser everybody's own; it shows more of the customer.

    No page presses its own button meanwhile: whoever looks at them all wants to find them as they were.
    """
    everybodys_own(site, page)
    page.route("**/static/at_once.js", lambda route: route.fulfill(body="", content_type="text/javascript"))


def _with_agency_colleague_and_rewards(house: House) -> None:
    written: dict[str, Any] = yaml.safe_load(PROGRAMME)
    written["people"].append(QUENTIN)
    written["resellers"][0]["people"].append(RUTH)
    programme = read_programme(yaml.safe_dump(written), "programme.yaml")
    house.do(do.LoadProgramme(programme=replace(programme, rewards=(MDF, TRAINING)), files={}))


def _lead_pages(site: Site) -> dict[str, str]:
    house = site.house
    blocking = [house.taken_lead("rita", **OTHERS), house.taken_lead("rita", **OTHERS)]
    taken, offered = house.taken_lead("rolf"), house.offered_lead(**OTHERS)
    ruth, until = str(house.person_id("ruth")), house.clock.now() + timedelta(days=6)
    house.do(AskTime(by=house.person_id("rolf"), lead_id=taken, until=until))
    return {
        "pick": site.link("rita", "decline", offered), "reasons": site.link("rita", "feedback", blocking[0], "lost"),
        "date": site.link("rolf", "feedback", taken, "appointment"),
        "amount": site.link("rita", "feedback", blocking[0], "won"),
        "full": site.link("rita", "pick", offered), "gone": site.link("rita", "pick", taken),
        "lead": site.link("rolf", "open", taken), "lead of the vendor": site.link("vera", "open", taken),
        "hand over": site.link("rolf", "hand_over", taken, ruth), "ask time": site.link("rolf", "ask_time", taken),
        "grant time": site.link("vera", "grant_time", taken, f"{until:%Y%m%d}"),
        "refuse time": site.link("vera", "refuse_time", taken, f"{until:%Y%m%d}"),
        "download": site.link("rolf", "download", file := _with_a_file(house)),
        "fetch": site.link("rolf", "fetch", file), "file mailed": _pressed(site, "rolf", "download", file),
        "colleague": f"{site.link('rolf', 'pick', offered)}?colleague",
        "own browser is asked": f"{site.link('vera', 'open', taken)}?own",
        "own browser elsewhere": site.link("vera", "trust_device", 41, "on"),
        "colleague is told": f"{site.link('rolf', 'pick', offered)}?lent",
        "match": site.link("vera", "match", offered),
        "answer of a press": _pressed(site, "rolf", "feedback", taken, "contacted"),
    }  # fmt: skip


def _with_a_file(house: House) -> int:
    """Return the id of a file that came with a lead which Rolf has taken."""
    files = (("Halle 3.mp4", "video/mp4", b"x" * 700_000),)
    command = do.SubmitLead(by=house.person_id("vera"), vendor_id=1, fields=CARLA, attachments=files)
    lead_id = house.do(command).lead_id or 0
    house.do(do.ReleaseLead(by=house.person_id("vera"), lead_id=lead_id))
    house.do(do.PickLead(by=house.person_id("rolf"), lead_id=lead_id))
    with house.looking() as session:
        return session.scalars(select(Attachment.id).where(Attachment.lead_id == lead_id)).one()


def _gate_pages(site: Site) -> dict[str, str]:
    house = site.house
    gaps, first = house.received_lead(postcode="", need="", **OTHERS), house.received_lead(company="Ast AG")
    double, asked = house.received_lead(company="Ast AG"), house.received_lead(postcode="", company="Blum KG")
    house.do(at_gate.SendToAgency(by=house.person_id("vera"), lead_id=asked))
    plan = ("plan.txt", "text/plain", b"Halle 3")
    added = house.do(AddFiles(by=house.person_id("vera"), lead_id=gaps, files=(plan,)))
    return {
        "edit": site.link("vera", "edit", gaps), "incomplete": site.link("vera", "release", gaps),
        "files to add": site.link("vera", "add_files", gaps),
        "files to take back": site.link("vera", "undo_files", gaps, str(added.facts["file_ids"][0])),
        "merge": site.link("vera", "merge", double, str(first)), "keep both": site.link("vera", "keep_both", double),
        "to agency": site.link("vera", "to_agency", gaps), "qualify": site.link("quentin", "qualify", asked),
        "no lead": site.link("quentin", "no_lead", asked), "later": site.link("quentin", "later", asked),
        "task": site.link("quentin", "open", asked), "submit": site.link("vera", "submit", 1), **_list_pages(site),
    }  # fmt: skip


def _list_pages(site: Site) -> dict[str, str]:
    house = site.house
    rows = [a_row(1), a_row(2), a_row(3, Telefon="12"), a_row(4, Quelle="")]
    content = as_csv(*([*row, "A4"] for row in rows), heading=[*HEADING, "Stand"])
    with Sandbox(processes=1) as sandbox:
        lists = Lists(house.parts, sandbox)
        imported, shown = _handed_in(house, "messe.csv", content), _handed_in(house, "messe-im-herbst.csv", content)
        while lists.run_once():
            pass
        house.do(StartImport(by=house.person_id("vera"), import_id=imported))
        lists.run_once()
        released = _handed_in(
            house, "released.csv", as_csv(a_row(7), a_row(8), a_row(9, Quelle=""), a_row(7, Ort="Bad"))
        )
        lists.run_once()
        house.do(StartImport(by=house.person_id("vera"), import_id=released))
        lists.run_once()
        house.do(ReleaseList(by=house.person_id("vera"), import_id=released))
        lists.run_once()
    unread = _handed_in(house, "visitenkarten.csv", content)
    return {
        "list chosen": site.link("vera", "import", 1), "list shown": site.link("vera", "imported", shown),
        "list being read": site.link("vera", "imported", unread),
        "list imported": site.link("vera", "imported", imported),
        "list to release": site.link("vera", "release_list", imported),
        "list released": site.link("vera", "imported", released),
        "list to take back": site.link("vera", "undo_list", released, "1"),
    }  # fmt: skip


def _handed_in(house: House, name: str, content: bytes) -> int:
    """Return the id of a list that Vera has handed in."""
    files = ((name, "text/csv", content),)
    command = HandInList(by=house.person_id("vera"), vendor_id=1, files=files, starts=False)
    return int(house.do(command).facts["import_id"])


def _deal_pages(site: Site) -> dict[str, str]:
    house = site.house
    rolf = house.person_id("rolf")
    house.do(RegisterDeal(by=rolf, vendor_id=1, fields=PROSPECT))
    house.do(
        RegisterDeal(by=rolf, vendor_id=1, fields={**PROSPECT, "company": "Ilse Ilg KG", "website": "ilg.example"})
    )
    with house.looking() as session:
        review, protected = session.scalars(select(Deal.id).order_by(Deal.id))
    Visitor(house, "vera").act("approve", protected)
    house.do(AskExtension(by=rolf, deal_id=protected, reason="Das Budget kommt im Juni."))
    return {
        "registrations": site.link("vera", "registrations", 1), "needing": site.link("vera", "needing", 1),
        "registration": site.link("vera", "registration", review), "register": site.link("rolf", "register", 1),
        "approve": site.link("vera", "approve", review),
        "reject": site.link("vera", "reject", review), "ask more": site.link("vera", "ask_more", review),
        "supply": site.link("rolf", "supply", review), "deal won": site.link("rolf", "deal_report", protected, "won"),
        "grant extension": site.link("vera", "grant_extension", protected),
    }  # fmt: skip


def _own_pages(site: Site) -> dict[str, str]:
    house = site.house
    ledger, company = Ledger(house), house.reseller_id("rolf-it")
    ledger.given(600)
    asked = ledger.asked()
    return {
        "settings": site.link("rolf", "preferences"), "settings of the vendor": site.link("vera", "preferences"),
        "unsubscribe": site.link("rita", "unsubscribe", 1, "digests"), "nothing": f"{site.url}/a/nothing",
        "points": site.link("rolf", "points", company), "correct points": site.link("max", "correct_points", company),
        "points of a partner": site.link("max", "points", company),
        "redeem": site.link("rolf", "redeem", company, str(TRAINING.key)),
        "reject reward": site.link("vera", "reject_redemption", asked),
    }  # fmt: skip


def _mailroom_pages(site: Site) -> dict[str, str]:
    house = site.house
    house.deliver()
    rolf, vera = house.mails_to("rolf"), house.mails_to("vera")
    return {
        "home": site.url, "receipts": f"{site.url}/receipts",
        "mailroom": f"{site.url}/mailroom", "box": f"{site.url}/mailroom/box/rolf@rolf-it.example",
        "mail": f"{site.url}/mailroom/mail/{rolf[-1].id}", "text": f"{site.url}/mailroom/mail/{rolf[-1].id}?as=text",
        "source": f"{site.url}/mailroom/mail/{rolf[-1].id}?as=raw",
        "answer": f"{site.url}/mailroom/write?from=rolf@rolf-it.example&answers={rolf[-1].id}",
        "forward": f"{site.url}/mailroom/write?from=vera@nordlicht.example&forwards={vera[-1].id}",
    }  # fmt: skip


def _pressed(site: Site, name: str, wish: str, object_id: int, option: str = "") -> str:
    """Return the address of the answer to a button that somebody has pressed."""
    answer = Visitor(site.house, name).act(wish, object_id, option)
    assert answer.code, answer.text
    return f"{site.url}{answer.response.request.full_path}"
