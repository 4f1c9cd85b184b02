"""What an operator types, and reads back: programmes, empty lists, and ports that are taken."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from click import Command
from click.testing import CliRunner, Result
from structlog.testing import capture_logs

import migrations
from app.bootstrap import build
from app.cli.mails import outbox, quarantine
from app.cli.ports import refuse_taken_ports
from app.cli.programmes import programme
from app.settings import Settings, SettingsError

pytestmark = pytest.mark.slow

NORDLICHT = """
vendor: {slug: nordlicht, name: Nordlicht Robotics GmbH, language: de, country: DE,
         brand: {colour: "#0b6e4f", logo: nordlicht.png}}
settings: {group_size: 3}
people:
  - {email: vera@nordlicht.example, name: Vera Vogt, role: channel_manager, territory: ["8"]}
  - {email: dora@alpen.example, name: Dora Dorn, role: distributor_management, distributor: alpen}
distributors: [{slug: alpen, name: Alpen Distribution AG}]
resellers:
  - {slug: rolf-it, name: Rolf IT GmbH, level: gold, postcode: "80331", distributor: alpen,
     attributes: {regions: ["80"]}, people: [{email: rolf@rolf-it.example, name: Rolf, role: sales_manager}]}
criteria: [{name: Region, kind: must, lead: postcode, partner: regions, match: prefix}]
materials: [{product: arm, title: Preisliste, file: prices.pdf}]
incentives: [{product: arm, commission_percent: 8.5}]
rewards: [{title: MDF 500 €, points: 400}]
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty installation in a folder of its own, in which the commands are typed."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/house.db")
    monkeypatch.setenv("PICKPOST_SECRET_KEYS", "a key for tests only")
    parts = build()
    migrations.upgrade(parts.database.writer)
    parts.database.dispose()
    for name in ("nordlicht.png", "prices.pdf"):
        (tmp_path / name).write_bytes(b"x")
    with capture_logs():
        yield tmp_path


def typed(command: Command, *words: str) -> Result:
    """Type a command; what it prints on either channel is its output."""
    return CliRunner().invoke(command, words)


def load(folder: Path, text: str) -> Result:
    (folder / "nordlicht.yaml").write_text(text, encoding="utf-8")
    return typed(programme, "load", "nordlicht.yaml")


def test_a_programme_that_is_loaded_twice_changes_nothing_the_second_time(folder: Path) -> None:
    first = load(folder, NORDLICHT)
    second = load(folder, NORDLICHT)

    assert "vendor nordlicht: new" in first.output
    assert second.output.strip() == "nothing changed"


def test_what_is_shown_of_a_programme_can_be_loaded_again_and_changes_nothing(folder: Path) -> None:
    load(folder, NORDLICHT)

    shown = typed(programme, "show", "nordlicht").output
    again = load(folder, shown)

    assert "Alpen Distribution AG" in shown
    assert "logo: nordlicht.png" in shown
    assert "title: MDF 500 €" in shown
    assert again.output.strip() == "nothing changed"


def test_what_changed_is_printed_one_line_each(folder: Path) -> None:
    load(folder, NORDLICHT)

    changed = load(folder, NORDLICHT.replace("name: Rolf IT GmbH", "name: Rolf AG"))

    assert changed.output.splitlines() == ["reseller rolf-it: name Rolf IT GmbH -> Rolf AG"]


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        (NORDLICHT.replace("group_size: 3", "group_sise: 3"), "group_sise"),
        (NORDLICHT.replace("dora@alpen.example", "vera@nordlicht.example"), "vera@nordlicht.example"),
        (NORDLICHT.replace("lead: postcode", "lead: shoe_size"), "shoe_size"),
        (NORDLICHT.replace("prices.pdf", "gone.pdf"), "gone.pdf"),
        (NORDLICHT.replace("[{slug: alpen, name", "[{slug: alpen, nam"), "distributors[0]"),
    ],
)
def test_a_wrong_programme_is_one_line_with_its_place_and_changes_nothing(folder: Path, wrong: str, named: str) -> None:
    load(folder, NORDLICHT)
    before = typed(programme, "show", "nordlicht").output

    refused = load(folder, wrong)

    assert refused.exit_code == 1
    [line] = refused.output.splitlines()
    assert line.startswith("Error: nordlicht.yaml:")
    assert named in line
    assert typed(programme, "show", "nordlicht").output == before


def test_a_logo_that_is_not_there_is_a_warning_and_the_rest_is_loaded(folder: Path) -> None:
    loaded = load(folder, NORDLICHT.replace("nordlicht.png", "gone.png"))

    assert loaded.exit_code == 0
    assert "no file 'gone.png' here, mails go without it" in loaded.output
    assert "vendor nordlicht: new" in loaded.output


def test_a_vendor_that_is_not_there_is_answered_with_those_that_are(folder: Path) -> None:
    load(folder, NORDLICHT)

    asked = typed(programme, "show", "suedwind")

    assert asked.exit_code == 1
    assert asked.output == "Error: no vendor is called 'suedwind'; there are: nordlicht\n"


def test_empty_lists_say_so_in_words() -> None:
    assert typed(outbox, "list").output == "no letter waits, and none has failed\n"
    assert typed(outbox, "list", "--all").output == "no letter was ever written\n"
    assert typed(quarantine, "list").output == "nothing is in quarantine\n"


@pytest.mark.parametrize("variable", ["PICKPOST_LISTEN", "PICKPOST_RECEIVE"])
def test_a_port_that_another_program_has_is_named_with_what_to_set(variable: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = f"127.0.0.1:{other.getsockname()[1]}"
        here = {"PICKPOST_LISTEN": "127.0.0.1:0", "PICKPOST_RECEIVE": "smtp://127.0.0.1:0"}
        here |= {variable: taken if variable == "PICKPOST_LISTEN" else f"smtp://{taken}"}
        settings = Settings.from_environment({"PICKPOST_SECRET_KEYS": "a key for tests only", **here})

        with pytest.raises(SettingsError) as refusal:
            refuse_taken_ports(settings, with_web=True, with_worker=True)

    assert str(refusal.value).startswith(f"{variable}: another program listens at {taken}")
    assert f"set {variable}=" in str(refusal.value)


def test_links_lead_to_the_port_that_is_listened_on_unless_somebody_says_where() -> None:
    known = {"PICKPOST_SECRET_KEYS": "a key for tests only", "PICKPOST_LISTEN": "0.0.0.0:8123"}

    assert Settings.from_environment(known).base_url == "http://127.0.0.1:8123"
    said = Settings.from_environment(known | {"PICKPOST_BASE_URL": "https://pickpost.example"})
    assert said.base_url == "https://pickpost.example"


@pytest.mark.parametrize("listen", ["8000", "here:there", "127.0.0.1:99999"])
def test_a_place_that_is_none_is_named_with_what_was_expected(listen: str) -> None:
    settings = Settings.from_environment({"PICKPOST_SECRET_KEYS": "a key for tests only", "PICKPOST_LISTEN": listen})

    with pytest.raises(SettingsError, match="PICKPOST_LISTEN: expected host:port"):
        refuse_taken_ports(settings, with_web=True, with_worker=False)
