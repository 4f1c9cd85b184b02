"""The product installed from its wheel, run from an empty folder: nothing of the checkout is at hand."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.servers.installation import MAIL_DOMAIN, installation
from tests.services.servers.smtp_sink import SmtpSink
from tests.wheel import build_wheel

PROGRAMME = """
vendor: {slug: nordlicht, name: Nordlicht Robotics GmbH, language: de, timezone: Europe/Berlin, country: DE,
         currency: EUR}
people:
  - {email: vera@nordlicht.example, name: Vera Vogt, role: channel_manager, language: en}
"""
FORWARD = (
    b"From: Vera Vogt <vera@nordlicht.example>\r\nTo: leads+nordlicht@%s\r\nSubject: Fwd: robot arm\r\n"
    b"Date: Tue, 03 Mar 2026 10:00:00 +0000\r\nMessage-ID: <forward-1@nordlicht.example>\r\n"
    b"Authentication-Results: mx.vendor.example; dmarc=pass header.from=nordlicht.example\r\n"
    b"\r\n"
    b"warm\r\n\r\n---------- Forwarded message ---------\r\nFrom: Carla Muster <carla@customer.example>\r\n"
    b"Date: Tue, 3 Mar 2026 at 09:00\r\nSubject: robot arm\r\nTo: <sales@nordlicht.example>\r\n\r\n"
    b"We need a robot arm in 80331 Munich, Germany.\r\nCarla Muster, Muster GmbH\r\n"
) % MAIL_DOMAIN.encode()


@pytest.fixture(scope="module", autouse=True)
def without_the_checkout() -> Iterator[None]:
    """Whoever runs the tests may have told Python where the checkout lies; an installation elsewhere is not told."""
    with pytest.MonkeyPatch.context() as environment:
        for name in ("PYTHONPATH", "PYTHONHOME"):
            environment.delenv(name, raising=False)
        yield


@pytest.fixture(scope="module")
def program(without_the_checkout: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The console script of an environment that has the dependencies and, besides, the wheel alone."""
    folder = tmp_path_factory.mktemp("elsewhere")
    wheel = build_wheel(tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel"))
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True, timeout=60)
    [packages] = folder.glob("lib/python*/site-packages")
    # A path file's folders are not looked through for path files: the checkout's own installation stays behind.
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    python = folder / "bin" / "python"
    pip: list[str | Path] = [sys.executable, "-m", "pip", "--python", python]
    subprocess.run([*pip, "install", "--quiet", "--no-deps", "--no-index", wheel], check=True, timeout=100)
    return folder / "bin" / "pickpost"


@pytest.mark.slow
def test_a_forwarded_mail_is_answered_by_an_installation_far_from_the_checkout(
    program: Path, tmp_path: Path, smtp_sink: SmtpSink
) -> None:
    (tmp_path / "nordlicht.yaml").write_text(PROGRAMME, encoding="utf-8")
    surroundings = {"PICKPOST_SMTP_URL": smtp_sink.url, "PICKPOST_AUTHSERV_ID": "mx.vendor.example"}
    with installation(tmp_path, program=program, **surroundings) as product:
        product.command("db", "upgrade")
        assert "vendor nordlicht: new" in product.command("programme", "load", "nordlicht.yaml")
        product.start("serve")

        product.receive(FORWARD, f"leads+nordlicht@{MAIL_DOMAIN}", sender="vera@nordlicht.example")

        [letter] = smtp_sink.wait_for(1, within_s=30)
        assert letter.rcpt_to == ("vera@nordlicht.example",)
        assert b"Carla" in letter.raw
        assert product.get("/readyz")[0] == 200


@pytest.mark.slow
def test_nothing_of_the_checkout_is_used(program: Path, tmp_path: Path) -> None:
    python = program.with_name("python")
    asked = "import app, mail_templates, migrations; print(app.__file__, mail_templates.__file__, migrations.__file__)"

    found = subprocess.run([python, "-c", asked], cwd=tmp_path, capture_output=True, text=True, check=True, timeout=60)

    assert all(Path(file).is_relative_to(program.parent.parent) for file in found.stdout.split())
