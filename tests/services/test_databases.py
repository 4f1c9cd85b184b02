"""What goes wrong around the database and the environment: said clearly, nothing lost, recovery by itself."""

from __future__ import annotations

import smtplib
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.clock import SystemClock
from app.settings import Settings
from app.tokens import Tokens, Wish
from tests.rules.programmes import NORDLICHT as PROGRAMME
from tests.services.servers.installation import MAIL_DOMAIN, PROGRAM, Installation, installation
from tests.services.servers.postgresql import postgresql
from tests.services.servers.smtp_sink import SmtpSink

pytestmark = pytest.mark.slow

MAIL = (
    b"From: Eve Ernst <eve@stranger.example>\r\nTo: leads+nordlicht@%s\r\nSubject: Hello\r\n"
    b"Message-ID: <1@stranger.example>\r\n\r\nHello\r\n"
) % MAIL_DOMAIN.encode()
LEADS = f"leads+nordlicht@{MAIL_DOMAIN}"


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation in an empty folder, with its tables and a programme that no test changes, and nothing running."""
    folder = tmp_path_factory.mktemp("databases")
    (folder / "nordlicht.yaml").write_text(PROGRAMME, encoding="utf-8")
    with installation(folder) as found:
        found.command("db", "upgrade")
        found.command("programme", "load", "nordlicht.yaml")
        yield found


@pytest.fixture(scope="module")
def shown(product: Installation) -> str:
    """What the product says of the programme before anybody tries to change it."""
    return product.command("programme", "show", "nordlicht")


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_while_postgresql_is_away_mail_waits_outside_and_pages_say_so_and_then_all_goes_on(
    tmp_path: Path, smtp_sink: SmtpSink
) -> None:
    """451 to SMTP, 503 with a page to the browser; nothing needs a hand when the database is back.

    Seen failing without the handler of ``DBAPIError`` in ``app/web/faults.py``: the good link answered 500.
    """
    with postgresql() as server:
        surroundings = {"DATABASE_URL": server.url(server.create()), "PICKPOST_SMTP_URL": smtp_sink.url}
        with installation(tmp_path, program=PROGRAM, **surroundings) as product:
            (tmp_path / "nordlicht.yaml").write_text(PROGRAMME, encoding="utf-8")
            product.command("db", "upgrade")
            product.command("programme", "load", "nordlicht.yaml")
            product.start("serve")
            good, foreign = _settings_link(product), "/a/" + "a" * 40
            assert product.get(good)[0] == 200

            server.server.stop()
            with pytest.raises(smtplib.SMTPResponseException) as refused:
                product.receive(MAIL, LEADS)

            assert refused.value.smtp_code == 451
            assert product.get("/readyz")[0] == 503
            assert product.get("/healthz")[0] == 200, "the process itself is well"
            status, page = product.get(good)
            assert status == 503
            assert "Nothing was changed and nothing is lost." in page
            assert product.get(foreign)[0] == 404, "a token that was never signed needs no database"

            server.server.start()
            _again(lambda: product.receive(MAIL, LEADS))
            _again(lambda: _assert_ready(product))
            assert product.get(good)[0] == 200
            _again(lambda: _assert_listed(product, "1 in quarantine"))


def _settings_link(product: Installation) -> str:
    """Return the link of the first person's settings, signed with the installation's key."""
    tokens = Tokens(Settings.from_environment(product.environment).secret_keys, SystemClock())
    tomorrow = SystemClock().now() + timedelta(days=1)
    return "/a/" + tokens.link(Wish("preferences", 1, 0, "", tomorrow))


def _again(attempt: Callable[[], None], within_s: float = 60) -> None:
    deadline = time.monotonic() + within_s
    while True:
        try:
            attempt()
        except (smtplib.SMTPException, AssertionError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.5)
        else:
            return


def _assert_ready(product: Installation) -> None:
    assert product.get("/readyz")[0] == 200


def _assert_listed(product: Installation, words: str) -> None:
    assert words in product.command("quarantine", "list")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("group_size: 2", "group_sise: 2", "group_sise"),
        ("email: max@nordlicht.example", "email: vera@nordlicht.example", "vera@nordlicht.example"),
        ("lead: postcode, partner: regions", "lead: zipcode, partner: regions", "zipcode"),
        ("language: de, timezone: Europe/Berlin", "language: de, timezone: Europe/Nowhere", "Europe/Nowhere"),
    ],
)
@pytest.mark.slow
def test_a_wrong_programme_file_is_one_line_with_the_place_and_changes_nothing(
    product: Installation, shown: str, old: str, new: str, told: str
) -> None:
    file = product.folder / "wrong.yaml"
    assert old in PROGRAMME
    file.write_text(PROGRAMME.replace(old, new), encoding="utf-8")

    done = product.attempt("programme", "load", "wrong.yaml")

    assert done.returncode != 0
    [line] = done.stderr.strip().splitlines()
    assert told in line
    assert "wrong.yaml" in line
    number = next(count for count, text in enumerate(file.read_text().splitlines(), 1) if new.split(",")[0] in text)
    assert str(number) in line or told == "vera@nordlicht.example"
    assert product.command("programme", "show", "nordlicht") == shown


@pytest.mark.slow
def test_what_programme_show_prints_can_be_loaded_and_changes_nothing(product: Installation, shown: str) -> None:
    (product.folder / "shown.yaml").write_text(shown, encoding="utf-8")

    assert product.command("programme", "load", "shown.yaml").splitlines() == ["nothing changed"]
    assert product.command("programme", "show", "nordlicht") == shown


@pytest.mark.parametrize(
    "environment",
    [
        {"PICKPOST_BASE_URL": "https://pickpost.example"},
        {"PICKPOST_BASE_URL": "http://10.0.0.7:8000", "DATABASE_URL": "postgresql://somebody@127.0.0.1:9/none"},
    ],
)
def test_without_a_secret_production_does_not_start_and_says_what_to_set(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    with installation(tmp_path, program=PROGRAM, **environment | {"PICKPOST_SECRET_KEYS": ""}) as product:
        done = product.attempt("serve")

    assert done.returncode == 2
    [line] = done.stderr.strip().splitlines()
    assert line.startswith("pickpost: PICKPOST_SECRET_KEYS: required outside development")
    assert not (tmp_path / "var").exists(), "nothing was made on the way"
