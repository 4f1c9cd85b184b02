"""What a machine without a server says of that server's tests."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.architecture.sources import CHECKOUT

WITHOUT_SERVERS = """
import pytest
from tests.services.servers import processes
from tests.services.servers.verdicts import spamassassin

processes.shutil.which = lambda program, path: None

@pytest.mark.parametrize("server", ["postgresql", "dovecot", "chromium", "postfix"])
def test_with(server, request):
    request.getfixturevalue(server)

def test_with_dovecot(mailbox):
    mailbox.append(b"")

def test_with_spamassassin():
    spamassassin(b"")
"""


def test_they_are_skipped_by_name_with_what_to_do(tmp_path: Path) -> None:
    file = tmp_path / "test_elsewhere.py"
    file.write_text(WITHOUT_SERVERS, encoding="ascii")

    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-rs", "-c", "/dev/null", "-p", "tests.services.servers.fixtures", file],
        cwd=CHECKOUT,
        env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )

    assert "6 skipped" in done.stdout, done.stdout
    for program in ["initdb", "dovecot", "chromium", "master", "spamassassin"]:
        assert f"{program} is not installed: `make services` installs it" in done.stdout
